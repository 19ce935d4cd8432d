/** No penalty at all: under 14 (art. 30), without capacity (art. 31), art. 33, after limitation (art. 36); the review by who is qualified (art. 58(2)). */
import { NEW_REVIEWER, citizen } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { penaltyNoticed, penaltyReported } from './beginnings.ts';

scenario('a ground that the report found forbids notice and decision; one that leaves a choice does not', (law) => {
  for (const noPenaltyGround of ['noCapacity', 'slightCorrected', 'noFault', 'limitation']) {
    penaltyReported(law, {}, { noPenaltyGround }).at('2025-07-21').refused('mustNotBePunished', (it) => it.takes('issueNotice'));
  }
  penaltyReported(law, {}, { noPenaltyGround: 'firstSlight' }).at('2025-07-21').takes('issueNotice');
});

scenario('each ground for no penalty is proven, or is what the record says', (law) => {
  const reported = (facts = {}) => penaltyReported(law, {}, { reportedProposal: 'noPenalty', ...facts }).at('2025-07-21');
  for (const noPenaltyGround of ['noCapacity', 'slightCorrected', 'firstSlight', 'noFault']) {
    reported().refused('groundNotProven', (it) => it.takes('decideNoPenalty', { noPenaltyGround, groundEvidence: undefined })).takes('decideNoPenalty', { noPenaltyGround });
  }
  reported().refused('notUnder14', (it) => it.takes('decideNoPenalty', { noPenaltyGround: 'under14' }));
  reported().refused('limitationNotPassed', (it) => it.takes('decideNoPenalty', { noPenaltyGround: 'limitation' }));
  reported({ actEndedFound: '2023-07-06' }).takes('decideNoPenalty', { noPenaltyGround: 'limitation' });
});

scenario('the inquiry finds that the act lay before the limitation: no notice', (law) => {
  penaltyReported(law, {}, { actEndedFound: '2023-07-06' }).at('2025-07-21').refused('limitationFound', (it) => it.takes('issueNotice'));
  penaltyReported(law, {}, { actEndedFound: '2023-07-07' }).at('2025-07-21').takes('issueNotice');
  penaltyReported(law, { parties: [citizen('p1', '1990-01-01', '2020-07-07')], facts: { actEndedOn: '2025-07-01', lifeHealthFinanceHarm: true } }, { actEndedFound: '2020-07-07' }).at('2025-07-21').takes('issueNotice');
});

scenario('a legal reviewer holds the national legal qualification on the day of the review', (law) => {
  const story = penaltyReported(law, {}, { reviewGround: 'complex' }).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice');
  story.refused('reviewerNotQualified', (it) => it.takes('reviewLegality', {}, { by: NEW_REVIEWER })).takes('reviewLegality');
  penaltyNoticed(law);
});
