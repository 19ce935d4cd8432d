/** Penalties beside the fine: warning, criticism, confiscation of illegal income less refunds (art. 28(2)) and of goods; each as notified (arts. 44, 45). */
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
import { penaltyReady, penaltyReported } from './beginnings.ts';

const reported = (law: ScenarioLaw): Story => penaltyReported(law).at('2025-07-21');
/** Heard, with a notice of these penalties. */
const heard = (law: ScenarioLaw, facts: PlainFacts): Story => reported(law).takes('issueNotice', { intendedFine: undefined, fineMinimum: undefined, fineMaximum: undefined, ...facts }).at('2025-07-22').serves('penalty-notice').takes('waiveStatement').takes('waiveHearing');

scenario('a warning alone, without a fine and its range', (law) => {
  heard(law, { intendedReprimand: 'warning' }).takes('decidePenalty', { fine: undefined, reprimand: 'warning' }).expectPhase('decided');
  reported(law).refused('nothingIntended', (it) => it.takes('issueNotice', { intendedFine: undefined, fineMinimum: undefined, fineMaximum: undefined }));
});

scenario('a warning, or goods, only where the rule of the cause gives them; illegal income by general law', (law) => {
  // Piling goods on a highway: an order to stop and a fine (Highway Law art. 77).
  const story = penaltyReported(law, { facts: { cause: 'highway-stall-or-pile' } }).at('2025-07-21');
  const notice = { intendedFine: undefined, fineMinimum: undefined, fineMaximum: undefined };
  same(story.refusal('penaltyNotOfCause', (it) => it.takes('issueNotice', { ...notice, intendedReprimand: 'warning' }))[0]?.field, 'facts.intendedReprimand', 'the field');
  story.refused('penaltyNotOfCause', (it) => it.takes('issueNotice', { ...notice, intendedGoods: '货架两个' }));
  story.takes('issueNotice', { ...notice, illegalIncome: '1000.00', intendedConfiscation: '1000.00' });
  // Where the same act breaks another rule that gives it, that rule gives it.
  penaltyReported(law, { facts: { cause: 'highway-stall-or-pile' } }).at('2025-07-21').takes('issueNotice', { ...notice, intendedReprimand: 'warning', alsoViolated: 'fire-lane-occupied' });
});

scenario('nothing is imposed that was not notified', (law) => {
  const warned = heard(law, { intendedReprimand: 'warning' });
  warned.refused('nothingImposed', (it) => it.takes('decidePenalty', { fine: undefined })).refused('reprimandNotNotified', (it) => it.takes('decidePenalty', { fine: undefined, reprimand: 'criticism' }));
  warned.refused('fineAboveNotice', (it) => it.takes('decidePenalty', { fine: '500.00', reprimand: 'warning', fineMinimum: undefined }));
  warned.refused('confiscationAboveNotice', (it) => it.takes('decidePenalty', { fine: undefined, reprimand: 'warning', confiscation: '1.00' }));
  warned.refused('goodsNotNotified', (it) => it.takes('decidePenalty', { fine: undefined, reprimand: 'warning', confiscatedGoods: '货架' }));
});

scenario('illegal income is confiscated less what is refunded to victims', (law) => {
  const story = reported(law);
  story.refused('confiscationDiffers', (it) => it.takes('issueNotice', { illegalIncome: '1000.00' })).refused('confiscationDiffers', (it) => it.takes('issueNotice', { illegalIncome: '1000.00', intendedConfiscation: '900.00' }));
  story.refused('confiscationDiffers', (it) => it.takes('issueNotice', { illegalIncome: '1000.00', refundToVictims: '300.00', intendedConfiscation: '1000.00' }));
  heard(law, { illegalIncome: '1000.00', refundToVictims: '300.00', intendedConfiscation: '700.00', intendedGoods: '货架两个' }).refused('confiscationAboveNotice', (it) => it.takes('decidePenalty', { fine: undefined, confiscation: '700.01' }))
    .takes('decidePenalty', { fine: undefined, confiscation: '700.00', confiscatedGoods: '货架两个' });
  heard(law, { illegalIncome: '1000.00', intendedConfiscation: '1000.00' }).takes('decidePenalty', { fine: undefined, confiscation: '1000.00' });
});

scenario('one act is fined once; a warning claims nothing', (law) => {
  const taken = { oneFine: { heldBy: { office: '勉县武侯镇人民政府', number: '武侯综执罚决字〔2025〕1号' } } };
  penaltyReady(law).refused('alreadyFined', (it) => it.takes('decidePenalty', {}, { claims: taken }));
  heard(law, { intendedReprimand: 'warning' }).takes('decidePenalty', { fine: undefined, reprimand: 'warning' }, { claims: taken });
});

scenario('an order to correct within the decision has a day to come', (law) => {
  const story = penaltyReady(law).refused('correctionDuePast', (it) => it.takes('decidePenalty', { correctionDueOn: '2025-07-29' })).takes('decidePenalty', { correctionDueOn: '2025-08-10' });
  story.expectClock('COR-01', { dueOn: '2025-08-10' }).at('2025-08-11').expectDuties('remind', 1).takes('checkCorrection', { correctionChecked: story.seqOf('decidePenalty') }).expectDuties('remind', 0);
});

scenario('two orders to correct: each is checked for itself', (law) => {
  const story = reported(law).takes('orderCorrection', { correctionDueOn: '2025-07-25' });
  const first = story.seqOf('orderCorrection');
  story.takes('orderCorrection', { correctionDueOn: '2025-07-28' }).at('2025-07-24').takes('checkCorrection', { correctionChecked: story.seqOf('orderCorrection') }).at('2025-07-29').expectLapse('COR-01', '2025-07-25').takes('checkCorrection', { correctionChecked: first });
});

scenario('what an earlier order, notice, report or decision gave counts no more where it is not given anew', (law) => {
  const ordered = reported(law).takes('orderCorrection', { correctionDueOn: '2025-07-25' }).takes('issueNotice').at('2025-07-28').serves('penalty-notice').takes('waiveStatement').takes('waiveHearing').takes('decidePenalty').expectPhase('decided');
  if (ordered.state.facts['correctionDueOn'] !== undefined) throw new Error('The day of the order stands as the day of the decision.');
  // The second notice warns only: the fine of the first is gone.
  const warned = reported(law).takes('issueNotice').serves('penalty-notice').takes('issueNotice', { intendedFine: undefined, intendedReprimand: 'warning' }).serves('penalty-notice').takes('waiveStatement').takes('waiveHearing');
  warned.refused('fineAboveNotice', (it) => it.takes('decidePenalty', { reprimand: 'warning' })).takes('decidePenalty', { fine: undefined, reprimand: 'warning' });
  if (warned.serves('penalty-decision').hasClock('PEN-09')) throw new Error('A period to pay runs without a fine.');
  // Quashed and decided anew: nothing of the first round is read into the second.
  for (const again of ['decideAnew', 'decisionQuashed'] as const) {
    const story = penaltyReported(law, {}, { reviewGround: 'complex' }).at('2025-07-21').takes('issueNotice').serves('penalty-notice').takes('waiveStatement').takes('waiveHearing').takes('reviewLegality').takes('decidePenalty').serves('penalty-decision').takes('recordQuashing');
    if (again === 'decideAnew') story.takes(again);
    else story.closes('closedAfterQuashing').reopens(again);
    story.takes('reportInvestigation').takes('issueNotice', { intendedFine: undefined, intendedReprimand: 'warning' }).serves('penalty-notice').takes('waiveStatement').takes('waiveHearing').refused('nothingImposed', (it) => it.takes('decidePenalty', { fine: undefined }));
    story.takes('decidePenalty', { fine: undefined, reprimand: 'warning' });
  }
});

scenario('a ground of the first report does not forbid a penalty after the case came back', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'transfer', noPenaltyGround: 'limitation' }).at('2025-07-21').takes('decideTransfer').takes('receiveBack').takes('reportInvestigation', { reportedProposal: 'penalty' });
  if (story.state.facts['noPenaltyGround'] !== undefined) throw new Error('The ground of the first report stands.');
  story.takes('issueNotice');
  const reopened = penaltyReported(law, {}, { reportedProposal: 'transfer', noPenaltyGround: 'limitation' }).at('2025-07-21').takes('decideTransfer').closes('closedWithoutPenalty').reopens('returnedFromJustice');
  if (reopened.state.facts['noPenaltyGround'] !== undefined) throw new Error('The ground of the first report stands.');
});
