/** What the entries say of one debt up to a day, in the order of the days in law and not of their arrival. */
import type { Fen, LegalDate } from '#law';
import type { DebtKey } from './accounts.ts';
import { isOf, type Entry, type EntryKind } from './entry.ts';

/** Money that came for the debt (or, negative, went back), whatever the books apply it to. */
export interface MoneyMove { entryId: string; on: LegalDate; fen: Fen; kind: EntryKind; reverses?: string; /** Officers took it on the spot. */ onTheSpot?: true }

export interface DebtTimeline {
  /** The first day on which a served decision established the debt; null: none did. */
  establishedOn: LegalDate | null;
  /** What is ordered on the day: established, varied, quashed, without what a wind-down wrote off. */
  principalFen: Fen;
  writtenOffFen: Fen;
  /** The entries behind the principal, for the explanation. */
  orders: Entry[];
  moves: MoneyMove[];
  waivers: { entryId: string; on: LegalDate; fen: Fen }[];
  refundableFen: Fen;
  refundedFen: Fen;
  /** Taken on the spot, and not at the bank on the day. */
  inHandsFen: Fen;
}

/**
 * Reads the entries of a debt up to a day. An entry reversed on its own day (a correction) counts as never made; a
 * later reversal is a move of its own.
 */
export function timelineOf(entries: readonly Entry[], key: DebtKey, day: LegalDate): DebtTimeline {
  const timeline: DebtTimeline = { establishedOn: null, principalFen: 0n, writtenOffFen: 0n, orders: [], moves: [], waivers: [], refundableFen: 0n, refundedFen: 0n, inHandsFen: 0n };
  const dayOf = new Map<string, LegalDate>();
  const never = new Set<string>();
  for (const entry of entries) dayOf.set(entry.entryId, entry.occurredOn);
  for (const entry of entries) {
    if (entry.reverses === undefined || entry.occurredOn > day) continue;
    const target = dayOf.get(entry.reverses);
    if (target !== undefined && entry.occurredOn <= target) { never.add(entry.reverses); never.add(entry.entryId); }
  }
  for (const entry of entries) {
    if (entry.occurredOn > day || never.has(entry.entryId) || entry.kind === 'reallocated') continue;
    let principal = 0n;
    let money = 0n;
    let waived = 0n;
    let refundable = 0n;
    let inHands = 0n;
    for (const posting of entry.postings) {
      if (!isOf(posting, key)) continue;
      if (posting.account === 'principal') principal += posting.fen;
      else if (posting.account === 'paid' || posting.account === 'suspense') money -= posting.fen;
      else if (posting.account === 'waived') waived -= posting.fen;
      else if (posting.account === 'refundable') refundable -= posting.fen;
      else if (posting.account === 'inHands') inHands += posting.fen;
    }
    if (principal !== 0n) {
      timeline.orders.push(entry);
      if (entry.kind === 'woundDown') timeline.writtenOffFen -= principal;
      else timeline.principalFen += principal;
    }
    if (money !== 0n) timeline.moves.push({ entryId: entry.entryId, on: entry.occurredOn, fen: money, kind: entry.kind, ...(entry.reverses === undefined ? {} : { reverses: entry.reverses }), ...(entry.kind === 'receiptBooked' && inHands > 0n ? { onTheSpot: true } : {}) });
    if (waived !== 0n) timeline.waivers.push({ entryId: entry.entryId, on: entry.occurredOn, fen: waived });
    timeline.refundableFen += refundable;
    timeline.inHandsFen += inHands;
    if (entry.kind === 'refundPaid') timeline.refundedFen -= refundable;
    else if (entry.kind === 'refundReturned' && refundable === 0n) timeline.refundedFen -= money;
  }
  timeline.orders.sort((a, b) => order(a.occurredOn, a.entryId, b.occurredOn, b.entryId));
  // After a quashing only a decision served anew makes money acceptable again.
  for (const { kind, occurredOn } of timeline.orders) {
    if (kind === 'obligationQuashed') timeline.establishedOn = null;
    else if (kind === 'obligationEstablished') timeline.establishedOn ??= occurredOn;
  }
  timeline.moves.sort((a, b) => order(a.on, a.entryId, b.on, b.entryId));
  return timeline;
}

function order(dayA: string, idA: string, dayB: string, idB: string): number {
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return idA < idB ? -1 : idA > idB ? 1 : 0;
}
