/** Random turns of many hands at one approval: whatever they try and however long they wait, nothing is approved that was not signed. */
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { advance, fold } from '#cases';
import { instant } from '#cases/testing/story';
import { approvalWrongs } from './approval-wrongs.ts';
import { approval } from './models.ts';
import { HANDLERS } from './office-model.ts';
import { CASE, type Choice, Walk } from './walk.ts';

const choice: fc.Arbitrary<Choice> = fc.oneof({ weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 24 * 5 }) }) }, { weight: 6, arbitrary: fc.record({ probe: fc.nat({ max: 5000 }) }) });
const turns = fc.array(choice, { minLength: 10, maxLength: 60, size: 'max' });

/** The same turns on every run, so that what they meet is the same too. */
const SEED = 7;

/** Reported, so that a notice can be proposed. */
function reported(): Walk {
  const walk = new Walk(approval(), instant('2025-07-07', '09:00'));
  for (const name of ['proposeFiling', 'fileCase', 'takeEvidence', 'reportInvestigation']) {
    const probe = walk.model.probes({ state: walk.state, on: walk.state.openedOn, events: [], depth: 0, path: [] }).find((one) => one.name === name);
    if (!probe || !walk.tries(probe)) throw new Error(`${name} was not done.`);
  }
  return walk;
}

it('never approved without every required signature after the last return, never by the requester, never by time', () => {
  const seen = new Set<string>();
  fc.assert(fc.property(turns, (choices) => {
    const walk = reported().go(choices);
    for (const { event } of walk.events) { seen.add(event.type); if (event.type === 'approvalMoved') seen.add(event.returnedTo === null ? event.status : 'returned on'); }
    expect(approvalWrongs(walk.events, HANDLERS)).toEqual([]);
    expect(fold(CASE, walk.events)).toEqual(walk.state);
    expect(advance(walk.state, walk.at, walk.book)).toEqual([]);
    // A hundred days more sign nothing.
    const before = walk.state.approvals.map((one) => [one.status, one.turn, one.signatures.length]);
    walk.wait(24 * 100);
    expect(walk.state.approvals.map((one) => [one.status, one.turn, one.signatures.length])).toEqual(before);
  }), { numRuns: 80, seed: SEED });
  // The turns meet what they are meant to meet; signers added and removed, which few turns hit, have a matrix of scenarios of their own.
  expect(['approvalSigned', 'approvalWaited', 'approvalWithdrawn', 'returned on', 'returned', 'approved'].filter((one) => !seen.has(one))).toEqual([]);
});
