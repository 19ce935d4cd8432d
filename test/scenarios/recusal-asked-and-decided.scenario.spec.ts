/** Recusal (art. 43): on interest, asked for by the party, decided by the head; the inquiry goes on meanwhile. */
import { certified } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { penaltyDecided, penaltyFiled, penaltyReady, penaltyReported } from './beginnings.ts';

scenario('the party asks that an officer step back: the inquiry goes on until the head decides, and then without him', (law) => {
  const story = penaltyFiled(law).at('2025-07-14').takes('requestRecusal', { recusalPerson: 'zhang' }).takes('takeEvidence');
  if (!story.tasks().includes('decideRecusal')) throw new Error(`Not offered: ${story.tasks().join(', ')}`);
  story.at('2025-07-16').takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal') });
  story.refused('recusalDecided', (it) => it.takes('decideRecusal', { recusalRequest: it.seqOf('requestRecusal') }));
  story.refused('personRecused', (it) => it.takes('takeEvidence')).refused('personRecused', (it) => it.takes('takeEvidence', {}, { by: 'li', officers: certified('li', 'zhang') }));
  // What was done before stands, also where it is entered now.
  story.takes('recordInquiry', {}, { on: '2025-07-15' }).takes('takeEvidence', {}, { by: 'li', officers: certified('li', 'chen') });
  story.takes('reportInvestigation', {}, { by: 'li', officers: certified('li', 'chen') }).takes('issueNotice', {}, { by: 'wang' });
  story.refused('personRecused', (it) => it.serves('penalty-notice')).serves('penalty-notice', {}, { by: 'li', officers: certified('li', 'chen') });
});

scenario('a request that is refused changes nothing', (law) => {
  const story = penaltyFiled(law).takes('requestRecusal', { recusalPerson: 'zhang' });
  story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal'), recusalGranted: false }).takes('takeEvidence');
});

scenario('nobody decides on his own recusal, and a recused head decides and closes nothing', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('requestRecusal', { recusalPerson: 'zhao', recusalBy: 'self' });
  const recusalRequest = story.seqOf('requestRecusal');
  story.refused('ownRecusal', (it) => it.takes('decideRecusal', { recusalRequest })).takes('decideRecusal', { recusalRequest }, { by: 'ma' });
  story.refused('personRecused', (it) => it.takes('decideNoPenalty')).takes('decideNoPenalty', {}, { by: 'ma' }).serves('no-penalty-decision');
  story.refused('personRecused', (it) => it.closes('closedWithoutPenalty')).closes('closedWithoutPenalty', { by: 'ma' });
});

scenario('a recused person is not appointed either, but can be named in another request', (law) => {
  const story = penaltyReported(law).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').takes('requestRecusal', { recusalPerson: 'qian' });
  story.takes('decideRecusal', { recusalRequest: story.seqOf('requestRecusal') }).takes('requestRecusal', { recusalPerson: 'qian' }).at('2025-07-24').takes('requestHearing');
  story.refused('personRecused', (it) => it.takes('scheduleHearing', { hearingOn: '2025-08-15' })).takes('scheduleHearing', { hearingOn: '2025-08-15', hearingChair: 'gao' });
});

scenario('no decision while a request for recusal waits', (law) => {
  const waits = penaltyReady(law).takes('requestRecusal', { recusalPerson: 'li' }).refused('recusalUndecided', (it) => it.takes('decidePenalty'));
  waits.takes('decideRecusal', { recusalRequest: waits.seqOf('requestRecusal'), recusalGranted: false }).takes('decidePenalty');
  for (const [step, reportedProposal] of [['decideNoPenalty', 'noPenalty'], ['decideNotEstablished', 'notEstablished']] as const) {
    penaltyReported(law, {}, { reportedProposal }).at('2025-07-21').takes('requestRecusal', { recusalPerson: 'li' }).refused('recusalUndecided', (it) => it.takes(step));
  }
  penaltyDecided(law);
});
