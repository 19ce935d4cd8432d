import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paperReference } from '#documents';
import { scannedSheet } from '#documents/testing/scanned-sheet';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

let service: Service;
let address: string;
let record: string;
const officers = [person(1), person(2)];
beforeAll(async () => {
  service = await Service.start(peopleSql);
  for (const [code, value] of [['lateEntryLimit', 250], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['statementPeriod', 3], ['approvalChain', 'head'], ['confirmationRequired', 'no']] as const) {
    const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { pack: 'administrative-penalty', code, value, documentNumber: '勉政发〔2024〕1号', from: '2024-01-01' } });
    await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' });
  }
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
  address = `/api/cases/${String(opened.body.caseId)}`;
  await step('proposeFiling', { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案。' });
  expect(await service.ask('POST', `${address}/steps/fileCase`, { as: 'liu.yang', body: { facts: { approval: '同意立案。' } } })).toMatchObject({ status: 200 });
  const inquiry = await step('recordInquiry', { certificatesShown: true, askedPerson: '张三丰，当事人本人', inquiryTime: '9时', inquiryEnd: '10时', inquiryPlace: '办事处询问室', recorder: '李娜', dialogue: '问：是否停放？\n答：是。' });
  record = paperOf(inquiry, 'inquiry-record');
});
afterAll(async () => { await service.stop(); });

async function step(code: string, facts: object): Promise<Answer> {
  const answer = await service.ask('POST', `${address}/steps/${code}`, { as: 'zhang.wei', body: { facts, officers } });
  expect(answer).toMatchObject({ status: 200 });
  return answer;
}
const paperOf = (answer: Answer, code: string): string => (answer.body.papers as { paperId: string; paper: string }[]).find((one) => one.paper === code)?.paperId ?? '';
const scan = (body: object, as = 'zhang.wei'): Promise<Answer> => service.ask('POST', `${address}/scans`, { as, body });
const signed = [{ who: 'askedPerson', how: 'refused', notedBy: officers }, { who: 'officers', how: 'signature' }, { who: 'recorder', how: 'signature' }];

/** A scanned sheet with this text in its code, uploaded and entered. */
async function uploaded(text: string | null, mediaType: 'image/png' | 'application/pdf' = 'image/png'): Promise<string> {
  const bytes = mediaType === 'image/png' ? scannedSheet(text) : Buffer.from('%PDF-1.7 a scan of a sheet');
  const begun = await service.ask('POST', `${address}/files`, { as: 'zhang.wei', body: { purpose: 'signed-sheet', mediaType, bytes: bytes.length } });
  const at = String(begun.headers.location);
  await service.ask('PATCH', at, { as: 'zhang.wei', raw: bytes, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' } });
  expect(await service.ask('POST', `${at}/complete`, { as: 'zhang.wei', body: { sha256: createHash('sha256').update(bytes).digest('hex') } })).toMatchObject({ status: 200 });
  return String(begun.body.fileId);
}

describe('a signed sheet that comes back by scan', () => {
  it('finds its place by its code, and nothing else finds one', async () => {
    const place = await service.ask('GET', `/api/scans/${encodeURIComponent(paperReference(record))}`, { as: 'zhang.wei' });
    expect(place).toMatchObject({ status: 200, body: { paperId: record, paper: 'inquiry-record', title: { zh: '询问笔录' }, voided: false, originalOn: null } });
    expect(await service.ask('GET', `/api/scans/${encodeURIComponent(paperReference(record).replace(/.$/, 'Z'))}`, { as: 'zhang.wei' })).toMatchObject({ status: 404 });
    expect(await service.ask('GET', `/api/scans/${encodeURIComponent(paperReference(record))}`, { as: 'sun.li' })).toMatchObject({ status: 404 });
  });

  it('is refused without a code, with that of another paper, of another case, or without the two who note a refusal', async () => {
    const blank = await uploaded(null);
    expect(await scan({ fileId: blank, signatures: signed })).toMatchObject({ status: 422, body: { errors: [{ field: 'reference', rule: 'unreadable' }] } });
    expect(await scan({ fileId: blank, reference: 'https://example.org', signatures: signed })).toMatchObject({ status: 422, body: { errors: [{ field: 'reference', rule: 'reference' }] } });
    const other = await uploaded(paperReference(record.replace(/\.\d+$/, '.1')));
    expect(await scan({ fileId: other, reference: paperReference(record), signatures: signed })).toMatchObject({ status: 409, body: { blockers: [{ code: 'sheetOfOtherPaper' }] } });
    expect(await scan({ fileId: other, signatures: signed })).toMatchObject({ status: 409, body: { blockers: [{ code: 'paperUnknown' }] } });
    const foreign = await uploaded(paperReference('00000000-0000-4000-8000-000000000001.5'));
    expect(await scan({ fileId: foreign, signatures: signed })).toMatchObject({ status: 409, body: { blockers: [{ code: 'paperOfOtherCase' }] } });
    const good = await uploaded(paperReference(record));
    expect(await scan({ fileId: good, signatures: [{ ...signed[0], notedBy: [person(1)] }, ...signed.slice(1)] })).toMatchObject({ status: 409, body: { blockers: [{ code: 'refusalNotNoted' }] } });
    expect(await scan({ fileId: good, signatures: signed }, 'sun.li')).toMatchObject({ status: 404 });
  });

  it('is the original from then on: the case says so, and so does the paper', async () => {
    const before = await service.ask('GET', `${address}/papers/${record}`, { as: 'zhang.wei' });
    expect(before).toMatchObject({ status: 200, headers: { 'anjuan-original': 'this' } });
    const fileId = await uploaded(paperReference(record));
    expect(await scan({ fileId, on: '2025-03-03', signatures: signed })).toMatchObject({ status: 200, body: { events: [{ type: 'originalFiled', about: record }] } });
    const after = await service.ask('GET', `${address}/papers/${record}`, { as: 'zhang.wei' });
    expect(after.headers).toMatchObject({ 'anjuan-original': `scan ${fileId}`, link: `<${address}/files/${fileId}>; rel="original"` });
    expect(after.bytes.equals(before.bytes)).toBe(true);
    const view = await service.ask('GET', address, { as: 'zhang.wei' });
    const paper = (view.body.papers as { paperId: string }[]).find((one) => one.paperId === record);
    expect(paper).toMatchObject({ copies: [{ for: { zh: '案卷' }, count: 1 }], original: { fileId, on: '2025-03-03', signatures: [{ who: 'askedPerson', how: 'refused', notedBy: officers }, {}, {}] } });
    expect(await scan({ fileId: await uploaded(paperReference(record)), signatures: signed })).toMatchObject({ status: 409, body: { blockers: [{ code: 'originalOnFile' }] } });
  });

  it('a scan as PDF is filed by the code that the scanner read', async () => {
    const form = (await service.ask('GET', address, { as: 'zhang.wei' })).body.papers as { paperId: string; paper: string }[];
    const { paperId = '' } = form.find((one) => one.paper === 'filing-approval-form') ?? {};
    const fileId = await uploaded(null, 'application/pdf');
    const signatures = [{ who: 'officers', how: 'signature' }, { who: 'head', how: 'signature' }];
    expect(await scan({ fileId, signatures })).toMatchObject({ status: 422, body: { errors: [{ field: 'reference', rule: 'unreadable' }] } });
    expect(await scan({ fileId, reference: paperReference(paperId), signatures })).toMatchObject({ status: 200, body: { events: [{ type: 'originalFiled' }] } });
  });
});

describe('the register of the seals', () => {
  it('shows each use by applicant and keeper, to their office only', async () => {
    await step('takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片三张' });
    await step('reportInvestigation', { findings: '占用消防车通道停放货车。', evidence: '照片三张', violated: '《中华人民共和国消防法》第二十八条', reportedProposal: 'noPenalty' });
    for (const [code, value] of [['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院']] as const) {
      const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { pack: 'administrative-penalty', code, value, documentNumber: '勉政发〔2024〕1号', from: '2024-01-01' } });
      await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' });
    }
    const decided = await service.ask('POST', `${address}/steps/decideNoPenalty`, { as: 'liu.yang', body: { facts: { noPenaltyGround: 'slightCorrected', groundEvidence: '现场复查照片', reasons: '轻微并及时改正。', basis: '《中华人民共和国行政处罚法》第三十三条第一款' } } });
    expect(decided).toMatchObject({ status: 200 });
    const [paper] = decided.body.papers as { paperId: string; sha256: string }[];
    const at = `${address}/papers/${paper?.paperId ?? ''}`;
    expect(await service.ask('POST', `${at}/seals`, { as: 'qin.yin', body: { seal: 'physical', sha256: paper?.sha256 } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'sealNotAsked' }] } });
    expect(await service.ask('POST', `${at}/seal-requests`, { as: 'zhang.wei', body: { seal: 'physical' } })).toMatchObject({ status: 200, body: { events: [{ type: 'sealAsked' }] } });
    expect(await service.ask('POST', `${at}/seals`, { as: 'zhang.wei', body: { seal: 'physical', sha256: paper?.sha256 } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'roleMissing' }, { code: 'keeperAsked' }] } });
    expect(await service.ask('POST', `${at}/seals`, { as: 'qin.yin', body: { seal: 'physical', sha256: paper?.sha256 } })).toMatchObject({ status: 200, body: { events: [{ type: 'sealUsed' }] } });
    const register = await service.ask('GET', '/api/seals', { as: 'qin.yin' });
    expect(register.body).toMatchObject({ items: [{ paperId: paper?.paperId, paper: 'no-penalty-decision', sha256: paper?.sha256, applicant: { name: '张伟' }, keeper: { name: '秦印' }, seal: 'physical' }], next: null });
    expect(await service.ask('GET', '/api/seals', { as: 'sun.li' })).toMatchObject({ body: { items: [] } });
    expect(await service.ask('GET', '/api/seals?from=2025-03-04', { as: 'qin.yin' })).toMatchObject({ body: { items: [] } });
  });
});
