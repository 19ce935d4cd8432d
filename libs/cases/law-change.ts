/**
 * What a proposed text of a pack would rewrite in an open case: its clocks, what may be done, what is owed, its phase,
 * the papers and amounts still to come, what is owed in money, the parameters by which it is judged. Pure, from the record alone.
 */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf, formatYuan } from '#law';
import type { Pack } from '#law/pack-format';
import { allowedActions, openClocks } from './actions.ts';
import { advance, settle } from './advance.ts';
import { caseMoney } from './clocks.ts';
import { EventRun } from './event-run.ts';
import { evolve } from './evolve.ts';
import type { Actor, CaseEvent, CaseState, LawChangeKind } from './model.ts';
import { balanceOf } from './money/debts.ts';

/** One side of an effect: what differs, by place (`clock statementPeriod.7.p1`, `step decidePenalty p1`, `paper penalty-notice`, `phase`). */
export type LawSide = Record<string, unknown>;
/** Only what differs stands here; both are empty where the case is judged under both texts alike. */
export interface LawEffect { before: LawSide; after: LawSide }

/** The events by which an open case comes under `book`: the change itself, what it makes untrue, what time has then brought. */
export function changeLaw(state: CaseState, change: { lawChangeId: string; kind: LawChangeKind; fromSha256: string; toSha256: string; lineHash: string }, at: LegalInstant, book: LawBook): CaseEvent[] {
  const run = new EventRun(state, at);
  run.add({ type: 'lawChanged', v: 1, occurredOn: run.today, ...change });
  settle(run, book.calendars.asKnownOn(run.today), book);
  return [...run.events, ...advance(run.state, at, book)];
}

/**
 * Before and after, where they differ. `state` is as `advance` under the present text leaves it at `at`.
 *
 * @param reckonedOn the day for which money is reckoned: that on which the line was drawn up, so that the mere passing of
 *   days between signature and application changes no sum, while a receipt does.
 */
export function effectOfLaw(state: CaseState, at: LegalInstant, present: LawBook, proposed: LawBook, reckonedOn: LegalDate = chinaDateOf(at)): LawEffect {
  const events = changeLaw(state, { lawChangeId: '', kind: 'correction', fromSha256: '', toSha256: '', lineHash: '' }, at, proposed);
  const after = sideOf(events.reduce((now, event) => evolve(now, event, now.seq + 1, at, now.caseId), state), at, proposed, reckonedOn);
  const before = sideOf(state, at, present, reckonedOn);
  const effect: LawEffect = { before: {}, after: {} };
  for (const place of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    if (JSON.stringify(before[place]) === JSON.stringify(after[place])) continue;
    effect.before[place] = plain(before[place]);
    effect.after[place] = plain(after[place]);
  }
  return effect;
}

/** As JSON has it, so that what is kept and read again is the same. */
function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value)) as unknown;
}

/** Everything of a case that a text of its pack decides, by place. */
function sideOf(state: CaseState, at: LegalInstant, book: LawBook, reckonedOn: LegalDate): LawSide {
  const { pack } = book.pack(state.pack);
  const on = chinaDateOf(at);
  const side: LawSide = { phase: state.phase, ended: state.packEnded || (pack.inForce.to !== null && on > pack.inForce.to) };
  for (const clock of openClocks(state, at, book)) side[`clock ${clock.clock}.${clock.anchorSeq}.${clock.party ?? '-'}`] = { status: clock.status, rawOn: clock.rawOn, dueOn: clock.dueOn, provisional: clock.provisional };
  for (const action of allowedActions(state, anybody(pack, state), at, book)) {
    side[`${PLACES[action.action]} ${action.code}${action.party === null ? '' : ` ${action.party}`}`] = action.allowed ? 'allowed' : [...new Set(action.blockers.map(({ code }) => code))].sort();
  }
  for (const duty of state.duties.filter(({ status }) => status === 'owed')) side[`duty ${duty.kind} ${duty.to ?? '-'} ${duty.paperId ?? duty.clockId ?? duty.approvalId ?? '-'} ${duty.party ?? '-'} ${duty.rung ?? '-'}`] = duty.dueOn ?? 'owed';
  for (const step of pack.steps) {
    for (const rule of step.computes) side[`amount ${rule.fact} ${step.code}`] = rule;
    for (const issue of step.issues) side[`paper ${issue.paper}`] = pack.papers.find(({ code }) => code === issue.paper) ?? null;
  }
  for (const parameter of pack.parameters) side[`parameter ${parameter.code}`] = book.parameter(state.county, pack.id, parameter.code, on)?.value ?? 'unset';
  for (const [place, owed] of moneySides(state, at, book, reckonedOn)) side[place] = owed;
  return side;
}

/** Each debt of each party, in yuan: what it comes to at the end of `reckonedOn`, by when and at which rate, and all that came in for it so far. */
function moneySides(state: CaseState, at: LegalInstant, book: LawBook, reckonedOn: LegalDate): [string, unknown][] {
  const money = caseMoney(state, at, book);
  return money.debts.flatMap(({ key: { debt, party }, terms, rules, establishedOn }): [string, unknown][] => {
    const owed = balanceOf(money, debt, party, reckonedOn < establishedOn ? establishedOn : reckonedOn);
    const today = balanceOf(money, debt, party, chinaDateOf(at));
    if (owed === null || today === null) return [];
    return [[`money ${debt} ${party}`, {
      reckonedOn: owed.asOf, dueOn: terms.dueDate, surchargeRule: terms.rateStated ? rules.surcharge : null, allocation: rules.allocation, applicationHolds: rules.applicationHolds,
      principal: formatYuan(owed.principalFen), surcharge: formatYuan(owed.surchargeFen), paidPrincipal: formatYuan(owed.paidPrincipalFen), paidSurcharge: formatYuan(owed.paidSurchargeFen),
      waived: formatYuan(owed.waivedFen), noLongerCollected: formatYuan(owed.noLongerCollectedFen), balance: formatYuan(owed.balanceFen), inDefaultSince: owed.inDefaultSince, paidInFullOn: owed.paidInFullOn,
      instalments: owed.instalments.map(({ number, due, fen }) => ({ number, due, amount: formatYuan(fen) })),
      received: formatYuan(today.paidFen + today.suspenseFen + today.refundableFen + today.refundedFen),
    }]];
  });
}

const PLACES = { takeStep: 'step', recordService: 'service', closeCase: 'closing', reopenCase: 'reopening', askApproval: 'approval', signApproval: 'signature', withdrawApproval: 'withdrawal' } as const;

/** Somebody who holds every role of the pack and has had no hand in the case: what stands against him, the law puts there. */
function anybody(pack: Pack, state: CaseState): Actor {
  const roles = [...pack.steps.flatMap(({ by }) => by), ...pack.closings.flatMap(({ by }) => by), ...pack.reopenings.flatMap(({ by }) => by), ...pack.approvals.flatMap(({ askedBy }) => askedBy)];
  return { personId: 'anybody', officeId: state.officeId, roles: [...new Set(roles)].sort(), kind: 'person', qualifications: ['legalProfession'] };
}
