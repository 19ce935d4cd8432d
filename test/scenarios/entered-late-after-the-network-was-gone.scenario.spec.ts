/**
 * Acts entered late. The county's limit is five working days; without a network nobody can enter anything, so with a
 * reason it runs from the end of the obstacle; later still the county legal office consents, and an act of the authority
 * then counts from the day of recording. 2025-07-21 is a Monday.
 */
import { actor, certified, citizen, settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { Story, same } from '#cases/testing/story';
import { legalDate } from '#law';
import { feeNoticed, feeReported, penaltyFiled, penaltyLead, penaltyNoticed, penaltyReported } from './beginnings.ts';
import { atHall, ends, files, inPlace } from './representation.ts';

const five = (law: ScenarioLaw) => ({ book: law.book({ parameters: settingsWith('administrative-penalty', { lateEntryLimit: 5 }) }) });
const late = (obstacleEndedOn: string, consent?: { by?: string; entitled?: boolean; against?: 'otherAct' | 'used' }) => ({
  reason: { contentId: 'flood', commitment: 'flood' }, obstacleEndedOn: legalDate(obstacleEndedOn),
  ...(consent ? { consent: { documentNumber: '勉司函〔2025〕3号', personId: consent.by ?? 'zhou', entitled: consent.entitled ?? true, ...(consent.against ? { against: consent.against } : {}) } } : {}),
});

scenario('within five working days of its day an act is entered as it is', (law) => {
  const story = penaltyFiled(law, five(law)).at('2025-07-25').takes('takeEvidence', {}, { on: '2025-07-18' });
  same(story.eventsOf('stepTaken').at(-1)?.occurredOn, '2025-07-18', 'the day');
  same(story.eventsOf('stepTaken').at(-1)?.late, undefined, 'the mark');
});

scenario('after the limit it needs its reason; within the limit from the end of the obstacle it keeps its day and is marked', (law) => {
  const story = penaltyFiled(law, five(law)).at('2025-07-28');
  story.refused('lateEntryNotExplained', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18' }));
  story.refused('lateEntryObstacleWrong', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-17') }));
  story.refused('lateEntryObstacleWrong', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-29') }));
  story.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-21') });
  same(story.eventsOf('stepTaken').at(-1)?.occurredOn, '2025-07-18', 'the day');
  same(story.eventsOf('stepTaken').at(-1)?.late?.doneOn, '2025-07-18', 'the mark');
});

scenario('later still it needs consent of the county legal office, by another hand; the act of the authority counts from the day of recording', (law) => {
  const story = penaltyFiled(law, five(law)).at('2025-08-04');
  story.refused('lateEntryConsentMissing', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-21') }));
  story.refused('lateEntryConsentInvalid', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-21', { entitled: false }) }));
  story.refused('lateEntryConsentInvalid', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-21', { by: 'zhang' }), by: 'zhang', officers: certified('zhang', 'li') }));
  for (const against of ['otherAct', 'used'] as const) story.refused('lateEntryConsentInvalid', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-21', { against }) }));
  story.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-21', {}) });
  const taken = story.eventsOf('stepTaken').at(-1);
  same([taken?.occurredOn, taken?.late?.doneOn, taken?.late?.consent?.documentNumber], ['2025-08-04', '2025-07-18', '勉司函〔2025〕3号'], 'both days and the document');
});

scenario("a party's request keeps its day however late it is entered, and withdraws the lapse that it makes untrue", (law) => {
  // Notice served on 2025-07-22: a hearing can be asked for until 2025-07-29.
  const story = penaltyNoticed(law, five(law)).at('2025-08-12');
  story.expectLapse('PEN-05', '2025-07-29');
  story.takes('requestHearing', {}, { on: '2025-07-28', late: late('2025-07-31', {}) });
  same(story.eventsOf('stepTaken').at(-1)?.occurredOn, '2025-07-28', 'the day');
  story.expectLapse('PEN-05').expectEvents('lapseWithdrawn', 1);
  story.refused(['hearingOpen'], (one) => one.takes('decidePenalty'));
});

scenario('an act of the authority that comes after the limit opens nothing that the law has closed meanwhile', (law) => {
  // The party had waived neither; the waiver of 2025-07-28 is entered when the hearing has been asked for.
  const story = penaltyNoticed(law, five(law)).at('2025-07-29').takes('requestHearing');
  story.at('2025-08-12').refused('hearingAsked', (one) => one.takes('waiveHearing', {}, { on: '2025-07-28', late: late('2025-07-29', {}) }));
});

scenario('service entered after the limit is recorded with its true day and counts for the party from the day of recording', (law) => {
  const story = penaltyReported(law, five(law)).at('2025-07-21').takes('issueNotice').at('2025-08-04');
  story.refused('lateEntryNotExplained', (one) => one.serves('penalty-notice', { on: legalDate('2025-07-22') }));
  story.refused('lateEntryConsentMissing', (one) => one.serves('penalty-notice', { on: legalDate('2025-07-22') }, { late: late('2025-07-23') }));
  story.takes('inquireWhereabouts', {}, { on: '2025-08-01' });
  story.refused('lateEntryAnnouncement', (one) => one.serves('penalty-notice', { on: legalDate('2025-07-22'), way: 'announcement', outcome: 'posted', ground: 'otherWaysFailed' }, { late: late('2025-07-23', {}) }));
  story.serves('penalty-notice', { on: legalDate('2025-07-22') }, { late: late('2025-07-23', {}) });
  const served = story.eventsOf('paperServed').at(-1);
  same([served?.rawOn, served?.effectiveOn], ['2025-07-22', '2025-08-04'], 'both days');
  story.expectClock('PEN-05', { anchorOn: '2025-08-04', dueOn: '2025-08-11' });
});

scenario('service within the limit from the end of the obstacle counts from its day', (law) => {
  const story = penaltyReported(law, five(law)).at('2025-07-21').takes('issueNotice').at('2025-07-31');
  story.serves('penalty-notice', { on: legalDate('2025-07-22') }, { late: late('2025-07-25') });
  story.expectClock('PEN-05', { anchorOn: '2025-07-22', dueOn: '2025-07-29' }).expectLapse('PEN-05', '2025-07-29');
});

scenario('while the county has not set the limit, nothing of a day gone by is entered', (law) => {
  const story = penaltyFiled(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { lateEntryLimit: null }) }) });
  story.at('2025-07-14').takes('takeEvidence').refused('parameterNotSet', (one) => one.takes('takeEvidence', {}, { on: '2025-07-11' }));
});

scenario('a decision on the spot is not dated back: after the limit with its reason, later still with consent, and then it and its periods count from the day of recording', (law) => {
  const book = law.book({ parameters: settingsWith('administrative-penalty-summary', { lateEntryLimit: 5 }) });
  const scene = Story.open({ book, pack: 'administrative-penalty-summary', on: '2025-07-07', parties: [citizen('p1', '1985-03-02', '2025-07-07')], facts: { cause: 'highway-stall-or-pile', actEndedOn: '2025-07-07', discoveredOn: '2025-07-07' } });
  const day = legalDate('2025-07-07');
  scene.takes('takeEvidence').takes('hearParty', { intendedFine: '100.00' }).at('2025-10-20').refused('lateEntryNotExplained', (one) => one.takes('decideOnTheSpot', { fine: '100.00' }, { on: day }));
  scene.refused('lateEntryConsentMissing', (one) => one.takes('decideOnTheSpot', { fine: '100.00' }, { on: day, late: late('2025-07-09') }));
  scene.takes('decideOnTheSpot', { fine: '100.00' }, { on: day, late: late('2025-07-09', {}) });
  same(scene.eventsOf('stepTaken').at(-1)?.occurredOn, '2025-10-20', 'the day that counts');
  scene.refused('lateEntryNotExplained', (one) => one.serves('on-the-spot-decision', { on: day }));
});

scenario('an obstacle that ended yesterday does not bring an act of long ago back to its day: beyond two limits it needs consent', (law) => {
  // Ten working days from 2025-07-18, a Friday, end on 2025-08-01.
  const story = penaltyFiled(law, five(law)).at('2025-08-01', '23:59').takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-07-31') });
  same(story.eventsOf('stepTaken').at(-1)?.occurredOn, '2025-07-18', 'the day');
  story.at('2025-08-02', '00:00').refused('lateEntryConsentMissing', (one) => one.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-08-01') }));
  story.takes('takeEvidence', {}, { on: '2025-07-18', late: late('2025-08-01', {}) });
  same(story.eventsOf('stepTaken').at(-1)?.occurredOn, '2025-08-02', 'the day of recording');
});

scenario('preserved evidence whose seven working days are over is not disposed of in time by a word about the network', (law) => {
  const story = penaltyFiled(law, five(law)).takes('proposePreservation');
  story.takes('approvePreservation', { preservationProposal: story.seqOf('proposePreservation') });
  const preservation = story.seqOf('approvePreservation');
  const day = story.today;
  const disposes = (one: typeof story, consent?: object) => one.takes('disposePreserved', { preservation, disposal: 'seized' }, { on: day, late: late('2025-10-19', consent) });
  story.at('2025-10-20').refused(['lateEntryConsentMissing'], (one) => disposes(one));
  story.refused('preservationExpired', (one) => disposes(one, {}));
});

scenario('a letter whose slip came back late is served on the day of the slip: two limits run from there', (law) => {
  const posted = { on: legalDate('2025-07-22'), way: 'post', itemNumber: 'EMS1' } as const;
  const story = penaltyReported(law, five(law)).at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice', { ...posted, outcome: 'sent' });
  // Ten working days from 2025-07-30, a Wednesday, end on 2025-08-13.
  const slip = (one: typeof story, ended: string) => one.serves('penalty-notice', { ...posted, outcome: 'received', returnSlipOn: legalDate('2025-07-30') }, { late: late(ended) });
  story.at('2025-08-14').refused('lateEntryConsentMissing', (one) => slip(one, '2025-08-13'));
  slip(penaltyReported(law, five(law)).at('2025-07-21').takes('issueNotice').at('2025-08-13'), '2025-08-12').expectClock('PEN-05', { anchorOn: '2025-07-30' });
});

scenario("a party's request of long ago is entered with its reason within the limit from the end of the obstacle", (law) => {
  const story = penaltyNoticed(law, five(law)).at('2025-08-18').takes('requestHearing', {}, { on: '2025-07-28', late: late('2025-08-15') });
  same(story.eventsOf('stepTaken').at(-1)?.occurredOn, '2025-07-28', 'the day');
});

scenario('a fee of its years is not dated back: its acts are entered within the limit, and what a party said keeps its day', (law) => {
  const fee = { book: law.book({ parameters: settingsWith('social-maintenance-fee', { lateEntryLimit: 5 }) }) };
  const reported = feeReported(law, fee).at('2018-06-04').refused('lateEntryNotExplained', (one) => one.takes('issueNotice', { baseYear: 2017 }, { party: 'p1', on: '2018-03-14' }));
  reported.refused('lateEntryConsentMissing', (one) => one.takes('issueNotice', { baseYear: 2017 }, { party: 'p1', on: '2018-03-14', late: late('2018-06-01') }));
  const noticed = feeNoticed(law, fee).at('2018-03-15').serves('levy-notice', {}, { party: 'p1' }).at('2018-04-16');
  noticed.takes('recordStatement', {}, { party: 'p1', on: '2018-03-16', late: late('2018-03-19', {}) });
  same(noticed.eventsOf('stepTaken').at(-1)?.occurredOn, '2018-03-16', 'the day');
  // What was done before the end of the fee and is entered after it is no act of its years any more.
  reported.at('2021-08-20').refused('packNoLongerInForce', (one) => one.takes('issueNotice', { baseYear: 2017 }, { party: 'p1', on: '2021-08-19', late: late('2021-08-19') }));
});

scenario('a case is not opened as of long ago: within the limit as it is, then with its reason, later still with consent, and then it is open from the day of recording', (law) => {
  // Found on 2025-07-07, a Monday: five working days end on 2025-07-14.
  const opened = (recordedOn: string, more: { late?: ReturnType<typeof late>; book?: ReturnType<typeof law.book> } = {}) => penaltyLead(law, { ...five(law), recordedOn, ...more });
  const [first] = opened('2025-07-14').eventsOf('caseOpened');
  same([first?.occurredOn, first?.late], ['2025-07-07', undefined], 'within the limit');
  const base = opened('2025-07-08');
  base.refused('lateEntryNotExplained', () => opened('2025-07-15'));
  base.refused('lateEntryObstacleWrong', () => opened('2025-07-15', { late: late('2025-07-04') }));
  const [second] = opened('2025-07-18', { late: late('2025-07-14') }).eventsOf('caseOpened');
  same([second?.occurredOn, second?.late?.obstacleEndedOn], ['2025-07-07', '2025-07-14'], 'after the obstacle');
  base.refused('lateEntryConsentMissing', () => opened('2025-12-01', { late: late('2025-11-28') }));
  base.refused('lateEntryConsentInvalid', () => opened('2025-12-01', { late: late('2025-11-28', { entitled: false }) }));
  base.refused('lateEntryConsentInvalid', () => opened('2025-12-01', { late: late('2025-11-28', { by: 'zhang' }) }));
  const last = opened('2025-12-01', { late: late('2025-11-28', {}) });
  const [third] = last.eventsOf('caseOpened');
  same([third?.occurredOn, third?.late?.doneOn, third?.late?.consent?.documentNumber], ['2025-12-01', '2025-07-07', '勉司函〔2025〕3号'], 'both days and the document');
  last.refused(['dateBeforeOpening'], (one) => one.takes('proposeFiling', {}, { on: '2025-11-28' }));
  const silent = { book: law.book({ parameters: settingsWith('administrative-penalty', { lateEntryLimit: null }) }) };
  opened('2025-07-07', silent).refused('parameterNotSet', () => opened('2025-07-08', silent));
});

scenario('a seal of rubber that was used on a printed paper without a network keeps its day within the limit, so that the paper could be served the same day', (law) => {
  // Five working days from 2025-07-21, a Monday, end on 2025-07-28.
  const sealedFirst = { book: law.book({ parameters: settingsWith('administrative-penalty', { lateEntryLimit: 5, sealBeforeService: 'yes' }) }) };
  const day = { on: '2025-07-21' };
  const served = { on: legalDate('2025-07-21') };
  const story = penaltyReported(law, sealedFirst).at('2025-07-21').takes('issueNotice').at('2025-07-28');
  story.asksSeal('penalty-notice', day).refused('paperNotSealed', (one) => one.serves('penalty-notice', served)).seals('penalty-notice', day).serves('penalty-notice', served);
  same([story.eventsOf('sealUsed').at(-1)?.occurredOn, story.eventsOf('sealUsed').at(-1)?.late], ['2025-07-21', undefined], 'the day and the mark');
  const later = penaltyReported(law, sealedFirst).at('2025-07-21').takes('issueNotice').at('2025-07-29').refused('lateEntryNotExplained', (one) => one.asksSeal('penalty-notice', day));
  later.refused('lateEntryObstacleWrong', (one) => one.asksSeal('penalty-notice', { ...day, late: late('2025-07-20') })).asksSeal('penalty-notice', { ...day, late: late('2025-07-25') });
  later.refused('lateEntryNotExplained', (one) => one.seals('penalty-notice', day)).seals('penalty-notice', { ...day, late: late('2025-07-25') });
  same([later.eventsOf('sealAsked').at(-1)?.late?.doneOn, later.eventsOf('sealUsed').at(-1)?.late?.doneOn, later.eventsOf('sealUsed').at(-1)?.occurredOn], ['2025-07-21', '2025-07-21', '2025-07-21'], 'the marks and the day');
});

scenario('a seal that comes later still needs consent and counts from the day of recording: it seals nothing that was served before', (law) => {
  const story = penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { lateEntryLimit: 5, sealBeforeService: 'yes' }) }) }).at('2025-07-21').takes('issueNotice').at('2025-08-05');
  const day = { on: '2025-07-21' };
  story.refused('lateEntryConsentMissing', (one) => one.asksSeal('penalty-notice', { ...day, late: late('2025-07-25') }));
  story.refused('lateEntryConsentInvalid', (one) => one.asksSeal('penalty-notice', { ...day, late: late('2025-07-25', { against: 'otherAct' }) }));
  story.refused(['dateBeforeOpening', 'sealBeforeIssue'], (one) => one.asksSeal('penalty-notice', { on: '2025-07-04', late: late('2025-07-25', {}) }));
  story.asksSeal('penalty-notice', { ...day, late: late('2025-07-25', {}) }).seals('penalty-notice', { ...day, late: late('2025-07-25', {}) });
  const used = story.eventsOf('sealUsed').at(-1);
  same([used?.occurredOn, used?.late?.doneOn, used?.late?.consent?.documentNumber], ['2025-08-05', '2025-07-21', '勉司函〔2025〕3号'], 'both days and the document');
  story.refused('paperNotSealed', (one) => one.serves('penalty-notice', { on: legalDate('2025-07-31') })).serves('penalty-notice');
});

scenario('a letter that was handed in, and one that was withdrawn, without a network are entered within the limit, then with the reason, then with consent; they keep their days', (law) => {
  // Handed in on 2025-07-23, a Wednesday: five working days end on 2025-07-30.
  const handedIn = { on: '2025-07-23', from: '2025-07-23' };
  const story = penaltyNoticed(law, five(law)).at('2025-07-31').attaches('letter');
  story.refused('lateEntryNotExplained', (one) => files(one, handedIn)).refused('lateEntryObstacleWrong', (one) => files(one, { ...handedIn, late: late('2025-07-22') }));
  const number = files(story, { ...handedIn, late: late('2025-07-28') });
  same([story.eventsOf('representativeFiled').at(-1)?.occurredOn, story.eventsOf('representativeFiled').at(-1)?.late?.doneOn], ['2025-07-23', '2025-07-23'], 'the day and the mark');
  story.at('2025-08-11').refused('lateEntryNotExplained', (one) => ends(one, number, actor('wang'), '2025-08-01')).refused('lateEntryConsentMissing', (one) => ends(one, number, actor('wang'), '2025-08-01', late('2025-08-01')));
  ends(story, number, actor('wang'), '2025-08-01', late('2025-08-01', {}));
  const ended = story.eventsOf('representativeEnded').at(-1);
  same([ended?.occurredOn, ended?.late?.consent?.documentNumber], ['2025-08-01', '勉司函〔2025〕3号'], 'the day and the document');
  story.refused('authorityEnded', (one) => atHall(one, 'submitStatement', { authority: number })).refused('authorityEnded', (one) => one.command({ type: 'takeStep', step: 'submitStatement', on: one.today, party: 'p1', facts: {}, officers: [], body: one.state.body }, inPlace('agent', number)));
  const recent = penaltyNoticed(law, five(law)).at('2025-07-30');
  files(recent, handedIn);
  same(recent.eventsOf('representativeFiled').at(-1)?.late, undefined, 'within the limit nothing is said');
});
