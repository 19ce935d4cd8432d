/** Leads and complaints (举报): taken in, checked, linked to a case or closed with reasons, answered within the county's period. */
import { addDays, legalDate } from '#law';
import { forbiddenWordBlockers, openClocks, openTasks, wordingsOfFacts } from '#cases';
import { SILENT_COUNTY, actor, certified, ownBody, settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { type Opening, Story, same } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';

const CASE = '演示案字〔2025〕7号';
const LEAD = '演示线字〔2025〕1号';
const named = { complainantKind: 'named', complainant: '甲', complainantContact: '演示路1号' };

/** Received and entered on Monday 2025-07-07, from a complainant with a name. */
function lead(law: ScenarioLaw, facts: PlainFacts = {}, more: Partial<Opening> = {}): Story {
  return Story.open({ book: law.book(), pack: 'leads', on: '2025-07-07', parties: [], facts: { channel: 'counter', receivedOn: '2025-07-07', ...named, ...facts }, ...more });
}
const anonymous: PlainFacts = { channel: 'letter', complainantKind: 'anonymous', complainant: undefined, complainantContact: undefined };
const discovered: PlainFacts = { channel: 'ownDiscovery', complainantKind: 'none', complainant: undefined, complainantContact: undefined };

function checked(law: ScenarioLaw, checkResult: string, facts: PlainFacts = {}): Story {
  return lead(law, facts).at('2025-07-09').takes('admitLead').at('2025-07-15').takes('checkLead', { checkResult });
}
function settled(law: ScenarioLaw, outcome: string, facts: PlainFacts = {}): Story {
  return checked(law, 'unfounded', facts).at('2025-07-16').takes('settleLead', { outcome });
}
const answered = (story: Story): Story => story.takes('answerLead', { answerWay: 'posted' });

/** Refused at the opening with exactly these codes. */
function refusedAtOpening(codes: string[], open: () => unknown): void {
  let got = 'opened';
  try { open(); } catch (error) { got = [...new Set((error as { blockers?: { code: string }[] }).blockers?.map((one) => one.code) ?? [String(error)])].sort().join(', '); }
  same(got, codes.sort().join(', '), 'the opening');
}

scenario('a lead that is founded goes to a case, and the complainant is answered in time', (law) => {
  const story = lead(law).expectClock('admission', { anchorOn: '2025-07-07', dueOn: '2025-07-14' }).expectClock('answer', { dueOn: '2025-08-18' });
  same(story.tasks(), ['admitLead'], 'tasks of a new lead');
  story.at('2025-07-09').takes('admitLead').expectClock('admission', { status: 'ended' });
  story.at('2025-07-15').takes('checkLead', { checkResult: 'goingOn' }).takes('checkLead', { checkResult: 'founded', onSite: true });
  story.refused('notFoundUnfounded', (it) => it.takes('settleLead', { outcome: 'unfounded' }));
  story.refused('linkedCaseMissing', (it) => it.takes('settleLead', { outcome: 'linked' }));
  story.refused('linkedCaseMissing', (it) => it.takes('settleLead', { outcome: 'lawEnded', linkedCase: CASE }));
  story.takes('settleLead', { outcome: 'linked', linkedCase: CASE });
  story.refused('groundDoesNotFit', (it) => it.takes('recordNoAnswer', { noAnswerGround: 'ownDiscovery' })).refused('answerOwed', (it) => it.takes('recordNoAnswer', { noAnswerGround: 'noAddress' }));
  same(story.tasks(), ['answerLead'], 'tasks of a settled lead');
  answered(story).expectClock('answer', { status: 'ended' }).expectLapse('answer').expectDuties('escalate', 0);
  same([story.paper('lead-answer').party, story.duties('serve').length], [null, 0], 'the answer');
  story.refused('outcomeOtherwise', (it) => it.closes('unfounded')).closes('linkedToCase');
});

scenario('each outcome has its closing, and no other', (law) => {
  const closings: [string, string, PlainFacts][] = [['linked', 'linkedToCase', { linkedCase: CASE }], ['unfounded', 'unfounded', {}], ['passedOn', 'passedOn', {}], ['duplicate', 'duplicate', { duplicateOf: LEAD }], ['lawEnded', 'lawEnded', {}], ['withdrawn', 'withdrawn', {}]];
  for (const [outcome, closing, facts] of closings) {
    const story = checked(law, 'unfounded');
    if (outcome === 'withdrawn') story.takes('recordWithdrawal');
    story.takes('settleLead', { outcome, ...facts, ...(outcome === 'passedOn' ? { passedTo: '演示局' } : {}) });
    same(story.state.papers.map((one) => one.paper), outcome === 'passedOn' ? ['lead-transfer-letter'] : [], 'papers of the outcome');
    answered(story);
    for (const [, other] of closings) if (other !== closing) story.refused('outcomeOtherwise', (it) => it.closes(other));
    story.closes(closing);
  }
});

scenario('what an outcome must name is named, and nothing else', (law) => {
  const story = checked(law, 'unfounded');
  story.refused('passedToMissing', (it) => it.takes('settleLead', { outcome: 'passedOn' })).refused('duplicateOfMissing', (it) => it.takes('settleLead', { outcome: 'duplicate' }));
  story.refused('passedToMissing', (it) => it.takes('settleLead', { outcome: 'unfounded', passedTo: '演示局' })).refused('duplicateOfMissing', (it) => it.takes('settleLead', { outcome: 'unfounded', duplicateOf: LEAD }));
  // Not ours can be seen at once, without a check; unfounded cannot.
  const fresh = lead(law).refused('notFoundUnfounded', (it) => it.takes('settleLead', { outcome: 'unfounded' }));
  fresh.takes('settleLead', { outcome: 'passedOn', passedTo: '演示局' }).expectClock('admission', { status: 'ended' });
});

scenario('a withdrawal stops nothing where the act is founded, or not yet checked', (law) => {
  const founded = checked(law, 'founded').takes('recordWithdrawal').refused('withdrawalStopsNothing', (it) => it.takes('settleLead', { outcome: 'withdrawn' }));
  founded.takes('settleLead', { outcome: 'linked', linkedCase: CASE });
  lead(law).takes('recordWithdrawal').refused('withdrawalStopsNothing', (it) => it.takes('settleLead', { outcome: 'withdrawn' }));
  checked(law, 'unfounded').refused('neverWithdrawn', (it) => it.takes('settleLead', { outcome: 'withdrawn' })).takes('recordWithdrawal').takes('settleLead', { outcome: 'withdrawn' });
});

scenario('an answer that is late goes to the county legal office, and is owed all the same', (law) => {
  const story = settled(law, 'unfounded').at('2025-07-27', '08:00').expectDuties('remind', 0).at('2025-07-27', '09:00').expectDuties('remind', 1);
  story.at('2025-08-18', '23:59').expectDuties('escalate', 0).at('2025-08-19', '00:01').expectLapse('answer', '2025-08-18').expectDuties('escalate', 1);
  same(story.duties('escalate')[0]?.to, 'countyLegalOffice', 'who is told');
  answered(story).closes('unfounded');
});

scenario('whether it is taken up is decided in the county’s days, or the county legal office is told; refusing at once ends it too', (law) => {
  lead(law).at('2025-07-15', '00:01').expectLapse('admission', '2025-07-14').expectDuties('escalate', 1).takes('admitLead').expectDuties('escalate', 0);
  const late = lead(law).at('2025-07-15', '00:01').takes('settleLead', { outcome: 'passedOn', passedTo: '演示局' });
  late.expectDuties('escalate', 0);
  // Entered later than it was received: the days run from the receipt.
  lead(law, { receivedOn: '2025-06-02' }).expectLapse('admission', '2025-06-09').expectClock('answer', { dueOn: '2025-07-14' });
});

scenario('an answer recorded long after its day is no answer in time', (law) => {
  const story = settled(law, 'unfounded').law(law.book({ parameters: settingsWith('leads', { lateEntryLimit: 2 }) })).at('2025-08-25').expectLapse('answer', '2025-08-18');
  story.refused('lateEntryNotExplained', (it) => it.takes('answerLead', { answerWay: 'handed' }, { on: '2025-08-15' })).takes('answerLead', { answerWay: 'handed' }).expectLapse('answer', '2025-08-18');
});

scenario('who reports is entered as he wants to be known', (law) => {
  refusedAtOpening(['complainantNotNamed'], () => lead(law, { complainant: undefined }));
  refusedAtOpening(['complainantNamedAllTheSame'], () => lead(law, { complainantKind: 'anonymous' }));
  refusedAtOpening(['contactOfNobody'], () => lead(law, { ...discovered, complainantContact: '演示路1号' }));
  refusedAtOpening(['ownDiscoveryHasNoComplainant'], () => lead(law, { channel: 'ownDiscovery' }));
  refusedAtOpening(['complainantOverlooked'], () => lead(law, { ...discovered, channel: 'hotline' }));
  refusedAtOpening(['receivedAfterEntry'], () => lead(law, { receivedOn: '2025-07-08' }));
  lead(law, { ...discovered, channel: 'transferred' });
  // Somebody without a name gives one later; somebody who was there is not made nobody.
  const story = lead(law, anonymous).refused('complainantNotNamed', (it) => it.takes('recordComplainant', { complainantKind: 'named' }));
  story.refused('complainantNamedAllTheSame', (it) => it.takes('recordComplainant', { complainantKind: 'anonymous', complainant: '乙' })).refused('complainantTakenBack', (it) => it.takes('recordComplainant', { complainantKind: 'none' }));
  story.takes('recordComplainant', named);
  story.takes('settleLead', { outcome: 'lawEnded' }).refused('answerOwed', (it) => it.takes('recordNoAnswer', { noAnswerGround: 'noAddress' }));
  // A name that is entered anew replaces the one before; what is not given anew counts no more.
  story.takes('recordComplainant', { complainantKind: 'anonymous' }).takes('recordNoAnswer', { noAnswerGround: 'noAddress' });
  refusedAtOpening(['partyCount'], () => lead(law, {}, { parties: [{ partyId: 'p1', kind: 'citizen', ageOnAct: 40, identity: { contentId: 'i', commitment: 'c' } }] }));
});

scenario('nobody is answered only for a reason that fits', (law) => {
  settled(law, 'unfounded', anonymous).refused('groundDoesNotFit', (it) => it.takes('recordNoAnswer', { noAnswerGround: 'ownDiscovery' })).takes('recordNoAnswer', { noAnswerGround: 'noAddress' }).closes('unfounded');
  const own = settled(law, 'unfounded', discovered);
  same(own.tasks(), ['recordNoAnswer'], 'tasks without a complainant');
  own.refused('nobodyToAnswer', (it) => answered(it)).refused('groundDoesNotFit', (it) => it.takes('recordNoAnswer', { noAnswerGround: 'unreachable' })).takes('recordNoAnswer', { noAnswerGround: 'ownDiscovery' }).expectClock('answer', { status: 'ended' });
  lead(law, discovered).refused('nobodyToWithdraw', (it) => it.takes('recordWithdrawal'));
});

scenario('a place is inspected by two', (law) => {
  const story = lead(law).takes('admitLead').refused('inspectedAlone', (it) => it.takes('checkLead', { checkResult: 'founded', onSite: true }, { officers: certified('zhang') }));
  story.takes('checkLead', { checkResult: 'goingOn', onSite: true }).takes('checkLead', { checkResult: 'founded' }, { officers: certified('zhang') });
});

scenario('new facts: checked again, with a period of its own, and what was settled before counts no more', (law) => {
  const story = answered(settled(law, 'unfounded')).closes('unfounded').at('2025-09-01').reopens('newFacts', {}, { by: 'wang' });
  story.expectPhase('checking').expectClock('answer', { anchorOn: '2025-09-01', status: 'running' }).refused('notFoundUnfounded', (it) => it.takes('settleLead', { outcome: 'unfounded' }));
  story.takes('checkLead', { checkResult: 'founded' }).takes('settleLead', { outcome: 'linked', linkedCase: CASE });
  answered(story).closes('linkedToCase').refused('closingNotReopened', (it) => it.reopens('newFacts', {}, { by: 'wang' }));
});

const answerClocks = (story: Story) => openClocks(story.state, story.now, story.book).filter((one) => one.clock === 'answer');
scenario('reopened on the day of its answer: that answer ends the first period and not the second, which has its own end', (law) => {
  const first = answered(settled(law, 'unfounded')).closes('unfounded');
  const day = first.today;
  const story = first.reopens('newFacts', {}, { by: 'wang' }).expectPhase('checking');
  const running = answerClocks(story).filter((one) => one.status === 'running');
  same(running.map((one) => one.anchorOn), [day], 'one period runs, from the day of the reopening');
  // Fifteen working days from the day after: nothing was answered in them, so the county legal office is told.
  const due = String(running[0]?.dueOn);
  const late = story.at(String(addDays(legalDate(due), 1)));
  late.expectLapse('answer', due);
  same(late.duties('escalate').length > 0, true, 'the county legal office is told');
  // Answered on the very day of the reopening, after it, the second period is kept too.
  const again = answered(settled(law, 'unfounded')).closes('unfounded').reopens('newFacts', {}, { by: 'wang' });
  answered(again.takes('checkLead', { checkResult: 'unfounded' }).takes('settleLead', { outcome: 'unfounded' })).closes('unfounded');
  same(answerClocks(again).map((one) => one.status), ['ended', 'ended'], 'both periods are over by their own answers');
});

scenario('a lead about an official: he takes no part, and from then on the county legal office acts alone', (law) => {
  const about = { complainedOfficer: 'zhang' };
  // He does not take it in himself.
  refusedAtOpening(['complainedOfTakesPart'], () => lead(law, about, { by: 'zhang' }));
  const story = lead(law, about, { by: 'li' });
  story.refused(['complainedOfTakesPart'], (it) => it.takes('nameOfficer', about, { by: 'zhang' }));
  story.refused('leadAboutOfficer', (it) => it.takes('admitLead')).takes('admitLead', {}, { by: 'zhou' });
  same(story.tasks(), ['checkLead'], 'tasks');
  // What waits, and what is reminded of, is the county legal office's.
  same(lead(law, about, { by: 'li' }).at('2025-07-27', '09:00').duties('remind').map((one) => one.to), ['countyLegalOffice'], 'who is reminded');
  same(openTasks(story.state, story.now, story.book).map((one) => one.role), ['countyLegalOffice'], 'whose task it is');
  story.refused('complainedOfTakesPart', (it) => it.takes('checkLead', { checkResult: 'founded' }, { by: 'zhou', officers: certified('zhang', 'li') }));
  story.refused('leadAboutOfficer', (it) => it.takes('checkLead', { checkResult: 'founded' }, { by: 'chen', officers: certified('li', 'chen') }));
  story.takes('checkLead', { checkResult: 'founded' }, { by: 'zhou', officers: certified('li', 'chen') });
  story.refused('complaintAgainstOurselves', (it) => it.takes('settleLead', { outcome: 'lawEnded' }, { by: 'zhou' })).refused('leadAboutOfficer', (it) => it.takes('settleLead', { outcome: 'passedOn', passedTo: '演示监察委员会' }));
  story.takes('settleLead', { outcome: 'passedOn', passedTo: '演示监察委员会' }, { by: 'zhou' }).takes('answerLead', { answerWay: 'posted' }, { by: 'zhou' });
  story.refused('leadAboutOfficer', (it) => it.closes('passedOn')).closes('passedOn', { by: 'zhou' });
  story.refused('leadAboutOfficer', (it) => it.reopens('newFacts', {}, { by: 'wang' })).reopens('newFacts', {}, { by: 'zhou' });
});

scenario('it turns out that a lead is about an official: the county legal office is told at once, and who was named once stays out', (law) => {
  const story = lead(law).at('2025-07-09').takes('admitLead').takes('checkLead', { checkResult: 'goingOn' });
  story.refused('complainedOfTakesPart', (it) => it.takes('nameOfficer', { complainedOfficer: 'zhang' }));
  story.takes('nameOfficer', { complainedOfficer: 'zhang' }, { by: 'wang' }).expectDuties('escalate', 1).takes('nameOfficer', { complainedOfficer: 'li' }, { by: 'wang' });
  story.refused('complainedOfTakesPart', (it) => it.takes('recordWithdrawal')).refused('complainedOfTakesPart', (it) => it.takes('recordWithdrawal', {}, { by: 'li', officers: [] }));
  story.refused('complainedOfTakesPart', (it) => it.command({ type: 'handleTask', verb: 'claim', step: 'settleLead', party: null, to: null, note: null }, actor('zhang')));
  const moves = (officeId: string) => ({ type: 'transferCase' as const, on: legalDate('2025-07-09'), instrument: '演示移〔2025〕1号', reason: { contentId: 'r', commitment: 'c' }, to: { officeId, countyId: story.county }, body: { ...ownBody, officeId, authorityId: officeId } });
  story.refused('complaintMovedByHeads', (it) => it.command({ ...moves('neighbour-town'), agreement: { offerId: 'o', givenBy: { personId: 'zhao', officeId: it.state.officeId, roles: ['head'] } } }, { ...actor('ma'), officeId: 'neighbour-town' }));
  story.command(moves('mian-legal'), actor('zhou'));
  same(story.state.officeId, 'mian-legal', 'office');
});

scenario('however a lead was settled, one about an official is closed by the county legal office', (law) => {
  const outcomes: [string, string, PlainFacts][] = [['linked', 'linkedToCase', { linkedCase: CASE }], ['unfounded', 'unfounded', {}], ['duplicate', 'duplicate', { duplicateOf: LEAD }], ['lawEnded', 'lawEnded', {}], ['withdrawn', 'withdrawn', {}]];
  for (const [outcome, closing, facts] of outcomes) {
    const story = checked(law, 'unfounded').takes('recordWithdrawal').takes('settleLead', { outcome, ...facts }).takes('nameOfficer', { complainedOfficer: 'li' }, { by: 'wang' });
    story.takes('answerLead', { answerWay: 'posted' }, { by: 'zhou' }).refused('leadAboutOfficer', (it) => it.closes(closing)).closes(closing, { by: 'zhou' });
  }
});

scenario('what people report is taken down as they said it; what the office writes is not', (law) => {
  const book = law.book();
  const told = (fact: string) => forbiddenWordBlockers(book, 'leads', legalDate('2025-07-07'), wordingsOfFacts(book.pack('leads').pack, { [fact]: '要我交社会抚养费，不交就不给落户' })).map((one) => one.code);
  for (const fact of ['reported', 'place', 'complainant', 'complainantContact', 'officerReason', 'withdrawal']) same(told(fact), [], fact);
  for (const fact of ['checkNotes', 'reasons', 'answer', 'passedTo', 'noAnswerNote']) same(told(fact).includes('feeInDisguise'), true, fact);
});

scenario('a county that has set no period takes nothing in, and the periods name themselves', (law) => {
  refusedAtOpening(['parameterNotSet'], () => lead(law, {}, { county: SILENT_COUNTY }));
  for (const code of ['admissionPeriod', 'answerPeriod', 'answerReminders', 'reminderHour']) refusedAtOpening(['parameterNotSet'], () => lead(law, {}, { book: law.book({ parameters: settingsWith('leads', { [code]: null }) }) }));
});

scenario('before the law in force there is no such procedure', (law) => {
  refusedAtOpening(['packNotYetInForce'], () => lead(law, { receivedOn: '2021-07-01' }, { on: '2021-07-14', recordedOn: '2025-07-07' }));
});
