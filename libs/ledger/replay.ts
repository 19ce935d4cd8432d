/**
 * Plays a debt through from its first day to a given one: what fell due when, what each sum of money paid, and what
 * accrued on what stayed unpaid. Nothing of it is stored day by day; the same entries always give the same answer, in
 * whatever order they arrived.
 *
 * Three readings no text settles, each in the party's favour or neutral (inference): each part of the principal accrues
 * for as long as it was itself unpaid; the day of payment counts as the last day of default, so that the sum shown for a
 * day is the sum that pays on it; between a payment and its reversal by the bank nothing accrues.
 */
import { addDays, additionalFineThousandths, cutToFen, lateFeeThousandths, type Fen, type LegalDate } from '#law';
import type { DebtTerms, MoneyRules, TermsEvent } from './terms.ts';
import type { DebtTimeline, MoneyMove } from './timeline.ts';

/** A part of the principal that is unpaid. `from`: the day from which it accrues, not counted itself. */
interface Piece { instalment: number | null; due: LegalDate; from: LegalDate; fen: Fen }

/** What one sum of money pays. */
export interface Applied { principalFen: Fen; surchargeFen: Fen; pieces: { plan: number; instalment: number | null; due: LegalDate; fen: Fen }[] }

/** One stretch of default: so much, unpaid from a day to a day, so many whole months or counted days. */
export interface Accrual { fen: Fen; from: LegalDate; until: LegalDate; count: number; thousandths: bigint }

export interface InstalmentState {
  number: number;
  /** Null while the period to pay stands still. */
  due: LegalDate | null;
  fen: Fen;
  paidFen: Fen;
  state: 'notYetDue' | 'dueToday' | 'inDefault' | 'paid';
  paidOn: LegalDate | null;
  /** The first day of default, while in default. */
  inDefaultSince: LegalDate | null;
  /** Paid, but after its due day. */
  curedOn: LegalDate | null;
}

export interface Replayed {
  /** By receipt: what it pays on the day asked for; the rest of it lies in suspense. */
  applied: Map<string, Applied>;
  /** Money that is applied to nothing. Negative: more went back than there was. */
  excessFen: Fen;
  pieces: readonly { due: LegalDate; fen: Fen }[];
  accruals: Accrual[];
  accruedFen: Fen;
  capApplied: boolean;
  paidPrincipalFen: Fen;
  paidSurchargeFen: Fen;
  /** Of what was waived, what still meets an accrued surcharge. */
  waivedFen: Fen;
  instalments: InstalmentState[];
  /** The application that holds the surcharge, pending on the day. */
  heldSince: LegalDate | null;
  acceleratedOn: LegalDate | null;
  /** Since the end of this day nothing has been owed. */
  settledSince: LegalDate | null;
}

interface Track { number: number; due: LegalDate; fen: Fen; openFen: Fen; paidOn: LegalDate | null; unpaidFrom: LegalDate }
/** `plan`: the terms that were in force when it came in; it holds under no others. */
interface Hold { from: LegalDate; plan: number; pending: boolean }
/** Of a sum whose period to pay stands still: later than any day that is asked for. */
const NOT_KNOWN = '9000-01-01' as LegalDate;

interface Step { on: LegalDate; order: number; run: (day: LegalDate) => void }

export function replay(timeline: DebtTimeline, terms: DebtTerms, history: readonly TermsEvent[], pauses: readonly { from: LegalDate; to: LegalDate | null }[], rules: MoneyRules, day: LegalDate): Replayed {
  const accruals: Accrual[] = [];
  const applied = new Map<string, Applied>();
  const waiting: { entryId: string; fen: Fen }[] = [];
  const holds = holdsOf(history, rules);
  const rule = terms.rateStated ? rules.surcharge : null;
  let pieces: Piece[] = [];
  let tracks: Track[] = [];
  let frozen = 0n;
  let paidPrincipalFen = 0n;
  let paidSurchargeFen = 0n;
  let waivedFen = 0n;
  /** How often the terms were set anew. */
  let plan = 0;
  /** Money refused as fee or fine; negative: more went back than there was. */
  let kept = 0n;
  let acceleratedOn: LegalDate | null = null;

  const until = (on: LegalDate): LegalDate => {
    let last = rules.refusedFrom !== null && on >= rules.refusedFrom ? addDays(rules.refusedFrom, -1) : on;
    for (const hold of holds) if (hold.plan === plan && hold.from < last) last = hold.from;
    return last;
  };
  const accrue = (fen: Fen, from: LegalDate, on: LegalDate): Accrual | null => {
    if (rule === null || fen === 0n) return null;
    const last = until(on);
    if (last <= from) return null;
    const { count, thousandths } = rule.kind === 'lateFee'
      ? lateFeeThousandths(rule.perMillePerMonth, fen, from, last)
      : additionalFineThousandths(rule.perMillePerDay, fen, from, last, pauses);
    return count <= 0 ? null : { fen, from, until: last, count, thousandths };
  };
  const freeze = (fen: Fen, from: LegalDate, on: LegalDate): void => {
    const stretch = accrue(fen, from, on);
    if (stretch === null) return;
    frozen += stretch.thousandths;
    accruals.push(stretch);
  };
  const accruedOn = (on: LegalDate): { fen: Fen; capApplied: boolean } => {
    let sum = frozen;
    for (const piece of pieces) sum += accrue(piece.fen, piece.from, on)?.thousandths ?? 0n;
    return cutToFen(sum, rule !== null && rule.cappedSince !== null && on >= rule.cappedSince ? timeline.principalFen : null);
  };

  const begin = (on: LegalDate | null, agreed: readonly { due: LegalDate; fen: Fen }[] | null): void => {
    let open = timeline.principalFen - paidPrincipalFen;
    if (on !== null) {
      for (const piece of pieces) freeze(piece.fen, piece.from, on);
      plan += 1;
    }
    acceleratedOn = null;
    tracks = [];
    pieces = [];
    const shares = agreed ?? [{ due: on ?? terms.dueDate ?? NOT_KNOWN, fen: open }];
    shares.forEach(({ due, fen }, index) => {
      // The last instalment takes what the plan did not know of; a principal that fell leaves the last ones smaller.
      const share = index === shares.length - 1 || fen > open ? open : fen;
      open -= share;
      if (share === 0n) return;
      const from = on !== null && due < on ? on : due;
      tracks.push({ number: index + 1, due, fen: share, openFen: share, paidOn: null, unpaidFrom: addDays(from, 1) });
      pieces.push({ instalment: index + 1, due, from, fen: share });
    });
  };

  const payPieces = (use: Applied, money: Fen, on: LegalDate, which: (piece: Piece) => boolean): Fen => {
    let left = money;
    for (const piece of pieces) {
      if (left === 0n) break;
      if (!which(piece)) continue;
      const part = left < piece.fen ? left : piece.fen;
      freeze(part, piece.from, on);
      piece.fen -= part;
      left -= part;
      paidPrincipalFen += part;
      use.principalFen += part;
      use.pieces.push({ plan, instalment: piece.instalment, due: piece.due, fen: part });
      const track = tracks.find(({ number }) => number === piece.instalment);
      if (track === undefined) continue;
      track.openFen -= part;
      if (track.openFen === 0n) track.paidOn = on;
    }
    pieces = pieces.filter(({ fen }) => fen > 0n);
    return left;
  };

  /** Money that waits is applied as far as something is owed, in the order of the pack, the oldest value date first. */
  const settle = (on: LegalDate): void => {
    if (timeline.establishedOn === null || (rules.refusedFrom !== null && on >= rules.refusedFrom)) return;
    for (const one of waiting) {
      if (one.fen <= 0n) continue;
      const use = applied.get(one.entryId) ?? { principalFen: 0n, surchargeFen: 0n, pieces: [] };
      const before = one.fen;
      for (const step of rules.allocation) {
        if (one.fen === 0n) break;
        if (step === 'surcharge') {
          const owed = accruedOn(on).fen - paidSurchargeFen - waivedFen;
          const part = owed <= 0n ? 0n : one.fen < owed ? one.fen : owed;
          one.fen -= part;
          use.surchargeFen += part;
          paidSurchargeFen += part;
        } else one.fen = payPieces(use, one.fen, on, (piece) => (piece.due <= on) === (step === 'principalDue'));
      }
      if (one.fen === before) continue;
      applied.set(one.entryId, use);
    }
  };

  /** The bank took a receipt back: what it paid is unpaid again, from that day. */
  const undo = ({ fen: signed, on }: MoneyMove, entryId: string): void => {
    const index = waiting.findIndex((one) => one.entryId === entryId);
    const [held] = waiting.splice(index, 1);
    const use = applied.get(entryId) ?? { principalFen: 0n, surchargeFen: 0n, pieces: [] };
    applied.delete(entryId);
    // What was refunded of it before cannot be taken back from the debt.
    kept -= -signed - (held?.fen ?? 0n) - use.principalFen - use.surchargeFen;
    paidSurchargeFen -= use.surchargeFen;
    paidPrincipalFen -= use.principalFen;
    for (const part of use.pieces) {
      const track = part.plan === plan ? tracks.find(({ number }) => number === part.instalment) : undefined;
      const due = track === undefined ? on : track.due;
      const from = on > due ? on : due;
      if (track !== undefined) {
        if (track.openFen === 0n) track.unpaidFrom = addDays(from, 1);
        track.openFen += part.fen;
        track.paidOn = null;
      }
      pieces.push({ instalment: track?.number ?? null, due, from, fen: part.fen });
    }
    pieces.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  };

  /** Money goes back: what was refused first, then what waits, the newest first. */
  const back = (fen: Fen): void => {
    let left = -fen;
    if (left > 0n && kept > 0n) { const part = left < kept ? left : kept; kept -= part; left -= part; }
    for (let index = waiting.length - 1; index >= 0 && left > 0n; index -= 1) {
      const one = waiting[index];
      if (one === undefined) continue;
      const part = left < one.fen ? left : one.fen;
      one.fen -= part;
      left -= part;
    }
    kept -= left;
  };

  const move = (one: MoneyMove): void => {
    if (one.kind === 'receiptBooked' && one.reverses === undefined) {
      // Money before a served decision, or of a day on which nothing may be collected, is never applied: it goes back.
      const refused = timeline.establishedOn === null || one.on < timeline.establishedOn || (rules.refusedFrom !== null && one.on >= rules.refusedFrom);
      if (refused) kept += one.fen;
      else waiting.push({ entryId: one.entryId, fen: one.fen });
    } else if (one.reverses !== undefined && timeline.moves.some((other) => other.entryId === one.reverses && other.kind === 'receiptBooked')) {
      if (waiting.some(({ entryId }) => entryId === one.reverses)) undo(one, one.reverses);
      else kept += one.fen;
    } else back(one.fen);
    settle(one.on);
  };
  const steps: Step[] = [];
  const add = (on: LegalDate, order: number, run: Step['run']): void => { steps.push({ on, order, run }); };
  let plans = 0;
  for (const event of history) {
    if (event.kind === 'approved') {
      const own = plans += 1;
      add(event.on, 0, (on) => {
        begin(on, event.instalments);
        settle(on);
      });
      const limit = event.acceleration?.unpaidInstalments;
      if (limit !== undefined) for (const { due } of event.instalments) {
        if (due <= day) add(due, 3, (on) => {
          if (plan !== own || acceleratedOn !== null || tracks.filter((track) => track.due <= on && track.openFen > 0n).length < limit) return;
          acceleratedOn = on;
          pieces = pieces.map((piece) => (piece.due > on ? { ...piece, due: on, from: on } : piece));
          for (const track of tracks) if (track.due > on && track.openFen > 0n) { track.due = on; track.unpaidFrom = addDays(on, 1); }
        });
      }
    } else if (event.kind === 'ended') {
      plans += 1;
      add(event.on, 0, (on) => { begin(on, null); settle(on); });
    }
  }
  for (const waiver of timeline.waivers) add(waiver.on, 1, () => { waivedFen += waiver.fen; });
  for (const one of timeline.moves) add(one.on, one.kind === 'refundOrdered' ? 4 : one.fen < 0n ? 1 : 2, () => move(one));
  steps.sort((a, b) => (a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.order - b.order));

  begin(null, null);
  let settledSince: LegalDate | null = null;
  steps.forEach((step, index) => {
    step.run(step.on);
    // Judged at the end of each day: money taken back and replaced on the same day leaves no day unpaid.
    if (steps[index + 1]?.on === step.on) return;
    const settled = timeline.principalFen > 0n && pieces.length === 0 && accruedOn(step.on).fen <= paidSurchargeFen + waivedFen;
    settledSince = settled ? settledSince ?? step.on : null;
  });

  const { fen: accruedFen, capApplied } = accruedOn(day);
  for (const piece of pieces) {
    const stretch = accrue(piece.fen, piece.from, day);
    if (stretch !== null) accruals.push(stretch);
  }
  const room = accruedFen - paidSurchargeFen;
  const pending = holds.find((hold) => hold.pending);
  return {
    applied, excessFen: waiting.reduce((sum, { fen }) => sum + fen, kept), pieces, accruals, accruedFen, capApplied, paidPrincipalFen, paidSurchargeFen,
    waivedFen: room < waivedFen ? (room < 0n ? 0n : room) : waivedFen, instalments: tracks.map((track) => stateOf(track, day)),
    heldSince: pending === undefined ? null : pending.from, acceleratedOn, settledSince,
  };
}

/** The applications that hold the surcharge: pending, or answered with an approval. A refusal leaves nothing of it. */
function holdsOf(history: readonly TermsEvent[], rules: MoneyRules): Hold[] {
  const holds: Hold[] = [];
  if (!rules.applicationHolds) return holds;
  let plan = 0;
  history.forEach((event, index) => {
    if (event.kind === 'approved' || event.kind === 'ended') plan += 1;
    if (event.kind !== 'applied' || !event.timely) return;
    const answer = history.slice(index + 1).find(({ kind }) => kind === 'refused' || kind === 'approved');
    if (answer?.kind !== 'refused') holds.push({ from: event.on, plan, pending: answer === undefined });
  });
  return holds;
}

function stateOf(track: Track, day: LegalDate): InstalmentState {
  const { number, due, fen, openFen, paidOn } = track;
  const paid = openFen === 0n;
  const state = paid ? 'paid' : day > due ? 'inDefault' : day === due ? 'dueToday' : 'notYetDue';
  return {
    number, due: due === NOT_KNOWN ? null : due, fen, paidFen: fen - openFen, state, paidOn,
    inDefaultSince: state === 'inDefault' ? track.unpaidFrom : null,
    curedOn: paid && paidOn !== null && paidOn > due ? paidOn : null,
  };
}
