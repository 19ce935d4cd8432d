/**
 * Forbearance (暂缓催缴): for a reason, by a document and to a day nothing is demanded of a party and nothing is said to it.
 * The period to pay, the surcharge and the window to the court run on. Like every clock it is read from the steps each time.
 */
import { addDays, packCitation, type LegalDate } from '#law';
import type { Pack, PackDebt, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import { referredTo } from '../conditions.ts';
import type { Blocker, CaseState, ContentRef } from '../model.ts';

/** One forbearance of a debt of a party, as its steps say it. */
export interface Forbearance {
  debt: string; party: string;
  /** The steps that proposed and granted it. */
  proposal: number; grant: number;
  from: LegalDate;
  /** The last day that was granted. */
  until: LegalDate;
  /** The day on which a person ended it before; that day is free again. */
  endedOn: LegalDate | null;
  /** The day on which the county legal office consented that it gives the court up. */
  consentOn: LegalDate | null;
  reason: ContentRef | null;
  document: string;
}

/** Every forbearance of the case, ended ones included. */
export function forbearancesOf(state: CaseState, pack: Pack): Forbearance[] {
  return (pack.money?.debts ?? []).flatMap(({ code, forbearance }) => (forbearance === undefined ? [] : state.steps.filter(({ step }) => step === forbearance.grant).flatMap(({ seq, on, party, facts }): Forbearance[] => {
    const proposal = state.steps.find((step) => step.seq === referredTo(facts[forbearance.ref]));
    const [until, document, reason] = [proposal?.facts[forbearance.until], proposal?.facts[forbearance.document], proposal?.facts[forbearance.reason]];
    if (proposal === undefined || party === null || until?.type !== 'date' || document?.type !== 'code') return [];
    const ended = state.steps.find(({ step, facts: given }) => step === forbearance.end && referredTo(given[forbearance.endRef]) === seq);
    const consent = state.steps.findLast((step) => step.step === forbearance.consent && step.seq < seq && referredTo(step.facts[forbearance.ref]) === proposal.seq);
    return [{ debt: code, party, proposal: proposal.seq, grant: seq, from: on, until: until.value, endedOn: ended?.on ?? null, consentOn: consent?.on ?? null, reason: reason?.type === 'text' ? reason.content : null, document: document.value }];
  })));
}

/** The last day on which it withholds; null: it was ended on its first. */
export function lastDayOf({ from, until, endedOn }: Forbearance): LegalDate | null {
  const last = endedOn === null || endedOn > until ? until : addDays(endedOn, -1);
  return last < from ? null : last;
}

/** What stands for a party on a day. */
export function standsOn(one: Forbearance, party: string | null, on: LegalDate): boolean {
  const last = lastDayOf(one);
  return one.party === party && last !== null && one.from <= on && on <= last;
}

/** The days of a party that are not counted where what follows speaks to it. */
export function forborneDays(state: CaseState, pack: Pack, party: string | null): { from: LegalDate; to: LegalDate; ground: string }[] {
  if (party === null) return [];
  return forbearancesOf(state, pack).filter((one) => one.party === party).flatMap((one) => {
    const to = lastDayOf(one);
    return to === null ? [] : [{ from: one.from, to, ground: pack.steps.find(({ code }) => code === stepsOf(pack, one.debt)?.grant)?.name.zh ?? '' }];
  });
}

const stepsOf = (pack: Pack, debt: string): PackDebt['forbearance'] => pack.money?.debts.find(({ code }) => code === debt)?.forbearance;

/** A step that a forbearance of the party withholds on the day: until when, and by which document. */
export function forborneBlockers({ state, pack, step, party, on }: { state: CaseState; pack: Pack; step: PackStep; party: string | null; on: LegalDate }): Blocker[] {
  return forbearancesOf(state, pack).filter((one) => standsOn(one, party, on)).flatMap((one) => {
    const terms = stepsOf(pack, one.debt);
    const last = lastDayOf(one);
    if (terms === undefined || last === null || !terms.withholds.includes(step.code)) return [];
    return [blocker('forborne', `已批准暂缓催缴至${last}（${one.document}）：其间不催告、不上门、不发消息`, `forbearance stands until ${last} (${one.document}): no demand, visit or message meanwhile`, packCitation(pack, terms.cite), { earliest: addDays(last, 1) })];
  });
}
