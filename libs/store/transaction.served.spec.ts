import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { EntityManager } from 'typeorm';
import { sendAhead, sqlProblem, together, withActor, withSavepoint } from './actor.ts';
import { legalNow } from './legal-clock.ts';
import { lockHead } from './case-head.ts';
import { insertCase, openRecord, type TestRecord } from './testing/record.ts';
import { useProfile } from './instance.ts';

let record: TestRecord;
beforeAll(async () => {
  record = await openRecord();
  await useProfile(record.app, 'production', { mode: 'wall' });
});
afterAll(() => record.close());

const inTown = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => withActor(record.app, { actorId: 'test', offices: ['east'] }, work);
const key = (manager: EntityManager, name: string): Promise<unknown> => manager.query('INSERT INTO idempotency (actor_id, route, key, body_hash) VALUES ($1, $2, $3, $4)', ['test', 'ahead', name, '-']);
const kept = async (name: string): Promise<boolean> => (await inTown((manager) => manager.query<unknown[]>('SELECT 1 FROM idempotency WHERE route = $1 AND key = $2', ['ahead', name]))).length === 1;
/** Breaks a rule of the database: the key stands twice. */
const twice = async (manager: EntityManager, name: string): Promise<void> => { await sendAhead(manager, key(manager, name)); await sendAhead(manager, key(manager, name)); };
const code = (work: Promise<unknown>): Promise<string | undefined> => work.then(() => undefined, (error: unknown) => sqlProblem(error)?.code ?? String(error));

describe('what is sent ahead', () => {
  it('is in the record when the transaction has ended, though nobody waited for it', async () => {
    const name = randomUUID();
    await inTown((manager) => sendAhead(manager, key(manager, name)));
    expect(await kept(name)).toBe(true);
  });

  it('stands under the settings of the transaction, which go ahead of it', async () => {
    const [row] = await inTown((manager) => manager.query<{ actor: string; offices: string }[]>("SELECT current_setting('app.actor') AS actor, current_setting('app.offices') AS offices WHERE $1", [true]));
    expect(row).toEqual({ actor: 'test', offices: 'east' });
  });

  it('fails the transaction with what was wrong first, and leaves nothing', async () => {
    const [name, later] = [randomUUID(), randomUUID()];
    expect(await code(inTown(async (manager) => { await twice(manager, name); await sendAhead(manager, key(manager, later)); }))).toBe('23505');
    expect([await kept(name), await kept(later)]).toEqual([false, false]);
  });

  it('is what a later statement is told to have failed for, not that the transaction is aborted', async () => {
    const name = randomUUID();
    expect(await code(inTown(async (manager) => { await twice(manager, name); await manager.query('SELECT $1::int', [1]); }))).toBe('23505');
  });

  it('is gone when the work throws by itself', async () => {
    const name = randomUUID();
    expect(await code(inTown(async (manager) => { await sendAhead(manager, key(manager, name)); throw new Error('refused'); }))).toContain('refused');
    expect(await kept(name)).toBe(false);
  });

  it('fails its savepoint and nothing around it', async () => {
    const [before, inside, after] = [randomUUID(), randomUUID(), randomUUID()];
    const failed = await inTown(async (manager) => {
      await sendAhead(manager, key(manager, before));
      const told = await code(withSavepoint(manager, (savepoint) => twice(savepoint, inside)));
      await sendAhead(manager, key(manager, after));
      return told;
    });
    expect(failed).toBe('23505');
    expect([await kept(before), await kept(inside), await kept(after)]).toEqual([true, false, true]);
  });

  it('begins with a savepoint as well as with anything else', async () => {
    const name = randomUUID();
    await inTown((manager) => withSavepoint(manager, (savepoint) => sendAhead(savepoint, key(savepoint, name))));
    expect(await kept(name)).toBe(true);
  });
});

describe('statements sent together', () => {
  it('run in their order: the instant of the law is told after the lock was had', async () => {
    const caseId = await insertCase(record, 'east');
    const gate = new EventEmitter();
    const held = inTown(async (manager) => {
      await lockHead(manager, caseId);
      await once(gate, 'open');
      return (await legalNow(manager)).at;
    });
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    const waiting = inTown((manager) => together([lockHead(manager, caseId), legalNow(manager)]));
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    gate.emit('open');
    const [, { at }] = await waiting;
    expect(at >= await held).toBe(true);
  });

  it('are all waited for when one of them fails, which is then told', async () => {
    expect(await code(inTown((manager) => together([manager.query('SELECT 1 / $1::int', [0]), manager.query('SELECT pg_sleep($1)', [0.05])])))).toBe('22012');
    // The connection is free for the next one.
    expect(await inTown((manager) => manager.query<object[]>('SELECT $1::int AS one', [1]))).toEqual([{ one: 1 }]);
  });
});
