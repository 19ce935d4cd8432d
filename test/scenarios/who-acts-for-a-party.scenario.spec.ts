/** Who acts for a party: agents by letter of authority, guardians of minors and of persons without capacity, and what is said at the hall. */
import { actor, citizen, organisation, settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { inPlaceOf } from '#cases/testing/standing';
import { same, type Story } from '#cases/testing/story';
import { hearingScheduled, penaltyFiled, penaltyNoticed, penaltyReported } from './beginnings.ts';
import { atDoor, atHall, ends, files, inPlace, self } from './representation.ts';

const lastAct = (story: Story) => story.eventsOf('stepTaken').at(-1);

scenario('an agent asks and states by a general letter, and the record says by which', (law) => {
  const story = penaltyNoticed(law);
  const number = files(story);
  atDoor(story, inPlace('agent', number), 'submitStatement');
  same(lastAct(story)?.forParty, { party: 'p1', as: 'agent', authority: number }, 'whose act');
  same(lastAct(story)?.actorId, 'agent:p1', 'who is named');
  atDoor(story, inPlace('agent', number), 'requestHearing').refused('notByParty', (it) => atDoor(it, inPlace('agent', number), 'decidePenalty'));
  story.refused('authorityUnknown', (it) => atDoor(it, inPlace('agent', 1), 'submitStatement')).refused('authorityUnknown', (it) => atDoor(it, inPlace('agent', number, 'p2'), 'submitStatement'));
});

scenario('a letter covers its days and the acts that it names', (law) => {
  const story = penaltyFiled(law).at('2025-07-14');
  const number = files(story, { scope: ['submitStatement', 'complain'], from: '2025-07-20', to: '2025-07-24' });
  story.refused('authorityOutsideDates', (it) => atDoor(it, inPlace('agent', number), 'complain'));
  story.at('2025-07-18').takes('takeEvidence').takes('recordInquiry').takes('reportInvestigation').at('2025-07-21').takes('issueNotice').at('2025-07-22').serves('penalty-notice');
  atDoor(story, inPlace('agent', number), 'submitStatement').refused('authorityOutsideScope', (it) => atDoor(it, inPlace('agent', number), 'requestHearing'));
  atDoor(story.at('2025-07-24', '23:59'), inPlace('agent', number), 'complain').at('2025-07-25').refused('authorityOutsideDates', (it) => atDoor(it, inPlace('agent', number), 'complain'));
  atDoor(story, self(), 'requestHearing');
});

scenario('a request for a hearing is withdrawn by the party, or by an agent whose special letter names it', (law) => {
  const story = hearingScheduled(law);
  const general = files(story);
  story.refused('specialAuthorityMissing', (it) => atDoor(it, inPlace('agent', general), 'withdrawHearingRequest'));
  story.refused('specialActsNotNamed', (it) => files(it, { authority: 'special' })).refused('specialActsNotNamed', (it) => files(it, { scope: ['withdrawHearingRequest'] }));
  const special = files(story, { authority: 'special', scope: ['withdrawHearingRequest'] });
  // Of what any letter covers nothing is named, so all of it is covered.
  atDoor(story, inPlace('agent', special), 'complain');
  atDoor(story, inPlace('agent', special), 'withdrawHearingRequest').takes('recordStatement').at('2025-07-30').takes('decidePenalty');
  atDoor(hearingScheduled(law), self(), 'withdrawHearingRequest').takes('recordStatement').at('2025-07-30').takes('decidePenalty');
});

scenario('a letter is filed by the hall, once its scan is on file, for acts that a party has; two agents at a time', (law) => {
  const story = penaltyNoticed(law).attaches('letter');
  story.refused('roleMissing', (it) => files(it, {}, 'qian')).refused('letterNotOnFile', (it) => files(it, { fileId: 'none' })).refused('partyUnknown', (it) => files(it, { party: 'p7' }));
  story.refused('scopeUnknown', (it) => files(it, { scope: ['decidePenalty'] }));
  for (const [on, code] of [['2025-07-23', 'dateInFuture'], ['2025-07-01', 'dateBeforeOpening']] as const) story.refused(code, (it) => files(it, { on }));
  const [one, two] = [files(story), files(story, { profession: 'other' })];
  story.refused('tooManyAgents', (it) => files(it));
  ends(story, one);
  const three = files(story);
  same(story.state.representatives.map(({ seq, ended }) => [seq, ended !== null]), [[one, true], [two, false], [three, false]], 'who is on file');
});

scenario('what the party withdraws ends at once; acts before stand, none follows', (law) => {
  const story = penaltyNoticed(law);
  const number = files(story);
  atDoor(story, inPlace('agent', number), 'submitStatement');
  story.refused('roleMissing', (it) => ends(it, number, actor('qian'))).refused('authorityUnknown', (it) => ends(it, 1)).refused('endedBeforeFiled', (it) => ends(it, number, actor('wang'), '2025-07-21')).refused('dateInFuture', (it) => ends(it, number, actor('wang'), '2025-07-23')).refused('dateBeforeOpening', (it) => ends(it, number, actor('wang'), '2025-07-01'));
  // Neither the agent nor the party of another letter withdraws it.
  story.refused('notByParty', (it) => ends(it, number, inPlace('agent', number))).refused('authorityUnknown', (it) => ends(it, number, self('p2')));
  ends(story, number, self());
  story.refused('authorityEnded', (it) => atDoor(it, inPlace('agent', number), 'complain')).refused('authorityEndedAlready', (it) => ends(it, number));
  same(story.state.steps.some((one) => one.forParty?.authority === number), true, 'the statement');
});

const child = [citizen('p1', '2010-03-03', '2025-07-01')];
const asked = (law: ScenarioLaw, value: 'yes' | 'no' | null = 'yes') => law.book({ parameters: settingsWith('administrative-penalty', { guardianRequired: value }) });
const lenient = { intendedFine: '300.00', mitigation: 'minor', reduced: true };

scenario('a minor is served, states and is heard through the guardian', (law) => {
  const story = penaltyReported(law, { book: asked(law), parties: child }).at('2025-07-21').takes('issueNotice', lenient).at('2025-07-22');
  story.refused('guardianMissing', (it) => it.serves('penalty-notice'));
  const father = files(story, { as: 'guardian' });
  story.serves('penalty-notice');
  same(story.eventsOf('serviceAttempted').at(-1)?.guardians, [father], 'in whose hands');
  story.refused('guardianActs', (it) => atDoor(it, self(), 'submitStatement'));
  atDoor(story, inPlace('guardian', father), 'submitStatement');
  same(lastAct(story)?.forParty, { party: 'p1', as: 'guardian', authority: father }, 'whose act');
  story.refused('guardianNotPresent', (it) => it.takes('recordStatement')).refused('guardianNotPresent', (it) => it.takes('waiveStatement')).refused('guardianNotPresent', (it) => it.takes('waiveHearing')).takes('recordStatement', { guardianPresent: true });
  atDoor(story.at('2025-07-24'), inPlace('guardian', father), 'requestHearing').at('2025-07-28').takes('scheduleHearing', { hearingOn: '2025-08-15' }).serves('hearing-notice');
  story.refused('guardianNotPresent', (it) => it.takes('withdrawHearingRequest'));
  story.at('2025-08-15').refused('guardianNotPresent', (it) => it.takes('holdHearing')).takes('holdHearing', { guardianPresent: true });
});

scenario('without a guardian on file a minor neither states nor withdraws, and the guardian of an adult is none', (law) => {
  const story = penaltyNoticed(law, { parties: child }, lenient).law(asked(law));
  for (const step of ['recordStatement', 'waiveStatement', 'waiveHearing']) story.refused(['guardianMissing'], (it) => it.takes(step, { guardianPresent: true }));
  story.refused('guardianMissing', (it) => atDoor(it, self(), 'submitStatement'));
  penaltyNoticed(law, { parties: [citizen('p1', '1985-03-02', '2025-07-01')] }).attaches('letter').refused('guardianNotNeeded', (it) => files(it, { as: 'guardian' }));
  penaltyNoticed(law, { parties: [organisation('p1')] }, { intendedFine: '3000.00' }).attaches('letter').refused('guardianNotNeeded', (it) => files(it, { as: 'guardian', ground: 'incapacity' }));
});

scenario('a county that has not said whether a minor needs the guardian is told; one that said no goes on', (law) => {
  const unset = penaltyNoticed(law, { parties: child }, lenient).law(asked(law, null));
  const [lacking] = unset.refusal('parameterNotSet', (it) => it.takes('recordStatement'));
  if (!lacking?.message.zh.includes('guardianRequired')) throw new Error('The parameter is not named.');
  penaltyNoticed(law, { parties: child }, lenient).takes('recordStatement');
  // Adults are not concerned.
  penaltyNoticed(law, { book: asked(law, null) }).takes('recordStatement');
});

scenario('a minor who has come of age acts himself', (law) => {
  const story = penaltyNoticed(law, { parties: [citizen('p1', '2007-07-24', '2025-07-01')] }, lenient).law(asked(law));
  story.refused('guardianMissing', (it) => atDoor(it, self(), 'submitStatement'));
  story.command({ type: 'takeStep', step: 'submitStatement', on: story.today, party: 'p1', officers: [], body: story.state.body, facts: { statement: { type: 'text', content: { contentId: 's', commitment: 's' } } } }, self(), {}, { minors: [] });
});

scenario('an adult without capacity acts through the guardian once one is on file', (law) => {
  const story = penaltyNoticed(law);
  atDoor(story, self(), 'complain');
  const spouse = files(story, { as: 'guardian', relation: 'spouse', ground: 'incapacity' });
  story.refused('guardianActs', (it) => atDoor(it, self(), 'complain')).refused('guardianNotPresent', (it) => it.takes('recordStatement'));
  atDoor(story, inPlace('guardian', spouse), 'complain');
  ends(story, spouse);
  atDoor(story, self(), 'complain');
});

scenario('what a party says at the hall is read back, signed or finger-marked, and is the same request as through the door', (law) => {
  const story = penaltyNoticed(law).at('2025-07-25');
  atHall(story, 'submitStatement', { signed: 'fingerMark' });
  same(lastAct(story)?.forParty, { party: 'p1', as: 'party', hall: { signed: 'fingerMark', witnesses: [] } }, 'how it was taken down');
  same(lastAct(story)?.actorId, 'wang', 'who entered it');
  // Whoever sits there need not hold a role of the step; an investigator does not enter it.
  atHall(story, 'complain', {}, { by: 'qian' }).refused('enteredByInvestigator', (it) => atHall(it, 'submitStatement', {}, { by: 'zhang' })).refused('enteredByInvestigator', (it) => atHall(it, 'complain', {}, { by: 'li' }));
  story.refused('notReadBack', (it) => atHall(it, 'complain', { readBack: false })).refused('notByParty', (it) => atHall(it, 'decidePenalty'));
  story.refused('refusalNotWitnessed', (it) => atHall(it, 'complain', { signed: 'refused', witnesses: ['wang', 'chen'] })).refused('refusalNotWitnessed', (it) => atHall(it, 'complain', { signed: 'refused', witnesses: ['chen', 'chen'] }));
  atHall(story, 'complain', { signed: 'refused', witnesses: ['chen', 'gao'] });
  same(lastAct(story)?.forParty?.hall, { signed: 'refused', witnesses: ['chen', 'gao'] }, 'who noted it');
  story.at('2025-07-30').refused('statementUnanswered', (it) => it.takes('decidePenalty'));
});

scenario('at the hall too an agent is held to the letter', (law) => {
  const story = penaltyNoticed(law);
  const number = files(story, { scope: ['submitStatement'] });
  atHall(story, 'submitStatement', { authority: number });
  same(lastAct(story)?.forParty, { party: 'p1', as: 'agent', authority: number, hall: { signed: 'signature', witnesses: [] } }, 'whose act');
  story.refused('authorityOutsideScope', (it) => atHall(it, 'complain', { authority: number })).refused('authorityUnknown', (it) => atHall(it, 'complain', { authority: 2 }));
  ends(story, number).refused('authorityEnded', (it) => atHall(it, 'submitStatement', { authority: number }));
});

scenario('whoever investigates enters nothing that the party says, asks for or gives up', (law) => {
  const story = penaltyNoticed(law);
  for (const step of ['submitStatement', 'requestHearing', 'waiveStatement', 'waiveHearing']) for (const by of ['zhang', 'li']) story.refused('enteredByInvestigator', (it) => it.takes(step, {}, { by }));
  // Nor a colleague in an investigator's place.
  const [blocked] = story.refusal('enteredByInvestigator', (it) => it.takes('waiveHearing', {}, { by: 'chen', standing: inPlaceOf('zhang') }));
  if (!blocked?.missing?.zh.includes('未参与本案调查')) throw new Error('It does not say who does it.');
  story.takes('waiveStatement', {}, { by: 'chen' }).takes('waiveHearing', {}, { by: 'wang' });
  const asked = hearingScheduled(law).refused('enteredByInvestigator', (it) => it.takes('withdrawHearingRequest', {}, { by: 'zhang' }));
  asked.takes('withdrawHearingRequest', {}, { by: 'zhao' });
});

scenario('whoever investigates settles neither who speaks for the party nor that its agent is gone; a guardian of an adult is recorded by a head', (law) => {
  const story = penaltyNoticed(law).attaches('letter');
  story.refused('enteredByInvestigator', (it) => files(it, {}, 'zhang')).refused('enteredByInvestigator', (it) => files(it, { as: 'guardian', ground: 'incapacity' }, 'li'));
  const number = files(story, {}, 'chen');
  story.refused('enteredByInvestigator', (it) => ends(it, number, actor('zhang')));
  ends(story, number, actor('chen'));
  story.refused('guardianByHead', (it) => files(it, { as: 'guardian', ground: 'incapacity' }, 'chen'));
  for (const by of ['wang', 'zhao', 'zhou']) files(story, { as: 'guardian', ground: 'incapacity' }, by);
});
