import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { legalDate } from '#law/dates';
import { openStore, useProfile, withActor } from '#store';
import { migratedDatabase, type TestDatabase } from '../../test/servers/database.ts';
import { actorOf, grantsOf, officersOnDay, resolveBody, whyNoBody } from './index.ts';

let database: TestDatabase;
let store: DataSource;
let owner: Client;
const [wei, na, tao, gone] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const day = legalDate('2025-03-03');

beforeAll(async () => {
  database = await migratedDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`
    INSERT INTO county VALUES ('610725', '勉县'), ('610726', '宁强县');
    INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ('town', '610725', 'township', '甲镇', '甲', '610725001'), ('village', '610725', 'township', '乙镇', '乙', '610725002'),
      ('bureau', '610725', 'countyDepartment', '县局', '县', '610725'), ('legal', '610725', 'countyLegalOffice', '县司法局', '司', '610725'), ('far', '610726', 'township', '丙镇', '丙', '610726001');
    INSERT INTO account (id, username, display_name, subject) VALUES ('${wei}', 'wei', '张伟', NULL), ('${na}', 'na', '李娜', 'idp|42'), ('${tao}', 'tao', '周涛', NULL);
    INSERT INTO account (id, username, display_name, disabled_on) VALUES ('${gone}', 'gone', '离职', '2025-03-03');
    INSERT INTO role_assignment (account_id, office_id, role, valid_from, valid_to) VALUES ('${wei}', 'town', 'officer', '2020-01-01', '2025-03-03'), ('${wei}', 'village', 'officer', '2025-03-04', NULL),
      ('${na}', 'town', 'officer', '2020-01-01', NULL), ('${na}', 'town', 'head', '2020-01-01', NULL), ('${tao}', 'legal', 'countyLegalOffice', '2020-01-01', NULL), ('${gone}', 'town', 'officer', '2020-01-01', NULL);
    INSERT INTO certificate (account_id, number, valid_from, valid_to) VALUES ('${wei}', 'A1', '2020-01-01', '2025-03-02'), ('${na}', 'B1', '2015-01-01', '2019-12-31'), ('${na}', 'B2', '2020-01-01', '2025-03-03');
    INSERT INTO authority_grant (office_id, principal_office_id, basis, packs, matters, instrument, published_on, valid_from, valid_to, granted_under_entrustment) VALUES
      ('bureau', NULL, 'own', '{penalty}', '{}', NULL, NULL, '2020-01-01', '2025-03-03', false),
      ('town', NULL, 'handedOver', '{penalty}', '{}', '省政发〔2021〕1号', '2022-01-10', '2022-01-01', NULL, false),
      ('town', 'bureau', 'entrusted', '{fee}', '{fee}', '县委托〔2018〕3号', '2018-01-01', '2018-01-01', '2020-12-31', false),
      ('village', 'bureau', 'entrusted', '{penalty}', '{penalty/littering}', '县委托〔2024〕1号', '2024-01-01', '2024-01-01', '2026-12-31', true);`);
  store = await openStore(database.appUrl, { applicationName: 'test' });
  await useProfile(store, 'production', { mode: 'wall' });
});
afterAll(async () => {
  await owner.end();
  await store.destroy();
  await database.drop();
});

const inOffices = <T>(offices: string[], work: (m: EntityManager) => Promise<T>): Promise<T> => withActor(store, { actorId: 'test', offices }, work);
const unseen = <T>(work: (m: EntityManager) => Promise<T>): Promise<T> => inOffices([], work);

const body = (office: string, pack: string, matters: string[], on: string) => inOffices([office], async (m) => resolveBody(await grantsOf(m, office, pack), pack, matters, legalDate(on)));
const refused = async (sql: string): Promise<string> => owner.query(sql).then(() => 'accepted', (error: { constraint?: string; message: string }) => error.constraint ?? error.message);

describe('the person behind a token', () => {
  it('sits in the office of the day, and sees only it', async () => {
    expect(await unseen((m) => actorOf(m, wei, day))).toMatchObject({ personId: wei, officeId: 'town', countyId: '610725', roles: ['officer'], offices: ['town'] });
    expect(await unseen((m) => actorOf(m, wei, legalDate('2025-03-04')))).toMatchObject({ officeId: 'village', offices: ['village'] });
  });

  it('has all roles held there, and the subject of the identity provider where one is set', async () => {
    expect(await unseen((m) => actorOf(m, 'idp|42', day))).toMatchObject({ personId: na, roles: ['head', 'officer'] });
    expect(await unseen((m) => actorOf(m, na, day))).toEqual({ reason: 'unknownAccount' });
  });

  it('sees the offices of the county from its legal office, not those of another', async () => {
    expect(await unseen((m) => actorOf(m, tao, day))).toMatchObject({ offices: ['bureau', 'legal', 'town', 'village'] });
  });

  it('is nobody without an account or a post on the day', async () => {
    expect(await unseen((m) => actorOf(m, 'stranger', day))).toEqual({ reason: 'unknownAccount' });
    expect(await unseen((m) => actorOf(m, wei, legalDate('2019-12-31')))).toEqual({ reason: 'noPostOnThatDay' });
    expect(await unseen((m) => actorOf(m, gone, day))).toEqual({ reason: 'noPostOnThatDay' });
    expect(await unseen((m) => actorOf(m, gone, legalDate('2025-03-02')))).toMatchObject({ officeId: 'town' });
  });
});

const inTown = { caseId: null, officeId: 'town' };
describe('officers of a command', () => {
  it('are certified by the certificate of the day of the act', async () => {
    const { officers, unknown } = await inOffices(['town'], (m) => officersOnDay(m, [wei, na, na], day, inTown));
    expect(unknown).toEqual([]);
    expect(officers).toEqual([{ personId: wei, certificate: 'A1', certifiedOnDay: false }, { personId: na, certificate: 'B2', certifiedOnDay: true }]);
    expect((await inOffices(['town'], (m) => officersOnDay(m, [na], legalDate('2025-03-04'), inTown))).officers).toEqual([{ personId: na, certificate: 'B2', certifiedOnDay: false }]);
  });

  it('are unknown outside the own offices, and on days without a post', async () => {
    expect(await inOffices(['village'], (m) => officersOnDay(m, [na, 'x'], day, { caseId: null, officeId: 'village' }))).toEqual({ officers: [], unknown: [na, 'x'] });
    expect((await inOffices(['town'], (m) => officersOnDay(m, [wei], legalDate('2025-03-04'), inTown))).unknown).toEqual([wei]);
  });
});

describe('the body in whose name an office acts', () => {
  it('is the office itself under own and handed-over power', async () => {
    expect(await body('bureau', 'penalty', [], '2025-03-03')).toMatchObject({ basis: 'own', authorityId: 'bureau' });
    expect(await body('town', 'penalty', ['penalty/littering'], '2025-03-03')).toMatchObject({ basis: 'handedOver', authorityId: 'town', instrument: '省政发〔2021〕1号', publishedOn: '2022-01-10', matters: ['penalty'] });
  });

  it('is the principal under entrustment, and says whether that was entrusted itself', async () => {
    expect(await body('town', 'fee', ['fee'], '2019-05-01')).toMatchObject({ basis: 'entrusted', authorityId: 'bureau', officeId: 'town', subEntrusted: false });
    expect(await body('village', 'penalty', ['penalty/littering'], '2025-03-03')).toMatchObject({ authorityId: 'bureau', subEntrusted: true, to: '2026-12-31' });
  });

  it('is left to the case engine outside term, publication and matters; own power that has ended is none', async () => {
    expect(await body('town', 'penalty', [], '2022-01-05')).toMatchObject({ publishedOn: '2022-01-10' });
    expect(await body('town', 'fee', ['fee'], '2021-05-01')).toMatchObject({ to: '2020-12-31' });
    expect(await body('village', 'penalty', ['penalty/parking'], '2025-03-03')).toMatchObject({ matters: ['penalty/littering'] });
    expect(await body('bureau', 'penalty', [], '2025-03-04')).toBeNull();
  });

  it('is nobody without any grant, with the articles', async () => {
    expect(await body('far', 'penalty', [], '2025-03-03')).toBeNull();
    expect(await inOffices(['far'], async (m) => whyNoBody(await grantsOf(m, 'far', 'penalty'), 'penalty', [], day))).toMatchObject([{ code: 'noPowerForPack', article: { zh: expect.stringContaining('第24条'), en: expect.stringContaining('art') } }]);
    expect(await inOffices(['bureau'], async (m) => whyNoBody(await grantsOf(m, 'bureau', 'penalty'), 'penalty', [], legalDate('2025-03-04')))).toMatchObject([{ code: 'powerExpired' }]);
    expect(await inOffices(['village'], async (m) => resolveBody(await grantsOf(m, 'town', 'penalty'), 'penalty', [], day))).toBeNull();
  });
});

describe('the database', () => {
  it('refuses a second office on one day, a role twice, and grants that the law does not know', async () => {
    expect(await refused(`INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${na}', 'village', 'hearingChair', '2025-01-01')`)).toBe('one_office_a_day');
    expect(await refused(`INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${na}', 'town', 'head', '2025-01-01')`)).toBe('a_role_once_a_day');
    const grant = (columns: string, values: string): Promise<string> => refused(`INSERT INTO authority_grant (office_id, packs, valid_from, ${columns}) VALUES ('town', '{penalty}', '2025-01-01', ${values})`);
    expect(await grant('basis', "'entrusted'")).toMatch(/entrust/);
    expect(await grant('basis, principal_office_id, instrument, published_on, matters', "'entrusted', 'bureau', 'x', '2025-01-01', '{penalty}'")).toBe('entrustment_is_written');
    expect(await grant('basis, instrument', "'handedOver', 'x'")).toBe('handing_over_is_published');
    expect(await grant('basis, principal_office_id', "'own', 'bureau'")).toBe('only_entrustment_has_a_principal');
  });

  it('lets the application read its own offices and write nothing', async () => {
    expect(await inOffices(['far'], (m) => m.query('SELECT 1 FROM role_assignment UNION ALL SELECT 1 FROM certificate UNION ALL SELECT 1 FROM authority_grant'))).toEqual([]);
    expect(await inOffices(['village'], (m) => m.query('SELECT number FROM certificate'))).toEqual([{ number: 'A1' }]);
    for (const table of ['account', 'role_assignment', 'certificate', 'authority_grant']) await expect(inOffices(['town'], (m) => m.query(`DELETE FROM ${table}`))).rejects.toThrow('permission denied');
  });
});
