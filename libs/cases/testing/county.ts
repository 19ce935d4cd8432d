/**
 * The demo county of the tests: Mian county (610725) with its settings, its officers and some parties; and a second
 * county (610726) that has set nothing. Numbers of documents are demo numbers; identity numbers never appear, a party
 * is known by its age and a reference to content.
 */
import { type CountyCauses, type LegalDate, type ParameterSetting, ageOn, legalDate } from '#law';
import type { PackRole } from '#law/pack-format';
import type { ActingBody, Actor, OfficerOnDay, Party } from '../model.ts';
import { demoCauses } from './causes.ts';

export const COUNTY = '610725';
/** A county that has set no parameter. */
export const SILENT_COUNTY = '610726';
export const TOWN = 'mian-town';
export const DEPARTMENT = 'mian-department';

const setting = (pack: string, code: string, value: ParameterSetting['value'], documentNumber: string): ParameterSetting => ({
  county: COUNTY, pack, code, value, documentNumber, from: legalDate('2002-09-01'), to: null,
});

/** The ladder after a missed day, and the alarms before the court can no longer be asked; most stories do without. */
export const onTheWayToCourt = (pack: string, documentNumber: string): ParameterSetting[] =>
  ([['ladderReminderDays', [1]], ['ladderWarningDays', [7]], ['ladderTaskDays', [15]], ['ladderCountyDays', [30]], ['ladderDemandDays', 45], ['demandAlarmDays', [10, 30]], ['courtAlarmDays', [10, 30]], ['demandMarginDays', 5]] as const)
    .map(([code, value]) => setting(pack, code, typeof value === 'number' ? value : [...value], documentNumber));

/** What Mian county has set. `suspensionGrounds` is left open on purpose: a story that needs it sets it. */
export const settings: readonly ParameterSetting[] = [
  setting('administrative-penalty', 'statementPeriod', 3, '演示〔2021〕1号'),
  setting('administrative-penalty', 'lateEntryLimit', 250, '演示〔2021〕10号'),
  setting('administrative-penalty', 'decisionPeriodRungs', [60, 75, 85], '演示〔2021〕2号'),
  setting('administrative-penalty', 'reminderHour', '09:00', '演示〔2021〕3号'),
  setting('administrative-penalty', 'approvalChain', 'head', '演示〔2021〕6号'),
  setting('administrative-penalty', 'approvalWaitDays', 3, '演示〔2021〕6号'),
  setting('administrative-penalty', 'collectingBank', '演示银行勉县支行', '演示〔2021〕4号'),
  setting('administrative-penalty', 'collectingBankAddress', '勉县演示路1号', '演示〔2021〕4号'),
  setting('administrative-penalty', 'reconsiderationBody', '勉县人民政府', '演示〔2021〕5号'),
  setting('administrative-penalty', 'court', '勉县人民法院', '演示〔2021〕5号'),
  setting('administrative-penalty', 'confirmationPeriod', 5, '演示〔2021〕6号'),
  setting('administrative-penalty', 'helpPeriod', 5, '演示〔2021〕6号'),
  setting('administrative-penalty', 'guardianRequired', 'no', '演示〔2021〕6号'),
  setting('administrative-penalty-summary', 'reportPeriod', 5, '演示〔2021〕6号'),
  setting('administrative-penalty-summary', 'guardianRequired', 'no', '演示〔2021〕6号'),
  setting('administrative-penalty-summary', 'lateEntryLimit', 250, '演示〔2021〕10号'),
  ...(['collectingBank', 'collectingBankAddress', 'reconsiderationBody', 'court'] as const).map((code) => setting('administrative-penalty-summary', code, '演示', '演示〔2021〕4号')),
  setting('leads', 'admissionPeriod', 5, '演示〔2021〕11号'), setting('leads', 'answerPeriod', 30, '演示〔2021〕11号'), setting('leads', 'answerReminders', [20], '演示〔2021〕11号'),
  setting('leads', 'reminderHour', '09:00', '演示〔2021〕11号'), setting('leads', 'lateEntryLimit', 250, '演示〔2021〕10号'),
  setting('administrative-penalty', 'instalmentNoticeDays', [7], '演示〔2021〕12号'),
  setting('social-maintenance-fee', 'instalmentNoticeDays', [7], '演示〔2018〕12号'), setting('social-maintenance-fee', 'maxInstalmentMonths', 36, '演示〔2018〕12号'),
  setting('social-maintenance-fee', 'baseYearRule', 'discovery-1', '演示〔2018〕1号'),
  setting('social-maintenance-fee', 'lateEntryLimit', 250, '演示〔2018〕9号'),
  setting('social-maintenance-fee', 'feeRule', 'shandong-2016', '演示〔2018〕2号'),
  setting('social-maintenance-fee', 'feeMultiple', 3, '演示〔2018〕2号'),
  setting('social-maintenance-fee', 'statementPeriod', 3, '演示〔2018〕3号'),
  setting('social-maintenance-fee', 'payee', '演示银行勉县支行', '演示〔2018〕4号'),
  setting('social-maintenance-fee', 'payeeAddress', '勉县演示路1号', '演示〔2018〕4号'),
  setting('social-maintenance-fee', 'reconsiderationBody', '勉县人民政府', '演示〔2018〕5号'),
  setting('social-maintenance-fee', 'court', '勉县人民法院', '演示〔2018〕5号'),
  setting('social-maintenance-fee', 'hearingRule', 'none', '演示〔2018〕6号'),
  setting('social-maintenance-fee', 'legalReviewRule', 'none', '演示〔2018〕6号'),
  setting('social-maintenance-fee', 'discussionRule', 'none', '演示〔2018〕6号'),
  setting('social-maintenance-fee', 'stopNewActsFrom', '2021-08-20', '演示〔2021〕8号'),
  setting('social-maintenance-fee', 'freeBirthsFrom', '2021-08-20', '演示〔2021〕8号'),
];

/** Both counties know the causes that the stories use. */
export const causes: readonly CountyCauses[] = [...demoCauses(COUNTY), ...demoCauses(SILENT_COUNTY)];

/** Settings with some changed, added or (value null) taken away. */
export function settingsWith(pack: string, changes: Record<string, ParameterSetting['value'] | null>): ParameterSetting[] {
  const kept = settings.filter((one) => one.pack !== pack || !(one.code in changes));
  const added = Object.entries(changes).flatMap(([code, value]) => (value === null ? [] : [setting(pack, code, value, '演示〔2021〕9号')]));
  return [...kept, ...added];
}

/** A legal reviewer without the national legal qualification. */
export const NEW_REVIEWER = 'hu';

/** People of the office, by name; each holds one role. */
export const people: Readonly<Record<string, PackRole>> = {
  zhang: 'officer', li: 'officer', chen: 'officer', wang: 'sectionHead', zhao: 'head', ma: 'head', sun: 'legalReviewer', qian: 'hearingChair', gao: 'hearingChair', zhou: 'countyLegalOffice', hu: 'legalReviewer', yin: 'sealKeeper', tao: 'legalReviewer', han: 'sectionHead', lin: 'deputyHead', bai: 'deputyHead',
};

export function actor(personId: string): Actor {
  const role = people[personId];
  if (role === undefined) throw new Error(`Nobody is called ${personId}.`);
  return { personId, officeId: TOWN, roles: [role], kind: 'person', ...(role === 'legalReviewer' && personId !== NEW_REVIEWER ? { qualifications: ['legalProfession'] } : {}) };
}

/** The first person of the office who holds one of these roles. */
export function holderOf(roles: readonly PackRole[]): string {
  const [first] = Object.entries(people).filter(([, role]) => roles.includes(role));
  if (!first) throw new Error(`Nobody in the office is ${roles.join(' or ')}.`);
  return first[0];
}

export const machine: Actor = { personId: 'machine', officeId: TOWN, roles: [], kind: 'machine' };

export const certified = (...names: string[]): OfficerOnDay[] => names.map((personId) => ({ personId, certificate: `SN-${personId}`, certifiedOnDay: true }));
export const expired = (personId: string): OfficerOnDay => ({ personId, certificate: `SN-${personId}`, certifiedOnDay: false });

/** The town's own power under a published decision of the province (Penalty Law art. 24). */
export const ownBody: ActingBody = { basis: 'own', officeId: TOWN, authorityId: TOWN, instrument: null, publishedOn: null, matters: [], from: null, to: null, subEntrusted: false };
export const handedOver: ActingBody = {
  ...ownBody, basis: 'handedOver', instrument: '演示省决〔2021〕7号', publishedOn: legalDate('2021-07-20'), matters: ['administrative-penalty'], from: legalDate('2021-08-01'), to: null,
};
/** Entrusted by the county department: its name, its numbers, its remedies. */
export const entrusted: ActingBody = {
  ...ownBody, basis: 'entrusted', authorityId: DEPARTMENT, instrument: '演示委〔2018〕3号', publishedOn: legalDate('2018-01-10'),
  matters: ['administrative-penalty/littering', 'social-maintenance-fee'], from: legalDate('2018-02-01'), to: legalDate('2025-12-31'), subEntrusted: false,
};

/** A person born on a day; `actOn` is the day on which the age counts. */
export function citizen(partyId: string, born: string, actOn: string): Party {
  return { partyId, kind: 'citizen', ageOnAct: ageOn(legalDate(born), legalDate(actOn)), identity: { contentId: `identity-${partyId}`, commitment: `commitment-${partyId}` } };
}

export function organisation(partyId: string): Party {
  return { partyId, kind: 'organisation', ageOnAct: null, identity: { contentId: `identity-${partyId}`, commitment: `commitment-${partyId}` } };
}

export type { LegalDate };
