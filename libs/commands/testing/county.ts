import { createHash, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { DataSource as Source } from 'typeorm';
import { actorOf, type SignedInActor } from '#access';
import { PaperRenderer } from '#documents';
import { legalDate, legalInstant, type ParameterSetting, type ParameterValue } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import { demoCauses } from '#cases/testing/causes';
import { openStore, useProfile, type LegalClockSetting, type Profile } from '#store';
import { Keys } from '#store/keys';
import { migratedDatabase, type TestDatabase } from '../../../test/servers/database.ts';
import { executeCommand } from '../door.ts';
import { openCommandDeps, type CommandDeps } from '../deps.ts';
import type { EdgeCommand } from '../edge.ts';
import type { CommandDone, CommandOutcome, CommandRequest } from '../outcome.ts';

/** People of the township of the tests; ids end in their number. */
export const personId = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const people = [
  [1, 'mianyang', 'officer', '陕F01001'], [2, 'mianyang', 'officer', '陕F01002'], [3, 'mianyang', 'sectionHead', null], [4, 'mianyang', 'head', null],
  [5, 'mianyang', 'legalReviewer', null], [6, 'mianyang', 'hearingChair', null],
  [7, 'wuhou', 'officer', '陕F01007'], [8, 'mian-legal', 'countyLegalOffice', null], [9, 'mian-legal', 'countyLegalOffice', null],
  [11, 'wuhou', 'officer', '陕F01011'], [12, 'wuhou', 'head', null], [26, 'mianyang', 'sealKeeper', null],
] as const;

const countySql = `
INSERT INTO county (id, name) VALUES ('610725', '勉县');
INSERT INTO office (id, county_id, kind, name, short_name, region_code, address, phone) VALUES
  ('mianyang', '610725', 'township', '勉县勉阳街道办事处', '勉阳综执', '610725001', '勉县和平路1号', '0916-0000001'),
  ('wuhou', '610725', 'township', '勉县武侯镇人民政府', '武侯综执', '610725100', '勉县武侯镇1号', '0916-0000002'),
  ('mian-legal', '610725', 'countyLegalOffice', '勉县司法局', '勉司', '610725', '勉县和平路2号', '0916-0000003');
${people.map(([n, office, role, certificate]) => `
INSERT INTO account (id, username, display_name) VALUES ('${personId(n)}', 'person.${n}', '办案员${n}');
INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${personId(n)}', '${office}', '${role}', '2000-01-01');
${certificate === null ? '' : `INSERT INTO certificate (account_id, number, valid_from, valid_to) VALUES ('${personId(n)}', '${certificate}', '2000-01-01', '2039-12-31');`}${role === 'legalReviewer' ? `INSERT INTO qualification (account_id, kind, number, valid_from) VALUES ('${personId(n)}', 'legalProfession', 'A2000${n}', '2000-01-01');` : ''}`).join('')}
INSERT INTO authority_grant (office_id, basis, packs, matters, valid_from) VALUES
  ('mianyang', 'own', '{administrative-penalty,administrative-penalty-summary,social-maintenance-fee,leads}', '{}', '2000-01-01'), ('wuhou', 'own', '{administrative-penalty,administrative-penalty-summary,social-maintenance-fee,leads}', '{}', '2000-01-01'), ('mian-legal', 'own', '{leads}', '{}', '2000-01-01');
`;

const setting = (pack: string, code: string, value: ParameterValue): ParameterSetting => ({ county: '610725', pack, code, value, documentNumber: '勉政发〔2020〕1号', from: legalDate('2000-01-01'), to: null });
const settings: ParameterSetting[] = [
  ...([['statementPeriod', 3], ['lateEntryLimit', 250], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['approvalChain', 'head'], ['approvalWaitDays', 3], ['collectingBank', '勉县某银行'], ['collectingBankAddress', '勉县和平路3号'],
    ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院'], ['suspensionGrounds', '等待鉴定']] as const).map(([code, value]) => setting('administrative-penalty', code, typeof value === 'object' ? [...value] : value)),
  ...([['reportPeriod', 5], ['lateEntryLimit', 250], ['collectingBank', '勉县某银行'], ['collectingBankAddress', '勉县和平路3号'], ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院']] as const).map(([code, value]) => setting('administrative-penalty-summary', code, value)),
  ...([['admissionPeriod', 5], ['answerPeriod', 30], ['answerReminders', [20]], ['reminderHour', '09:00'], ['lateEntryLimit', 250]] as const).map(([code, value]) => setting('leads', code, typeof value === 'object' ? [...value] : value)),
  ...([['lateEntryLimit', 250], ['baseYearRule', 'birth-1'], ['feeRule', 'henan'], ['feeMultiple', 3], ['statementPeriod', 3], ['payee', '勉县某银行'], ['payeeAddress', '勉县和平路3号'], ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院'],
    ['hearingRule', 'none'], ['legalReviewRule', 'none'], ['discussionRule', 'none'], ['stopNewActsFrom', '2021-08-20'], ['freeBirthsFrom', '2021-08-20']] as const)
    .map(([code, value]) => setting('social-maintenance-fee', code, value)),
];

/** A county with one township at work, a neighbour and the county legal office, on a database of its own. */
export interface TestCounty {
  readonly database: TestDatabase;
  readonly source: DataSource;
  readonly owner: DataSource;
  readonly deps: CommandDeps;
  /** Sends a command as a person, with a new key unless one is given. */
  send(n: number, caseId: string, command: EdgeCommand | { type: EdgeCommand['type'] } & Record<string, unknown>, more?: Partial<CommandRequest>): Promise<CommandOutcome>;
  /** The same, and fails unless it is done. */
  done(n: number, caseId: string, command: Record<string, unknown> & { type: EdgeCommand['type'] }, more?: Partial<CommandRequest>): Promise<CommandDone>;
  actor(n: number): Promise<SignedInActor>;
  close(): Promise<void>;
}

export async function openCounty(clock: LegalClockSetting = { mode: 'stepped', at: legalInstant('2025-03-03T02:00:00.000Z') }, profile: Profile = 'training'): Promise<TestCounty> {
  const database = await migratedDatabase();
  const owner = await new Source({ type: 'postgres', url: database.ownerUrl }).initialize();
  await owner.query(countySql);
  const source = await openStore(database.appUrl, { applicationName: 'test', poolSize: 20 });
  await useProfile(source, profile, clock);
  const deps = await openCommandDeps({ source, law: lawBookFromFiles({ parameters: settings, causes: demoCauses('610725') }), keys: Keys.generate(), profile, renderer: await rendererOfRun() });
  const actor = async (n: number): Promise<SignedInActor> => {
    const found = await source.transaction((manager) => actorOf(manager, personId(n), legalDate('2025-03-03')));
    if ('reason' in found) throw new Error(found.reason);
    return found;
  };
  const send: TestCounty['send'] = async (n, caseId, command, more = {}) => executeCommand(deps, {
    actor: await actor(n), route: command.type, idempotencyKey: randomUUID(), bodyHash: createHash('sha256').update(JSON.stringify(command)).digest('hex'), caseId,
    command: { ...(command.type === 'takeStep' || command.type === 'recordService' ? { officers: [] } : {}), ...(command.type === 'takeStep' || command.type === 'openCase' ? { facts: {} } : {}), ...command } as EdgeCommand, ...more,
  });
  return {
    database, source, owner, deps, actor, send,
    async done(n, caseId, command, more) {
      const outcome = await send(n, caseId, command, more);
      if (outcome.status !== 'done') throw new Error(`${command.type} was answered: ${JSON.stringify(outcome)}`);
      return outcome;
    },
    async close() {
      await source.destroy();
      await owner.destroy();
      await database.drop();
    },
  };
}

let renderer: Promise<PaperRenderer> | undefined;
function rendererOfRun(): Promise<PaperRenderer> {
  renderer ??= PaperRenderer.create();
  return renderer;
}

/** Area code 999999 was never assigned. */
export const citizen = { kind: 'citizen', identity: { name: '陈某某', identityNumber: '999999198001010011', address: '勉县勉阳街道和平路12号', phone: '13800000000' } } as const;

export const openPenaltyCase = {
  type: 'openCase', pack: 'administrative-penalty', parties: [citizen],
  facts: { cause: 'unlicensedStall', causeName: '无证经营', leadSource: 'inspection', actEndedOn: '2025-02-20', discoveredOn: '2025-03-01', summary: '当事人在和平路无证经营。' },
} as const;
