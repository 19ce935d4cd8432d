/** Powers kept in different hands, step by step (Penalty Law arts. 57, 58, 64(4); for the fee by analogy). */
import { certified } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { feeLead, feeReady, hearingScheduled, penaltyFiled, penaltyReported } from './beginnings.ts';

scenario('who questioned the party does not review the case', (law) => {
  penaltyFiled(law).takes('recordInquiry', {}, { officers: certified('zhang', 'sun') }).takes('reportInvestigation').at('2025-07-21').takes('issueNotice').serves('penalty-notice').takes('requestHearing')
    .takes('scheduleHearing', { hearingOn: '2025-08-15' }).serves('hearing-notice').at('2025-08-15').takes('holdHearing').refused('powersInOneHand', (it) => it.takes('reviewLegality'));
});

scenario('who investigated does not stand in for the chair, also not to record an absence', (law) => {
  hearingScheduled(law).serves('hearing-notice').at('2025-08-15').refused('powersInOneHand', (it) => it.takes('recordAbsence', {}, { officers: certified('zhang') }));
});

scenario('who drafted the report makes none of the decisions', (law) => {
  for (const [step, proposal] of [['decideNoPenalty', 'noPenalty'], ['decideNotEstablished', 'notEstablished'], ['decideTransfer', 'transfer']] as const) {
    penaltyFiled(law).takes('takeEvidence').takes('reportInvestigation', { reportedProposal: proposal }, { officers: certified('zhang', 'zhao') }).refused('powersInOneHand', (it) => it.takes(step)).takes(step, {}, { by: 'ma' });
  }
});

scenario('who drafted the report does not review it, and who reviewed it does not decide', (law) => {
  const complex = { reviewGround: 'complex' };
  const story = penaltyFiled(law).takes('takeEvidence').takes('reportInvestigation', complex, { officers: certified('zhang', 'sun') }).at('2025-07-21').takes('issueNotice').serves('penalty-notice').at('2025-08-01');
  story.refused('powersInOneHand', (it) => it.takes('reviewLegality'));
  const reviewed = penaltyReported(law, {}, complex).at('2025-07-21').takes('issueNotice').serves('penalty-notice').at('2025-08-01').takes('reviewLegality', {}, { officers: certified('zhao') });
  reviewed.refused('powersInOneHand', (it) => it.takes('decidePenalty')).takes('decidePenalty', {}, { by: 'ma' });
});

scenario('two officers are two persons', (law) => {
  penaltyFiled(law).refused(['officerNamedTwice', 'twoCertifiedOfficers'], (it) => it.takes('takeEvidence', {}, { officers: certified('zhang', 'zhang') }));
  penaltyFiled(law).refused('officerNamedTwice', (it) => it.takes('takeEvidence', {}, { officers: certified('zhang', 'li', 'zhang') }));
});

scenario('the fee: filing and approval, draft and decision', (law) => {
  feeLead(law).takes('proposeFiling', {}, { officers: certified('zhang', 'zhao') }).refused('powersInOneHand', (it) => it.takes('fileCase')).takes('fileCase', {}, { by: 'ma' });
  const story = feeLead(law).takes('proposeFiling').at('2018-03-05').takes('fileCase').takes('takeEvidence').takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('takeIncomeEvidence', {}, { party: 'p2' });
  story.takes('reportInvestigation', {}, { officers: certified('zhang', 'zhao') }).at('2018-03-14').takes('issueNotice', { baseYear: 2017 }, { party: 'p1' }).serves('levy-notice', {}, { party: 'p1' });
  story.at('2018-03-20').refused('powersInOneHand', (it) => it.takes('decideLevy', {}, { party: 'p1' })).takes('decideLevy', {}, { party: 'p1', by: 'ma' });
  feeReady(law).refused('roleMissing', (it) => it.takes('decideLevy', {}, { party: 'p1', by: 'wang' }));
});

scenario('not established: the paper that says so moves the case to its end', (law) => {
  penaltyReported(law, {}, { reportedProposal: 'notEstablished' }).at('2025-08-01').takes('decideNotEstablished').expectPhase('decided').serves('case-not-established').expectPhase('served').closes('closedWithoutPenalty');
});
