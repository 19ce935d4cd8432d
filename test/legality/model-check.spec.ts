/**
 * The first states of both procedures, and that the check can fail. `npm run test:legality` walks all of them and
 * counts every blocker.
 */
import { describe, expect, it } from '@jest/globals';
import type { LoadedPack } from '#law';
import { shippedPacks } from '#law/files/pack-files';
import { explore } from './model-check.ts';
import { approval, causes, collectedAtTheScene, courtOfTheFine, fee, fine, hands, heldBack, leads, party, remediesOfTheFee, remediesOfTheFine, sheets, silentCounty, termsOfTheFee, termsOfTheFine, whoActs } from './models.ts';

/** What an adult's fine can come to without one of its guards. */
function wrongsWithout(step: string, guard: string): string {
  const packs = shippedPacks().filter((one) => one.pack.id === 'administrative-penalty')
    .map((one) => ({ ...one, pack: { ...one.pack, steps: one.pack.steps.map((each) => (each.code === step ? { ...each, guards: each.guards.filter((other) => other.code !== guard) } : each)) } }));
  return explore(fine(packs, false), { states: 250 }).wrongs.join('; ');
}

/** What the way to the court can come to without guards of the application. */
const appliedWithout = (...guards: string[]): string => explore(courtOfTheFine(shippedPacks().map((one) => ({ ...one, pack: { ...one.pack, steps: one.pack.steps.map((each) => ({ ...each, guards: each.guards.filter((other) => each.code !== 'applyToCourt' || !guards.includes(other.code)) })) } }))), { states: 120 }).wrongs.join('; ');

/** The fee with something changed. */
const fees = (change: (pack: LoadedPack['pack']) => void): LoadedPack[] => shippedPacks().filter((one) => one.pack.id === 'social-maintenance-fee').map((one) => { const pack = structuredClone(one.pack); change(pack); return { ...one, pack }; });

/** What a collection on the spot can come to without one of its guards. */
function collectedWithout(code: string): string {
  const guards = <T extends { guards: { code: string }[] }>(all: readonly T[]): T[] => all.map((one) => ({ ...one, guards: one.guards.filter((guard) => guard.code !== code) }));
  const open = shippedPacks().filter((one) => one.pack.id === 'administrative-penalty-summary').map((one) => ({ ...one, pack: { ...one.pack, steps: guards(one.pack.steps), closings: guards(one.pack.closings) } }));
  return collectedAtTheScene(open).map((model) => explore(model, { states: 120 }).wrongs.join()).join();
}

describe('model check of legality', () => {
  it('nothing unlawful in the first states of a fine and of a fee', () => {
    expect(explore(fine(), { states: 200 }).wrongs).toEqual([]);
    expect(explore(fee(), { states: 200 }).wrongs).toEqual([]);
  });

  it('the check can fail: with a guard taken out, the wrong act is reached and said', () => {
    expect(wrongsWithout('decidePenalty', 'partyNotHeard')).toContain('a decision before the party was heard (art. 62)');
    expect(wrongsWithout('decidePenalty', 'hearingOpen')).toContain('a decision while a hearing could still be asked for (art. 64)');
    expect(wrongsWithout('decidePenalty', 'fineAboveNotice')).toContain('a fine above the notified one (art. 45)');
  });

  it('the way to the court can fail: without its demand, its ten working days, the end of the time to sue', () => {
    expect(appliedWithout('demandNotServed')).toContain('an application without a demand (art. 54)');
    expect(appliedWithout('demandPeriodRunning')).toContain('an application before ten working days were over (arts. 54, 69)');
    expect(appliedWithout('timeToSueRunning', 'demandNotServed')).toContain('an application while the party can sue (art. 53)');
  });

  it('causes, ranges and bands: every refusal has its use, and nothing leaves the range or its band without what art. 34 asks', () => {
    const { wrongs, neverSeen, complete } = explore(causes(), { states: 2000 });
    expect({ wrongs, neverSeen, complete }).toEqual({ wrongs: [], neverSeen: [], complete: true });
  });

  it('every turn with signed sheets and seals: one original a paper, the seal in two hands', () => {
    const report = explore(sheets(), { states: 5000 });
    expect([report.wrongs, report.neverSeen, report.complete]).toEqual([[], [], true]);
  });

  it('a party at its own door: every refusal has its use, and nothing is decided over its statement', () => {
    const report = explore(party(), { states: 5000 });
    expect([report.wrongs, report.neverSeen, report.complete]).toEqual([[], [], true]);
  });

  it('leads: every refusal has its use, nothing ends unanswered or by a withdrawal alone, and the check can fail', () => {
    const { wrongs, neverSeen, complete } = explore(leads(), { states: 5000 });
    expect({ wrongs, neverSeen, complete }).toEqual({ wrongs: [], neverSeen: [], complete: true });
    const open = shippedPacks().filter((one) => one.pack.id === 'leads').map((one) => ({ ...one, pack: { ...one.pack, steps: one.pack.steps.map((step) => ({ ...step, guards: step.guards.filter((guard) => guard.code !== 'withdrawalStopsNothing') })) } }));
    expect(explore(leads(open), { states: 100 }).wrongs.join()).toContain('settled as withdrawn without having been found so');
  });

  it('who acts for a party: every refusal has its use, no minor is alone and no agent goes beyond the letter', () => {
    const report = explore(whoActs(), { states: 2000 });
    expect([report.wrongs, report.neverSeen, report.complete]).toEqual([[], [], true]);
  });

  it('remedies: every refusal has its use, nothing is closed or sued over a pending one, and the check can fail', () => {
    const { wrongs, neverSeen, complete } = explore(remediesOfTheFine(), { states: 5000 });
    expect({ wrongs, neverSeen, complete }).toEqual({ wrongs: [], neverSeen: [], complete: true });
    expect(explore(remediesOfTheFee(), { states: 150 }).wrongs).toEqual([]);
    const open = shippedPacks().filter((one) => one.pack.id === 'administrative-penalty').map((one) => ({ ...one, pack: { ...one.pack, steps: one.pack.steps.map((step) => ({ ...step, guards: step.guards.filter((guard) => guard.code !== 'reconsiderationPending') })) } }));
    expect(explore(remediesOfTheFine(open), { states: 300 }).wrongs.join()).toContain('a suit over a pending reconsideration (art. 45)');
  });

  it('terms of a debt: every refusal has its use, plans add up, nobody who paid is in default, and the check can fail', () => {
    for (const model of [termsOfTheFine(), termsOfTheFee()]) {
      const { wrongs, neverSeen, complete } = explore(model, { states: 4000 });
      expect({ model: model.name, wrongs, neverSeen, complete }).toEqual({ model: model.name, wrongs: [], neverSeen: [], complete: true });
    }
    const open = shippedPacks().filter((one) => one.pack.id === 'administrative-penalty').map((one) => ({ ...one, pack: { ...one.pack, closings: one.pack.closings.map((closing) => ({ ...closing, guards: closing.guards.filter((guard) => guard.code !== 'moneyNotPaid') })) } }));
    expect(explore(termsOfTheFine(open), { states: 300 }).wrongs.join()).toContain('closed as performed, and money is owed');
  });

  it('collection held back: every refusal has its use, nothing is said to the party meanwhile nor twice, and the check can fail', () => {
    const { wrongs, neverSeen, complete } = explore(heldBack(), { states: 4000 });
    expect({ wrongs, neverSeen, complete }).toEqual({ wrongs: [], neverSeen: [], complete: true });
    const without = (...codes: string[]): string => explore(heldBack(fees((pack) => pack.steps.forEach((step) => { step.guards = step.guards.filter(({ code }) => !codes.includes(code)); }))), { states: 400 }).wrongs.join();
    expect(without('forbearanceOwnProposal')).toContain('proposed and granted by one hand');
    expect(without('demandUnserved')).toContain('collection held back while a demand is on its way');
    expect(explore(heldBack(fees((pack) => pack.clocks.forEach(({ rungs }) => rungs.forEach(({ owe }) => { delete owe.towardsParty; })))), { states: 400 }).wrongs.join()).toContain('a word to the party while collection is held back');
    expect(explore(heldBack(fees((pack) => pack.money?.debts[0]?.forbearance?.withholds.splice(0, 1, 'applyToCourt'))), { states: 400 }).wrongs.join()).toContain('a demand while collection is held back');
  });

  it('collected on the spot: every refusal has its use, only on a ground, no money counts twice or stays with the office, and the check can fail', () => {
    for (const model of collectedAtTheScene()) {
      const { wrongs, neverSeen, complete } = explore(model, { states: 4000 });
      expect({ model: model.name, wrongs, neverSeen, complete }).toEqual({ model: model.name, wrongs: [], neverSeen: [], complete: true });
    }
    expect(collectedWithout('noGroundToCollect')).toContain('collected on no ground of the law (art. 67)');
    expect(collectedWithout('notAtTheScene')).toContain('collected under art. 68 after the scene');
    expect(collectedWithout('noSpecialReceipt')).toContain('collected without the special receipt (art. 70)');
    expect(collectedWithout('moneyInHands')).toContain('closed, and the office keeps money that was collected (art. 71)');
  });

  it('approvals: nothing gets past a stage, and the check can fail', () => {
    expect(explore(approval(), { states: 120 }).wrongs).toEqual([]);
    const uncovered = shippedPacks().filter((one) => one.pack.id === 'administrative-penalty').map((one) => ({ ...one, pack: { ...one.pack, approvals: [] } }));
    expect(explore(approval(uncovered), { states: 30 }).wrongs.join()).toContain('issueNotice without an approval');
  });

  it('a case in other hands: every refusal has its use, and no report rests on what one officer alone stands behind', () => {
    const { wrongs, neverSeen, complete } = explore(hands(), { states: 2000 });
    expect({ wrongs, neverSeen, complete }).toEqual({ wrongs: [], neverSeen: [], complete: true });
  });

  it('a county that has set nothing: no case is filed, and the parameters name themselves', () => {
    const report = explore(silentCounty(), { states: 300 });
    expect([report.wrongs, report.events.has('clockLapsed'), report.blockers.has('parameterNotSet')]).toEqual([[], false, true]);
  });
});
