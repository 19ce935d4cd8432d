/** Causes of action: what may be their basis, how much may be imposed, by which law, and in which band (Penalty Law arts. 16, 29, 34, 37). */
import { legalDate } from '#law';
import { madeBands, madeCause } from '#cases/testing/causes';
import { COUNTY, citizen, handedOver, organisation } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { penaltyLead, penaltyNoticed, penaltyReady, penaltyReported } from './beginnings.ts';

/** A case that is not opened, seen from one that stands already. */
const refusal = (law: ScenarioLaw, code: string, open: () => unknown): unknown => penaltyLead(law).refusal(code, open);

const by = (cause: string, more: Record<string, string | number> = {}) => ({ facts: { cause, ...more } });

scenario('a cause that nobody knows opens no case', (law) => {
  refusal(law, 'causeUnknown', () => penaltyLead(law, by('loitering')));
  refusal(law, 'causeUnknown', () => penaltyLead(law, by('littering', { alsoViolated: 'straw-burnt/loitering' })));
  penaltyLead(law, by('littering', { alsoViolated: 'straw-burnt' }));
  // A cause that turns up later is looked at when it is named.
  penaltyReported(law).at('2025-07-21').refused('causeUnknown', (it) => it.takes('issueNotice', { alsoViolated: 'loitering' }));
});

scenario('a circular, a rule of a unit and a village charter are no basis of a penalty', (law) => {
  for (const kind of ['circular', 'unitRule', 'villageCharter'] as const) {
    const book = law.book({ causes: [madeCause(COUNTY, 'noise-at-night', { kind })] });
    refusal(law, 'basisNotLaw', () => penaltyLead(law, { ...by('noise-at-night'), book }));
  }
  for (const kind of ['law', 'administrativeRegulation', 'localRegulation', 'governmentRule'] as const) penaltyLead(law, { ...by('noise-at-night'), book: law.book({ causes: [madeCause(COUNTY, 'noise-at-night', { kind })] }) });
});

scenario('the range comes from the library: nobody need enter it, and another one is refused', (law) => {
  const reported = () => penaltyReported(law, by('straw-burnt')).at('2025-07-21');
  const story = reported().takes('issueNotice', { intendedFine: '800.00' });
  // Art. 119 of the Law on Air Pollution: 500 to 2,000 yuan.
  const { facts } = story.state;
  same([facts['fineMinimum'], facts['fineMaximum'], facts['fineRule']], [{ type: 'money', fen: '50000' }, { type: 'money', fen: '200000' }, { type: 'code', value: 'straw-burnt/2018-10-26' }], 'the range as recorded');
  reported().takes('issueNotice', { intendedFine: '800.00', fineMinimum: '500.00', fineMaximum: '2000.00' });
  reported().refused('rangeDiffers', (it) => it.takes('issueNotice', { intendedFine: '800.00', fineMaximum: '5000.00' }));
  reported().refused('rangeDiffers', (it) => it.takes('issueNotice', { intendedFine: '800.00', fineMinimum: '0.00' }));
  reported().refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '2000.01' }));
});

scenario('one cause, another range for a person and for an organisation, and none where the law gives none', (law) => {
  const lane = by('fire-lane-occupied');
  penaltyReported(law, lane).at('2025-07-21').refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '5000.00' })).takes('issueNotice', { intendedFine: '300.00' });
  penaltyReported(law, { ...lane, parties: [organisation('p1')] }).at('2025-07-21').refused('intendedFineBelowMinimum', (it) => it.takes('issueNotice', { intendedFine: '300.00' })).takes('issueNotice', { intendedFine: '5000.00' });
  penaltyReported(law, by('window-obstacle')).at('2025-07-21').refused('noFineForCause', (it) => it.takes('issueNotice', { intendedFine: '300.00' }));
  // Urban and Rural Planning Law art. 65: stop, correct, pull down; no fine for building in a village without a permit.
  penaltyReported(law, by('village-building-without-permit')).at('2025-07-21').refused('noFineForCause', (it) => it.takes('issueNotice', { intendedFine: '300.00' }));
});

scenario('a range that nobody has read blocks the notice and names itself, until the county enters it', (law) => {
  const pile = by('street-pile');
  const story = penaltyReported(law, pile).at('2025-07-21').refused('causeUnverified', (it) => it.takes('issueNotice', { intendedFine: '300.00' }));
  story.law(law.book({ causes: [madeCause(COUNTY, 'street-pile', { min: '50.00', max: '500.00' })] })).takes('issueNotice', { intendedFine: '300.00' });
  // An amount for organisations only: a person is not fined by it.
  penaltyReported(law, by('waste-not-sorted')).at('2025-07-21').refused('causeUnverified', (it) => it.takes('issueNotice', { intendedFine: '300.00' }));
});

scenario('a fine measured by the cost of the work, or by the square metre', (law) => {
  const built = () => penaltyReported(law, by('building-without-permit')).at('2025-07-21');
  built().refused('fineBaseMissing', (it) => it.takes('issueNotice', { intendedFine: '8000.00' }));
  // 5 to 10 percent of 100,000 yuan.
  built().refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '10000.01', fineBase: '100000.00' })).takes('issueNotice', { intendedFine: '10000.00', fineBase: '100000.00' });
  built().refused('intendedFineBelowMinimum', (it) => it.takes('issueNotice', { intendedFine: '4999.99', fineBase: '100000.00' }));
  const taken = () => penaltyReported(law, by('land-occupied')).at('2025-07-21');
  taken().refused('fineBaseMissing', (it) => it.takes('issueNotice', { intendedFine: '12000.00', fineBase: '100000.00' }));
  taken().takes('issueNotice', { intendedFine: '12000.00', fineQuantity: 120 }).at('2025-07-22').serves('penalty-notice').at('2025-07-30').takes('decidePenalty', { fine: '12000.00' });
});

scenario('where the law first orders to correct, the fine follows a refusal', (law) => {
  const noise = () => penaltyReported(law, by('public-place-noise')).at('2025-07-21');
  noise().refused('correctionFirst', (it) => it.takes('issueNotice', { intendedFine: '300.00' })).refused('correctionFirst', (it) => it.takes('issueNotice', { intendedFine: '300.00', correctionRefused: false }));
  noise().takes('issueNotice', { intendedFine: '300.00', correctionRefused: true });
});

scenario('of several norms that one act breaks the higher fine counts', (law) => {
  const both = () => penaltyReported(law, by('straw-burnt', { alsoViolated: 'forest-open-fire' })).at('2025-07-21');
  both().refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '3000.01' })).takes('issueNotice', { intendedFine: '2500.00' });
  penaltyReported(law, by('straw-burnt')).at('2025-07-21').refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '2500.00' })).takes('issueNotice', { intendedFine: '2500.00', alsoViolated: 'forest-open-fire' });
  // A body to which only the one matter was handed over does not measure by the other.
  const body = { ...handedOver, matters: ['administrative-penalty/straw-burnt'] };
  refusal(law, 'grantOutsideMatters', () => penaltyLead(law, { ...by('straw-burnt', { alsoViolated: 'forest-open-fire' }), body }));
  penaltyLead(law, { ...by('straw-burnt'), body }).refused('grantOutsideMatters', (it) => it.takes('proposeFiling', {}, { body: { ...body, matters: ['administrative-penalty/forest-open-fire'] } }));
  // A norm without a fine takes no part; one whose amount nobody has read stands in the way.
  penaltyReported(law, by('building-without-permit', { alsoViolated: 'village-building-without-permit' })).at('2025-07-21').takes('issueNotice', { intendedFine: '6000.00', fineBase: '100000.00' });
  penaltyReported(law, by('straw-burnt', { alsoViolated: 'village-waste-piled' })).at('2025-07-21').refused('causeUnverified', (it) => it.takes('issueNotice', { intendedFine: '800.00' }));
});

scenario('the law of the act, unless the later one is lighter', (law) => {
  // Air Pollution Law art. 118(3) to 2026-08-14: 500 to 20,000 yuan; Ecological Code art. 1132(3) from 2026-08-15: 500 to 5,000.
  const grilled = (actEndedOn: string) => by('open-air-barbecue', { actEndedOn });
  const before = penaltyReported(law, { ...grilled('2026-08-01'), on: '2026-08-03', filedOn: '2026-08-04' }, {}, '2026-08-05');
  before.takes('issueNotice', { intendedFine: '10000.00' }).serves('penalty-notice');
  before.at('2026-08-14').takes('waiveHearing', {}, { party: 'p1' }).at('2026-08-15').refused(['rangeDiffers', 'fineAboveMaximum'], (it) => it.takes('decidePenalty', { fine: '10000.00' }));
  before.refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '10000.00' })).takes('issueNotice', { intendedFine: '4000.00' });
  // Dumping own household waste: 100 to 500 yuan became 100 to 1,000; an act of before keeps the old range.
  const dumped = penaltyReported(law, { ...by('household-waste-dumped', { actEndedOn: '2026-08-14' }), on: '2026-08-17', filedOn: '2026-08-18' }, {}, '2026-08-19');
  dumped.refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '600.00' })).takes('issueNotice', { intendedFine: '500.00' });
  penaltyReported(law, { ...by('household-waste-dumped', { actEndedOn: '2026-08-15' }), on: '2026-08-17', filedOn: '2026-08-18' }, {}, '2026-08-19').takes('issueNotice', { intendedFine: '600.00' });
  // A later law that nobody has read may be lighter: nobody can say.
  penaltyReported(law, { ...by('electric-fishing', { actEndedOn: '2026-04-01' }), on: '2026-04-20', filedOn: '2026-04-21' }, {}, '2026-04-28').takes('issueNotice', { intendedFine: '800.00' }).at('2026-05-06').refused('causeUnverified', (it) => it.takes('issueNotice', { intendedFine: '800.00' }));
  refusal(law, 'causeNotInForce', () => penaltyLead(law, { ...by('own-construction-waste-dumped', { actEndedOn: '2026-08-14' }), on: '2026-08-20' }));
});

scenario('what is no longer unlawful is no longer punished', (law) => {
  const book = law.book({ causes: [madeCause(COUNTY, 'old-ban', { version: { to: legalDate('2025-07-20'), lawfulAfterwards: true } })] });
  penaltyReported(law, { ...by('old-ban'), book }).at('2025-07-20').takes('issueNotice');
  penaltyReported(law, { ...by('old-ban'), book }).at('2025-07-21').refused('noLongerUnlawful', (it) => it.takes('issueNotice'));
  refusal(law, 'noLongerUnlawful', () => penaltyLead(law, { ...by('old-ban'), book, on: '2025-07-21' }));
});

scenario('inside its band a fine needs no more; outside it, reasons and collective discussion; outside the range, nothing helps', (law) => {
  const book = law.book({ causes: [madeBands(COUNTY, 'littering')] });
  const reported = () => penaltyReported(law, { book }).at('2025-07-21');
  // 500 to 5,000 yuan: minor to 1,850, ordinary to 3,650, serious above.
  reported().refused('bandMissing', (it) => it.takes('issueNotice')).refused('bandUnknown', (it) => it.takes('issueNotice', { band: 'grave' }));
  reported().takes('issueNotice', { band: 'ordinary' }).at('2025-07-22').serves('penalty-notice').at('2025-07-30').takes('decidePenalty');
  reported().refused('outsideBandWithoutReasons', (it) => it.takes('issueNotice', { band: 'minor' })).refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { band: 'serious', intendedFine: '5000.01', discretion: 'reasons' }));
  const outside = reported().takes('issueNotice', { band: 'minor', discretion: 'reasons' }).at('2025-07-22').serves('penalty-notice').at('2025-07-30');
  outside.refused('outsideBandNotDiscussed', (it) => it.takes('decidePenalty')).takes('discussCollectively').takes('decidePenalty');
  // The decision itself may leave the band that the notice kept.
  const lowered = reported().takes('issueNotice', { band: 'ordinary' }).at('2025-07-22').serves('penalty-notice').at('2025-07-30');
  lowered.refused(['outsideBandWithoutReasons', 'outsideBandNotDiscussed'], (it) => it.takes('decidePenalty', { fine: '600.00' }));
  lowered.takes('discussCollectively').takes('decidePenalty', { fine: '600.00', discretion: 'reasons' });
  // Below the minimum it is mitigation, which has its own ground.
  reported().refused('intendedFineBelowMinimum', (it) => it.takes('issueNotice', { band: 'minor', intendedFine: '400.00' })).takes('issueNotice', { band: 'minor', intendedFine: '400.00', mitigation: 'removedHarm', reduced: true });
  penaltyNoticed(law).refused('discussionNotNeeded', (it) => it.takes('discussCollectively'));
});

scenario('one act, one fine: the other decision is named, and another act of the day is said to be one', (law) => {
  const held = { oneFine: { heldBy: { office: '勉县武侯镇人民政府', number: '武侯罚决字〔2025〕第3号' } } };
  const [told] = penaltyReady(law).refusal('alreadyFined', (it) => it.takes('decidePenalty', {}, { claims: held }));
  same(told?.missing?.zh, '勉县武侯镇人民政府武侯罚决字〔2025〕第3号', 'the decision that stands');
  penaltyReady(law).takes('decidePenalty', {}, { claims: { oneFine: null } }).expectPhase('decided');
  refusal(law, 'actNumberUnfounded', () => penaltyLead(law, { facts: { actNumber: 2 } }));
  refusal(law, 'actNumberUnfounded', () => penaltyLead(law, { facts: { actNumber: 0, separateAct: 'elsewhere' } }));
  penaltyLead(law, { facts: { actNumber: 2, separateAct: 'elsewhere' }, parties: [citizen('p1', '1985-03-02', '2025-07-01')] });
  same(penaltyReady(law).takes('decidePenalty').eventsOf('stepTaken').at(-1)?.claims, ['oneFine'], 'what the decision claims');
  // A decision that is quashed does not stand: the act can be decided on again.
  const quashed = penaltyReady(law).takes('decidePenalty').serves('penalty-decision').at('2025-08-11').takes('recordQuashing');
  same(quashed.eventsOf('stepTaken').at(-1)?.releases, ['oneFine'], 'what the quashing frees');
});

scenario('what the inquiry found counts: the day on which the act ended, and that the order to correct was not met', (law) => {
  // Found to have gone on until 2026-08-16, the act falls under the Ecological and Environmental Code.
  const dumped = { facts: { cause: 'household-waste-dumped', actEndedOn: '2026-08-10' }, on: '2026-08-17', filedOn: '2026-08-18' };
  penaltyReported(law, dumped, {}, '2026-08-19').refused('intendedFineAboveMaximum', (it) => it.takes('issueNotice', { intendedFine: '600.00' }));
  penaltyReported(law, dumped, { actEndedFound: '2026-08-16' }, '2026-08-19').takes('issueNotice', { intendedFine: '600.00' });
  const noise = penaltyReported(law, by('public-place-noise')).at('2025-07-21').takes('orderCorrection', { correctionDueOn: '2025-07-22' }).at('2025-07-23');
  noise.refused('correctionFirst', (it) => it.takes('issueNotice', { intendedFine: '300.00' })).takes('checkCorrection', { corrected: false, correctionChecked: noise.seqOf('orderCorrection') }).takes('issueNotice', { intendedFine: '300.00' });
});
