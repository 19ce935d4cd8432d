/** A case that both heads move from one office to another, and what a request for help shows of the file. */
import type { Actor, CaseCommand, PersonOnDay } from '#cases/model';
import { shownTo } from '#cases/people/shown';
import type { HelpShows } from '#cases/people/types';
import { COUNTY, TOWN, actor, ownBody, settingsWith } from '#cases/testing/county';
import { factsFor } from '#cases/testing/facts';
import { Office } from '#cases/testing/office';
import { scenario } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { penaltyFiled, penaltyNoticed, penaltyReported } from './beginnings.ts';

const reason = { contentId: 'reason', commitment: 'reason' };
const NEIGHBOUR = 'neighbour-town';
const receiver: Actor = { personId: 'lu', officeId: NEIGHBOUR, roles: ['head'], kind: 'person' };
const zhao: PersonOnDay = { personId: 'zhao', officeId: TOWN, roles: ['head'] };
const takesOver = (story: Story, givenBy: PersonOnDay = zhao, who: Actor = receiver, more: Partial<Extract<CaseCommand, { type: 'transferCase' }>> = {}): void => story.command({
  type: 'transferCase', on: story.today, instrument: '演示移〔2025〕3号', reason, to: { officeId: NEIGHBOUR, countyId: COUNTY }, body: { ...ownBody, officeId: NEIGHBOUR, authorityId: NEIGHBOUR }, agreement: { offerId: 'offer', givenBy }, ...more,
}, who);

scenario('both heads move a case: clocks, papers and history go along, and the record says who gave and who took', (law) => {
  const story = penaltyNoticed(law).at('2025-07-23');
  const before = [story.clock('PEN-03').dueOn, story.clock('PEN-05').dueOn, story.state.papers.map((one) => one.number)];
  story.refused('roleMissing', (it) => takesOver(it, zhao, { ...receiver, roles: ['officer'] }));
  // Given by whoever leads the office today, taken by whoever leads the other: no one else, and no one person.
  story.refused('transferNotAgreed', (it) => takesOver(it, { ...zhao, roles: ['officer'] })).refused('transferNotAgreed', (it) => takesOver(it, { ...zhao, officeId: 'third-town' }));
  story.refused('transferNotAgreed', (it) => takesOver(it, zhao, actor('ma'))).refused('transferNotAgreed', (it) => takesOver(it, { ...zhao, personId: 'lu' }));
  takesOver(story);
  same(story.eventsOf('caseTransferred')[0]?.agreement, { offerId: 'offer', givenBy: 'zhao', takenBy: 'lu' }, 'both hands');
  same([story.state.officeId, story.clock('PEN-03').dueOn, story.clock('PEN-05').dueOn, story.state.papers.map((one) => one.number)], [NEIGHBOUR, ...before], 'what goes along');
});

scenario('an approval under way falls with the transfer: its signers see nothing of it any more', (law) => {
  const story = penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) }) }).at('2025-07-21');
  const office = new Office(story).asks('noticeApproval', [{ step: 'issueNotice' }], { signers: { section: ['wang'] } });
  takesOver(story);
  same([office.approval.status, story.tasks().filter((one) => one.startsWith('noticeApproval'))], ['withdrawn', []], 'nothing waits');
  office.refused('approvalNotOpen', (it) => it.signs('wang'));
});

const asks = (story: Story, shows?: HelpShows, step = 'askHelp'): void => {
  const definition = story.pack.steps.find((one) => one.code === step);
  story.command({ type: 'takeStep', step, on: story.today, facts: factsFor(story.pack, definition?.facts ?? [], {}), officers: [], body: ownBody, ...(shows ? { shows } : {}) }, actor(step === 'askHelp' ? 'zhang' : 'zhao'));
};

scenario('a request for help shows what it names, until it is answered', (law) => {
  const story = penaltyFiled(law).attaches('photo');
  const nothing: HelpShows = { papers: [], files: [], facts: [], parties: [] };
  const { paperId } = story.paper('filing-approval-form');
  story.refused('helpShowsUnknown', (it) => asks(it, { ...nothing, papers: ['other.9'] })).refused('helpShowsUnknown', (it) => asks(it, { ...nothing, files: ['none'] }));
  story.refused('helpShowsUnknown', (it) => asks(it, { ...nothing, facts: ['fine'] })).refused('helpShowsUnknown', (it) => asks(it, { ...nothing, parties: ['p9'] }));
  story.refused(['correctionDuePast', 'factMissing', 'helpShowsNothing'], (it) => asks(it, nothing, 'orderCorrection'));
  same(shownTo(NEIGHBOUR, story.state), null, 'nothing was asked');
  const shows = { papers: [paperId], files: ['photo'], facts: ['summary'], parties: ['p1'] };
  asks(story, shows);
  same(shownTo(NEIGHBOUR, story.state), shows, 'what is shown');
  same(shownTo('third-town', story.state), null, 'others see nothing');
  story.command({ type: 'takeStep', step: 'answerHelp', on: story.today, facts: { helpOutcome: { type: 'choice', value: 'given' }, helpAnswer: { type: 'text', content: reason } }, officers: [], body: ownBody }, { ...receiver, roles: ['officer'] });
  same(shownTo(NEIGHBOUR, story.state), null, 'it is back');
  asks(story);
  same(shownTo(NEIGHBOUR, story.state), nothing, 'a request that names nothing shows nothing');
});
