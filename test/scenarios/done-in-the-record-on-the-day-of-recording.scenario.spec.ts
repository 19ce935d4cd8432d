/**
 * What is done in the record itself is done when it is entered: a paper taken back, an identity corrected, a case closed,
 * taken up again or moved, its file called in and returned, an electronic seal. None of it bears an earlier day, whatever
 * is said of a network; what rests on facts of other days names them as facts.
 */
import type { CaseCommand } from '#cases/model';
import { COUNTY, DEPARTMENT, actor, citizen, ownBody } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { type Story, same } from '#cases/testing/story';
import { legalDate } from '#law';
import { penaltyLead, penaltyReported } from './beginnings.ts';

const NEIGHBOUR = 'neighbour-town';
const reason = { contentId: 'reason', commitment: 'reason' };
const order = { instrument: '演示移〔2025〕1号', reason };
const to = { officeId: DEPARTMENT, countyId: COUNTY };
const sends = (story: Story, command: CaseCommand, by = 'zhou'): void => story.command(command, actor(by));
const [YESTERDAY, TODAY] = ['2025-07-21', '2025-07-22'];
/** Refused as of yesterday with its day, done as of today. */
function onItsDayOnly(story: Story, act: (story: Story, on: string) => unknown): void {
  const [found] = story.refusal('notDatedBack', (it) => act(it, YESTERDAY));
  same([found?.field, found?.earliest], ['on', TODAY], 'what is said');
  act(story, TODAY);
  same(story.events.at(-1)?.event.occurredOn, TODAY, 'the day');
}

scenario('a paper is taken back today, not yesterday, though it was issued the day before', (law) => {
  onItsDayOnly(penaltyReported(law).at('2025-07-18').takes('issueNotice').at(TODAY), (it, on) => it.voids('penalty-notice', { on }));
});

scenario('an identity is corrected today, not yesterday', (law) => {
  onItsDayOnly(penaltyLead(law).at(TODAY), (it, on) => it.amends(citizen('p1', '1990-01-01', '2025-07-01'), { on }));
});

scenario('a case is closed today, not yesterday, and taken up again on the day on which that is entered', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'transfer' }).at('2025-07-18').takes('decideTransfer').at(TODAY);
  onItsDayOnly(story, (it, on) => it.closes('closedWithoutPenalty', { on }));
  const closed = penaltyReported(law, {}, { reportedProposal: 'transfer' }).at('2025-07-18').takes('decideTransfer').closes('closedWithoutPenalty').at(TODAY);
  closed.refused('notDatedBack', (it) => it.reopens('returnedFromJustice', {}, { on: YESTERDAY })).reopens('returnedFromJustice');
  same(closed.eventsOf('caseReopened').at(-1)?.occurredOn, TODAY, 'the day');
});

scenario('a case moves, and its file is called in and returned, on the day on which that is entered', (law) => {
  onItsDayOnly(penaltyLead(law).at(TODAY), (it, on) => { sends(it, { type: 'transferCase', on: legalDate(on), ...order, to: { officeId: NEIGHBOUR, countyId: COUNTY }, body: { ...ownBody, officeId: NEIGHBOUR, authorityId: NEIGHBOUR } }); });
  const story = penaltyLead(law).at('2025-07-18');
  sends(story, { type: 'callInFile', on: story.today, ...order, to });
  const [loan] = story.state.fileLoans;
  onItsDayOnly(story.at(TODAY), (it, on) => { sends(it, { type: 'returnFile', on: legalDate(on), loanSeq: loan?.seq ?? 0 }); });
  onItsDayOnly(story, (it, on) => { sends(it, { type: 'callInFile', on: legalDate(on), ...order, to }); });
});

scenario('an electronic seal is asked for and set today, not yesterday', (law) => {
  const issued = (): Story => penaltyReported(law).at('2025-07-18').takes('issueNotice');
  onItsDayOnly(issued().at(TODAY), (it, on) => it.asksSeal('penalty-notice', { seal: 'electronic', on }));
  onItsDayOnly(issued().asksSeal('penalty-notice', { seal: 'electronic' }).at(TODAY), (it, on) => it.seals('penalty-notice', { seal: 'electronic', on }));
});
