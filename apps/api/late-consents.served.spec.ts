import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openStore, withActor } from '#store';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

/** Consent to what is entered after its time: recorded by the county legal office under its own sign-in, and named by the command. */
const limit = (county: string, n: number): string => `
INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('00000000-0000-4000-8000-00000000019${n}', 'mian-legal', 'parameter', '{}', 'approved', 'a', now(), 'b', now());
INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('${county}', 'administrative-penalty', 'lateEntryLimit', '5', '勉政发〔2021〕1号', '2021-01-01', '00000000-0000-4000-8000-00000000019${n}');`;

let service: Service;
let app: DataSource;
const post = (url: string, as: string, body: object = {}): Promise<Answer> => service.ask('POST', url, { as, body });
const codes = (answer: Answer): string[] => (answer.body['blockers'] as { code: string }[] | undefined ?? []).map((one) => one.code);
const until = (day: string): Promise<unknown> => app.query('UPDATE legal_clock SET at = $1', [`${day}T02:00:00Z`]);
const opening = { act: 'opening', pack: 'administrative-penalty', officeId: 'mianyang', on: '2025-03-03', documentNumber: '勉司函〔2025〕3号' };
const consent = async (body: object, as = 'zhou.tao'): Promise<string> => String((await post('/api/late-consents', as, body)).body['consentId']);
const late = (consentId?: string): object => ({ reason: '暴雨断网', obstacleEndedOn: '2025-03-31', ...(consentId === undefined ? {} : { consentId }) });
const open = (consentId?: string, as = 'zhang.wei'): Promise<Answer> => post('/api/cases', as, { ...openPenaltyCase, late: late(consentId) });

beforeAll(async () => {
  service = await Service.start(peopleSql + limit('610725', 1) + limit('610726', 2));
  app = await openStore(service.database.appUrl, { applicationName: 'test', poolSize: 2 });
  await until('2025-04-01');
}, 120_000);
afterAll(async () => {
  await app.destroy();
  await service.stop();
});

describe('a case of 2025-03-03 that is entered on 2025-04-01', () => {
  it('needs its reason, and the consent of the county legal office, which nobody else records', async () => {
    expect(codes(await post('/api/cases', 'zhang.wei', openPenaltyCase))).toEqual(['lateEntryNotExplained']);
    expect(codes(await open())).toEqual(['lateEntryConsentMissing']);
    expect(codes(await post('/api/late-consents', 'zhang.wei', opening))).toEqual(['roleMissing']);
    expect(await post('/api/late-consents', 'xu.lei', opening)).toMatchObject({ status: 422, body: { errors: [{ field: 'officeId' }] } });
    expect(await post('/api/late-consents', 'zhou.tao', { ...opening, on: '2025-04-02' })).toMatchObject({ status: 422, body: { errors: [{ field: 'on' }] } });
    expect(await open('00000000-0000-4000-8000-00000000feed')).toMatchObject({ status: 422, body: { errors: [{ field: 'late.consentId', rule: 'unknownConsent' }] } });
    // No text of the authority threatens, whatever it is about.
    expect(codes(await post('/api/cases', 'zhang.wei', { ...openPenaltyCase, late: { ...late(), reason: '缴清后方可落户' } }))).toEqual(['linkedConditions']);
  });

  it('rests on a consent to this act of this day, once, and is open from the day of recording', async () => {
    const [otherDay, otherOffice, otherPack] = [await consent({ ...opening, on: '2025-03-02' }), await consent({ ...opening, officeId: 'wuhou' }), await consent({ ...opening, pack: 'leads' })];
    for (const [what, wrong] of Object.entries({ otherDay, otherPack })) expect({ what, codes: codes(await open(wrong)) }).toEqual({ what, codes: ['lateEntryConsentInvalid'] });
    expect(await open(otherOffice)).toMatchObject({ status: 422, body: { errors: [{ rule: 'unknownConsent' }] } });
    const consentId = await consent(opening);
    const both = await Promise.all([open(consentId), open(consentId)]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    expect(both.flatMap(codes)).toEqual(['lateEntryConsentInvalid']);
    expect(codes(await open(consentId))).toEqual(['lateEntryConsentInvalid']);
    const caseId = String(both.find(({ status }) => status === 201)?.body['caseId']);
    const events = (await service.ask('GET', `/api/cases/${caseId}/events`, { as: 'zhang.wei' })).body['items'] as { type: string; occurredOn: string; payload: object }[];
    expect(events[0]).toMatchObject({ type: 'caseOpened', occurredOn: '2025-04-01', payload: { late: { doneOn: '2025-03-03', consent: { consentId, documentNumber: '勉司函〔2025〕3号', personId: person(8) } } } });
    expect(JSON.stringify(events)).not.toContain('暴雨');
    const list = (await service.ask('GET', '/api/late-consents', { as: 'zhang.wei' })).body['items'] as { consentId: string; used: boolean }[];
    expect(list.map((one) => [one.consentId, one.used])).toEqual(expect.arrayContaining([[consentId, true], [otherPack, false], [otherDay, false]]));
    expect((await service.ask('GET', '/api/late-consents', { as: 'xu.lei' })).body['items']).toEqual([]);
  });

  it('is not entered by whoever consented', async () => {
    const own = await consent({ ...opening, officeId: 'elsewhere' }, 'xu.lei');
    expect(codes(await open(own, 'xu.lei'))).toEqual(['lateEntryConsentInvalid']);
  });
});

it('a step rests on the consent to that step of that case', async () => {
  const [first, second] = [String((await post('/api/cases', 'zhang.wei', { ...openPenaltyCase, on: '2025-04-01' })).body['caseId']), String((await post('/api/cases', 'zhang.wei', { ...openPenaltyCase, on: '2025-04-01' })).body['caseId'])];
  await until('2025-05-06');
  const facts = { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' };
  const file = (caseId: string, consentId: string): Promise<Answer> => post(`/api/cases/${caseId}/steps/proposeFiling`, 'zhang.wei', { on: '2025-04-01', facts, officers: [person(1), person(2)], late: { reason: '断网', obstacleEndedOn: '2025-04-28', consentId } });
  const of = (more: object): Promise<string> => consent({ act: 'step', caseId: first, step: 'proposeFiling', on: '2025-04-01', documentNumber: '勉司函〔2025〕5号', ...more });
  expect(codes(await file(first, await of({ step: 'fileCase' })))).toEqual(['lateEntryConsentInvalid']);
  const consentId = await of({});
  expect(codes(await file(second, consentId))).toEqual(['lateEntryConsentInvalid']);
  expect(await post('/api/late-consents', 'zhou.tao', { act: 'step', caseId: first, step: 'dance', on: '2025-04-01', documentNumber: '勉司函〔2025〕5号' })).toMatchObject({ status: 422, body: { errors: [{ field: 'step' }] } });
  expect(await post('/api/late-consents', 'zhou.tao', { act: 'service', caseId: first, paperId: `${first}.99`, on: '2025-04-01', documentNumber: '勉司函〔2025〕5号' })).toMatchObject({ status: 422, body: { errors: [{ field: 'paperId' }] } });
  expect((await post('/api/late-consents', 'xu.lei', { act: 'step', caseId: first, step: 'proposeFiling', on: '2025-04-01', documentNumber: '勉司函〔2025〕5号' })).status).toBe(404);
  expect(await file(first, consentId)).toMatchObject({ status: 200, body: { events: [expect.objectContaining({ type: 'stepTaken', occurredOn: '2025-05-06' })] } });
});

it('the database holds to it: nobody consents in the name of another, and a consent is never changed', async () => {
  const insert = (givenBy: string): Promise<unknown> => withActor(app, { actorId: person(1), offices: ['mianyang'] }, (m) => m.query(
    `INSERT INTO late_consent (consent_id, office_id, pack, act, done_on, document_number, given_by, given_at) VALUES (gen_random_uuid(), 'mianyang', 'administrative-penalty', 'opening', '2025-03-03', 'x', $1, now())`, [givenBy]));
  await expect(insert(person(8))).rejects.toThrow('row-level security');
  // One that an officer writes past the service is no consent: he holds no post that gives it.
  await insert(person(1));
  const [own] = (await service.ask('GET', '/api/late-consents', { as: 'zhang.wei' })).body['items'] as { consentId: string; givenBy: string }[];
  expect(own?.givenBy).toBe(person(1));
  await until('2025-05-07');
  expect(codes(await post('/api/cases', 'li.na', { ...openPenaltyCase, late: { reason: '断网', obstacleEndedOn: '2025-04-28', consentId: own?.consentId } }))).toEqual(['lateEntryConsentInvalid']);
  await expect(withActor(app, { actorId: person(8), offices: ['mianyang'] }, (m) => m.query("UPDATE late_consent SET done_on = '2025-03-01'"))).rejects.toThrow('permission denied');
});
