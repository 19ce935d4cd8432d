/** The lines of a change of law: one an open case, with what would be rewritten, before and after. */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { advance, effectOfLaw, evolve, type LawEffect } from '#cases';
import type { CaseEvent, CaseState } from '#cases/model';
import { chinaDateOf, underPack, type LawBook, type LegalDate, type LegalInstant, type LoadedPack } from '#law';
import { canonicalJson, type CaseHead, legalNow, readHead, recordIsAway } from '#store';
import { canBeJudgedAgain } from '../claims.ts';
import type { CommandDeps } from '../deps.ts';
import { later } from '../door.ts';
import { stateOf } from '../record.ts';

export const lineStatuses = ['listed', 'applied', 'heldBack', 'failed', 'closed'] as const;
export type LineStatus = (typeof lineStatuses)[number];

/** What is signed of one case. `revision` is that of the case when the line was drawn up; both sides hold only what differs. */
export interface LawChangeLine extends LawEffect {
  caseId: string;
  revision: number;
  /** The day on which it was drawn up: sums of money are those of its end. */
  drawnOn: LegalDate;
  /** False: the case is judged alike under both texts; it only comes under the new one. */
  rewritten: boolean;
  hash: string;
  /** The kind of its trouble, where the case could not be judged: it is listed all the same, and stops no other. */
  error: string | null;
}

/** A case as time has left it, judged under both texts at one instant. */
export interface JudgedCase { head: CaseHead; recorded: CaseState; state: CaseState; lapsed: CaseEvent[]; at: LegalInstant; present: LawBook; proposed: LawBook; effect: LawEffect }

/** Judges an open case under the text it stands under and the one proposed; its money as of `reckonedOn`, by default today. Null for a case that is not seen or is closed. */
export async function judgeCase(deps: CommandDeps, manager: EntityManager, head: CaseHead | null, text: LoadedPack, reckonedOn?: LegalDate): Promise<JudgedCase | null> {
  if (head === null || head.closedOn !== null) return null;
  const at = later((await legalNow(manager)).at, head.lastRecordedAt);
  const present = await deps.law.bookFor(manager, head);
  const proposed = underPack(present, text, text);
  const recorded = await stateOf(manager, head);
  const lapsed = advance(recorded, at, present);
  const state = lapsed.reduce<CaseState>((now, event) => evolve(now, event, now.seq + 1, at, head.caseId), recorded);
  return { head, recorded, state, lapsed, at, present, proposed, effect: effectOfLaw(state, at, present, proposed, reckonedOn) };
}

/** The line of a judged case in a change; `lawChangeId` is '' in a dry run. */
export function lineOf(lawChangeId: string, { state, effect, at }: Pick<JudgedCase, 'state' | 'effect' | 'at'>, text: LoadedPack): LawChangeLine {
  return signedLine(lawChangeId, { caseId: state.caseId, revision: state.revision, drawnOn: chinaDateOf(at), before: effect.before, after: effect.after }, text, null);
}

function signedLine(lawChangeId: string, signed: Pick<LawChangeLine, 'caseId' | 'revision' | 'drawnOn' | 'before' | 'after'>, text: LoadedPack, error: string | null): LawChangeLine {
  const hash = createHash('sha256').update(canonicalJson({ lawChangeId, toSha256: text.sha256, ...signed })).digest('hex');
  return { ...signed, rewritten: Object.keys(signed.before).length > 0, hash, error };
}

/** Whether applying now does what was signed: the same places, with the same before and after. The revision may have moved. */
export function sameEffect(a: LawEffect, b: LawEffect): boolean {
  return canonicalJson({ before: a.before, after: a.after }) === canonicalJson({ before: b.before, after: b.after });
}

/** One hash over all lines of a round, in the order of case ids: what each of the two persons signs. */
export function manifestOf(of: { lawChangeId: string; round: number; toSha256: string }, lines: readonly { caseId: string; hash: string }[]): string {
  return createHash('sha256').update(canonicalJson({ ...of, lines: lines.map(({ caseId, hash }) => [caseId, hash]) })).digest('hex');
}

/** The next page of open cases of a county that stand under another text of the pack. */
export async function casesUnderOtherText(manager: EntityManager, county: string, text: LoadedPack, after: string | null, most: number): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>('SELECT cases_under_other_pack AS id FROM cases_under_other_pack($1, $2, $3, $4, $5)', [county, text.pack.id, text.sha256, after, most]);
  return rows.map(({ id }) => id);
}

/** The kind of a trouble, without a value of the case. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/** Lines of these cases, as the transaction sees them; a case that it does not see is left out. */
export async function drawnLines(deps: CommandDeps, manager: EntityManager, caseIds: readonly string[], of: { lawChangeId: string; text: LoadedPack }): Promise<LawChangeLine[]> {
  const lines: LawChangeLine[] = [];
  for (const caseId of caseIds) {
    const head = await readHead(manager, caseId);
    try {
      const judged = await manager.transaction((savepoint) => judgeCase(deps, savepoint, head, of.text));
      if (judged !== null) lines.push(lineOf(of.lawChangeId, judged, of.text));
    } catch (error) {
      if (canBeJudgedAgain(error) || recordIsAway(error)) throw error;
      lines.push(signedLine(of.lawChangeId, { caseId, revision: head?.revision ?? 0, drawnOn: chinaDateOf((await legalNow(manager)).at), before: {}, after: {} }, of.text, nameOf(error)));
    }
  }
  return lines;
}
