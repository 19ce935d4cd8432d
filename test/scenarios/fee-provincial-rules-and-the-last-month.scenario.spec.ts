/**
 * What provinces and counties decide for the fee, each by a document: hearing, legal review, collective discussion, the
 * first day without new acts, the first births that are free. And its last month, from the published decision to cancel
 * it (2021-07-20) to its end (2021-08-19): nothing is done without the county legal office's written consent.
 */
import { fieldsOf, openClocks, openTasks, scopeOf } from '#cases';
import { settingsWith } from '#cases/testing/county';
import { same } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { feeFiled, feeLead, feeNoticed, feeReady } from './beginnings.ts';

const facts = { childBornOn: '2019-06-01' };
const number = { consentNumber: '演示同意〔2021〕1号' };
const set = (law: ScenarioLaw, changes: Parameters<typeof settingsWith>[1]) => law.book({ parameters: settingsWith('social-maintenance-fee', changes) });

scenario('a hearing on request: the notice starts its period, the levy waits for its end', (law) => {
  const book = set(law, { hearingRule: 'onRequest', hearingRequestPeriod: 5 });
  // Both notices served on 2018-03-15: five natural days end on 2018-03-20.
  const story = feeReady(law, { book }).expectClock('feeHearingRequest', { dueOn: '2018-03-20', status: 'running' }, 'p1');
  for (const [told, one] of [[true, story], [false, feeReady(law)]] as const) {
    const notice = one.pack.papers.find((paper) => paper.code === 'levy-notice');
    same(notice && 'hearingRight' in fieldsOf(notice, scopeOf(one.state, one.paper('levy-notice').issuedOn, one.now, one.book, { party: 'p1' })), told, 'the right in the notice');
  }
  const [blocker] = story.refusal('hearingOpen', (it) => it.takes('decideLevy', {}, { party: 'p1' }));
  same(blocker?.earliest, '2018-03-21', 'earliest');
  story.takes('requestHearing', {}, { party: 'p1' }).expectClock('feeHearingRequest', { status: 'ended' }, 'p1');
  same(openTasks(story.state, story.now, story.book).filter((one) => one.step === 'holdHearing').map((one) => [one.party, one.role]), [['p1', 'hearingChair']], 'task of the chair');
  story.refused('hearingNotAsked', (it) => it.takes('holdHearing', {}, { party: 'p2' })).refused('hearingNotAsked', (it) => it.takes('recordHearingAbsence', {}, { party: 'p2' })).refused('powersInOneHand', (it) => it.takes('holdHearing', {}, { party: 'p1', by: 'qian', officers: it.state.steps.flatMap((one) => one.officerIds).slice(0, 1).map((personId) => ({ personId, certificate: null, certifiedOnDay: true })) }));
  story.refused('powersInOneHand', (it) => it.takes('recordHearingAbsence', {}, { party: 'p1', by: 'qian', officers: [{ personId: 'zhang', certificate: null, certifiedOnDay: true }] }));
  // p2 let the period pass; p1 asked and is not decided on before the hearing.
  story.at('2018-03-21').expectLapse('feeHearingRequest', '2018-03-20').refused('hearingRequestTooLate', (it) => it.takes('requestHearing', {}, { party: 'p2' })).takes('decideLevy', {}, { party: 'p2' });
  story.refused('hearingOpen', (it) => it.takes('decideLevy', {}, { party: 'p1' })).takes('holdHearing', {}, { party: 'p1' }).takes('decideLevy', {}, { party: 'p1' }).expectPhase('decided');
});

scenario('who asked for a hearing and stayed away is decided on with the record of it', (law) => {
  const story = feeReady(law, { book: set(law, { hearingRule: 'onRequest', hearingRequestPeriod: 5 }) }).takes('requestHearing', {}, { party: 'p1' }).at('2018-03-28').takes('recordHearingAbsence', {}, { party: 'p1' });
  same(openTasks(story.state, story.now, story.book).some((one) => one.step === 'holdHearing'), false, 'no more task');
  story.takes('decideLevy', {}, { party: 'p1' });
});

scenario('where the rules know no hearing none can be asked for, and no period runs', (law) => {
  const story = feeNoticed(law).serves('levy-notice', {}, { party: 'p1' }).refused('noHearingHere', (it) => it.takes('requestHearing', {}, { party: 'p1' }));
  same(story.hasClock('feeHearingRequest'), false, 'clock');
  story.law(set(law, { hearingRule: 'onRequest', hearingRequestPeriod: 5 })).refused(['noticeNotServed', 'hearingRequestTooLate'], (it) => it.takes('requestHearing', {}, { party: 'p2' }));
});

scenario('legal review and collective discussion where the rules ask for them', (law) => {
  const story = feeReady(law, { book: set(law, { legalReviewRule: 'everyLevy', discussionRule: 'everyLevy' }) });
  same(story.tasks().filter((one) => ['reviewLegality', 'discussCollectively'].includes(one)), ['reviewLegality', 'discussCollectively'], 'tasks');
  story.refused(['reviewMissing', 'notDiscussed'], (it) => it.takes('decideLevy', {}, { party: 'p1' })).takes('reviewLegality', { reviewPassed: false }).takes('discussCollectively').refused('reviewMissing', (it) => it.takes('decideLevy', {}, { party: 'p1' }));
  story.takes('reviewLegality').refused('powersInOneHand', (it) => it.takes('decideLevy', {}, { party: 'p1', by: 'zhao', officers: [{ personId: 'sun', certificate: null, certifiedOnDay: false }] })).takes('decideLevy', {}, { party: 'p1' });
});

scenario('rules that the county has not set name themselves', (law) => {
  for (const code of ['hearingRule', 'legalReviewRule', 'discussionRule']) {
    const ready = feeReady(law).law(set(law, { [code]: null }));
    same(ready.refusal('parameterNotSet', (it) => it.takes('decideLevy', {}, { party: 'p1' })).map((one) => one.message.en.includes(`(${code})`)), [true], code);
  }
  // A hearing on request without its period: no notice goes out that could not say it.
  const reported = feeLead(law, { book: set(law, { hearingRule: 'onRequest' }) }).takes('proposeFiling').takes('fileCase').takes('takeEvidence').takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('takeIncomeEvidence', {}, { party: 'p2' }).takes('reportInvestigation');
  same(reported.refusal('parameterNotSet', (it) => it.takes('issueNotice', { baseYear: 2017 }, { party: 'p1' }))[0]?.message.en.includes('hearingRequestPeriod'), true, 'period');
});

scenario('a province that stopped earlier: from its day no new act, also no service; what the party may say stays possible', (law) => {
  const book = set(law, { stopNewActsFrom: '2021-07-28' });
  feeLead(law, { on: '2021-07-27', facts, book }).takes('consentToAct', number).at('2021-07-28').refused('newActsStopped', (it) => it.takes('proposeFiling')).takes('proposeFiling', {}, { on: '2021-07-27' });
  feeLead(law).refused('newActsStopped', () => feeLead(law, { on: '2021-07-28', facts, book }));
  const story = feeNoticed(law, { on: '2021-07-19', facts, book }, '2021-07-19', { baseYear: 2020 }).serves('levy-notice', {}, { party: 'p1' }).at('2021-07-28').takes('consentToAct', number);
  story.refused('newActsStopped', (it) => it.serves('levy-notice', {}, { party: 'p2' })).takes('recordStatement', {}, { party: 'p1' }).takes('waiveStatement', {}, { party: 'p1' }).refused('newActsStopped', (it) => it.takes('decideLevy', {}, { party: 'p1' }));
});

scenario('births that are free: refused at the lead, and by the county\'s document where the years differ', (law) => {
  feeLead(law).refused('birthFree', () => feeLead(law, { on: '2021-07-01', facts: { childBornOn: '2021-05-31' }, book: set(law, { freeBirthsFrom: '2021-05-31' }) }));
  feeLead(law, { on: '2021-07-01', facts: { childBornOn: '2021-05-30' }, book: set(law, { freeBirthsFrom: '2021-05-31' }) });
  const unset = set(law, { freeBirthsFrom: null });
  feeLead(law, { on: '2021-07-01', facts: { childBornOn: '2021-05-30' }, book: unset }).refused('parameterNotSet', () => feeLead(law, { on: '2021-07-01', facts: { childBornOn: '2021-05-31' }, book: unset }));
  // Set while a case is open: nothing more is done in it.
  feeLead(law, { on: '2021-07-01', facts: { childBornOn: '2021-06-02' } }).law(set(law, { freeBirthsFrom: '2021-06-01' })).refused('birthFree', (it) => it.takes('proposeFiling'));
  feeLead(law).refused('birthBeforePack', () => feeLead(law, { facts: { childBornOn: '2002-08-31' } }));
});

scenario('nobody knows yet whether the province stopped: in the last month that blocks, and names itself', (law) => {
  const book = set(law, { stopNewActsFrom: null });
  const story = feeLead(law, { on: '2021-07-19', facts, book }).takes('proposeFiling').at('2021-07-20').takes('consentToAct', number);
  same(story.refusal('parameterNotSet', (it) => it.takes('fileCase')).map((one) => one.message.en.includes('stopNewActsFrom')), [true], 'parameter');
  feeLead(law).refused('parameterNotSet', () => feeLead(law, { on: '2021-07-20', facts, book }));
});

scenario('the last month: nothing without the county legal office\'s written consent, which shows the coming end', (law) => {
  const story = feeLead(law, { on: '2021-07-19', facts }).refused('consentNotNeeded', (it) => it.takes('consentToAct', number)).takes('proposeFiling').at('2021-07-20');
  const [blocker] = story.refusal('consentMissing', (it) => it.takes('fileCase'));
  same([blocker?.message.en.includes('2021-08-19'), blocker?.missing?.zh], [true, '县级法制机构的书面同意'], 'refusal');
  story.refused('roleMissing', (it) => it.takes('consentToAct', number, { by: 'zhao' })).refused('factMissing', (it) => it.takes('consentToAct')).takes('consentToAct', number).takes('fileCase');
  story.expectClock('comingEnd', { dueOn: '2021-08-19', status: 'running' });
  // The last day itself still counts; then the pack ends, and its clock with it.
  story.at('2021-08-19').takes('takeEvidence').at('2021-08-20').expectLapse('comingEnd', '2021-08-19').refused('packNoLongerInForce', (it) => it.takes('takeEvidence'));
  same(openClocks(story.state, story.now, story.book).some((one) => one.status === 'running'), false, 'nothing runs');
});

scenario('a paper of before is not served in the last month without consent', (law) => {
  const story = feeNoticed(law, { on: '2021-07-12', facts }, '2021-07-19', { baseYear: 2020 }).at('2021-07-21').refused('consentMissing', (it) => it.serves('levy-notice', {}, { party: 'p1' }));
  story.serves('levy-notice', { on: story.paper('levy-notice').issuedOn }, { party: 'p1' });
  story.takes('recordStatement', {}, { party: 'p1' }).takes('consentToAct', number).serves('levy-notice', {}, { party: 'p2' });
});

scenario('filed with consent in the last month', (law) => {
  feeFiled(law, { on: '2021-07-22', facts }, '2021-07-23').expectPhase('investigation');
  feeLead(law, { on: '2021-07-22', facts, consent: false }).refused('consentMissing', (it) => it.takes('proposeFiling'));
});
