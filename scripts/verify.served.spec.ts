import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { withActor } from '#store';
import { appendEvents } from '#store/events';
import { openKeys } from '#store/keys';
import { signDailyHeads } from '#store/verify';
import type { LegalDate, LegalInstant } from '#law/dates';
import { twoOffices, type TwoOffices } from '../libs/store/content/testing/two-offices.ts';

let world: TwoOffices;
let dataDir: string;
beforeAll(async () => {
  world = await twoOffices();
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-verify-'));
});
afterAll(async () => {
  await world.close();
  await rm(dataDir, { recursive: true });
});

function verify(args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; said: string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'scripts/verify.ts', ...args], {
      env: { ...process.env, DATABASE_OWNER_URL: world.database.ownerUrl, ANJUAN_DATA_DIR: dataDir, ...env },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { text += part.toString(); });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said: text.trim().split('\n') }));
  });
}

describe('npm run verify', () => {
  it('says what it compared and ends with one line; after tampering it names the case and exits with 1', async () => {
    expect(await verify()).toEqual({ code: 1, said: ['verify: This database was never started: there is nothing to verify.'] });

    await world.asOwner("INSERT INTO instance (profile) VALUES ('development')");
    const keys = await openKeys(world.store.manager, { dataDir, profile: 'development' });
    await withActor(world.store, world.here, async (m) => {
      const hash = await appendEvents(m, {
        caseId: world.hereCase, seq: 0, headHash: '0'.repeat(64), commandId: randomUUID(), actorId: 'wang', pack: 'administrative-penalty', packSha256: 'f'.repeat(64), calendarVersion: 'seed',
        recordedAt: '2025-09-28T01:00:00.000Z' as LegalInstant, machineAt: '2025-09-28T01:00:00.000Z' as LegalInstant,
      }, [{ type: 'phaseEntered', v: 1, occurredOn: '2025-09-28' as LegalDate, phase: 'filed', because: 'filed' }]);
      await m.query('UPDATE case_head SET seq = 1, head_hash = $2 WHERE case_id = $1', [world.hereCase, hash]);
    });
    const whole = await verify();
    expect(whole.said.at(-1)).toMatch(/^verify: the record is whole, but WARNING: no day is signed yet, so a cut tail or a dropped case would not show .* 0 signed heads/);
    expect(whole).toMatchObject({ code: 0 });

    const { hash } = await withActor(world.store, { actorId: 'machine', offices: [] }, (m) => signDailyHeads(m, keys, { day: '2025-09-28' as LegalDate, at: '2025-09-28T16:00:00.000Z' as LegalInstant }));
    const signed = await verify(['--head', hash]);
    expect(signed.code).toBe(0);
    expect(signed.said.at(-1)).toMatch(/^verify: the record is whole \(2 cases, 1 events, 0 broken chains, 1 signed heads, \d+\.\d s\)$/);

    await world.asSuperuser('ALTER TABLE case_event DISABLE TRIGGER ALL');
    await world.asSuperuser("UPDATE case_event SET occurred_on = '2025-09-27'");
    const broken = await verify(['--head', 'f'.repeat(64)]);
    expect(broken.code).toBe(1);
    expect(broken.said[0]).toBe(`BROKEN  case ${world.hereCase}: event 1 was changed`);
    expect(broken.said[1]).toBe(`BROKEN  the head ${'f'.repeat(64)} is not among the signed days: days were removed or replaced`);
    expect(broken.said.at(-1)).toMatch(/^verify: 2 faults \(2 cases, 1 events, 1 broken chains/);
  });

  it('refuses foreign keys and a role that row security confines, in one sentence', async () => {
    const other = await mkdtemp(join(tmpdir(), 'anjuan-verify-'));
    const lost = await verify([], { ANJUAN_DATA_DIR: other });
    expect(lost.code).toBe(1);
    expect(lost.said).toEqual([`verify: ${join(other, 'keys.json')} is missing, and without these keys the personal data in this database cannot be read: restore the file from its backup.`]);
    const confined = await verify([], { DATABASE_OWNER_URL: world.database.appUrl });
    expect(confined.said).toEqual(['verify: Verification needs a role that row-level security does not confine: set DATABASE_OWNER_URL.']);
    await rm(other, { recursive: true });
  });
});
