import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withActor } from '../actor.ts';
import { ContentStore, erased, PersonKeys } from '../content.ts';
import { Keys } from '../keys.ts';
import { twoOffices, type TwoOffices } from './testing/two-offices.ts';

const identity = { name: '张三', identityNumber: '99990019491231002X', address: '陕西省汉中市勉县和平路12号', phone: '13812345678' };
let world: TwoOffices;
const keys = Keys.generate();
const store = new ContentStore(keys);
const people = new PersonKeys(keys);
beforeAll(async () => { world = await twoOffices(); });
afterAll(() => world.close());

const here = <T>(work: Parameters<typeof withActor<T>>[2]): Promise<T> => withActor(world.store, world.here, work);
const there = <T>(work: Parameters<typeof withActor<T>>[2]): Promise<T> => withActor(world.store, world.there, work);
const put = (personRef: string, value: unknown, caseId = world.hereCase): ReturnType<ContentStore['put']> => here((m) => store.put(m, { caseId, officeId: 'T1', personRef, value }));

describe('personal content', () => {
  it('comes back as it was put, and lies in no table in the clear', async () => {
    const ref = await put('p1', identity);
    expect(ref.commitment).toMatch(/^[0-9a-f]{64}$/);
    expect((await here((m) => store.read(m, [ref.contentId]))).get(ref.contentId)).toEqual(identity);
    const rows = await world.asSuperuser("SELECT (SELECT string_agg(c::text, '') FROM content c) || (SELECT string_agg(k::text, '') FROM person_key k) AS dump");
    for (const secret of ['张三', identity.identityNumber, identity.phone]) {
      expect(rows[0]!.dump).not.toContain(secret);
      expect(rows[0]!.dump).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('is put before its case has a head, in the transaction that opens it', async () => {
    const caseId = randomUUID();
    await expect(put('p1', identity, caseId)).rejects.toThrow('violates foreign key constraint');
    await here(async (m) => {
      const ref = await store.put(m, { caseId, officeId: 'T1', personRef: 'p1', value: identity });
      await m.query(`INSERT INTO case_head SELECT $1::uuid, office_id, county_id, pack, $1::text, seq, head_hash, revision, phase, opened_on, closed_on, evolve_version, state, last_recorded_at, calendar_version FROM case_head WHERE case_id = $2`, [caseId, world.hereCase]);
      expect((await store.read(m, [ref.contentId])).size).toBe(1);
    });
  });

  it('is not there for another office, neither to read nor to reveal nor to write', async () => {
    const ref = await put('p1', identity);
    expect((await there((m) => store.read(m, [ref.contentId, randomUUID()]))).size).toBe(0);
    await expect(there((m) => store.reveal(m, { caseId: world.hereCase, officeId: 'T2', contentIds: [ref.contentId], why: '核对' }))).rejects.toThrow('row-level security');
    await expect(there((m) => store.put(m, { caseId: world.hereCase, officeId: 'T1', personRef: 'p9', value: identity }))).rejects.toThrow('row-level security');
    expect(await there((m) => m.query('SELECT 1 FROM person_key WHERE case_id = $1 UNION ALL SELECT 1 FROM content WHERE case_id = $1 UNION ALL SELECT 1 FROM reveal_log WHERE case_id = $1', [world.hereCase]))).toEqual([]);
  });

  it('is revealed with a log row that names actor, content and reason, the reason encrypted', async () => {
    const ref = await put('p1', identity);
    const shown = await here((m) => store.reveal(m, { caseId: world.hereCase, officeId: 'T1', contentIds: [ref.contentId], why: '核对张三的住址' }));
    expect(shown.get(ref.contentId)).toEqual(identity);
    const [log] = await world.asOwner('SELECT actor_id, why_content_id FROM reveal_log WHERE content_id = $1', [ref.contentId]);
    expect(log).toMatchObject({ actor_id: 'wang' });
    expect((await here((m) => store.read(m, [String(log!.why_content_id)]))).get(String(log!.why_content_id))).toBe('核对张三的住址');
    await expect(world.asOwner('DELETE FROM reveal_log')).rejects.toThrow('only appended');
    await expect(here((m) => m.query('DELETE FROM reveal_log'))).rejects.toThrow('permission denied');
  });

  it('of one person is erased with that person alone, and stays erased', async () => {
    const one = await put('p5', identity);
    const other = await put('p6', { ...identity, name: '李四' });
    const paper = await here((m) => people.sealBytes(m, { caseId: world.hereCase, officeId: 'T1', personRef: 'p5', id: 'paper.7', bytes: Buffer.from('PDF') }));
    expect(await here((m) => people.openBytes(m, { keyId: paper.keyId, id: 'paper.7', sealed: paper.sealed }))).toEqual(Buffer.from('PDF'));
    await expect(here((m) => people.openBytes(m, { keyId: paper.keyId, id: 'paper.8', sealed: paper.sealed }))).rejects.toThrow('was changed');

    expect(await here((m) => people.destroyPersonKey(m, world.hereCase, 'p5'))).toBe(true);
    expect(await here((m) => people.destroyPersonKey(m, world.hereCase, 'p5'))).toBe(false);
    const read = await here((m) => store.read(m, [one.contentId, other.contentId]));
    expect(read.get(one.contentId)).toBe(erased);
    expect(read.get(other.contentId)).toEqual({ ...identity, name: '李四' });
    expect(await here((m) => people.openBytes(m, { keyId: paper.keyId, id: 'paper.7', sealed: paper.sealed }))).toBeNull();
    await expect(put('p5', identity)).rejects.toThrow('was erased');
    await expect(world.asOwner("UPDATE person_key SET wrapped = decode(repeat('00', 60), 'hex'), destroyed_at = NULL WHERE person_ref = 'p5'")).rejects.toThrow('only made, wrapped anew by a rotation, and destroyed');
    expect(await world.asOwner("SELECT destroyed_by, wrapped, subject_hash FROM person_key WHERE person_ref = 'p5'")).toEqual([{ destroyed_by: 'wang', wrapped: null, subject_hash: null }]);
  });

  it('finds one person in all his cases, however his number was typed', async () => {
    await put('p7', { ...identity, identityNumber: '99990019800101001X' });
    expect(await here((m) => people.casesOf(m, ' 99990019800101001x'))).toEqual([{ caseId: world.hereCase, personRef: 'p7' }]);
    expect(await there((m) => people.casesOf(m, '99990019800101001X'))).toEqual([]);
  });

  it('that was changed or swapped in the database is refused, not shown', async () => {
    const [a, b] = [await put('p1', '甲'), await put('p1', '乙')];
    await world.asSuperuser('ALTER TABLE content DISABLE TRIGGER ALL');
    await world.asSuperuser('UPDATE content SET sealed = (SELECT sealed FROM content WHERE content_id = $2) WHERE content_id = $1', [a.contentId, b.contentId]);
    await expect(here((m) => store.read(m, [a.contentId]))).rejects.toThrow(`Content ${a.contentId} of case ${world.hereCase} was changed`);
    await world.asSuperuser('ALTER TABLE content ENABLE ALWAYS TRIGGER content_never_changed');
    await expect(world.asOwner('UPDATE content SET commitment = commitment')).rejects.toThrow('only appended');
  });

  it('gets one key when two transactions need it first', async () => {
    const refs = await Promise.all(Array.from({ length: 6 }, (_, n) => put('p8', `第${n}份`)));
    expect((await here((m) => store.read(m, refs.map((ref) => ref.contentId)))).size).toBe(6);
    expect(await world.asOwner("SELECT count(*)::int AS n FROM person_key WHERE person_ref = 'p8'")).toEqual([{ n: 1 }]);
  });
});
