import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import type { CaseEvent, ContentRef } from '#cases/model';
import type { LegalDate, LegalInstant } from '#law/dates';
import { withActor } from '../actor.ts';
import { ContentStore, PersonKeys } from '../content.ts';
import { twoOffices, type TwoOffices } from '../content/testing/two-offices.ts';
import { appendEvents } from '../events.ts';
import { Keys } from '../keys.ts';
import { connectionOptions } from '../open-store.ts';
import { faultSentence, signDailyHeads, verifyAll, type RecordVerdict } from '../verify.ts';

const keys = Keys.generate();
const content = new ContentStore(keys);
let world: TwoOffices;
let owner: DataSource;
let commands = 0;

beforeEach(async () => {
  world = await twoOffices();
  owner = await new DataSource(connectionOptions(world.database.ownerUrl, { applicationName: 'test' })).initialize();
});
afterEach(async () => {
  await owner.destroy();
  await world.close();
});

/** Appends events to a case of the first office, as a command does. */
async function record(m: EntityManager, caseId: string, events: CaseEvent[]): Promise<void> {
  const [head] = await m.query<{ seq: number; head_hash: string }[]>('SELECT seq, head_hash FROM case_head WHERE case_id = $1 FOR UPDATE', [caseId]);
  commands += 1;
  const hash = await appendEvents(m, {
    caseId, seq: head!.seq, headHash: head!.head_hash, commandId: randomUUID(), actorId: 'wang', pack: 'administrative-penalty', packSha256: 'f'.repeat(64), calendarVersion: 'seed',
    recordedAt: `2025-09-28T0${commands % 10}:00:00.000Z` as LegalInstant, machineAt: '2026-11-22T07:00:00.000Z' as LegalInstant,
  }, events);
  await m.query('UPDATE case_head SET seq = seq + $2, head_hash = $3 WHERE case_id = $1', [caseId, events.length, hash]);
}

const closed = (reason: ContentRef | null): CaseEvent => ({ type: 'caseClosed', v: 1, occurredOn: '2025-09-28' as LegalDate, closing: 'notEstablished', reason });
const phase = (name: string): CaseEvent => ({ type: 'phaseEntered', v: 1, occurredOn: '2025-09-28' as LegalDate, phase: name, because: 'filed' });

/** A case with a phase, a reason in free text and a paper; another with two phases; all signed for 28 September. */
async function aRecord(): Promise<{ reason: ContentRef }> {
  commands = 0;
  const reason = await withActor(world.store, world.here, async (m) => {
    const ref = await content.put(m, { caseId: world.hereCase, officeId: 'T1', personRef: 'p1', value: '张三的陈述' });
    await record(m, world.hereCase, [phase('filed')]);
    await record(m, world.hereCase, [closed(ref), { type: 'paperIssued', v: 1, occurredOn: '2025-09-28' as LegalDate, paper: { paperId: `${world.hereCase}.3`, paper: 'notice', party: 'p1', series: null, authorityId: 'T1' }, number: null, sha256: createHash('sha256').update('PDF').digest('hex'), templateSha256: 'e'.repeat(64) }]);
    const { keyId, sealed } = await new PersonKeys(keys).sealBytes(m, { caseId: world.hereCase, officeId: 'T1', personRef: 'p1', id: `${world.hereCase}.3`, bytes: Buffer.from('PDF') });
    await m.query(`INSERT INTO paper (paper_id, case_id, office_id, seq, paper, party, authority_id, sha256, template_sha256, media_type, bytes, key_id, issued_on) VALUES ($1, $2, 'T1', 3, 'notice', 'p1', 'T1', $3, repeat('e', 64), 'application/pdf', $4, $5, '2025-09-28')`,
      [`${world.hereCase}.3`, world.hereCase, createHash('sha256').update('PDF').digest('hex'), sealed, keyId]);
    return ref;
  });
  await withActor(world.store, world.there, (m) => record(m, world.thereCase, [phase('filed'), phase('investigation')]));
  await sign('2025-09-28');
  return { reason };
}

const sign = (day: string): Promise<{ already: boolean; changed: number; hash: string }> =>
  withActor(world.store, { actorId: 'machine', offices: [] }, (m) => signDailyHeads(m, keys, { day: day as LegalDate, at: `${day}T16:00:00.000Z` as LegalInstant }));

async function verify(expectedHeads: string[] = []): Promise<{ verdict: RecordVerdict; said: string[] }> {
  const said: string[] = [];
  return { verdict: await verifyAll(owner, keys, { expectedHeads, onFault: (fault) => said.push(faultSentence(fault)) }), said };
}

/** As somebody who may do anything with the database. */
async function tamper(...statements: string[]): Promise<void> {
  for (const table of ['case_event', 'case_head', 'content', 'paper', 'daily_head', 'daily_head_case']) await world.asSuperuser(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  for (const statement of statements) await world.asSuperuser(statement);
}

describe('verification of the record', () => {
  it('finds an untouched record whole, with everything that its events refer to', async () => {
    await aRecord();
    const { verdict, said } = await verify();
    expect(said).toEqual([]);
    expect(verdict).toMatchObject({ cases: 2, events: 5, references: 2, erased: 0, brokenCases: 0, whole: true, heads: { days: 1, heads: 2, lastDay: '2025-09-28' } });
  });

  it('finds it whole when a person was erased, and says how much was', async () => {
    await aRecord();
    await withActor(world.store, world.here, (m) => new PersonKeys(keys).destroyPersonKey(m, world.hereCase, 'p1'));
    expect((await verify()).verdict).toMatchObject({ erased: 2, whole: true });
  });

  it('signs each day what changed since, once, and each day stands for the whole record', async () => {
    await aRecord();
    expect(await sign('2025-09-28')).toMatchObject({ already: true, changed: 2 });
    expect(await sign('2025-09-27')).toMatchObject({ already: true });
    await withActor(world.store, world.there, (m) => record(m, world.thereCase, [phase('notice')]));
    expect(await sign('2025-09-29')).toMatchObject({ already: false, changed: 1 });
    expect(await sign('2025-09-30')).toMatchObject({ already: false, changed: 0 });
    expect((await verify()).verdict).toMatchObject({ whole: true, heads: { days: 3, heads: 3 } });
  });

  it('two workers that sign at once make one day of it', async () => {
    await aRecord();
    const both = await Promise.all([sign('2025-10-01'), sign('2025-10-01')]);
    expect(both.filter((one) => one.already)).toHaveLength(1);
    expect(both[0].hash).toBe(both[1].hash);
  });

  it('finds an event that was changed', async () => {
    await aRecord();
    await tamper(`UPDATE case_event SET payload = payload || '{"phase":"decided"}' WHERE case_id = '${world.thereCase}' AND seq = 2`);
    expect((await verify()).said).toEqual([`case ${world.thereCase}: event 2 was changed`]);
  });

  it('finds an event that was taken out of the middle', async () => {
    await aRecord();
    await tamper(`DELETE FROM case_event WHERE case_id = '${world.hereCase}' AND seq = 2`);
    expect((await verify()).said).toContain(`case ${world.hereCase}: event 2 is missing`);
  });

  it('finds a cut tail although the head of the case was cut with it', async () => {
    await aRecord();
    await tamper(`DELETE FROM case_event WHERE case_id = '${world.thereCase}' AND seq = 2`);
    expect((await verify()).said).toContain(`case ${world.thereCase}: the events do not end at event 2, where the case says`);
    await tamper(`UPDATE case_head SET seq = 1, head_hash = (SELECT hash FROM case_event e WHERE e.case_id = case_head.case_id AND e.seq = 1) WHERE case_id = '${world.thereCase}'`);
    expect((await verify()).said).toEqual([`case ${world.thereCase}: cut off before event 2, which was signed on 2025-09-28`]);
  });

  it('finds a case that was dropped without a trace', async () => {
    await aRecord();
    await tamper(`DELETE FROM case_event WHERE case_id = '${world.thereCase}'`, `DELETE FROM case_head WHERE case_id = '${world.thereCase}'`);
    expect((await verify()).said).toEqual([`case ${world.thereCase}: gone, but its event 2 was signed on 2025-09-28`]);
  });

  it('finds events whose case is gone', async () => {
    await aRecord();
    await tamper(`DELETE FROM case_head WHERE case_id = '${world.thereCase}'`);
    expect((await verify()).said).toEqual([`case ${world.thereCase}: events up to 2, but no case`]);
  });

  it('finds a history that was rewritten with all its hashes', async () => {
    await aRecord();
    await tamper(`DELETE FROM case_event WHERE case_id = '${world.thereCase}'`, `UPDATE case_head SET seq = 0, head_hash = repeat('0', 64) WHERE case_id = '${world.thereCase}'`);
    await withActor(world.store, world.there, (m) => record(m, world.thereCase, [phase('filed'), phase('discontinued')]));
    expect((await verify()).said).toEqual([`case ${world.thereCase}: event 2 is another one than was signed on 2025-09-28`]);
  });

  it('finds signed days that were changed, re-signed or removed', async () => {
    await aRecord();
    await sign('2025-09-29');
    const { hash } = await sign('2025-09-30');
    expect((await verify([hash])).said).toEqual([]);
    await tamper(`DELETE FROM daily_head WHERE day = '2025-09-30'`);
    expect((await verify()).said).toEqual([]);
    expect((await verify([hash])).said).toEqual([`the head ${hash} is not among the signed days: days were removed or replaced`]);
    await tamper(`UPDATE daily_head SET cases = 1 WHERE day = '2025-09-29'`);
    expect((await verify()).said).toEqual(['signed day 2025-09-29: the signature is not valid', 'signed day 2025-09-29: its counts are not those of its list']);
    await tamper(`DELETE FROM daily_head_case WHERE case_id = '${world.thereCase}'`);
    expect((await verify()).said).toContain('signed day 2025-09-28: its list of heads was changed');
    await tamper(`DELETE FROM daily_head WHERE day = '2025-09-28'`);
    expect((await verify()).said).toContain('signed day 2025-09-29: it does not follow the signed day before it');
  });

  it('finds days that were signed with another key', async () => {
    await aRecord();
    await withActor(world.store, { actorId: 'machine', offices: [] }, (m) => signDailyHeads(m, Keys.generate(), { day: '2025-09-29' as LegalDate, at: '2025-09-29T16:00:00.000Z' as LegalInstant }));
    expect((await verify()).said).toEqual(['signed day 2025-09-29: signed with another key than this instance had on that day']);
  });

  it('finds a content and a paper that were replaced or removed', async () => {
    const { reason } = await aRecord();
    const other = await withActor(world.store, world.here, (m) => content.put(m, { caseId: world.hereCase, officeId: 'T1', personRef: 'p1', value: '别的陈述' }));
    await tamper(`UPDATE content SET sealed = (SELECT sealed FROM content WHERE content_id = '${other.contentId}') WHERE content_id = '${reason.contentId}'`, "UPDATE paper SET bytes = bytes || '\\x00'");
    expect((await verify()).said).toEqual([`case ${world.hereCase}: a content of event 2 is missing or another one`, `case ${world.hereCase}: the paper of event 3 is missing or another one`]);
    await tamper('DELETE FROM paper');
    expect((await verify()).said).toContain(`case ${world.hereCase}: the paper of event 3 is missing or another one`);
  });

  it('refuses to verify what row security hides', async () => {
    await expect(verifyAll(world.store, keys)).rejects.toThrow('set DATABASE_OWNER_URL');
  });

  it('keeps the signed days from application and owner', async () => {
    await aRecord();
    await expect(world.asOwner("UPDATE daily_head SET day = '2020-01-01'")).rejects.toThrow('only appended');
    await expect(world.asOwner('DELETE FROM daily_head_case')).rejects.toThrow('only appended');
    await expect(world.store.query('SELECT * FROM daily_head_case')).rejects.toThrow('permission denied');
  });
});
