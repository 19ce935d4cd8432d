/** Who acts: two certified officers, hands kept apart, and a body with power in the matter on that day (Penalty Law arts. 20, 24, 42, 55, 57, 58, 64). */
import { legalDate } from '#law';
import { certified, entrusted, expired, handedOver, machine } from '#cases/testing/county';
import { factsFor } from '#cases/testing/facts';
import { same } from '#cases/testing/story';
import { scenario } from '#cases/testing/scenario';
import { feeFiled, feeLead, feeReady, hearingScheduled, penaltyFiled, penaltyLead, penaltyReady, penaltyReported } from './beginnings.ts';

const one = { officers: certified('zhang') };

scenario('two officers whose certificates are valid on the day, at each step that needs them', (law) => {
  penaltyLead(law).refused('twoCertifiedOfficers', (it) => it.takes('proposeFiling', {}, one)).refused('twoCertifiedOfficers', (it) => it.takes('proposeFiling', {}, { officers: [...certified('zhang'), expired('li')] }))
    .refused(['officerNamedTwice', 'twoCertifiedOfficers'], (it) => it.takes('proposeFiling', {}, { officers: certified('zhang', 'zhang') }));
  const story = penaltyFiled(law);
  for (const step of ['takeEvidence', 'recordInquiry', 'inquireWhereabouts']) story.refused('twoCertifiedOfficers', (it) => it.takes(step, {}, one));
  story.takes('takeEvidence').refused('twoCertifiedOfficers', (it) => it.takes('reportInvestigation', {}, one));
});

scenario('the same for the fee', (law) => {
  feeLead(law).refused('twoCertifiedOfficers', (it) => it.takes('proposeFiling', {}, one));
  const story = feeFiled(law);
  for (const step of ['takeEvidence', 'recordInquiry']) story.refused('twoCertifiedOfficers', (it) => it.takes(step, {}, one));
  for (const step of ['takeIncomeEvidence', 'inquireWhereabouts']) story.refused('twoCertifiedOfficers', (it) => it.takes(step, {}, { ...one, party: 'p1' }));
  story.takes('takeEvidence').takes('takeIncomeEvidence', {}, { party: 'p1' }).takes('takeIncomeEvidence', {}, { party: 'p2' }).refused('twoCertifiedOfficers', (it) => it.takes('reportInvestigation', {}, one));
});

scenario('certificates are shown before the inquiry', (law) => {
  penaltyFiled(law).refused('certificatesNotShown', (it) => it.takes('recordInquiry', { certificatesShown: false }));
  feeFiled(law).refused('certificatesNotShown', (it) => it.takes('recordInquiry', { certificatesShown: false }));
});

scenario('filing is proposed by one and approved by another; no fact without evidence', (law) => {
  penaltyLead(law).refused('filingNotProposed', (it) => it.takes('fileCase'));
  feeLead(law).refused('filingNotProposed', (it) => it.takes('fileCase'));
  penaltyFiled(law).refused('noEvidence', (it) => it.takes('reportInvestigation'));
  penaltyFiled(law).takes('recordInquiry').takes('reportInvestigation');
  penaltyLead(law).takes('proposeFiling', {}, { officers: certified('zhang', 'zhao') }).refused('powersInOneHand', (it) => it.takes('fileCase')).takes('fileCase', {}, { by: 'ma' });
});

scenario('who drafted does not decide; who investigated does not review', (law) => {
  penaltyFiled(law).takes('takeEvidence').takes('reportInvestigation', {}, { officers: certified('zhang', 'zhao') }).at('2025-07-21').takes('issueNotice').serves('penalty-notice')
    .at('2025-08-01').refused('powersInOneHand', (it) => it.takes('decidePenalty')).takes('decidePenalty', {}, { by: 'ma' });
  penaltyFiled(law).takes('takeEvidence', {}, { officers: certified('zhang', 'sun') }).takes('reportInvestigation').at('2025-07-21').takes('issueNotice').serves('penalty-notice').takes('requestHearing')
    .takes('scheduleHearing', { hearingOn: '2025-08-15' }).serves('hearing-notice').at('2025-08-15').takes('holdHearing').refused('powersInOneHand', (it) => it.takes('reviewLegality'));
});

scenario('each step is done by the role that the procedure gives it to', (law) => {
  penaltyReady(law).refused('roleMissing', (it) => it.takes('decidePenalty', {}, { by: 'wang' }));
  hearingScheduled(law).serves('hearing-notice').at('2025-08-15').refused(['roleMissing', 'notTheChair'], (it) => it.takes('holdHearing', {}, { by: 'chen', officers: [] }));
  penaltyLead(law).refused('roleMissing', (it) => it.takes('proposeFiling', {}, { by: 'sun', officers: certified('zhang', 'li') })).refused('roleMissing', (it) => it.closes('notFiled', { by: 'wang' }));
});

scenario('handed over by the province: published, with a number, in its term', (law) => {
  penaltyReady(law, { body: handedOver }).takes('decidePenalty');
  const with_ = (change: Partial<typeof handedOver>) => () => penaltyLead(law, { body: { ...handedOver, ...change } });
  const story = penaltyLead(law);
  story.refused('grantWithoutInstrument', with_({ instrument: null })).refused('grantNotPublished', with_({ publishedOn: null })).refused('grantNotPublished', with_({ publishedOn: legalDate('2025-07-08') }));
  story.refused('grantOutsideTerm', with_({ from: legalDate('2025-07-08') })).refused('grantOutsideTerm', with_({ to: legalDate('2025-07-06') })).refused('grantOutsideMatters', with_({ matters: [] }));
  const [early] = story.refusal('grantOutsideTerm', with_({ from: legalDate('2025-08-01') }));
  same(early?.earliest, '2025-08-01', 'earliest lawful day');
});

scenario('entrusted: in the matters and the term of the published letter, without sub-entrustment, in the principal\'s name', (law) => {
  const story = penaltyReady(law, { body: entrusted }).takes('decidePenalty');
  same(story.paper('penalty-decision').authorityId, 'mian-department', 'whose paper');
  const lead = penaltyLead(law);
  lead.refused('grantOutsideMatters', () => penaltyLead(law, { body: entrusted, facts: { cause: 'gambling' } }));
  lead.refused('subEntrustment', () => penaltyLead(law, { body: { ...entrusted, subEntrusted: true } }));
  lead.refused('grantNotPublished', () => penaltyLead(law, { body: { ...entrusted, publishedOn: null } }));
  penaltyReported(law, { body: entrusted }).at('2026-01-05').refused('grantOutsideTerm', (it) => it.takes('issueNotice'));
  penaltyReported(law, { body: entrusted }).at('2025-07-21').takes('issueNotice').at('2026-01-05').refused('grantOutsideTerm', (it) => it.serves('penalty-notice'));
});

scenario('the fee is the county\'s: handed over it cannot be, entrusted it can', (law) => {
  feeLead(law).refused('bodyWithoutPower', () => feeLead(law, { body: { ...handedOver, matters: ['social-maintenance-fee'] } }));
  feeFiled(law, { body: entrusted });
  feeLead(law).refused('grantOutsideMatters', () => feeLead(law, { body: { ...entrusted, matters: [] } }));
});

scenario('no program decides: a named person answers for every decision', (law) => {
  for (const story of [penaltyReady(law), feeReady(law)]) {
    const step = story.pack.steps.find((each) => each.power === 'decider')?.code ?? '';
    const facts = factsFor(story.pack, story.pack.steps.find((each) => each.code === step)?.facts ?? [], {});
    story.refused(['nobodyAnswersForIt', 'roleMissing'], (it) => it.command({ type: 'takeStep', step, on: it.today, party: 'p1', facts, officers: [], body: it.state.body }, machine));
  }
});
