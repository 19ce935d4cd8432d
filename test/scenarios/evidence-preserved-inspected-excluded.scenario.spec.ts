/**
 * Evidence: eight kinds (art. 46), inspection (art. 55), registration and preservation (art. 56), unlawful evidence
 * excluded but kept (art. 46(3)). Preserved on 2025-07-10 (Thursday): 7 working days end on 2025-07-21.
 */
import { certified } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { penaltyFiled, penaltyReported } from './beginnings.ts';

function preserved(law: ScenarioLaw): Story {
  const story = penaltyFiled(law).at('2025-07-10').takes('proposePreservation');
  return story.takes('approvePreservation', { preservationProposal: story.seqOf('proposePreservation') });
}

scenario('goods are registered and kept, and given back on the seventh working day', (law) => {
  const story = preserved(law).expectClock('PEN-04', { dueOn: '2025-07-21', status: 'running' });
  const preservation = story.seqOf('approvePreservation');
  if (!story.tasks().includes('disposePreserved')) throw new Error(`Not offered: ${story.tasks().join(', ')}`);
  story.at('2025-07-21').takes('disposePreserved', { preservation, disposal: 'seized' }).expectClock('PEN-04', { status: 'ended' });
  story.refused('preservationDisposed', (it) => it.takes('disposePreserved', { preservation })).at('2025-07-25').expectLapse('PEN-04').expectDuties('escalate', 0);
});

scenario('nobody disposes of what was kept: the county is told, and it can only be returned', (law) => {
  const story = preserved(law).at('2025-07-22').expectLapse('PEN-04', '2025-07-21').expectDuties('escalate', 1);
  const preservation = story.seqOf('approvePreservation');
  story.refused('preservationExpired', (it) => it.takes('disposePreserved', { preservation, disposal: 'seized' }));
  story.takes('disposePreserved', { preservation, disposal: 'returned' }).expectDuties('escalate', 0).expectLapse('PEN-04', '2025-07-21');
});

scenario('two preservations: each has its own period and its own end', (law) => {
  const story = preserved(law).at('2025-07-14').takes('proposePreservation');
  const first = story.seqOf('approvePreservation');
  story.takes('approvePreservation', { preservationProposal: story.seqOf('proposePreservation') });
  story.at('2025-07-16').takes('disposePreserved', { preservation: story.seqOf('approvePreservation') }).expectClock('PEN-04', { status: 'ended', anchorOn: '2025-07-14' });
  story.at('2025-07-22').expectLapse('PEN-04', '2025-07-21').takes('disposePreserved', { preservation: first });
});

scenario('the head approves a preservation, once, and not his own proposal', (law) => {
  const story = preserved(law);
  story.refused('preservationAnswered', (it) => it.takes('approvePreservation', { preservationProposal: it.seqOf('proposePreservation') }));
  story.refused(['stepReferredToUnknown', 'preservationAnswered'], (it) => it.takes('approvePreservation', { preservationProposal: 1 }));
  story.takes('proposePreservation', {}, { officers: certified('li', 'zhao') });
  story.refused('preservationOwnProposal', (it) => it.takes('approvePreservation', { preservationProposal: it.seqOf('proposePreservation') }));
  story.takes('approvePreservation', { preservationProposal: story.seqOf('proposePreservation') }, { by: 'ma' });
});

scenario('a case is not closed over goods that are still kept', (law) => {
  const story = preserved(law).at('2025-07-11').takes('takeEvidence').takes('reportInvestigation', { reportedProposal: 'noPenalty' }).takes('decideNoPenalty').serves('no-penalty-decision');
  story.refused('preservedNotDisposed', (it) => it.closes('closedWithoutPenalty')).takes('disposePreserved', { preservation: story.seqOf('approvePreservation') }).closes('closedWithoutPenalty');
});

scenario('an inspection and a preservation need two certified officers, who show their certificates', (law) => {
  const story = penaltyFiled(law);
  story.refused('twoCertifiedOfficers', (it) => it.takes('inspectScene', {}, { officers: certified('zhang') })).refused('certificatesNotShown', (it) => it.takes('inspectScene', { certificatesShown: false }));
  story.refused('twoCertifiedOfficers', (it) => it.takes('proposePreservation', {}, { officers: certified('zhang') }));
  story.takes('inspectScene').takes('reportInvestigation').expectPhase('reported');
});

scenario('who was present at one inspection was not therefore present at the next', (law) => {
  const story = penaltyFiled(law).takes('inspectScene', { inspectionPresent: '店员', inspectionWitness: '邻居' });
  same([story.state.facts['inspectionPresent']?.type, story.state.facts['inspectionWitness']?.type], ['text', 'text'], 'the first');
  story.takes('inspectScene');
  same([story.state.facts['inspectionPresent'], story.state.facts['inspectionWitness']], [undefined, undefined], 'the second');
});

scenario('who inspected or had goods kept does not review the case', (law) => {
  for (const step of ['inspectScene', 'proposePreservation']) {
    const story = penaltyFiled(law).at('2025-07-18').takes(step, {}, { officers: certified('li', 'sun') }).takes('takeEvidence').takes('reportInvestigation', { reviewGround: 'complex' });
    story.at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').refused('powersInOneHand', (it) => it.takes('reviewLegality'));
  }
});

scenario('unlawful evidence is excluded, stays in the file, and carries no finding', (law) => {
  const story = penaltyFiled(law).at('2025-07-18').takes('takeEvidence');
  const excludedItem = story.seqOf('takeEvidence');
  story.refused('roleMissing', (it) => it.takes('excludeEvidence', { excludedItem }, { by: 'wang' })).takes('excludeEvidence', { excludedItem });
  story.refused('evidenceExcluded', (it) => it.takes('excludeEvidence', { excludedItem })).refused('noEvidence', (it) => it.takes('reportInvestigation'));
  same(story.state.steps.some((one) => one.seq === excludedItem), true, 'the excluded evidence stands in the file');
  story.takes('recordInquiry').takes('reportInvestigation').expectPhase('reported');
});

scenario('all evidence is excluded after the report: neither notice nor decision', (law) => {
  const reported = penaltyReported(law).at('2025-07-21');
  reported.takes('excludeEvidence', { excludedItem: reported.seqOf('takeEvidence') });
  const noticed = penaltyReported(law).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice').at('2025-07-30');
  for (const code of ['takeEvidence', 'recordInquiry']) noticed.takes('excludeEvidence', { excludedItem: noticed.seqOf(code) });
  noticed.refused('evidenceGone', (it) => it.takes('decidePenalty'));
  reported.takes('excludeEvidence', { excludedItem: reported.seqOf('recordInquiry') }).refused('evidenceGone', (it) => it.takes('issueNotice'));
});

scenario('whoever took evidence does not judge whether it was taken lawfully', (law) => {
  const story = penaltyFiled(law).takes('takeEvidence', {}, { officers: certified('li', 'zhao') });
  story.refused('excludedByInvestigator', (it) => it.takes('excludeEvidence', { excludedItem: it.seqOf('takeEvidence') })).takes('excludeEvidence', { excludedItem: story.seqOf('takeEvidence') }, { by: 'ma' });
});
