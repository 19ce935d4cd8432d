/**
 * Instalments and deferral: asked for in writing with proof, answered in writing, fixed to the fen, in default and cured
 * by what the bank reports, changed by new terms, ended by payment in full; and the closing of what is performed. Each
 * parent owes 32,313.00; p1 is served on 2018-03-22: thirty days to pay and to ask to 2018-04-23 (a Monday), six months
 * to sue to 2018-09-25 (the 22nd is a Saturday, the 24th a holiday), the court can be asked to 2018-12-25.
 */
import { balanceOf, caseMoney } from '#cases';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { entrusted, settingsWith } from '#cases/testing/county';
import { same, type ActOptions, type Story } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';
import { legalDate } from '#law';
import { feeDecided, penaltyDecided, penaltyReady, penaltyReported } from './beginnings.ts';
import { finedAndServed, reconsidered } from './remedies.ts';

const served = (law: ScenarioLaw): Story => feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).at('2018-04-03').serves('levy-decision', {}, { party: 'p2' });
const WRITTEN: PlainFacts = { termsInWriting: true, hardshipProof: true };
const asked = (law: ScenarioLaw): Story => served(law).at('2018-04-10').takes('applyForTerms', WRITTEN, { party: 'p1' });
const applied = (story: Story): PlainFacts => ({ termsApplication: story.seqOf('applyForTerms') });
const threeMonths: PlainFacts = { planMethod: 'monthly', planFirst: '2018-05-31', planCount: 3 };
const approved = (law: ScenarioLaw, plan: PlainFacts = threeMonths): Story => { const story = asked(law).at('2018-04-16'); return story.takes('approveTerms', { ...applied(story), ...plan }, { party: 'p1' }); };
const plan = (facts: PlainFacts) => (it: Story): unknown => it.takes('approveTerms', { ...applied(it), ...facts }, { party: 'p1' });
const schedule = (story: Story): unknown => story.state.partyFacts['p1']?.['planSchedule'];
const instalments = (story: Story, debt = 'fee', party = 'p1'): string[] => balanceOf(caseMoney(story.state, story.now, story.book), debt, party, story.today)?.instalments.map(({ due, state, curedOn }) => `${due} ${state}${curedOn === null ? '' : ` cured ${curedOn}`}`) ?? [];

scenario('an application without writing and proof is told once all that is missing; in time it is answered, silence approves nothing', (law) => {
  const story = served(law).at('2018-04-10');
  const missing = story.refusal(['applicationNotWritten', 'hardshipNotProven'], (it) => it.takes('applyForTerms', { termsInWriting: false, hardshipProof: false }, { party: 'p1' }));
  same(missing.map((one) => one.missing?.en), ['a written application', 'proof of the hardship'], 'what is missing');
  story.takes('applyForTerms', WRITTEN, { party: 'p1' }).expectClock('SMF-03', { status: 'running', dueOn: '2018-05-10' }).refused('applicationPending', (it) => it.takes('applyForTerms', WRITTEN, { party: 'p1' }));
  story.expectDuties('escalate', 0).at('2018-05-11').expectLapse('SMF-03', '2018-05-10').expectDuties('escalate', 1).expectEvents('paperIssued', story.eventsOf('paperIssued').length);
  same(schedule(story), undefined, 'silence approves nothing');
  story.takes('approveTerms', { ...applied(story), ...threeMonths }, { party: 'p1' }).expectDuties('escalate', 0).refused('applicationAnswered', (it) => it.takes('refuseTerms', applied(story), { party: 'p1' }));
});

scenario('who asks after the thirty days, or before the decision reached him, is refused', (law) => {
  const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' });
  story.refused('decisionNotServedForTerms', (it) => it.takes('applyForTerms', WRITTEN, { party: 'p2' })).at('2018-04-24').refused('applicationTooLate', (it) => it.takes('applyForTerms', WRITTEN, { party: 'p1' }));
});

scenario('a timely application holds the late fee until the answer; a refusal restores the first day', (law) => {
  const story = asked(law).at('2018-06-30');
  same(story.owed('fee')?.surcharge, '0.00', 'held');
  story.takes('refuseTerms', applied(story), { party: 'p1' });
  // 32,313.00 x 0.002 x 2 whole months after 2018-04-23.
  same(story.owed('fee')?.surcharge, '129.25', 'as if nobody had asked');
});

scenario('three equal instalments to the fen; each announced, one in default and cured, the last ends the terms', (law) => {
  const story = approved(law);
  same(schedule(story), { type: 'code', value: '2018-05-31=10771.00;2018-06-30=10771.00;2018-07-31=10771.00' }, 'schedule');
  story.expectClock('SMF-01', { status: 'ended' }, 'p1').at('2018-05-24', '09:30').expectDuties('remind', 1).at('2018-05-31').receives('fee', '10771.00', { on: '2018-05-30' }).expectDuties('remind', 0);
  same(instalments(story), ['2018-05-31 paid', '2018-06-30 notYetDue', '2018-07-31 notYetDue'], 'first paid');
  story.at('2018-07-05').expectLapse('instalment', '2018-06-30');
  same([instalments(story)[1], story.owed('fee')?.inDefaultSince], ['2018-06-30 inDefault', '2018-07-01'], 'default');
  story.receives('fee', '10771.00', { receiptId: 'B' });
  same([instalments(story)[1], story.owed('fee')?.inDefaultSince], ['2018-06-30 paid cured 2018-07-05', null], 'cured');
  // The rest before its day: nothing more falls due.
  story.receives('fee', '10771.00').at('2018-08-10').expectLapse('instalment', '2018-06-30');
  same(story.owed('fee')?.paidInFullOn, '2018-07-05', 'paid in full');
});

scenario('a receipt that the bank takes back puts its instalment in default after all; one reported late withdraws the default', (law) => {
  const story = approved(law).at('2018-05-31').receives('fee', '10771.00', { receiptId: 'A' }).at('2018-06-04').expectLapse('instalment');
  story.takesBack('A').expectLapse('instalment', '2018-05-31');
  approved(law).at('2018-06-04').expectLapse('instalment', '2018-05-31').receives('fee', '10771.00', { on: '2018-05-31' }).expectLapse('instalment').expectDuties('remind', 0);
});

scenario('a bad plan is refused with its line and rule, whatever it is', (law) => {
  const story = asked(law).at('2018-04-16');
  const custom = (planLines: string) => plan({ planMethod: 'custom', planLines });
  const told = story.refusal('planFaulty', custom('2018-06-30=32313.00;2018-05-31=1.00'));
  same(told.length, 2, 'order and sum');
  story.refused('planFaulty', custom('2018-05-31=32312.99')).refused('planFaulty', custom('2018-04-15=32313.00')).refused('planFaulty', plan({ ...threeMonths, planCount: 0 })).refused('planFaulty', plan({ ...threeMonths, planFirstShare: '32313.00' }));
  story.refused('planLineUnreadable', custom('2018-05-31=32313.005')).refused('planLineUnreadable', custom('2018-02-30=1.00')).refused('planLineUnreadable', custom('2018-05-31')).refused('planLineUnreadable', plan({ planMethod: 'dates', planLines: '2018-05-31=1.00' })).refused('planLineUnreadable', plan({ planMethod: 'weekly', planCount: 2 })).refused('planLineUnreadable', plan({ planMethod: 'dates' }));
  const [cap] = story.refusal(['planBeyondCap'], plan({ planMethod: 'monthly', planFirst: '2018-05-31', planCount: 37 }));
  same(cap?.message.en.includes('演示〔2018〕12号'), true, 'the document of the cap');
  const receipts = story.receives('fee', '32313.00');
  receipts.refused('nothingOwed', plan(threeMonths));
});

scenario('an entrusted office receives and forwards; the department decides', (law) => {
  const story = asked(law).at('2018-04-12');
  story.takes('forwardApplication', applied(story), { party: 'p1' }).at('2018-04-16');
  for (const step of ['approveTerms', 'refuseTerms']) story.refused('termsNotDecidedHere', (it) => it.takes(step, { ...applied(it), ...(step === 'approveTerms' ? threeMonths : {}) }, { party: 'p1', body: entrusted }));
  story.takes('refuseTerms', applied(story), { party: 'p1' }).refused('applicationAnswered', (it) => it.takes('forwardApplication', applied(it), { party: 'p1' })).refused('applicationAnswered', (it) => it.takes('consentToTerms', applied(it), { party: 'p1' }));
});

scenario('terms that outlast the window to the court need the consent of the county legal office; another rule is the county\'s', (law) => {
  const story = asked(law).at('2018-04-16');
  const year: PlainFacts = { planMethod: 'monthly', planFirst: '2018-05-31', planCount: 12, planFirstShare: '5000.00' };
  const [beyond] = story.refusal('termsOutlastWindow', (it) => it.takes('approveTerms', { ...applied(it), ...year }, { party: 'p1' }));
  same(beyond?.message.en.startsWith('after 2018-12-25 the court can no longer be asked'), true, beyond?.message.en ?? '');
  story.takes('consentToTerms', applied(story), { party: 'p1' }).takes('approveTerms', { ...applied(story), ...year }, { party: 'p1' });
  const other = asked(law).law(law.book({ parameters: settingsWith('social-maintenance-fee', { courtWindowRule: 'endOfTerms' }) })).at('2018-04-16');
  other.takes('approveTerms', { ...applied(other), ...year }, { party: 'p1' });
});

scenario('new terms replace what had not fallen due, and keep the default that there was', (law) => {
  const story = approved(law).refused('noTermsStand', (it) => it.takes('renegotiateTerms', threeMonths, { party: 'p2' })).at('2018-06-05').expectLapse('instalment', '2018-05-31');
  story.takes('renegotiateTerms', { planMethod: 'custom', planLines: '2018-07-31=20000.00;2018-09-30=12313.00' }, { party: 'p1' }).at('2018-08-01').expectLapse('instalment', '2018-05-31', '2018-07-31');
  same(instalments(story), ['2018-07-31 inDefault', '2018-09-30 notYetDue'], 'one plan is active');
});

scenario('the rest falls due at once only where the approval says so', (law) => {
  const quiet = approved(law).at('2018-07-01');
  same(instalments(quiet), ['2018-05-31 inDefault', '2018-06-30 inDefault', '2018-07-31 notYetDue'], 'no acceleration');
  const said = approved(law, { ...threeMonths, planAccelerates: 2 }).at('2018-07-01');
  same([said.lapses('instalment').length, instalments(said)[2]], [3, '2018-06-30 inDefault'], 'all of it');
});

scenario('the end of the fee ends its instalments by itself', (law) => {
  const story = asked(law).at('2018-04-16');
  story.takes('consentToTerms', applied(story), { party: 'p1' }).takes('approveTerms', { ...applied(story), planMethod: 'monthly', planFirst: '2018-05-16', planCount: 36 }, { party: 'p1' });
  same(story.at('2021-08-20').lapses('instalment').length, 36, 'three years, before the end');
  const late = feeDecided(law).at('2021-06-01').serves('levy-decision', {}, { party: 'p1' }).at('2021-06-10').takes('applyForTerms', WRITTEN, { party: 'p1' });
  late.takes('approveTerms', { ...applied(late), planMethod: 'monthly', planFirst: '2021-07-31', planCount: 3 }, { party: 'p1' }).at('2021-12-31').expectLapse('instalment', '2021-07-31');
});

scenario('a fine is deferred to a day, and its window to the court runs from the end of that', (law) => {
  const story = finedAndServed(law).at('2025-08-11').refused(['applicationNotWritten', 'hardshipNotProven'], (it) => it.takes('applyForTerms', { termsInWriting: false, hardshipProof: false }));
  story.takes('applyForTerms', WRITTEN).refused('applicationPending', (it) => it.takes('applyForTerms', WRITTEN));
  story.takes('approveTerms', { ...applied(story), planMethod: 'deferral', planFirst: '2027-01-31' }).expectClock('PEN-09', { status: 'ended' });
  same(instalments(story, 'fine'), ['2027-01-31 notYetDue'], 'deferred');
  story.refused('applicationAnswered', (it) => it.takes('refuseTerms', applied(it))).at('2027-02-02').expectLapse('instalment', '2027-01-31');
  same(story.owed('fine')?.surcharge, '180.00', 'two days of 3 % on 3,000');
  const other = finedAndServed(law).refused('noTermsStand', (it) => it.takes('renegotiateTerms', { planMethod: 'deferral', planFirst: '2026-01-31' }));
  same(other.lapses('instalment'), [], 'none');
});

scenario('what is performed is closed, with no remedy pending; a reversal afterwards owes the county a decision, and reopens', (law) => {
  const story = finedAndServed(law).at('2025-08-08').refused('moneyNotPaid', (it) => it.closes('performed')).receives('fine', '3000.00', { receiptId: 'A' });
  reconsidered(story).refused('remedyPending', (it) => it.closes('performed'));
  story.at('2025-09-22').takes('remedyUpheld', { remedy: story.seqOf('recordReconsideration'), decisionServedOn: '2025-09-22' }).closes('performed');
  story.refused('stillPaidInFull', (it) => it.reopens('paymentTakenBack')).expectDuties('escalate', 0).at('2025-10-08').takesBack('A').expectDuties('escalate', 1);
  story.reopens('paymentTakenBack').expectPhase('served').refused('moneyNotPaid', (it) => it.closes('performed'));
  same(Number(story.owed('fine')?.balance) >= 3000, true, 'owed again');
});

scenario('both parents pay before the fee is closed as performed', (law) => {
  const story = served(law).at('2018-04-20').receives('fee', '32313.00', { party: 'p1' }).refused('moneyNotPaid', (it) => it.closes('performed')).receives('fee', '32313.00', { party: 'p2', receiptId: 'B' }).closes('performed');
  same(story.state.closed?.on, legalDate('2018-04-20'), 'closed');
  story.refused('stillPaidInFull', (it) => it.reopens('paymentTakenBack')).takesBack('B').expectDuties('escalate', 1).reopens('paymentTakenBack').expectPhase('served');
});

/** In the place of the one who investigated and drafted. */
const forZhang = (it: Story): ActOptions => ({ by: 'zhao', standing: { actingFor: { personId: 'zhang', instrument: '演示代〔2018〕1号', roles: ['head'], packs: [], from: it.today, to: it.today, heldRoles: ['head'], substitutedRoles: [] } } });

scenario('an application is put before the head; its refusal is served, ends the period to answer and is answered no second time; whoever drafted does not answer', (law) => {
  for (const told of [asked(law), finedAndServed(law).at('2025-08-11').takes('applyForTerms', WRITTEN)]) {
    const monthly: PlainFacts = { planMethod: 'monthly', planFirst: told.today.startsWith('2018') ? '2018-05-31' : '2025-10-31', planCount: 2 };
    told.expectDuties('remind', 1);
    for (const [step, facts] of [['approveTerms', { ...applied(told), ...monthly }], ['refuseTerms', applied(told)]] as const) told.refused('powersInOneHand', (it) => it.takes(step, facts, { party: 'p1', ...forZhang(it) }));
    const serve = told.state.duties.filter(({ kind }) => kind === 'serve').length;
    told.takes('refuseTerms', applied(told), { party: 'p1' }).expectDuties('remind', 0);
    same(told.state.duties.filter(({ kind }) => kind === 'serve').length, serve + 1, 'the refusal is to be served');
    told.refused('applicationAnswered', (it) => it.takes('approveTerms', { ...applied(it), ...monthly }, { party: 'p1' }));
  }
  const fee = asked(law).at('2018-04-16');
  fee.takes('refuseTerms', applied(fee), { party: 'p1' }).expectClock('SMF-03', { status: 'ended' }, 'p1').at('2018-05-11').expectLapse('SMF-03');
});

scenario('new terms are not made by whoever drafted; nobody asks for terms of a fine before its decision is served', (law) => {
  const fine = finedAndServed(law).at('2025-08-11').takes('applyForTerms', WRITTEN);
  fine.takes('approveTerms', { ...applied(fine), planMethod: 'monthly', planFirst: '2025-09-30', planCount: 2 });
  for (const [story, planFirst] of [[approved(law), '2018-06-30'], [fine, '2025-10-31']] as const) story.refused('powersInOneHand', (it) => it.takes('renegotiateTerms', { planMethod: 'monthly', planFirst, planCount: 2 }, { party: 'p1', ...forZhang(it) }));
  penaltyDecided(law).refused('decisionNotServedForTerms', (it) => it.takes('applyForTerms', WRITTEN, { party: 'p1' }));
});

scenario('without a penalty nothing is performed; what was confiscated is recorded as performed before the closing, which is reported', (law) => {
  penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty').serves('no-penalty-decision').refused('noPenaltyToPerform', (it) => it.closes('performed'));
  const story = penaltyReady(law, {}, { illegalIncome: '700.00', intendedConfiscation: '700.00' }).takes('decidePenalty', { fine: undefined, confiscation: '700.00' }).at('2025-08-01').serves('penalty-decision');
  story.refused('otherDutiesOpen', (it) => it.closes('performed')).takes('recordPerformance').closes('performed');
  const fee = served(law).at('2018-04-20').receives('fee', '32313.00', { party: 'p1' }).receives('fee', '32313.00', { party: 'p2', receiptId: 'B' });
  fee.takes('recordReconsideration', { remedyAppliedOn: '2018-04-20', remedyAcceptedOn: '2018-04-20', copyReceivedOn: '2018-04-20' }, { party: 'p1' }).refused('remedyPending', (it) => it.closes('performed'));
  fee.at('2018-05-10').takes('remedyWithdrawn', { remedy: fee.seqOf('recordReconsideration'), remedyEndedOn: '2018-05-10' }, { party: 'p1' }).closes('performed');
  for (const closed of [story, fee]) same(closed.state.papers.map(({ paper }) => paper).filter((paper) => paper === 'closing-report'), ['closing-report'], 'the report of the closing');
});

scenario('the agreement is served and signed by the party; each instalment is announced, and its default is told', (law) => {
  const fine = finedAndServed(law).at('2025-08-11').takes('applyForTerms', WRITTEN);
  fine.takes('approveTerms', { ...applied(fine), planMethod: 'monthly', planFirst: '2025-09-30', planCount: 2 });
  for (const [story, notice, after] of [[approved(law), '2018-05-24', '2018-06-01'], [fine, '2025-09-23', '2025-10-09']] as const) {
    const agreement = story.paper('instalment-agreement', 'p1');
    same(story.state.duties.filter(({ kind, paperId, status }) => kind === 'serve' && paperId === agreement.paperId && status === 'owed').length, 1, 'to be served');
    story.attaches('scan-1').refused('signatureMissing', (it) => it.filesOriginal('instalment-agreement', 'scan-1', { signatures: [{ who: 'authority', how: 'seal', notedBy: [] }] })).filesOriginal('instalment-agreement', 'scan-1');
    const reminders = (): number => story.eventsOf('dutyOwed').filter(({ duty }) => duty.kind === 'remind' && duty.clockId?.includes('.instalment.') === true).length;
    story.at(notice, '09:30');
    same(reminders(), 1, 'announced');
    story.at(after, '09:30');
    same(reminders(), 2, 'its default');
  }
});
