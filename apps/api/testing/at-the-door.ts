import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { DataSource } from 'typeorm';
import { pdfPages } from '#documents/testing/pdf-text';
import { legalInstant } from '#law/dates';
import { stepLegalClock } from '#store';
import { person } from './people.ts';
import { openPenaltyCase } from './requests.ts';
import type { Answer, Service } from './service.ts';

export const PIN = '204917';
export const officers = [person(1), person(2)];
const CODE = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z*~$=]/;

/** What a county has set, as SQL; `pack` of all of them. */
export function parametersSql(pack: string, values: Readonly<Record<string, unknown>>, first = 1): string {
  return Object.entries(values).map(([code, value], n) => {
    const proposal = `00000000-0000-4000-8000-00000000${String(first + n).padStart(4, '0')}`;
    return `
INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('${proposal}', 'mian-legal', 'parameter', '{}', 'approved', 'a', now(), 'b', now());
INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('610725', '${pack}', '${code}', '${JSON.stringify(value)}', '勉政发〔2021〕1号', '2021-01-01', '${proposal}');`;
  }).join('\n');
}

/** An identity number of an area that was never assigned, with its check digit. */
export function identityBornOn(day: string, sequence = 11): string {
  const digits = `610799${day.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return digits + '10X98765432'.charAt(digits.split('').reduce((sum, digit, at) => sum + Number(digit) * (weights[at] ?? 0), 0) % 11);
}

/** People outside, who come with a code, and the office that serves them. */
export class AtTheDoor {
  #keys = 0;
  #from = 0;
  readonly codes: string[] = [];
  constructor(readonly service: Service) {}

  async outside(method: 'GET' | 'POST', url: string, options: { token?: string; body?: object; headers?: Record<string, string> } = {}): Promise<{ status: number; body: Record<string, unknown>; text: string }> {
    const answer = await this.service.app.inject({
      method, url, remoteAddress: `198.51.100.${(this.#from += 1) % 250}`,
      headers: { ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }), ...(method === 'POST' ? { 'idempotency-key': `door-${this.#keys += 1}` } : {}), ...(options.body ? { 'content-type': 'application/json' } : {}), ...options.headers },
      ...(options.body ? { payload: JSON.stringify(options.body) } : {}),
    });
    return { status: answer.statusCode, body: /json/.test(String(answer.headers['content-type'])) ? JSON.parse(answer.body) as Record<string, unknown> : {}, text: answer.body };
  }
  session(code: string, pin = PIN): Promise<{ status: number; body: Record<string, unknown> }> { return this.outside('POST', '/api/party/sessions', { body: { code, pin } }); }
  async signIn(code: string): Promise<string> {
    const answer = await this.session(code);
    expect(answer).toMatchObject({ status: 200 });
    return String(answer.body.token);
  }

  async clock(day: string, time = '00:00:00'): Promise<void> {
    await this.service.app.get(DataSource).transaction((m) => stepLegalClock(m, legalInstant(`${day}T${time}+08:00`)));
  }
  async today(): Promise<string> { return String((await this.service.ask('GET', '/api/training/clock', { as: 'zhang.wei' })).body.date); }

  async step(address: string, code: string, facts: object, as = 'zhang.wei', more: object = {}): Promise<Answer> {
    const answer = await this.service.ask('POST', `${address}/steps/${code}`, { as, body: { facts, ...(as === 'zhang.wei' ? { officers } : {}), ...more } });
    expect({ code, status: answer.status, told: answer.body.blockers ?? answer.body.errors }).toEqual({ code, status: 200, told: undefined });
    return answer;
  }
  async serve(address: string, paperId: string, party = 'p1'): Promise<Answer> {
    return this.service.ask('POST', `${address}/papers/${paperId}/service`, { as: 'zhang.wei', body: { party, attempt: { way: 'direct', on: await this.today(), outcome: 'received' }, officers } });
  }
  paperOf(answer: Answer, paper: string): string { return (answer.body.papers as { paperId: string; paper: string }[]).find((one) => one.paper === paper)?.paperId ?? ''; }
  async textOf(address: string, paperId: string): Promise<string> { return pdfPages((await this.service.ask('GET', `${address}/papers/${paperId}`, { as: 'zhang.wei' })).bytes).join('\n'); }
  /** The code as it is printed on the paper; null where there is none. */
  async codeOn(address: string, paperId: string): Promise<string | null> {
    const code = CODE.exec(await this.textOf(address, paperId))?.[0] ?? null;
    if (code !== null) this.codes.push(code);
    return code;
  }
  async slip(address: string, body: object, party = 'p1'): Promise<string> {
    const answer = await this.service.ask('POST', `${address}/parties/${party}/door-code`, { as: 'wang.fang', body: { identityShown: 'identityCard', ...body } });
    expect(answer).toMatchObject({ status: 200 });
    this.codes.push(String(answer.body.code));
    return String(answer.body.code);
  }

  /** A scan that is a file of the case. */
  async scan(address: string, purpose = 'letter'): Promise<string> {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, (this.#keys += 1) % 251), Buffer.from([0xff, 0xd9])]);
    const begun = await this.service.ask('POST', `${address}/files`, { as: 'zhang.wei', body: { purpose, mediaType: 'image/jpeg', bytes: bytes.length } });
    const path = `${address}/files/${String(begun.body.fileId)}`;
    await this.service.ask('PATCH', path, { as: 'zhang.wei', raw: bytes, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' } });
    expect(await this.service.ask('POST', `${path}/complete`, { as: 'zhang.wei', body: { sha256: createHash('sha256').update(bytes).digest('hex') } })).toMatchObject({ status: 200 });
    return String(begun.body.fileId);
  }

  /** A fine whose notice was issued, and served unless told not to. */
  async noticed({ born = '1990-01-01', name = '张三丰', served = true, notice = {} }: { born?: string; name?: string; served?: boolean; notice?: object } = {}): Promise<{ address: string; caseId: string; noticeId: string }> {
    const [party] = openPenaltyCase.parties;
    const opened = await this.service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, on: await this.today(), parties: [{ ...party, identity: { ...party?.identity, name, identityNumber: identityBornOn(born) } }] } });
    expect(opened).toMatchObject({ status: 201 });
    const address = `/api/cases/${String(opened.body.caseId)}`;
    await this.step(address, 'proposeFiling', { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案。' });
    await this.step(address, 'fileCase', { approval: '同意立案。' }, 'liu.yang');
    await this.step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片三张' });
    await this.step(address, 'reportInvestigation', { findings: '占用消防车通道停放货车。', evidence: '照片三张', violated: '《中华人民共和国消防法》第二十八条', reportedProposal: 'penalty' });
    const issued = await this.step(address, 'issueNotice', { reasons: '事实清楚。', basis: '《中华人民共和国消防法》第六十条', intendedFine: '300.00', ...notice }, 'wang.fang');
    const noticeId = this.paperOf(issued, 'penalty-notice');
    if (served) expect(await this.serve(address, noticeId)).toMatchObject({ status: 200 });
    return { address, caseId: String(opened.body.caseId), noticeId };
  }
}

/** Of the penalty pack, what its course needs. */
export const PENALTY_PARAMETERS = {
  statementPeriod: 3, decisionPeriodRungs: [60, 75, 85], reminderHour: '09:00', approvalChain: 'head', approvalWaitDays: 3, collectingBank: '勉县某银行', collectingBankAddress: '勉县和平路3号',
  reconsiderationBody: '勉县人民政府', court: '勉县人民法院', requestAnswerDays: 5,
};
