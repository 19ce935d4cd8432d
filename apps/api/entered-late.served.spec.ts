import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AtTheDoor, parametersSql, PENALTY_PARAMETERS } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

/** What happened outside is entered late with its reason or consent; what is done in the record bears the day of recording. */
let service: Service;
let door: AtTheDoor;
let dataDir: string;
const ask = (url: string, as: string, body: object): Promise<Answer> => service.ask('POST', url, { as, body });
const codes = (answer: Answer): string[] => (answer.body['blockers'] as { code: string }[] | undefined ?? []).map((one) => one.code);
const consent = async (body: object): Promise<string> => String((await ask('/api/late-consents', 'zhou.tao', { documentNumber: '勉司函〔2025〕3号', ...body })).body['consentId']);
const late = (obstacleEndedOn: string, consentId?: string): object => ({ late: { reason: '暴雨断网', obstacleEndedOn, ...(consentId === undefined ? {} : { consentId }) } });
const events = async (address: string, type: string): Promise<{ occurredOn: string; payload: object }[]> => ((await service.ask('GET', `${address}/events?limit=200`, { as: 'zhang.wei' })).body['items'] as { type: string; occurredOn: string; payload: object }[]).filter((one) => one.type === type);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-entered-late-'));
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  service = await Service.start(`${peopleSql}${parametersSql('administrative-penalty', { ...PENALTY_PARAMETERS, lateEntryLimit: 5 })}\nUPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`, { ANJUAN_DATA_DIR: dataDir });
  door = new AtTheDoor(service);
}, 120_000);
afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
  jest.restoreAllMocks();
});

describe('of a day gone by', () => {
  let address: string;
  let caseId: string;
  let paper: string;
  let fileId: string;
  let before: string;
  /** Another case, which can be closed. */
  let lead: string;
  beforeAll(async () => {
    before = await door.today();
    const noticed = await door.noticed({ served: false });
    [address, caseId, paper] = [noticed.address, noticed.caseId, noticed.noticeId];
    fileId = await door.scan(address);
    // Ten working days from 3 March 2025, a Monday, end on 17 March.
    lead = `/api/cases/${String((await ask('/api/cases', 'zhang.wei', { ...openPenaltyCase, on: before })).body['caseId'])}`;
    await door.clock('2025-03-18');
  }, 120_000);

  it('nothing is voided, amended, closed, moved or called in, and no electronic seal is asked for', async () => {
    const reason = '有误';
    const order = { toOfficeId: 'wuhou', instrument: '勉司移〔2025〕1号', reason };
    const asked: [string, string, object][] = [
      [`${address}/papers/${paper}/void`, 'wang.fang', { reason }], [`${address}/parties/p1/amend`, 'zhang.wei', { reason, identity: { name: '张三', address: '和平路12号' } }], [`${lead}/close`, 'liu.yang', { closing: 'notFiled', reason }],
      [`${address}/transfer`, 'zhou.tao', order], [`${address}/file-loans`, 'zhou.tao', order], [`${address}/papers/${paper}/seal-requests`, 'zhang.wei', { seal: 'electronic' }],
    ];
    for (const [path, as, body] of asked) {
      const answer = await ask(path, as, { ...body, on: before });
      expect({ path, status: answer.status, refused: codes(answer).includes('notDatedBack') }).toEqual({ path, status: 409, refused: true });
    }
    expect(await ask(`${lead}/close`, 'liu.yang', { closing: 'notFiled', reason })).toMatchObject({ status: 200 });
    expect(await ask(`${address}/papers/${paper}/seal-requests`, 'zhang.wei', { seal: 'electronic' })).toMatchObject({ status: 200, body: { events: [{ type: 'sealAsked', occurredOn: '2025-03-18' }] } });
  });

  it('a seal of rubber rests on its own consent, each use on one, and counts from the day of recording', async () => {
    const [{ sha256 } = { sha256: '' }] = ((await service.ask('GET', address, { as: 'zhang.wei' })).body['papers'] as { paperId: string; sha256: string }[]).filter((one) => one.paperId === paper);
    const request = (more: object = {}): Promise<Answer> => ask(`${address}/papers/${paper}/seal-requests`, 'zhang.wei', { seal: 'physical', on: before, ...more });
    const use = (more: object = {}): Promise<Answer> => ask(`${address}/papers/${paper}/seals`, 'qin.yin', { seal: 'physical', sha256, on: before, ...more });
    expect(codes(await request())).toEqual(['lateEntryNotExplained']);
    expect(codes(await request(late('2025-03-17')))).toEqual(['lateEntryConsentMissing']);
    expect(codes(await request(late('2025-03-17', await consent({ act: 'service', caseId, paperId: paper, on: before }))))).toEqual(['lateEntryConsentInvalid']);
    const consentId = await consent({ act: 'seal', caseId, paperId: paper, on: before });
    expect(await request(late('2025-03-17', consentId))).toMatchObject({ status: 200 });
    expect(codes(await use(late('2025-03-17', consentId)))).toEqual(['lateEntryConsentInvalid']);
    expect(await use(late('2025-03-17', await consent({ act: 'seal', caseId, paperId: paper, on: before })))).toMatchObject({ status: 200 });
    expect(await events(address, 'sealUsed')).toMatchObject([{ occurredOn: '2025-03-18', payload: { late: { doneOn: before, obstacleEndedOn: '2025-03-17' } } }]);
  });

  it('a letter that was handed in keeps its day, by its reason; its end by consent to that end', async () => {
    const agent = { as: 'agent', authority: 'general', scope: [], profession: 'other', from: before, to: '2025-12-31', fileId, person: { name: '钱正义' } };
    const file = (more: object): Promise<Answer> => ask(`${address}/parties/p1/representatives`, 'wang.fang', { ...agent, on: before, ...more });
    expect(codes(await file({}))).toEqual(['lateEntryNotExplained']);
    expect(codes(await file(late('2025-03-04')))).toEqual(['lateEntryConsentMissing']);
    const filed = await file(late('2025-03-17'));
    expect(filed).toMatchObject({ status: 200, body: { events: [{ type: 'representativeFiled', occurredOn: before }] } });
    const { seq: number } = (filed.body['events'] as { seq: number }[])[0] ?? { seq: 0 };
    expect(await ask('/api/late-consents', 'zhou.tao', { act: 'representationEnd', caseId, number: number + 100, on: before, documentNumber: '勉司函〔2025〕4号' })).toMatchObject({ status: 422, body: { errors: [{ field: 'number' }] } });
    expect(await ask('/api/late-consents', 'zhou.tao', { act: 'representation', caseId, party: 'p9', on: before, documentNumber: '勉司函〔2025〕4号' })).toMatchObject({ status: 422, body: { errors: [{ field: 'party' }] } });
    const ends = (more: object): Promise<Answer> => ask(`${address}/parties/p1/representatives/${number}/end`, 'wang.fang', { reason: '解除委托', on: before, ...more });
    expect(codes(await ends(late('2025-03-04', await consent({ act: 'representation', caseId, party: 'p1', on: before }))))).toEqual(['lateEntryConsentInvalid']);
    expect(await ends(late('2025-03-04', await consent({ act: 'representationEnd', caseId, number, on: before })))).toMatchObject({ status: 200, body: { events: [{ type: 'representativeEnded', occurredOn: before }] } });
  });
});
