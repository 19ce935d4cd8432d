/** Whom, how long after and how much: Penalty Law arts. 16, 30-32, 36, 45(2). */
import { citizen, organisation } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { penaltyLead, penaltyNoticed, penaltyReady, penaltyReported } from './beginnings.ts';

const ready = { facts: { actEndedOn: '2025-07-01' } };

scenario('a child of 13 is not punished; no penalty is the only decision', (law) => {
  const parties = [citizen('p1', '2012-06-30', '2025-07-01')];
  const story = penaltyReported(law, { ...ready, parties }).at('2025-07-21').refused('partyUnder14', (it) => it.takes('issueNotice'));
  // A notice to a supposed adult stands under that identity: it is voided and the identity corrected, and no other follows.
  const late = penaltyReported(law, ready).at('2025-07-21').takes('issueNotice').refused('paperUnderOldIdentity', (it) => it.amends(parties[0] ?? citizen('p1', '2012-06-30', '2025-07-01')));
  late.voids('penalty-notice').amends(parties[0] ?? citizen('p1', '2012-06-30', '2025-07-01')).refused('partyUnder14', (it) => it.takes('issueNotice'));
  story.takes('decideNoPenalty', { noPenaltyGround: 'under14' }).serves('no-penalty-decision').expectPhase('served').at('2025-08-20').closes('closedWithoutPenalty');
});

scenario('the 14th birthday on the day of the act: 14, so to be treated leniently', (law) => {
  const story = penaltyReady(law, { ...ready, parties: [citizen('p1', '2011-07-01', '2025-07-01')] });
  story.refused('minorWithoutLeniency', (it) => it.takes('decidePenalty'));
  story.refused('fineBelowMinimum', (it) => it.takes('decidePenalty', { mitigation: 'minor', fine: '300.00' })).takes('decidePenalty', { mitigation: 'minor', reduced: true, fine: '300.00' });
});

scenario('a party of 15 is punished more leniently, below the minimum if need be', (law) => {
  const parties = [citizen('p1', '2010-03-03', '2025-07-01')];
  penaltyReady(law, { ...ready, parties }).refused('minorWithoutLeniency', (it) => it.takes('decidePenalty', { fine: '600.00' }));
  penaltyReady(law, { ...ready, parties }, { intendedFine: '300.00', mitigation: 'minor', reduced: true }).takes('decidePenalty', { fine: '300.00' });
});

scenario('leniency for minors is not for adults', (law) => {
  const parties = [citizen('p1', '1990-01-01', '2025-07-01')];
  penaltyReported(law, { ...ready, parties }).at('2025-07-21').refused('notAMinor', (it) => it.takes('issueNotice', { mitigation: 'minor' })).takes('issueNotice', { mitigation: 'removedHarm' });
  penaltyReady(law, { ...ready, parties }).refused('notAMinor', (it) => it.takes('decidePenalty', { mitigation: 'minor' }));
});

scenario('an age that is not known is said to be unknown; the identity is completed and the case goes on', (law) => {
  const unknown = { ...citizen('p1', '1990-01-01', '2025-07-01'), ageOnAct: null };
  const story = penaltyReported(law, { ...ready, parties: [unknown] }).at('2025-07-21').refused('ageUnknown', (it) => it.takes('issueNotice'));
  story.refused('roleMissing', (it) => it.amends(citizen('p1', '1990-01-01', '2025-07-01'), { by: 'zhou' })).refused('partyKindFixed', (it) => it.amends(organisation('p1'))).refused('partyUnknown', (it) => it.amends(organisation('p9')));
  story.refused('dateInFuture', (it) => it.amends(citizen('p1', '1990-01-01', '2025-07-01'), { on: '2025-07-22' }));
  story.refused('nothingToCorrect', (it) => it.amends(citizen('p1', '1990-01-01', '2025-07-01'), { unchanged: true }));
  story.amends(citizen('p1', '1990-01-01', '2025-07-01')).takes('issueNotice').at('2025-07-22').serves('penalty-notice');
  story.refused('partyAlreadyServed', (it) => it.amends(citizen('p1', '1991-01-01', '2025-07-01')));
  penaltyReported(law, {}, { reportedProposal: 'notEstablished' }).at('2025-08-01').takes('decideNotEstablished').serves('case-not-established').closes('closedWithoutPenalty').refused('caseClosed', (it) => it.amends(citizen('p1', '1991-01-01', '2025-07-01')));
});

scenario('a notice made out to one person is never served on another: it is voided, the party corrected, and issued again', (law) => {
  const other = citizen('p1', '1991-01-01', '2025-07-01');
  const story = penaltyReported(law, ready).at('2025-07-21').takes('issueNotice').refused('paperUnderOldIdentity', (it) => it.amends(other));
  story.voids('penalty-notice').amends(other).takes('issueNotice').serves('penalty-notice').expectEvents('paperServed', 1);
});

scenario('an organisation has no age and is punished as it is', (law) => {
  penaltyReady(law, { parties: [organisation('p1')] }).refused('notAMinor', (it) => it.takes('decidePenalty', { mitigation: 'minor' })).takes('decidePenalty');
});

scenario('a fine of nothing is no fine', (law) => {
  // Up to 500 yuan for a citizen: the range itself begins at nothing.
  const facts = { cause: 'fire-lane-occupied' };
  penaltyReported(law, { facts }).at('2025-07-21').refused('fineZero', (it) => it.takes('issueNotice', { intendedFine: '0.00' }));
  penaltyReady(law, { facts }, { intendedFine: '300.00' }).refused('fineZero', (it) => it.takes('decidePenalty', { fine: '0.00' }));
});

scenario('the 18th birthday on the day of the act: an adult', (law) => {
  penaltyReady(law, { ...ready, parties: [citizen('p1', '2007-07-01', '2025-07-01')] }).takes('decidePenalty');
});

scenario('the range of the statute binds the notice and the decision', (law) => {
  const reported = () => penaltyReported(law).at('2025-07-21');
  reported().refused('rangeDiffers', (it) => it.takes('issueNotice', { fineMinimum: '5000.01', mitigation: 'confessed', reduced: true }));
  reported().refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '5000.01' }));
  reported().refused('intendedFineBelowMinimum', (it) => it.takes('issueNotice', { intendedFine: '499.99' }));
  reported().refused('intendedFineBelowMinimum', (it) => it.takes('issueNotice', { intendedFine: '499.99', mitigation: 'removedHarm' })).takes('issueNotice', { intendedFine: '499.99', mitigation: 'removedHarm', reduced: true });
  reported().refused('intendedFineBelowMinimum', (it) => it.takes('issueNotice', { intendedFine: '499.99', reduced: true }));
  reported().takes('issueNotice', { intendedFine: '500.00' });
  reported().takes('issueNotice', { intendedFine: '5000.00' });
});

scenario('no heavier fine than was notified, none above the maximum, none below the minimum without a ground', (law) => {
  penaltyReady(law).refused('fineAboveNotice', (it) => it.takes('decidePenalty', { fine: '3000.01' }));
  penaltyReady(law).refused(['fineAboveMaximum', 'fineAboveNotice'], (it) => it.takes('decidePenalty', { fine: '5000.01' }));
  penaltyReady(law).refused('fineBelowMinimum', (it) => it.takes('decidePenalty', { fine: '499.99' }));
  penaltyReady(law).refused('fineBelowMinimum', (it) => it.takes('decidePenalty', { fine: '499.99', mitigation: 'merit' })).takes('decidePenalty', { fine: '499.99', mitigation: 'merit', reduced: true });
  penaltyReady(law).takes('decidePenalty', { fine: '500.00' });
});

scenario('limitation: two years from the end of the act to its discovery, five where life or health was harmed', (law) => {
  const filed = (facts: Record<string, string | boolean>) => penaltyLead(law, { facts }).takes('proposeFiling').at('2025-07-09');
  filed({ actEndedOn: '2023-07-07' }).takes('fileCase');
  filed({ actEndedOn: '2023-07-06' }).refused('limitationPassed', (it) => it.takes('fileCase'));
  filed({ actEndedOn: '2020-07-07', lifeHealthFinanceHarm: true }).takes('fileCase');
  filed({ actEndedOn: '2020-07-06', lifeHealthFinanceHarm: true }).refused('limitationPassed', (it) => it.takes('fileCase'));
  filed({ actEndedOn: '2023-07-06', lifeHealthFinanceHarm: false }).refused('limitationPassed', (it) => it.takes('fileCase'));
  filed({ actEndedOn: '2023-07-06' }).at('2025-07-10').closes('notFiled');
});

scenario('the statement makes nothing heavier', (law) => {
  penaltyNoticed(law).at('2025-07-23').takes('recordStatement').takes('waiveHearing').refused('fineAboveNotice', (it) => it.takes('decidePenalty', { fine: '4000.00' }));
});
