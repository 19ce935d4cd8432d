import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { peopleSql, person } from '../../apps/api/testing/people.ts';
import { Service } from '../../apps/api/testing/service.ts';
import { textOf } from '../histories/histories.ts';
import { freshNamespace } from '../servers/namespace.ts';

// The API over real HTTP, the worker as a process of its own, PostgreSQL and Temporal between them.

const words = { name: '金丝雀一号', identityNumber: '999999198001010011', address: '金丝雀路十二号', phone: '13800000000', summary: '金丝雀在和平路无证经营。' };
const personal = [words.name, words.identityNumber, words.address, words.phone, '金丝雀', '张伟'];

const parametersSql = [['statementPeriod', 3], ['lateEntryLimit', 250], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['approvalChain', 'head'], ['approvalWaitDays', 3], ['collectingBank', '勉县某银行'], ['collectingBankAddress', '勉县和平路3号'],
  ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院'], ['suspensionGrounds', '等待鉴定']].map(([code, value], n) => `
INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('00000000-0000-4000-8000-0000000001${10 + n}', 'mian-legal', 'parameter', '{}', 'approved', 'a', now(), 'b', now());
INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('610725', 'administrative-penalty', '${String(code)}', '${JSON.stringify(value)}', '勉政发〔2021〕1号', '2021-01-01', '00000000-0000-4000-8000-0000000001${10 + n}');`).join('');

let dataDir: string;
let service: Service;
let worker: ChildProcess;
let address: string;
let temporal: { client: Client; connection: Connection };
let workerEnv: NodeJS.ProcessEnv;
/** What the API logs: it runs in this process, a line a request. */
let apiLogged = '';
let logged = '';

/** A worker process of its own; answers once it is polling. */
async function startWorker(): Promise<void> {
  const before = logged.length;
  worker = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'apps/worker/main.ts'], { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['ignore', 'pipe', 'pipe'], env: workerEnv });
  for (const stream of [worker.stdout, worker.stderr]) stream?.on('data', (chunk: Buffer) => { logged += chunk.toString('utf8'); });
  await until('the worker is ready', () => Promise.resolve(logged.includes('worker ready', before)), 60_000);
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-e2e-'));
  const { address: temporalAddress, namespace } = await freshNamespace();
  jest.spyOn(process.stderr, 'write').mockImplementation((part) => {
    apiLogged += String(part);
    return true;
  });
  service = await Service.start(peopleSql + parametersSql, { ANJUAN_LOG: 'info', ANJUAN_DATA_DIR: dataDir, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespace });
  await service.app.listen(0, '127.0.0.1');
  address = await service.app.getUrl();
  const connection = await Connection.connect({ address: temporalAddress });
  temporal = { client: new Client({ connection, namespace }), connection };
  workerEnv = { ...process.env, DATABASE_URL: service.database.appUrl, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespace, ANJUAN_PROFILE: 'training', ANJUAN_TRAINING_FROM: '2025-03-03', ANJUAN_DATA_DIR: dataDir, TZ: 'UTC' };
  await startWorker();
}, 90_000);

afterAll(async () => {
  const ended = new Promise((resolve) => { worker.once('exit', resolve); });
  worker.kill('SIGTERM');
  await ended;
  await service.stop();
  await temporal.connection.close();
  await rm(dataDir, { recursive: true, force: true });
  jest.restoreAllMocks();
}, 60_000);

async function until(what: string, so: () => Promise<boolean>, patience = 60_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await so())) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}\n${logged}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

let keys = 0;
async function ask(as: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${address}${path}`, {
    method, headers: {
      authorization: `Bearer ${await service.token(as)}`, 'accept-language': 'en', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'POST' ? { 'idempotency-key': `e2e-${keys += 1}` } : {}),
    }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() as Record<string, unknown> };
}

describe('a case over HTTP, through API, outbox, workflow and activity, and back', () => {
  let caseId = '';

  it('opening it answers its workflow, which runs a moment later', async () => {
    const opened = await ask('zhang.wei', 'POST', '/api/cases', {
      pack: 'administrative-penalty', on: '2025-03-03', parties: [{ kind: 'citizen', identity: { name: words.name, identityNumber: words.identityNumber, address: words.address, phone: words.phone } }],
      facts: { cause: 'unlicensed-trade', causeName: '无证经营', leadSource: 'inspection', actEndedOn: '2025-02-20', discoveredOn: '2025-03-01', summary: words.summary },
    });
    expect(opened).toMatchObject({ status: 201 });
    caseId = String(opened.body.caseId);
    expect(opened.body.workflowId).toBe(`case/${caseId}`);
    await until('the process is armed', async () => (await ask('zhang.wei', 'GET', `/api/cases/${caseId}/process`)).body.armed === true);
  });

  it('a stream of the office hears of a step that wakes nobody', async () => {
    await ask('zhang.wei', 'POST', `/api/cases/${caseId}/steps/proposeFiling`, { facts: { basis: words.summary, proposal: '建议立案。' }, officers: [person(1), person(2)] });
    expect((await ask('liu.yang', 'POST', `/api/cases/${caseId}/steps/fileCase`, { facts: { approval: '同意立案。' } })).status).toBe(200);
    const stream = await fetch(`${address}/api/changes`, { headers: { authorization: `Bearer ${await service.token('zhang.wei')}` } });
    const reader = stream.body?.getReader();
    let heard = '';
    const listening = (async () => {
      for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
        heard += Buffer.from(part.value as Uint8Array).toString('utf8');
        if (heard.includes('event: changed') || heard.includes('event:changed')) return;
      }
    })();
    await until('the stream listens', () => Promise.resolve(heard.includes('listening')));
    await ask('zhang.wei', 'POST', `/api/cases/${caseId}/steps/takeEvidence`, { facts: { evidenceKind: 'documentary', evidenceSummary: words.summary }, officers: [person(1), person(2)] });
    await listening;
    expect(heard).toContain(caseId);
    expect(heard).not.toContain('金丝雀');
    await reader?.cancel();
  });

  it('the clock steps to the sixtieth day: the county legal office finds the escalation in its inbox', async () => {
    const step = await ask('zhou.tao', 'POST', '/api/training/clock', { to: 'next' });
    expect(step).toMatchObject({ status: 200, body: { at: '2025-05-02T01:00:00.000Z' } });
    const inbox = await ask('zhou.tao', 'GET', '/api/inbox');
    expect(JSON.stringify(inbox.body)).toContain(caseId);
    const process = await ask('zhou.tao', 'GET', `/api/cases/${caseId}/process`);
    expect(process.body).toMatchObject({ armed: true, temporal: { reachable: true }, duties: [{ kind: 'escalate', status: 'fulfilled', outcome: 'sent' }] });
  });

  it('nothing about a person is in a history, in the logs of API and worker, or in the name of a file', async () => {
    // A refusal and an answer with names in them are logged too.
    await ask('zhang.wei', 'POST', `/api/cases/${caseId}/steps/takeEvidence`, { facts: { evidenceSummary: words.summary, [words.name]: words.address } });
    await ask('zhang.wei', 'GET', `/api/cases?q=${encodeURIComponent(words.name)}`);
    expect(apiLogged).toMatch(/steps\/:step","status":422/);
    const texts = [logged, apiLogged, (await readdir(dataDir, { recursive: true })).join('\n')];
    let runs = 0;
    for await (const run of temporal.client.workflow.list()) {
      runs += 1;
      texts.push(run.workflowId, textOf(await temporal.client.workflow.getHandle(run.workflowId, run.runId).fetchHistory()));
    }
    expect(runs).toBeGreaterThanOrEqual(1);
    const all = texts.join('\n');
    expect(all).toContain(caseId);
    for (const word of personal) expect(all).not.toContain(word);
  });

  it('the worker drains and ends at SIGTERM, and a second one goes on', async () => {
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => { worker.once('exit', (code, signal) => resolve({ code, signal })); });
    worker.kill('SIGTERM');
    expect(await ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(logged).not.toMatch(/panicked|UnhandledPromise/);
    await startWorker();
    // The next rung of the ninety days is the second worker's: day 75.
    const step = await ask('zhou.tao', 'POST', '/api/training/clock', { to: 'next' });
    expect(step).toMatchObject({ status: 200, body: { at: '2025-05-17T01:00:00.000Z' } });
    const process = await ask('zhou.tao', 'GET', `/api/cases/${caseId}/process`);
    expect(process.body).toMatchObject({ armed: true, duties: [{ status: 'fulfilled', outcome: 'sent' }, { kind: 'escalate', status: 'fulfilled', outcome: 'sent' }] });
  }, 90_000);
});
