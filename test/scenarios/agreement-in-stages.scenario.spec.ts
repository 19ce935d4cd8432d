/**
 * An enforcement agreement with stages (Administrative Compulsion Law art. 42). The fine of 3,000.00 is served on 2025-08-01 and
 * was not paid by 2025-08-18; the surcharge of 3,000.00 reached the fine itself: 6,000.00 are owed when the court has ordered the
 * execution on 2026-03-10.
 */
import { openClocks } from '#cases';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';
import { feeDecided } from './beginnings.ts';
import { finedAndServed } from './remedies.ts';

const application = (story: Story): PlainFacts => ({ courtApplication: story.seqOf('applyToCourt') });
const ordered = (law: ScenarioLaw): Story => {
  const story = finedAndServed(law).at('2026-02-03').takes('issueDemand').serves('demand-letter').at('2026-03-02').takes('applyToCourt');
  story.at('2026-03-04').takes('recordCourtAcceptance', { ...application(story), courtActOn: '2026-03-04' });
  return story.at('2026-03-10').takes('recordEnforcementOrder', { ...application(story), courtActOn: '2026-03-10' });
};
const agree = (agreementStages: string) => (it: Story): Story => it.takes('agreeOnExecution', { ...application(it), agreementStages });
const THREE = '2026-04-10=2000.00;2026-05-10=2000.00;2026-06-10=2000.00';
const breach = (it: Story): unknown => it.takes('recordAgreementBreach');
const stages = (story: Story): string[] => openClocks(story.state, story.now, story.book).filter(({ clock }) => clock === 'agreementStage').map(({ status, dueOn }) => `${dueOn} ${status}`);

scenario('stages are read line by line: what cannot be read, is out of order or above what is owed is named', (law) => {
  const story = ordered(law);
  const [line] = story.refusal('stageLineUnreadable', agree('2026-04-10=2000.00;soon=1.00'));
  same([line?.field, line?.message.en.startsWith('Line 2')], ['facts.agreementStages', true], 'the line');
  story.refused('stageLineUnreadable', agree('2026-04-10')).refused('stageLineUnreadable', agree('2026-04-10=0.00')).refused('stageLineUnreadable', agree('2026-04-10=1.005'));
  story.refused('stagesOutOfOrder', agree('2026-05-10=1.00;2026-04-10=1.00')).refused('stagesOutOfOrder', agree('2026-03-09=1.00')).refused('stagesOutOfOrder', agree('2026-04-10=1.00;2026-04-10=1.00'));
  story.refused('stagesAboveOwed', agree('2026-04-10=6000.01'));
  agree('2026-03-10=6000.00')(story);
});

scenario('each stage is kept by what was paid since the agreement, its payment before the day too; no breach while none is missed', (law) => {
  const story = ordered(law).receives('fine', '500.00', { on: '2026-03-01' });
  agree('2026-04-10=2000.00;2026-05-10=2000.00')(story);
  same(stages(story), ['2026-04-10 running', '2026-05-10 running'], 'what was paid before the agreement keeps no stage');
  story.refused('noStageMissed', breach).at('2026-04-01').receives('fine', '2500.00');
  same(stages(story), ['2026-04-10 ended', '2026-05-10 running'], 'the first is kept');
  story.at('2026-05-01').receives('fine', '1500.00', { receiptId: 'B' });
  same(stages(story), ['2026-04-10 ended', '2026-05-10 ended'], 'both');
  story.at('2026-05-11').expectDuties('remind', 0).refused('noStageMissed', breach);
  // The bank takes the second payment back: the stage was missed after all.
  story.takesBack('B', { on: '2026-05-11' }).expectLapse('agreementStage', '2026-05-10').expectDuties('remind', 1);
});

scenario('a missed stage asks for its breach; paid late it asks no more, and is no ground by then', (law) => {
  const story = agree(THREE)(ordered(law)).at('2026-04-11').expectLapse('agreementStage', '2026-04-10').expectDuties('remind', 1);
  story.at('2026-04-20').receives('fine', '2000.00').expectDuties('remind', 0).refused('noStageMissed', breach);
  story.at('2026-05-11').expectLapse('agreementStage', '2026-04-10', '2026-05-10').expectDuties('remind', 1);
  story.takes('recordAgreementBreach').expectDuties('remind', 0).refused('noAgreement', breach);
  same(story.duties('remind', 'fulfilled').at(-1)?.outcome, 'recordAgreementBreach', 'what was asked for is done');
  // The rest of the agreement is over: its last stage falls due no more, and the execution goes on.
  same(stages(story).at(-1), '2026-06-10 ended', 'the last stage');
  story.at('2026-06-11').expectLapse('agreementStage', '2026-04-10', '2026-05-10').takes('recordExecutionTerminated', { ...application(story), courtActOn: '2026-06-11', terminationCause: 'other' });
});

scenario('another agreement takes the place of the first, and one without stages leaves the breach to whoever finds it', (law) => {
  const story = agree(THREE)(ordered(law)).at('2026-04-01');
  agree('2026-07-10=6000.00')(story);
  same(stages(story), ['2026-04-10 ended', '2026-05-10 ended', '2026-06-10 ended', '2026-07-10 running'], 'only the new one runs');
  story.at('2026-04-12').refused('noStageMissed', breach);
  story.takes('agreeOnExecution', application(story)).takes('recordAgreementBreach');
});

scenario('the end of the execution and the withdrawal of the application end the stages', (law) => {
  const ended = agree(THREE)(ordered(law)).at('2026-04-01');
  ended.takes('recordExecutionTerminated', { ...application(ended), courtActOn: '2026-04-01', terminationCause: 'other' });
  same(stages(ended), ['2026-04-10 ended', '2026-05-10 ended', '2026-06-10 ended'], 'terminated');
  const withdrawn = agree(THREE)(ordered(law)).at('2026-04-01');
  withdrawn.takes('withdrawFromCourt', application(withdrawn)).at('2026-07-01').expectLapse('agreementStage');
});

scenario('a stage on a levy that is missed is a matter for the officer until the breach is recorded', (law) => {
  const P1 = { party: 'p1' };
  const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, P1).at('2018-09-26').takes('issueDemand', {}, P1).serves('demand-letter', {}, P1).at('2018-10-23').takes('applyToCourt', {}, P1);
  story.at('2018-10-25').takes('recordCourtAcceptance', { ...application(story), courtActOn: '2018-10-25' }, P1).at('2018-11-01').takes('recordEnforcementOrder', { ...application(story), courtActOn: '2018-11-01' }, P1);
  story.takes('agreeOnExecution', { ...application(story), agreementStages: '2018-12-01=10000.00;2019-02-01=10000.00' }, P1).refused('noStageMissed', (it) => it.takes('recordAgreementBreach', {}, P1));
  story.at('2018-12-02').expectLapse('agreementStage', '2018-12-01');
  const asked = story.duties('remind').filter(({ fulfilledBy }) => fulfilledBy?.includes('recordAgreementBreach'));
  same(asked.length, 1, 'asked for once');
  story.takes('recordAgreementBreach', {}, P1);
  same(story.duties('remind').filter(({ fulfilledBy }) => fulfilledBy?.includes('recordAgreementBreach')).length, 0, 'done');
});
