/** The models that are walked, with the parties that make a difference. */
import type { LoadedPack } from '#law';
import { collectionModel } from './collection-model.ts';
import { SILENT_COUNTY, citizen, onTheWayToCourt, organisation, settings, settingsWith } from '#cases/testing/county';
import { lawWith } from '#cases/testing/scenario';
import { courtModel } from './court-model.ts';
import { causeModel } from './cause-model.ts';
import { countyRulesOfTheFee, countyRulesOfTheFine } from './county-rules-model.ts';
import { feeModel } from './fee-model.ts';
import { forbearanceModel } from './forbearance-model.ts';
import { handsModel } from './hands-model.ts';
import { leadsModel } from './leads-model.ts';
import type { Model } from './model-check.ts';
import { penaltyBesideModel } from './penalty-beside-model.ts';
import { officeModel } from './office-model.ts';
import { partyModel } from './party-model.ts';
import { penaltyModel } from './penalty-model.ts';
import { remediesModel, type Course } from './remedies-model.ts';
import { representationModel } from './representation-model.ts';
import { sheetsModel } from './sheets-model.ts';
import { termsModel } from './terms-model.ts';
import { summaryBands, summaryModel } from './summary-model.ts';

const ACT = '2025-06-20';
const adult = { name: 'an adult', party: citizen('p1', '1985-01-01', ACT) };
const others = [
  { name: 'aged 15', party: citizen('p1', '2010-01-01', ACT) }, { name: 'aged 13', party: citizen('p1', '2012-01-01', ACT) },
  { name: 'of unknown age', party: { ...citizen('p1', '1985-01-01', ACT), ageOnAct: null } }, { name: 'an organisation', party: organisation('p1') },
];

export function fine(packs: readonly LoadedPack[] = [], everybody = true): Model {
  return penaltyModel(lawWith(packs).book({ parameters: settingsWith('administrative-penalty', { suspensionGrounds: '鉴定' }) }), everybody ? [adult, ...others] : [adult]);
}

/** The summary procedure, with discretion bands of the county. */
export function onTheSpot(): Model {
  return summaryModel(lawWith().book({ causes: [summaryBands] }), [adult, ...others]);
}

/** What goes on beside the course of a fine. */
export function beside(): Model {
  return penaltyBesideModel(lawWith().book(), adult.party);
}

export function fee(): Model {
  return feeModel(lawWith().book());
}

export function leads(packs: readonly LoadedPack[] = []): Model {
  return leadsModel(lawWith(packs).book());
}

export function causes(): Model {
  return causeModel();
}

/** Papers signed and sealed, in a county that asks for the seal before service. */
export function sheets(): Model {
  return sheetsModel(lawWith().book({ parameters: settingsWith('administrative-penalty', { sealBeforeService: 'yes' }) }));
}

/** Who has a case in hand, in a county where the second officer confirms with a PIN. */
export function hands(): Model {
  return handsModel(lawWith().book({ parameters: settingsWith('administrative-penalty', { confirmationRequired: 'yes' }) }), adult.party);
}

/** A county that has set nothing. */
export function silentCounty(): Model {
  return penaltyModel(lawWith().book(), [adult], SILENT_COUNTY);
}

/** A party at its own door. */
export function party(): Model {
  return partyModel(lawWith().book({ parameters: settingsWith('administrative-penalty', { requestAnswerDays: 2 }) }), adult.party);
}

/** Letters of authority, guardians and the hall, in a county that asks for the guardian of a minor. */
export function whoActs(): Model {
  return representationModel(lawWith().book({ parameters: settingsWith('administrative-penalty', { guardianRequired: 'yes' }) }), [adult, { name: 'aged 15', party: citizen('p1', '2010-01-01', ACT) }]);
}

/** A county where the whole chain signs. */
export function approval(packs: readonly LoadedPack[] = []): Model {
  return officeModel(lawWith(packs).book({ parameters: settingsWith('administrative-penalty', { approvalChain: 'full' }) }));
}

/** What a county's own documents add to both procedures. */
export function countyRules(): Model[] {
  return [countyRulesOfTheFine(), countyRulesOfTheFee()];
}

/** Reconsideration and suit after a fine. */
export function remediesOfTheFine(packs: readonly LoadedPack[] = []): Model {
  return remediesModel(lawWith(packs).book(), COURSE_OF_A_FINE);
}

const COURSE_OF_A_FINE: Course = {
  pack: 'administrative-penalty', opening: { actEndedOn: ACT, discoveredOn: '2025-07-07' }, on: '2025-07-07', party: adult.party, amount: 'fine',
  straight: [['proposeFiling', {}], ['fileCase', {}], ['takeEvidence', {}], ['reportInvestigation', {}], ['issueNotice', {}], ['waiveStatement', {}], ['waiveHearing', {}], ['decidePenalty', {}]],
};

/** The same after a levy. */
export function remediesOfTheFee(): Model {
  return remediesModel(lawWith().book(), COURSE_OF_A_LEVY);
}

const COURSE_OF_A_LEVY: Course = {
  pack: 'social-maintenance-fee', opening: { childBornOn: '2017-10-05', childOrder: 3, discoveredOn: '2018-03-01' }, on: '2018-03-01', party: citizen('p1', '1984-05-05', '2018-03-01'), amount: 'levyAmount',
  straight: [['proposeFiling', {}], ['fileCase', {}], ['takeEvidence', {}], ['takeIncomeEvidence', {}], ['reportInvestigation', {}], ['issueNotice', { baseYear: 2017 }], ['recordStatement', {}], ['decideLevy', {}]],
};

/** Instalments and deferral of a fine beside which something was confiscated. */
export function termsOfTheFine(packs: readonly LoadedPack[] = []): Model {
  return termsModel(lawWith(packs).book(), { ...COURSE_OF_A_FINE, straight: COURSE_OF_A_FINE.straight.map(([code, facts]) => [code, { ...facts, ...(code === 'issueNotice' ? { illegalIncome: '100.00', intendedConfiscation: '100.00' } : code === 'decidePenalty' ? { confiscation: '100.00' } : {}) }] as const) }, 'fine');
}

/** From a demand to the end of the execution. */
export function courtOfTheFine(packs: readonly LoadedPack[] = []): Model {
  return courtModel(lawWith(packs).book(), COURSE_OF_A_FINE, 'fine');
}

export function courtOfTheFee(packs: readonly LoadedPack[] = []): Model {
  return courtModel(lawWith(packs).book(), COURSE_OF_A_LEVY, 'fee');
}

/** Instalments of a levy. */
export function termsOfTheFee(packs: readonly LoadedPack[] = []): Model {
  return termsModel(lawWith(packs).book(), COURSE_OF_A_LEVY, 'fee');
}

/** Collection of a levy held back, in a county with a ladder. */
export function heldBack(packs: readonly LoadedPack[] = []): Model {
  return forbearanceModel(lawWith(packs).book({ parameters: [...settings, ...onTheWayToCourt('social-maintenance-fee', '演示〔2018〕12号')] }), COURSE_OF_A_LEVY);
}

/** A fine of the ordinary procedure, collected far off (art. 69). */
export function collectedFarOff(): Model {
  return collectionModel(lawWith().book(), COURSE_OF_A_FINE);
}

/** A fine of 100 yuan and one of 200, collected on the spot. */
export function collectedAtTheScene(packs: readonly LoadedPack[] = []): Model[] {
  return ['100.00', '200.00'].map((fine) => collectionModel(lawWith(packs).book(), {
    pack: 'administrative-penalty-summary', opening: { actEndedOn: '2025-07-07', discoveredOn: '2025-07-07', cause: 'highway-stall-or-pile' }, on: '2025-07-07', party: citizen('p1', '1985-03-02', '2025-07-07'), amount: 'fine',
    straight: [['takeEvidence', {}], ['hearParty', { intendedFine: fine }], ['decideOnTheSpot', { fine }]],
  }, fine === '100.00' ? ['fineAbove100'] : []));
}
