/**
 * The summary procedure (arts. 51, 52): up to 200 yuan for a citizen, 3,000 for an organisation, or a warning; facts
 * certain, certificates shown, the party told and heard, a numbered decision handed over at once and reported to the
 * office. Decided on 2025-07-07 (Monday): five working days for the report end on 2025-07-14.
 */
import { legalDate } from '#law';
import { forbiddenWordBlockers, wordingsOfFacts } from '#cases';
import { madeBands } from '#cases/testing/causes';
import { COUNTY, certified, citizen, expired, organisation, settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { Story, same } from '#cases/testing/story';
import { atDoor, files, inPlace, self } from './representation.ts';
import type { Party } from '#cases/model';
import type { PlainFacts } from '#cases/testing/facts';

const DAY = '2025-07-07';
const adult = citizen('p1', '1985-03-02', DAY);
const scene = (law: ScenarioLaw, party: Party = adult, facts: PlainFacts = {}): Story => Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: DAY, parties: [party], facts: { actEndedOn: DAY, discoveredOn: DAY, ...facts } });
/** Up to 5,000 yuan, without discretion bands. */
const STALL = { cause: 'highway-stall-or-pile' };
/** A warning, or up to 500 yuan. */
const LANE = { cause: 'fire-lane-occupied' };
const small = { intendedFine: '100.00' };
/** Evidence was taken and the party heard on a fine of 100 yuan. */
const hears = (story: Story, facts: PlainFacts = {}): Story => story.takes('hearParty', { ...small, ...facts });
const heard = (law: ScenarioLaw, party: Party = adult, facts: PlainFacts = {}, cause: PlainFacts = STALL): Story => scene(law, party, cause).takes('takeEvidence').takes('hearParty', { ...small, ...facts });
const decision = { fine: '100.00' };

scenario('fined on the spot: handed over at once, reported, the fine to be paid at the bank', (law) => {
  const story = heard(law).takes('decideOnTheSpot', decision).expectPhase('decided').serves('on-the-spot-decision').expectPhase('served');
  story.expectClock('SPT-02', { dueOn: '2025-07-14', status: 'running' }).expectClock('PEN-09', { dueOn: '2025-07-22' }).expectClock('REC-01', { rawOn: '2025-09-05' }).expectClock('LIT-01', { rawOn: '2026-01-07' });
  story.at('2025-07-10').takes('reportToOffice').expectClock('SPT-02', { status: 'ended' }).refused('fineNotSettled', (it) => it.closes('closedOnTheSpot')).at('2025-07-20').expectLapse('SPT-01').expectLapse('SPT-02').expectDuties('escalate', 0);
});

scenario('a warning on the spot is reported and closed', (law) => {
  const story = heard(law, adult, { intendedFine: undefined, intendedWarning: 'warning' }, LANE).refused('nothingImposed', (it) => it.takes('decideOnTheSpot', { fine: undefined }));
  story.takes('decideOnTheSpot', { fine: undefined, warning: 'warning' }).serves('on-the-spot-decision').refused('notReported', (it) => it.closes('closedOnTheSpot'));
  if (story.hasClock('PEN-09')) throw new Error('A period to pay runs without a fine.');
  story.takes('reportToOffice').closes('closedOnTheSpot');
});

scenario('not handed over, not reported: the county legal office is told of each', (law) => {
  const story = heard(law).takes('decideOnTheSpot', decision).at('2025-07-08').expectLapse('SPT-01', DAY).expectDuties('escalate', 1).at('2025-07-15').expectLapse('SPT-02', '2025-07-14').expectDuties('escalate', 2);
  story.takes('reportToOffice').expectDuties('escalate', 1).refused('twoCertifiedOfficers', (it) => it.takes('inquireWhereabouts', {}, { party: 'p1', officers: certified('zhang') })).takes('inquireWhereabouts').serves('on-the-spot-decision');
});

scenario('above 200 yuan for a citizen and 3,000 for an organisation the ordinary procedure applies', (law) => {
  const person = scene(law, adult, STALL).takes('takeEvidence');
  const [blocker] = person.refusal('intendedCitizenAbove200', (it) => it.takes('hearParty', { intendedFine: '200.01' }));
  if (!blocker?.missing?.en.includes('administrative-penalty')) throw new Error('The refusal does not say where to go.');
  person.closes('toOrdinaryProcedure', { by: 'zhang' });
  scene(law, organisation('p1'), STALL).takes('takeEvidence').refused('intendedOrganisationAbove3000', (it) => it.takes('hearParty', { intendedFine: '3000.01' })).takes('hearParty', { intendedFine: '3000.00' })
    .refused(['fineOrganisationAbove3000', 'fineAboveNotice'], (it) => it.takes('decideOnTheSpot', { fine: '3000.01' })).takes('decideOnTheSpot', { fine: '3000.00' });
  heard(law, adult, { intendedFine: '200.00' }).refused(['fineCitizenAbove200', 'fineAboveNotice'], (it) => it.takes('decideOnTheSpot', { fine: '200.01' })).takes('decideOnTheSpot', { fine: '200.00' });
});

scenario('facts certain, evidence taken, certificates shown, the party told and heard, two officers', (law) => {
  const bare = scene(law, adult, STALL).refused(['noEvidence', 'partyNotHeard', 'fineAboveNotice'], (it) => it.takes('decideOnTheSpot', decision));
  bare.refused('twoCertifiedOfficers', (it) => it.takes('takeEvidence', {}, { officers: [...certified('zhang'), expired('li')] })).takes('takeEvidence');
  bare.refused('certificatesNotShown', (it) => it.takes('hearParty', { ...small, certificatesShown: false })).refused('notTold', (it) => it.takes('hearParty', { ...small, told: false })).refused('twoCertifiedOfficers', (it) => it.takes('hearParty', small, { officers: certified('zhang') }));
  bare.refused('nothingIntended', (it) => it.takes('hearParty', { intendedFine: undefined }));
  heard(law).refused('factsNotCertain', (it) => it.takes('decideOnTheSpot', { ...decision, factsCertain: false })).refused('twoCertifiedOfficers', (it) => it.takes('decideOnTheSpot', decision, { officers: certified('zhang') }));
});

scenario('nothing heavier than was told, within the range of the cause', (law) => {
  heard(law).refused('fineAboveNotice', (it) => it.takes('decideOnTheSpot', { fine: '100.01' })).refused('fineZero', (it) => it.takes('decideOnTheSpot', { fine: '0.00' })).refused(['penaltyNotOfCause', 'warningNotTold'], (it) => it.takes('decideOnTheSpot', { fine: undefined, warning: 'warning' }));
  scene(law, adult, STALL).refused('fineZero', (it) => it.takes('hearParty', { intendedFine: '0.00' }));
  // 100 to 500 yuan.
  const fireworks = scene(law, organisation('p1'), { cause: 'fireworks-forbidden' }).takes('takeEvidence');
  fireworks.refused('intendedFineAboveMaximum', (it) => it.takes('hearParty', { intendedFine: '500.01' })).refused('intendedFineBelowMinimum', (it) => it.takes('hearParty', { intendedFine: '99.99' })).takes('hearParty', { intendedFine: '500.00' });
  fireworks.refused(['fineAboveMaximum', 'fineAboveNotice'], (it) => it.takes('decideOnTheSpot', { fine: '500.01' })).refused('fineBelowMinimum', (it) => it.takes('decideOnTheSpot', { fine: '99.99' })).takes('decideOnTheSpot', { fine: '99.99', mitigation: 'removedHarm', reduced: true });
});

scenario('who is not punished on the spot, and what needs the heads', (law) => {
  scene(law, citizen('p1', '2012-01-01', DAY), STALL).refused('partyUnder14', (it) => it.takes('hearParty', small)).closes('notPunished');
  heard(law, citizen('p1', '2010-01-01', DAY)).refused('minorWithoutLeniency', (it) => it.takes('decideOnTheSpot', decision)).takes('decideOnTheSpot', { ...decision, mitigation: 'minor' });
  heard(law).refused('notAMinor', (it) => it.takes('decideOnTheSpot', { ...decision, mitigation: 'minor' })).refused('notAMinor', (it) => it.takes('hearParty', { ...small, mitigation: 'minor' }));
  heard(law).refused('alreadyFined', (it) => it.takes('decideOnTheSpot', decision, { claims: { oneFine: { heldBy: { office: '勉县武侯镇人民政府', number: null } } } }));
  const banded = Story.open({ book: law.book({ causes: [madeBands(COUNTY, STALL.cause)] }), pack: 'administrative-penalty-summary', on: DAY, parties: [adult], facts: { actEndedOn: DAY, discoveredOn: DAY, ...STALL } });
  banded.takes('takeEvidence').takes('hearParty', { intendedFine: '200.00', band: 'ordinary', discretion: '情节轻微' }).refused('outsideBandOnTheSpot', (it) => it.takes('decideOnTheSpot', { fine: '200.00' }));
});

scenario('a case of the summary procedure is opened when the act was found, not before it', (law) => {
  const opened = (facts: PlainFacts) => () => Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: DAY, parties: [adult], facts: { actEndedOn: DAY, discoveredOn: DAY, ...STALL, ...facts } });
  const standing = scene(law, adult, STALL);
  standing.refused(['discoveredAfterOpening'], opened({ discoveredOn: '2025-07-08' })).refused('actAfterDiscovery', opened({ actEndedOn: '2025-07-08', discoveredOn: DAY })).refused('actNumberUnfounded', opened({ actNumber: '2' }));
  const old = Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: DAY, parties: [citizen('p1', '1985-03-02', '2023-07-06')], facts: { actEndedOn: '2023-07-06', discoveredOn: DAY, ...STALL } });
  old.takes('takeEvidence').takes('hearParty', small).refused('limitationPassed', (it) => it.takes('decideOnTheSpot', decision));
});

scenario('what the party says is taken down as it says it', (law) => {
  const book = law.book();
  same(forbiddenWordBlockers(book, 'administrative-penalty-summary', legalDate(DAY), wordingsOfFacts(book.pack('administrative-penalty-summary').pack, { statement: '这就是变相的社会抚养费！' })), [], 'a statement');
});

const claims = (story: Story): unknown => story.eventsOf('stepTaken').at(-1)?.claims;

scenario('what was told first counts no more where the party is told anew; a fine claims the act, a warning does not', (law) => {
  const told = heard(law, adult, {}, LANE).takes('hearParty', { intendedFine: undefined, intendedWarning: 'warning' }).refused('fineAboveNotice', (it) => it.takes('decideOnTheSpot', decision));
  same([claims(told.takes('decideOnTheSpot', { fine: undefined, warning: 'warning' })), claims(heard(law).takes('decideOnTheSpot', decision))], [[], ['oneFine']], 'claims');
});

scenario('five years where life or health was harmed; no fee is collected as a fine on the spot', (law) => {
  const harmful = Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: DAY, parties: [citizen('p1', '1985-03-02', '2020-07-07')], facts: { actEndedOn: '2020-07-07', discoveredOn: DAY, lifeHealthFinanceHarm: true, ...STALL } });
  harmful.takes('takeEvidence').takes('hearParty', small).takes('decideOnTheSpot', decision);
  harmful.refused('feeInDisguise', () => Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: DAY, parties: [adult], facts: { actEndedOn: DAY, discoveredOn: DAY, cause: 'social-maintenance-fee' } }));
});

scenario('the summary procedure holds from 2021-07-15', (law) => {
  scene(law).refused('packNotYetInForce', () => Story.open({ book: law.book(), pack: 'administrative-penalty-summary', on: '2021-07-14', parties: [adult], facts: { actEndedOn: '2021-07-14', discoveredOn: '2021-07-14' } }));
});

scenario('a minor on the spot is heard with the guardian and served through the guardian, where the county asks for it', (law) => {
  const minor = (value: 'yes' | 'no' | null): Story => Story.open({ book: law.book({ parameters: settingsWith('administrative-penalty-summary', { guardianRequired: value }) }), pack: 'administrative-penalty-summary', on: DAY, parties: [citizen('p1', '2010-01-01', DAY)], facts: { actEndedOn: DAY, discoveredOn: DAY, ...STALL } }).takes('takeEvidence');
  const lenient = { ...decision, mitigation: 'minor' };
  minor(null).refused('parameterNotSet', (it) => hears(it));
  const asked = minor('yes').refused(['guardianMissing', 'guardianNotPresent'], (it) => hears(it)).refused('guardianMissing', (it) => hears(it, { guardianPresent: true }));
  const guardian = files(asked, { as: 'guardian' });
  hears(asked.refused('guardianNotPresent', (it) => hears(it)), { guardianPresent: true }).takes('decideOnTheSpot', lenient).serves('on-the-spot-decision');
  atDoor(asked.refused('guardianActs', (it) => atDoor(it, self(), 'submitStatement', { requestKind: 'statement' })), inPlace('guardian', guardian), 'submitStatement', { requestKind: 'statement' });
  hears(minor('no')).takes('decideOnTheSpot', lenient).serves('on-the-spot-decision');
});
