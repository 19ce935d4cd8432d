/** A closed case in which a period of the party runs on: nothing wakes it, so what its tables say stays as it was written, and the rebuild knows that. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalDate, legalInstant, startOfDay } from '#law';
import { MACHINE, openStore, stepLegalClock, withActor } from '#store';
import type { DataSource } from 'typeorm';
import { advanceCases } from './advance-cases.ts';
import { rebuild } from './rebuild.ts';
import { noticeOfRest } from './testing/calendar-notice.ts';
import { openCounty, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
let owner: DataSource;
beforeAll(async () => {
  county = await openCounty({ mode: 'stepped', at: legalInstant('2018-06-04T02:00:00.000Z') });
  owner = await openStore(county.database.ownerUrl, { applicationName: 'test closed cases' });
});
afterAll(async () => {
  await owner.destroy();
  await county.close();
});

const officers = [personId(1), personId(2)];

/** A levy on one parent, served, paid and closed as performed on one day; the periods of the remedies have just begun. */
async function performed(): Promise<string> {
  const caseId = randomUUID();
  const take = (n: number, step: string, facts: Record<string, unknown>, party?: string) => county.done(n, caseId, { type: 'takeStep', step, facts, officers: n === 4 ? [] : officers, ...(party === undefined ? {} : { party }) });
  const serve = async (done: Awaited<ReturnType<typeof take>>): Promise<void> => {
    const issued = done.events.flatMap(({ event }) => (event.type === 'paperIssued' && ['levy-notice', 'levy-decision'].includes(event.paper.paper) ? [event.paper.paperId] : []))[0];
    await county.done(1, caseId, { type: 'recordService', paperId: issued ?? '', party: 'p1', officers, attempt: { way: 'direct', on: '2018-06-04', outcome: 'received' } });
  };
  await county.done(1, caseId, { type: 'openCase', pack: 'social-maintenance-fee', parties: [{ kind: 'citizen', identity: { name: '陈某', identityNumber: '999999198001010011', address: '勉县勉阳街道和平路12号' } }], facts: { childBornOn: '2017-05-01', childOrder: 2, discoveredOn: '2018-05-30', summary: '甲' } });
  await take(1, 'proposeFiling', { basis: '甲', proposal: '乙' });
  await take(4, 'fileCase', { approval: '同意' });
  await take(1, 'takeEvidence', { evidenceSummary: '甲' });
  await take(1, 'takeIncomeEvidence', { incomeEvidence: '甲', partySex: 'male' }, 'p1');
  await take(1, 'reportInvestigation', { findings: '甲', evidence: '乙', levyProposed: true });
  await serve(await take(1, 'issueNotice', { baseYear: 2016, baseKind: 'rural', baseAmount: '12000.00', extraChildren: 1, basis: '甲' }, 'p1'));
  await take(4, 'waiveStatement', { waivedInWriting: true }, 'p1');
  await serve(await take(4, 'decideLevy', { defence: '无' }, 'p1'));
  const [owed] = await county.owner.query<{ fen: string }[]>("SELECT sum(fen)::text AS fen FROM ledger_posting WHERE case_id = $1 AND account = 'principal'", [caseId]);
  await county.send(1, caseId, { type: 'bookPayment', receiptId: 'BANK-1', reference: 'REF1', debt: 'fee', party: 'p1', on: '2018-06-04', fen: owed?.fen ?? '' }, { actor: { kind: 'machine', personId: MACHINE } });
  await county.done(4, caseId, { type: 'closeCase', closing: 'performed', reason: '已缴清' });
  return caseId;
}

it('a period that runs out after the closing is no difference of the record', async () => {
  const caseId = await performed();
  const clocks = (): Promise<unknown> => county.owner.query("SELECT code, status FROM clock WHERE case_id = $1 AND code = 'REC-01'", [caseId]);
  expect(await clocks()).toEqual([{ code: 'REC-01', status: 'running' }]);
  expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  await withActor(county.source, { actorId: 'test', offices: [] }, (manager) => stepLegalClock(manager, startOfDay(legalDate('2018-12-03'))));
  expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  // A wake that comes late, or once too often, looks at it under a calendar that was amended since, and changes nothing.
  await noticeOfRest(county, { name: 'later', publishedOn: '2018-12-01', day: '2018-12-31' });
  expect(await advanceCases(county.deps, [caseId])).toMatchObject([{ status: 'advanced', appended: 0 }]);
  expect(await clocks()).toEqual([{ code: 'REC-01', status: 'running' }]);
  expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
});
