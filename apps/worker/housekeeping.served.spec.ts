import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { openCounty, openPenaltyCase, personId, type TestCounty } from '#commands/testing/county';
import { legalInstant } from '#law';
import { CaseFiles, openFileStorage } from '#store/files';
import { Housekeeping } from './housekeeping.ts';

let county: TestCounty;
let folder: string;
let housekeeping: Housekeeping;
beforeAll(async () => {
  county = await openCounty({ mode: 'running', at: legalInstant('2025-03-03T02:00:00.000Z'), speed: 1 });
  folder = await mkdtemp(join(tmpdir(), 'anjuan-housekeeping-'));
  const silent = Object.assign(Object.create(Logger.prototype) as Logger, { log: () => undefined, warn: () => undefined, error: () => undefined });
  housekeeping = new Housekeeping(county.deps, new CaseFiles(await openFileStorage({ dataDir: folder }), county.deps.keys), silent, () => Promise.resolve());
  housekeeping.start();
});
afterAll(async () => {
  await housekeeping.stop();
  await county.close();
  await rm(folder, { recursive: true, force: true });
});

async function filedCase(): Promise<string> {
  const id = randomUUID();
  await county.done(1, id, openPenaltyCase);
  await county.done(1, id, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
  await county.done(4, id, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  return id;
}

it('without Temporal a lapse stands on the record within seconds; a case that fails is noted once and holds up nobody', async () => {
  const [good, broken] = [await filedCase(), await filedCase()];
  await county.owner.query("UPDATE case_head SET state = '{}' WHERE case_id = $1", [broken]);
  await county.owner.query("UPDATE legal_clock SET at = '2025-06-10T01:00:00Z', anchored_at = clock_timestamp()");
  const lapsed = () => county.owner.query<{ case_id: string; day: string }[]>("SELECT case_id, occurred_on::text AS day FROM case_event WHERE type = 'clockLapsed' AND payload->>'clock' = 'PEN-03'");
  for (const until = Date.now() + 20_000; (await lapsed()).length === 0 && Date.now() < until;) await sleep(100);
  // Two more looks.
  await sleep(2_500);
  expect(await lapsed()).toEqual([{ case_id: good, day: '2025-06-01' }]);
  expect(await county.owner.query('SELECT case_id, attempts FROM command_failure')).toEqual([{ case_id: broken, attempts: 1 }]);
});
