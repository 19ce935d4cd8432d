/**
 * What `lawchange/<id>` gets done, a page at a time: it draws up the lines, and once they are signed it applies them,
 * each case in a transaction of its own. Whatever page is done twice changes nothing; one odd case stops no other.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { changeLaw, effectOfLaw } from '#cases';
import { actForCase, legalNow, lockHead, MACHINE, recordIsAway, setActor, withActor } from '#store';
import { canBeJudgedAgain } from '../claims.ts';
import type { CommandDeps } from '../deps.ts';
import { recordEvents } from '../record.ts';
import { locked, setChange, type LawChange } from './changes.ts';
import { casesUnderOtherText, drawnLines, judgeCase, lineOf, manifestOf, nameOf, sameEffect, type LawChangeLine } from './lines.ts';
import { kindOf } from './proposed-text.ts';

/** Cases that one page draws up or applies. */
export interface LawChangePageDone { cases: number; /** Another page waits. False: people are asked, or it is over. */ more: boolean }

/** Does the next page of a change, whatever it waits for. Idempotent: where it stands is kept in the record. */
export async function lawChangePage(deps: CommandDeps, lawChangeId: string, most: number): Promise<LawChangePageDone> {
  const change = await asMachine(deps, lawChangeId, (manager) => locked(manager, lawChangeId));
  if (change?.status === 'drafting') return draftPage(deps, lawChangeId, most);
  if (change?.status === 'applying') return applyPage(deps, change, most);
  return { cases: 0, more: false };
}

async function draftPage(deps: CommandDeps, lawChangeId: string, most: number): Promise<LawChangePageDone> {
  return await asMachine(deps, lawChangeId, async (manager) => {
    const change = await locked(manager, lawChangeId);
    if (change.status !== 'drafting') return { cases: 0, more: change.status === 'applying' };
    const text = await deps.law.text(manager, change.toSha256);
    const ids = await casesUnderOtherText(manager, change.county, text, change.afterCase, most);
    await drawUp(deps, manager, change, ids, 'listed');
    const more = ids.length === most;
    if (more) await setChange(manager, lawChangeId, { ...change, afterCase: ids.at(-1) ?? null });
    else await openForSignature(manager, change, change.round);
    return { cases: ids.length, more };
  }) ?? { cases: 0, more: false };
}

/** Draws lines of these cases; a line that stands already keeps standing. */
async function drawUp(deps: CommandDeps, manager: EntityManager, change: LawChange, ids: readonly string[], status: 'listed' | 'heldBack', round = change.round): Promise<void> {
  const text = await deps.law.text(manager, change.toSha256);
  const lines: LawChangeLine[] = [];
  const standing = new Set((await manager.query<{ id: string }[]>('SELECT of_case AS id FROM law_change_line WHERE law_change_id = $1 AND of_case = ANY ($2::uuid[])', [change.lawChangeId, ids])).map(({ id }) => id));
  for (const caseId of ids.filter((id) => !standing.has(id))) {
    if (await actForCase(manager, caseId, 'SHARE') === null) continue;
    lines.push(...await drawnLines(deps, manager, [caseId], { lawChangeId: change.lawChangeId, text }));
  }
  await setActor(manager, { actorId: MACHINE, offices: [change.officeId] });
  for (const line of lines) {
    await manager.query(`
      INSERT INTO law_change_line (law_change_id, of_case, office_id, round, revision, drawn_on, before, after, rewritten, hash, status, error) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      ON CONFLICT (law_change_id, of_case) DO NOTHING`,
    [change.lawChangeId, line.caseId, change.officeId, round, line.revision, line.drawnOn, JSON.stringify(line.before), JSON.stringify(line.after), line.rewritten, line.hash, line.error === null ? status : 'failed', line.error]);
  }
}

async function openForSignature(manager: EntityManager, change: LawChange, round: number): Promise<void> {
  const lines = await manager.query<{ caseId: string; hash: string }[]>('SELECT of_case AS "caseId", hash FROM law_change_line WHERE law_change_id = $1 AND round = $2 ORDER BY of_case', [change.lawChangeId, round]);
  const manifest = manifestOf({ lawChangeId: change.lawChangeId, round, toSha256: change.toSha256 }, lines);
  await setChange(manager, change.lawChangeId, { status: 'open', round, afterCase: null, manifest });
}

async function applyPage(deps: CommandDeps, change: LawChange, most: number): Promise<LawChangePageDone> {
  const { lawChangeId, round } = change;
  const ids = await asMachine(deps, lawChangeId, async (manager) => (await manager.query<{ id: string }[]>("SELECT of_case AS id FROM law_change_line WHERE law_change_id = $1 AND round = $2 AND status = 'listed' ORDER BY of_case LIMIT $3", [lawChangeId, round, most])).map(({ id }) => id)) ?? [];
  for (const caseId of ids) await applyLine(deps, change, caseId);
  if (ids.length === most) return { cases: ids.length, more: true };
  await asMachine(deps, lawChangeId, (manager) => endRound(deps, manager, lawChangeId, most));
  return { cases: ids.length, more: false };
}

/** After the lines of a round: what was held back or failed, and what was opened meanwhile, waits for the next signature. */
async function endRound(deps: CommandDeps, manager: EntityManager, lawChangeId: string, most: number): Promise<void> {
  const change = await locked(manager, lawChangeId);
  if (change.status !== 'applying') return;
  const next = change.round + 1;
  const text = await deps.law.text(manager, change.toSha256);
  for (let after: string | null = null; ;) {
    const ids: string[] = await casesUnderOtherText(manager, change.county, text, after, most);
    await drawUp(deps, manager, change, ids, 'heldBack', next);
    if (ids.length < most) break;
    after = ids.at(-1) ?? null;
  }
  await manager.query("UPDATE law_change_line SET round = $3 WHERE law_change_id = $1 AND round = $2 AND status IN ('heldBack', 'failed')", [lawChangeId, change.round, next]);
  const [{ waiting } = { waiting: 0 }] = await manager.query<{ waiting: number }[]>('SELECT count(*)::integer AS waiting FROM law_change_line WHERE law_change_id = $1 AND round = $2', [lawChangeId, next]);
  if (waiting === 0) await setChange(manager, lawChangeId, { ...change, status: 'applied', afterCase: null });
  else await openForSignature(manager, change, next);
}

async function applyLine(deps: CommandDeps, change: LawChange, caseId: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await asMachine(deps, change.lawChangeId, (manager) => applyLocked(deps, manager, change, caseId));
      return;
    } catch (error) {
      if (canBeJudgedAgain(error) && attempt < 5) continue;
      if (recordIsAway(error)) throw error;
      // The case is odd, not the change: it is listed with the kind of its trouble, never with values of the case.
      await asMachine(deps, change.lawChangeId, (manager) => manager.query("UPDATE law_change_line SET status = 'failed', error = $3 WHERE law_change_id = $1 AND of_case = $2 AND status = 'listed'", [change.lawChangeId, caseId, nameOf(error)]));
      return;
    }
  }
}

/** Judges the case again. The same effect as signed: it comes under the new text by an event of its own. Another one: it is held back. */
async function applyLocked(deps: CommandDeps, manager: EntityManager, change: LawChange, caseId: string): Promise<void> {
  const office = await actForCase(manager, caseId, 'NO KEY UPDATE');
  await setActor(manager, { actorId: MACHINE, offices: [...new Set([...(office === null ? [] : [office]), change.officeId])] });
  const [line] = await manager.query<LawChangeLine[]>('SELECT of_case AS "caseId", revision, drawn_on AS "drawnOn", before, after, rewritten, hash FROM law_change_line WHERE law_change_id = $1 AND of_case = $2 AND status = \'listed\' FOR UPDATE', [change.lawChangeId, caseId]);
  if (line === undefined) return;
  const settle = (status: 'applied' | 'closed', seq: number | null): Promise<unknown> => manager.query('UPDATE law_change_line SET status = $3, seq = $4 WHERE law_change_id = $1 AND of_case = $2', [change.lawChangeId, caseId, status, seq]);
  const text = await deps.law.text(manager, change.toSha256);
  const judged = await judgeCase(deps, manager, await lockHead(manager, caseId), text, line.drawnOn);
  if (judged === null) return void await settle('closed', null);
  const { head, recorded, state, lapsed, at, present, proposed, effect } = judged;
  if (head.packSha256 === text.sha256) return void await settle('applied', null);
  if (!sameEffect(effect, line)) {
    const now = lineOf(change.lawChangeId, { state, at, effect: effectOfLaw(state, at, present, proposed) }, text);
    await manager.query("UPDATE law_change_line SET status = 'heldBack', revision = $3, drawn_on = $4, before = $5, after = $6, rewritten = $7, hash = $8 WHERE law_change_id = $1 AND of_case = $2",
      [change.lawChangeId, caseId, now.revision, now.drawnOn, JSON.stringify(now.before), JSON.stringify(now.after), now.rewritten, now.hash]);
    return;
  }
  const { machineAt } = await legalNow(manager);
  const entry = { at, machineAt, actorId: MACHINE, claims: {}, wake: true };
  // What time had brought by now is recorded under the text by which it came.
  await recordEvents(deps, manager, lapsed, { ...entry, head, before: recorded, book: present, commandId: randomUUID() });
  const now = await lockHead(manager, caseId);
  if (now === null) throw new Error(`Case ${caseId} was locked and is not seen.`);
  const kind = kindOf(await deps.law.text(manager, head.packSha256), text);
  await recordEvents(deps, manager, changeLaw(state, { lawChangeId: change.lawChangeId, kind, fromSha256: head.packSha256, toSha256: text.sha256, lineHash: line.hash }, at, proposed), { ...entry, head: now, before: state, book: proposed, bookBefore: present, commandId: randomUUID() });
  await settle('applied', state.seq + 1);
}

/** A transaction of the machine that sees the rows of the change's office. Null when there is no such change. */
function asMachine<T>(deps: CommandDeps, lawChangeId: string, work: (manager: EntityManager) => Promise<T>): Promise<T | null> {
  return withActor(deps.source, { actorId: MACHINE, offices: [] }, async (manager) => {
    const [row] = await manager.query<{ office: string | null }[]>('SELECT law_change_office($1) AS office', [lawChangeId]);
    if (row?.office == null) return null;
    await setActor(manager, { actorId: MACHINE, offices: [row.office] });
    return work(manager);
  });
}
