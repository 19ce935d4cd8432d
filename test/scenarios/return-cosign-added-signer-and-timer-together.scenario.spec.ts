/**
 * Return x co-sign x added signer x timer, every combination: whatever happened between, the decision waits until each
 * signature that is required after the last return has been given, and no warning gives one.
 */
import { settingsWith } from '#cases/testing/county';
import { Office } from '#cases/testing/office';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { penaltyReady } from './beginnings.ts';

const ITEMS = [{ step: 'decidePenalty' }];
/** Proposed on Wednesday 2025-07-30 with two co-signers, or (`any`) for one of two heads of the section and one co-signer. */
function proposed(law: ScenarioLaw, coSign: 'all' | 'any'): Office {
  const story = penaltyReady(law);
  story.law(law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) }));
  return new Office(story).asks('decisionApproval', ITEMS, { signers: coSign === 'all' ? { leaders: ['lin', 'bai'] } : { section: ['wang', 'han'], leaders: ['lin'] } });
}

for (const coSign of ['all', 'any'] as const) for (const added of ['none', 'before', 'after', 'parallel'] as const) for (const returned of ['never', 'beforeTheAdded', 'afterTheAdded', 'toTheHandler'] as const) for (const timer of [false, true]) {
  scenario(`co-sign ${coSign}, added ${added}, returned ${returned}, ${timer ? 'the timer goes off between' : 'no timer'}`, (law) => {
    const office = proposed(law, coSign);
    const notYet = (): void => { office.refused('approvalMissing', (it) => it.takes('decidePenalty')); };
    // The warning of the third day goes off; it reminds, and leaves the approval as it was.
    let day = 30;
    const warned = (): boolean => office.approval.waited.some((one) => one.turn === office.approval.turn && one.dueAt > office.approval.since);
    const maybeLate = (): void => {
      if (!timer) return;
      const [before, status] = [office.waits, office.approval.status];
      day += 4;
      office.at(day <= 31 ? `2025-07-${day}` : `2025-08-${String(day - 31).padStart(2, '0')}`);
      same([office.waits, office.approval.status, warned()], [before, status, true], 'a warning approves nothing');
      same(office.story.duties('escalate').filter((one) => one.approvalId === office.approval.approvalId).length > 0, true, 'somebody is told');
    };
    office.signs('wang');
    const first = coSign === 'all' ? ['lin', 'bai'] : ['lin'];
    const signAll = (): void => { for (const one of first) { notYet(); office.signs(one); } };
    maybeLate();
    if (returned === 'beforeTheAdded') {
      office.signs('lin', 'return', 'section');
      maybeLate();
      notYet();
      office.signs('wang');
    }
    if (added !== 'none') office.adds('lin', 'gao', added);
    if (returned === 'afterTheAdded' || returned === 'toTheHandler') {
      if (added === 'before') { notYet(); office.signs('gao'); }
      // One has signed when the other returns it: his signature falls with it.
      if (coSign === 'all') office.signs('bai');
      if (added === 'parallel') office.signs('gao');
      maybeLate();
      if (returned === 'toTheHandler') {
        office.signs('lin', 'return', 'handler').refused('approvalNotOpen', (it) => it.signs('bai'));
        notYet();
        office.asks('decisionApproval', ITEMS, { signers: coSign === 'all' ? { leaders: ['lin', 'bai'] } : { section: ['wang', 'han'], leaders: ['lin'] } });
      } else office.signs('lin', 'return', 'section');
      notYet();
      office.signs('wang');
      maybeLate();
    }
    // What was added stays, through every return and also when it is asked for anew.
    if (added === 'before') { notYet(); office.refused('notYourTurn', (it) => it.signs('lin')).signs('gao'); }
    signAll();
    maybeLateUnlessDone();
    if (added === 'after' || added === 'parallel') { notYet(); office.signs('gao'); }
    same(office.waits, 'approved', 'the outcome');
    same(office.approval.signatures.filter((one) => one.counts).map((one) => one.personId).sort(), ['wang', ...first, ...(added === 'none' ? [] : ['gao'])].sort(), 'signatures that count');
    office.takesAsApproved('decidePenalty').story.expectPhase('decided');
    same(office.story.duties('escalate').filter((one) => one.approvalId !== undefined), [], 'warnings still owed');

    function maybeLateUnlessDone(): void { if (office.approval.status === 'open') maybeLate(); }
  });
}

scenario('a warning comes once for each wait, at the office hour of its day, to whom the stage names', (law) => {
  const office = proposed(law, 'all');
  office.at('2025-08-02', '08:59').story.expectEvents('approvalWaited', 0);
  office.at('2025-08-02', '09:00').story.expectEvents('approvalWaited', 1).at('2025-08-20');
  office.story.expectEvents('approvalWaited', 1).expectDuties('escalate', 1);
  same(office.story.duties('escalate').map((one) => one.to), ['head'], 'told');
  office.signs('wang').story.expectDuties('escalate', 0);
  // It waits at the next stage, and after a return at the first one again.
  office.at('2025-08-24').story.expectEvents('approvalWaited', 2);
  office.signs('lin', 'return', 'section').at('2025-08-27').story.expectEvents('approvalWaited', 3);
  office.withdraws().story.expectDuties('escalate', 0).at('2025-09-30');
  office.story.expectEvents('approvalWaited', 3);
});
