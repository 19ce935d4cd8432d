import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { paperReference } from '#documents';
import { scannedSheet } from '#documents/testing/scanned-sheet';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

// The scanner of the office: a sheet finds its case and its paper by its code, also when the case is closed with it.

let service: Service;
let caseId: string;
const officers = [person(1), person(2)];
const step = (code: string, facts: object, as = 'zhang.wei'): Promise<Answer> => service.ask('POST', `/api/cases/${caseId}/steps/${code}`, { as, body: { facts, ...(as === 'zhang.wei' ? { officers } : {}) } });
const paperOf = (answer: Answer, code: string): string => (answer.body.papers as { paperId: string; paper: string }[]).find((one) => one.paper === code)?.paperId ?? '';
const send = (raw: Buffer, query = '', as = 'zhang.wei'): Promise<Answer> => service.ask('POST', `/api/scans${query}`, { as, raw, headers: { 'content-type': 'application/offset+octet-stream' } });
const codes = (answer: Answer): string[] => (answer.body.blockers as { code: string }[] | undefined ?? []).map((one) => one.code);
const sheet = (paperId: string): Buffer => Buffer.from(scannedSheet(paperReference(paperId)));

beforeAll(async () => {
  service = await Service.start(peopleSql);
  for (const [code, value] of [['lateEntryLimit', 250], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['approvalChain', 'head'], ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院'], ['recordFilingPeriod', 5]] as const) {
    const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { pack: 'administrative-penalty', code, value, documentNumber: '勉政发〔2024〕1号', from: '2024-01-01' } });
    await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' });
  }
  caseId = String((await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase })).body.caseId);
  expect((await step('proposeFiling', { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案。' })).status).toBe(200);
});
afterAll(async () => { await service.stop(); });

it('finds its case and its paper, is filed once, and the same scan again is no error', async () => {
  const form = paperOf(await step('fileCase', { approval: '同意立案。' }, 'liu.yang'), 'filing-approval-form');
  const bytes = sheet(form);
  const found = await send(bytes);
  expect(found).toMatchObject({ status: 200, body: { caseId, paperId: form, paper: 'filing-approval-form', filed: false, next: `/api/cases/${caseId}/scans`, signs: [{ who: 'officers', how: 'signature' }, { who: 'head', how: 'signature' }] } });
  expect(await send(bytes)).toMatchObject({ status: 200, body: { fileId: found.body.fileId, filed: false } });
  expect(await send(bytes, '?signed=asAsked')).toMatchObject({ status: 200, body: { fileId: found.body.fileId, filed: true, next: null, originalOn: '2025-03-03' } });
  expect(await send(bytes, '?signed=asAsked')).toMatchObject({ status: 200, body: { fileId: found.body.fileId, filed: true } });
  const view = await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' });
  expect(view.body).toMatchObject({ files: [{ fileId: found.body.fileId, purpose: 'signed-sheet' }] });
  expect((view.body.papers as { paperId: string; original: object | null }[]).find((one) => one.paperId === form)?.original).toMatchObject({ fileId: found.body.fileId });
});

it('tells what it cannot place, and shows no case to those who do not see it', async () => {
  const form = ((await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' })).body.papers as { paperId: string }[])[0]?.paperId ?? '';
  expect(await send(sheet(form), '', 'sun.li')).toMatchObject({ status: 404 });
  expect(await send(Buffer.from(scannedSheet(null)))).toMatchObject({ status: 422, body: { errors: [{ field: 'reference', rule: 'unreadable' }] } });
  expect(await send(sheet(`${caseId}.999`))).toMatchObject({ status: 404 });
  expect(await send(Buffer.from('no picture at all'))).toMatchObject({ status: 415 });
  expect(await send(sheet(form), `?reference=${encodeURIComponent(paperReference(`${caseId}.1`))}`)).toMatchObject({ status: 404 });
  expect(await service.ask('POST', '/api/scans', { as: 'zhang.wei', body: {} })).toMatchObject({ status: 415 });
});

const named = (paperId: string): string => `?reference=${encodeURIComponent(paperReference(paperId))}`;
/** A scan of which the head and a few bytes arrive, and never the rest. */
async function begun(query: string, as: string, bytes: Buffer, announced: number): Promise<number | 'still reads'> {
  const { port } = service.app.getHttpServer().address() as AddressInfo;
  const authorization = `Bearer ${await service.token(as)}`;
  return new Promise((resolve, reject) => {
    const out = request({ port, host: '127.0.0.1', method: 'POST', path: `/api/scans${query}`, headers: { authorization, 'content-type': 'application/offset+octet-stream', 'content-length': String(announced) } });
    const end = (answer: number | 'still reads'): void => { clearTimeout(waiting); out.destroy(); resolve(answer); };
    const waiting = setTimeout(() => { end('still reads'); }, 3000);
    out.on('response', (answer) => { end(answer.statusCode ?? 0); });
    out.on('error', (error) => { if (!out.destroyed) reject(error); });
    out.write(bytes);
  });
}

it('is refused before it has arrived: by the case that its reference names, by its size, by its first bytes', async () => {
  await service.app.listen(0, '127.0.0.1');
  const form = ((await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' })).body.papers as { paperId: string }[])[0]?.paperId ?? '';
  const [jpeg, pdf] = [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), Buffer.from('%PDF-1.7')];
  expect(await begun(named(form), 'zhang.wei', jpeg, 20_000_000)).toBe('still reads');
  expect(await begun(named(form), 'sun.li', jpeg, 20_000_000)).toBe(404);
  expect(await begun(named(`${caseId}.999`), 'zhang.wei', jpeg, 20_000_000)).toBe(404);
  expect(await begun(named(form), 'zhang.wei', jpeg, 30_000_001)).toBe(413);
  expect(await begun('', 'sun.li', jpeg, 8_000_001)).toBe(413);
  expect(await begun('', 'sun.li', pdf, 1000)).toBe(422);
  expect(await begun('', 'sun.li', Buffer.from('GIF89a'), 1000)).toBe(415);
});

it('the signed report of a closed case comes back, and nothing else', async () => {
  await step('takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片三张' });
  await step('reportInvestigation', { findings: '经查，无违法事实。', evidence: '现场照片', violated: '无', reportedProposal: 'notEstablished' });
  const decision = paperOf(await step('decideNotEstablished', { reasons: '违法事实不能成立', basis: '《中华人民共和国行政处罚法》第五十七条' }, 'liu.yang'), 'case-not-established');
  expect(await service.ask('POST', `/api/cases/${caseId}/papers/${decision}/service`, { as: 'zhang.wei', body: { party: 'p1', attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' }, officers } })).toMatchObject({ status: 200 });
  const form = ((await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' })).body.papers as { paperId: string }[])[0]?.paperId ?? '';
  expect(codes(await send(sheet(decision), `?reference=${encodeURIComponent(paperReference(form))}`))).toEqual(['sheetOfOtherPaper']);
  const closed = await service.ask('POST', `/api/cases/${caseId}/close`, { as: 'liu.yang', body: { closing: 'closedWithoutPenalty', reason: '不予立案查处，结案。' } });
  expect(closed).toMatchObject({ status: 200 });
  const report = paperOf(closed, 'closing-report');
  expect(codes(await send(sheet(decision)))).toEqual(['caseClosed']);
  expect(await send(sheet(report), '?signed=asAsked')).toMatchObject({ status: 200, body: { paperId: report, filed: true } });
  expect(codes(await service.ask('POST', `/api/cases/${caseId}/files`, { as: 'zhang.wei', body: { purpose: 'evidence', mediaType: 'image/png', bytes: 10 } }))).toEqual(['caseClosed']);
});
