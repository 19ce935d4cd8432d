/**
 * The debts of a case: which served paper makes which party owe how much, by when, at what rate. Always derived from the
 * record, as clocks are; the ledger reckons with them.
 */
import { addDays, packCitation, startOfDay, type Citation, type LawBook, type LegalDate, type PeriodResult } from '#law';
import type { Cite, Pack, PackDebt, PackMoney } from '#law/pack-format';
import { accountBalance, balanceAsOf, establishObligation, makeEntry, post, reallocations, type Balance, type DebtKey, type DebtTerms, type Entry, type MoneyRules } from '#ledger';
import { referredTo, type ClockReader, type ConditionScope } from '../conditions.ts';
import { stepOfPaper } from '../evolve.ts';
import type { CaseState, PaperState, TakenStep } from '../model.ts';
import { fieldsOf } from '../paper-variants.ts';
import { historyOf } from './terms-history.ts';
import type { BookedEntry } from './types.ts';

/** Of a clock's running, as `clocks.ts` computes it. */
interface DueClock { code: string; party: string | null; anchorSeq: number; endsOn: LegalDate | null; /** Suspensions, the open one among them. */ period: Pick<PeriodResult, 'suspensions'>; definition: { cite: Cite } | null }

export interface CaseDebt {
  definition: PackDebt;
  key: DebtKey;
  establishedOn: LegalDate;
  establishedSeq: number;
  paperId: string;
  fen: bigint;
  /** The step that quashed the decision since. */
  quashed: { on: LegalDate; seq: number } | null;
  /** What remedies made of the sum. */
  varied: { on: LegalDate; seq: number; fen: bigint }[];
  /** Surcharge that was given up. */
  waived: { on: LegalDate; seq: number; fen: bigint }[];
  terms: DebtTerms;
  rules: MoneyRules;
}

export interface CaseMoney { debts: CaseDebt[]; entries: Entry[] }

/** The money of a case; empty where its pack has none. */
export function moneyOf(state: CaseState, book: LawBook, clocks: readonly DueClock[], reader: ClockReader): CaseMoney {
  const { pack } = book.pack(state.pack);
  if (pack.money === undefined) return { debts: [], entries: [] };
  const { money } = pack;
  const debts = money.debts.flatMap((definition) => state.parties.flatMap(({ partyId }) => debtOf(state, book, pack, money, definition, partyId, clocks, reader)));
  return { debts, entries: entriesOf(state, debts, pack) };
}

/** What a debt comes to at the end of a day, as all is known; null where no served decision established it. */
export function balanceOf({ debts, entries }: CaseMoney, debt: string, party: string, on: LegalDate): Balance | null {
  const found = debts.find(({ key }) => key.debt === debt && key.party === party);
  return found === undefined || found.establishedOn > on ? null : balanceAsOf(entries, found.key, on, found.terms, found.rules);
}

function debtOf(state: CaseState, book: LawBook, pack: Pack, money: PackMoney, definition: PackDebt, party: string, clocks: readonly DueClock[], reader: ClockReader): CaseDebt[] {
  const paper = state.papers.findLast((one) => one.paper === definition.paper && !one.voided && one.served[party] !== undefined);
  const service = paper?.served[party];
  if (paper === undefined || service === undefined) return [];
  const fact = amountOf(state, paper, definition.amount, party);
  const fen = fact?.type === 'money' ? BigInt(fact.fen) : 0n;
  const clock = clocks.find((one) => one.code === definition.due && one.party === party && one.anchorSeq === service.seq);
  // Without a period to pay nothing was ordered (a decision without a fine).
  if (fen <= 0n || clock === undefined) return [];
  // While execution is suspended the period to pay has no end yet; what was ordered stays owed.
  const standsSince = clock.endsOn === null ? clock.period.suspensions.find(({ to }) => to === null)?.from : undefined;
  const quashing = state.steps.find((step) => definition.quashedBy.includes(step.step) && step.seq > service.seq && (step.party === null || step.party === party));
  const scope: ConditionScope = { state, book, clocks: reader, on: paper.issuedOn, party };
  const fields = pack.papers.filter((one) => one.code === paper.paper).map((one) => fieldsOf(one, scope))[0] ?? {};
  const cited = (cite: Cite): Citation => citation(pack, cite);
  const { surcharge } = definition;
  const refusedFrom = pack.inForce.to === null ? null : addDays(pack.inForce.to as LegalDate, 1);
  return [{
    definition, key: { caseId: state.caseId, party, debt: definition.code }, establishedOn: service.effectiveOn, establishedSeq: service.seq, paperId: paper.paperId, fen,
    quashed: quashing === undefined ? null : { on: quashing.on, seq: quashing.seq },
    varied: state.steps.flatMap((step) => {
      const amount = step.facts[definition.variedBy.find((one) => one.step === step.step)?.amount ?? ''];
      return step.seq > service.seq && (step.party === null || step.party === party) && amount?.type === 'money' ? [{ on: step.on, seq: step.seq, fen: BigInt(amount.fen) }] : [];
    }),
    waived: waivedOf(state, definition, party, service.seq),
    terms: { dueDate: clock.endsOn, ...(standsSince === undefined ? {} : { standsSince }), dueCite: cited(clock.definition?.cite ?? definition.cite), rateStated: surcharge !== undefined && fields[surcharge.statedIn] !== undefined, history: historyOf(state, pack, definition, party, service.seq, clocks), remedies: remediesOf(state, definition) },
    rules: {
      surcharge: surcharge === undefined ? null : surcharge.kind === 'lateFee'
        ? { kind: 'lateFee', perMillePerMonth: surcharge.perMillePerMonth, cite: cited(surcharge.cite), cappedSince: surcharge.cappedSince as LegalDate | null, capCite: cited(surcharge.capCite) }
        : { kind: 'additionalFine', perMillePerDay: surcharge.perMillePerDay, cite: cited(surcharge.cite), cappedSince: surcharge.cappedSince as LegalDate | null, capCite: cited(surcharge.capCite), pausedSince: surcharge.pausedSince as LegalDate | null, pauseCite: cited(surcharge.pauseCite) },
      allocation: money.allocation, allocationCite: cited(money.allocationCite), applicationHolds: money.applicationHolds,
      refusedFrom, refusedCite: refusedFrom === null || pack.inForce.after === undefined ? null : cited(pack.inForce.after.cite),
    },
  }];
}

/** The second hand gives up what the proposal named. */
function waivedOf(state: CaseState, { waivedBy }: PackDebt, party: string, since: number): CaseDebt['waived'] {
  if (waivedBy === undefined) return [];
  return state.steps.filter((step) => step.step === waivedBy.step && step.seq > since && (step.party === null || step.party === party)).flatMap(({ on, seq, facts }) => {
    const amount = state.steps.find((step) => step.seq === referredTo(facts[waivedBy.ref]))?.facts[waivedBy.amount];
    return amount?.type === 'money' && BigInt(amount.fen) > 0n ? [{ on, seq, fen: BigInt(amount.fen) }] : [];
  });
}

/** Reconsideration and litigation, from the day of the application (in the party's favour) to the day on which its outcome counts. */
function remediesOf(state: CaseState, { remedies }: PackDebt): DebtTerms['remedies'] {
  if (remedies === undefined) return [];
  return state.steps.filter(({ step }) => remedies.begin.includes(step)).map((begun) => {
    const ended = state.steps.find((step) => remedies.end.includes(step.step) && referredTo(step.facts[remedies.ref]) === begun.seq);
    const from = dateIn(begun, [remedies.beginOn]) ?? begun.on;
    const to = ended === undefined ? null : dateIn(ended, remedies.endOn) ?? ended.on;
    return { from, to: to !== null && to < from ? from : to, recordedAt: startOfDay(from) };
  });
}

function dateIn({ facts }: TakenStep, codes: readonly string[]): LegalDate | null {
  for (const code of codes) { const fact = facts[code]; if (fact?.type === 'date') return fact.value; }
  return null;
}

/** What a paper orders, once it is served: the debts of its pack, of each party to whom it goes and of more than nothing. */
export function debtsOrderedBy(state: CaseState, pack: Pack, paper: PaperState): { debt: string; name: PackDebt['name']; party: string }[] {
  const parties = paper.party === null ? state.parties.map(({ partyId }) => partyId) : [paper.party];
  return (pack.money?.debts ?? []).filter((debt) => debt.paper === paper.paper).flatMap(({ code, name, amount }) => parties.flatMap((party) => {
    const fact = amountOf(state, paper, amount, party);
    return fact?.type === 'money' && BigInt(fact.fen) > 0n ? [{ debt: code, name, party }] : [];
  }));
}

/** The sum that the paper orders: as its own step gave it, else as the record had it. */
function amountOf(state: CaseState, paper: PaperState, fact: string, party: string): CaseState['facts'][string] | undefined {
  return stepOfPaper(state, paper.seq)?.facts[fact] ?? state.partyFacts[party]?.[fact] ?? state.facts[fact];
}

/**
 * All entries of the case in the order in which they came on record: obligations from the services that established
 * them, quashings, and what money events booked. Ids name the event behind them.
 */
function entriesOf(state: CaseState, debts: readonly CaseDebt[], pack: Pack): Entry[] {
  const sources: { seq: number; add: (before: readonly Entry[]) => Entry[] }[] = [];
  for (const debt of debts) {
    const { key, establishedSeq: seq, establishedOn, definition } = debt;
    const cite = citation(pack, definition.cite);
    sources.push({ seq, add: () => [establishObligation(key, debt.fen, { entryId: `${state.caseId}.${seq}.${key.debt}.${key.party}`, occurredOn: establishedOn, recordedAt: startOfDay(establishedOn), cause: { caseId: state.caseId, seq }, cite })] });
    for (const { on, seq: at, fen } of debt.varied) {
      sources.push({
        seq: at,
        add: (before) => {
          const voucher = { entryId: `${state.caseId}.${at}.${key.debt}.${key.party}`, occurredOn: on, recordedAt: startOfDay(on), cause: { caseId: state.caseId, seq: at }, cite };
          const stands = accountBalance(before, key, 'principal');
          if (stands === 0n || stands === fen) return [];
          const order = makeEntry({ ...voucher, kind: 'obligationVaried', postings: [post('principal', key, fen - stands), post('treasury', key, stands - fen)] });
          return [order, ...reallocations({ key, entries: [...before, order], terms: debt.terms, rules: debt.rules }, voucher)];
        },
      });
    }
    for (const { on, seq: at, fen } of debt.waived) {
      sources.push({
        seq: at,
        add: (before) => {
          const voucher = { entryId: `${state.caseId}.${at}.${key.debt}.${key.party}`, occurredOn: on, recordedAt: startOfDay(on), cause: { caseId: state.caseId, seq: at }, cite };
          const waiver = makeEntry({ ...voucher, kind: 'surchargeWaived', postings: [post('surcharge', key, fen), post('waived', key, -fen, 'surcharge')] });
          return [waiver, ...reallocations({ key, entries: [...before, waiver], terms: debt.terms, rules: debt.rules }, voucher)];
        },
      });
    }
    const { quashed } = debt;
    if (quashed === null) continue;
    sources.push({
      seq: quashed.seq,
      add: (before) => {
        const voucher = { entryId: `${state.caseId}.${quashed.seq}.${key.debt}.${key.party}`, occurredOn: quashed.on, recordedAt: startOfDay(quashed.on), cause: { caseId: state.caseId, seq: quashed.seq }, cite };
        const stands = accountBalance(before, key, 'principal');
        if (stands === 0n) return [];
        const order = makeEntry({ ...voucher, kind: 'obligationQuashed', postings: [post('principal', key, -stands), post('treasury', key, stands)] });
        return [order, ...reallocations({ key, entries: [...before, order], terms: debt.terms, rules: debt.rules }, voucher)];
      },
    });
  }
  for (const entry of state.money?.entries ?? []) sources.push({ seq: entry.seq, add: () => [entryOf(state.caseId, entry, entry)] });
  sources.sort((a, b) => a.seq - b.seq);
  return sources.reduce<Entry[]>((all, source) => [...all, ...source.add(all)], []);
}

function entryOf(caseId: string, { postings, ...entry }: BookedEntry, { seq, recordedAt }: { seq: number; recordedAt: Entry['recordedAt'] }): Entry {
  const { entryId, occurredOn, kind, cite, receiptId, reverses, adjusts } = entry;
  return {
    entryId, occurredOn, recordedAt, cause: { caseId, seq }, kind, cite,
    ...(receiptId === undefined ? {} : { receiptId }), ...(reverses === undefined ? {} : { reverses }), ...(adjusts === undefined ? {} : { adjusts }),
    postings: postings.map((posting) => ({ ...posting, caseId, fen: BigInt(posting.fen) })),
  };
}

/** An entry as an event keeps it. */
export function bookedEntry({ entryId, occurredOn, kind, cite, receiptId, reverses, adjusts, postings }: Entry): BookedEntry {
  return {
    entryId, occurredOn, kind, cite, ...(receiptId === undefined ? {} : { receiptId }), ...(reverses === undefined ? {} : { reverses }), ...(adjusts === undefined ? {} : { adjusts }),
    postings: postings.map(({ account, party, debt, part, fen }) => {
      if (party === null || debt === null) throw new Error(`Entry ${entryId} posts to the debt of nobody.`);
      return { account, party, debt, ...(part === undefined ? {} : { part }), fen: String(fen) };
    }),
  };
}

function citation(pack: Pack, cite: Cite): Citation {
  const instrument = pack.instruments.find((one) => one.id === cite.instrument)?.name;
  // A pack that names an instrument it does not have was refused when it was loaded.
  return { instrument: instrument ?? packCitation(pack, cite), article: cite.article, status: cite.status };
}
