/**
 * One case through the engine alone: each fact at noon of its legal day, every wake that the engine asks for in between,
 * and at the end all that time brings up to a horizon. The day of a penalty is never given: it comes from the lapse of a
 * clock. Its amount is given when, and only if, the engine offers the step for it.
 */
import { createHash } from 'node:crypto';
import { advance, type Around, type ActingBody, type CaseCommand, type CaseState, decide, evolve, nextWake, openTasks, type Party } from '#cases';
import type { CaseEvent, ContentRef, RecordedEvent } from '#cases/model';
import { readFacts } from '#commands/facts';
import { chinaDateOf, type LawBook, type LegalDate, type LegalInstant, legalInstant, startOfDay } from '#law';
import type { Pack } from '#law/pack-format';
import { ACTIVITIES, AMOUNT_STEP } from './activities.ts';
import { moneyActs, type MoneyAct } from './money-acts.ts';
import type { FineRow } from './fine-file.ts';

export const FINE_PACK = 'road-traffic-fine';

/** A fact that the engine did not take, and why. */
export interface RefusedFact { row: FineRow; code: string; message: string; article: string }

export interface ReplayedCase {
  caseId: string;
  /** Days on which the clock produced a penalty that still stands. */
  produced: LegalDate[];
  /** Days on which the log has one. */
  logged: LegalDate[];
  refused: RefusedFact[];
  /** Events that the engine recorded. */
  recorded: number;
  events: readonly RecordedEvent[];
  state: CaseState | null;
  /** Acts of money that the engine did not take. */
  moneyRefused: RefusedFact[];
  /** From the first of these days on, without a break, the engine would have let the case go to credit collection; the log's own referral ends it. */
  collectible: { since: LegalDate; until: LegalDate | null }[];
  /** Days of the log's referrals that the engine took. */
  referredOn: LegalDate | null;
}

/** What the log has as a penalty is what time must bring of itself. */
const PENALTY_STEPS = new Set(Object.values(ACTIVITIES).filter((activity) => activity.act === 'produced').map((activity) => activity.step));

const OFFICE = 'police';
const BODY: ActingBody = { basis: 'own', officeId: OFFICE, authorityId: OFFICE, instrument: null, publishedOn: null, matters: [FINE_PACK], from: null, to: null, subEntrusted: false };
const COUNTY = '000000';
const NOON_MS = 12 * 3_600_000;
const COLLECTION_STEP = 'sendToCollection';
const MACHINE: Around['actor'] = { personId: 'bank', officeId: OFFICE, roles: [], kind: 'machine' };
const OFFICER = { personId: 'officer', certificate: '1', certifiedOnDay: true };

export function noonOf(day: LegalDate): LegalInstant {
  return legalInstant(new Date(Date.parse(startOfDay(day)) + NOON_MS));
}

/**
 * Replays the rows of one case, in legal order, up to `horizon`; with `money`, what the rows say of it goes to the same
 * record: the ticket that establishes the debt, the sums that replace it, the bank's receipts, the dismissal. Throws when
 * the engine breaks its own rules.
 */
export async function replayCase(rows: readonly FineRow[], book: LawBook, horizon: LegalInstant, { money }: { money: boolean } = { money: false }): Promise<ReplayedCase> {
  const caseId = rows[0]?.caseId ?? '';
  const run = new CaseRun(caseId, book, rows.filter((row) => row.activity.act === 'produced'), money);
  for (const row of rows.filter((one) => one.activity.act !== 'produced')) {
    const at = noonOf(row.on);
    await run.sleepUntil(at);
    await run.feed(row, at);
  }
  await run.sleepUntil(horizon);
  return {
    caseId, refused: run.refused, moneyRefused: run.moneyRefused, collectible: run.collectible, referredOn: run.state?.steps.find(({ step }) => step === COLLECTION_STEP)?.on ?? null,
    recorded: run.state?.seq ?? 0, events: run.events, state: run.state, logged: run.logged.map((row) => row.on),
    produced: (run.state?.steps ?? []).filter((step) => step.byTime && PENALTY_STEPS.has(step.step)).map((step) => step.on),
  };
}

class CaseRun {
  state: CaseState | null = null;
  readonly refused: RefusedFact[] = [];
  readonly events: RecordedEvent[] = [];
  readonly logged: readonly FineRow[];
  readonly moneyRefused: RefusedFact[] = [];
  readonly collectible: ReplayedCase['collectible'] = [];
  readonly #money: boolean;
  readonly #caseId: string;
  readonly #book: LawBook;
  readonly #pack: Pack;
  readonly #around: Around;

  constructor(caseId: string, book: LawBook, logged: readonly FineRow[], money: boolean) {
    this.#money = money;
    this.#caseId = caseId;
    this.#book = book;
    this.logged = logged;
    this.#pack = book.pack(FINE_PACK).pack;
    this.#around = { actor: { personId: 'officer', officeId: OFFICE, roles: ['officer'], kind: 'person' }, county: COUNTY, claims: {}, profile: 'training', caseId };
  }

  /** As the workflow does: sleeps to the next wake that the record owes, advances, and asks again. */
  async sleepUntil(until: LegalInstant): Promise<void> {
    for (let at = this.#wake(); at !== null && at <= until; at = this.#wake()) {
      const before = this.state?.seq;
      this.#advance(at);
      if (this.state?.seq === before) throw new Error(`Case ${this.#caseId}: the engine asked to be woken at ${at}, and nothing fell due.`);
      await this.#answerTasks(at);
      this.#probe(at);
    }
  }

  async feed(row: FineRow, at: LegalInstant): Promise<void> {
    this.#advance(at);
    const { facts, errors } = await readFacts(this.#pack, row.facts, (_, text) => Promise.resolve(contentOf(text)));
    if (errors.length > 0) {
      this.refused.push(...errors.map((error) => ({ row, code: error.rule, message: error.message.en, article: error.field })));
      return;
    }
    const command: CaseCommand = row.activity.act === 'open'
      ? { type: 'openCase', pack: FINE_PACK, on: row.on, parties: [offender(this.#caseId)], facts, body: BODY }
      : { type: 'takeStep', step: row.activity.act === 'produced' ? AMOUNT_STEP : row.activity.step, on: row.activity.act === 'produced' ? chinaDateOf(at) : row.on, facts, officers: [], body: BODY };
    const decision = decide(this.state, command, at, this.#book, this.#around);
    if ('blockers' in decision) this.refused.push(...decision.blockers.map((blocker) => ({ row, code: blocker.code, message: blocker.message.en, article: blocker.article.en })));
    else {
      this.#record(decision.events, at);
      if (this.#money) await this.#feedMoney(row, at);
    }
    this.#probe(at);
  }

  async #feedMoney(row: FineRow, at: LegalInstant): Promise<void> {
    for (const act of moneyActs(row, () => this.state)) {
      const decision = decide(this.state, await this.#moneyCommand(act, row, at), at, this.#book, act.act === 'receive' ? { ...this.#around, actor: MACHINE } : this.#around);
      if ('blockers' in decision) this.moneyRefused.push(...decision.blockers.map((blocker) => ({ row, code: blocker.code, message: blocker.message.en, article: blocker.article.en })));
      else this.#record(decision.events, at);
    }
  }

  async #moneyCommand(act: MoneyAct, row: FineRow, at: LegalInstant): Promise<CaseCommand> {
    if (act.act === 'receive') return { type: 'bookPayment', receiptId: `${row.caseId}-${row.line}`, reference: row.caseId, debt: 'fine', party: 'p1', on: row.on, fen: act.fen };
    const on = chinaDateOf(at);
    if (act.act === 'serve') return { type: 'recordService', paperId: this.state?.papers.at(-1)?.paperId ?? '', party: 'p1', attempt: { way: 'direct', on, outcome: 'received' }, officers: [OFFICER], body: BODY };
    const { facts } = await readFacts(this.#pack, act.facts, (_, text) => Promise.resolve(contentOf(text)));
    return { type: 'takeStep', step: act.step, on, facts, officers: [], body: BODY };
  }

  /** Whether the engine would let the case go to credit collection now. */
  #probe(at: LegalInstant): void {
    if (!this.#money || this.state === null) return;
    const last = this.collectible.at(-1);
    const open = 'events' in decide(this.state, { type: 'takeStep', step: COLLECTION_STEP, on: chinaDateOf(at), facts: {}, officers: [], body: BODY }, at, this.#book, this.#around);
    if (open && (last === undefined || last.until !== null)) this.collectible.push({ since: chinaDateOf(at), until: null });
    if (!open && last?.until === null) last.until = chinaDateOf(at);
  }

  /** The amount of a penalty, once the engine has produced one and offers the step that takes its amount. */
  async #answerTasks(at: LegalInstant): Promise<void> {
    if (this.state === null || !openTasks(this.state, at, this.#book).some((task) => task.step === AMOUNT_STEP)) return;
    const [row] = this.logged;
    if (row !== undefined) await this.feed(row, at);
  }

  #wake(): LegalInstant | null {
    return this.state === null ? null : nextWake(this.state, this.state.lastRecordedAt, this.#book);
  }

  #advance(at: LegalInstant): void {
    if (this.state !== null) this.#record(advance(this.state, at, this.#book), at);
  }

  #record(events: readonly CaseEvent[], at: LegalInstant): void {
    for (const event of events) {
      this.state = evolve(this.state, event, (this.state?.seq ?? 0) + 1, at, this.#caseId);
      this.events.push({ seq: this.state.seq, recordedAt: at, event });
    }
  }
}

function offender(caseId: string): Party {
  return { partyId: 'p1', kind: 'citizen', ageOnAct: null, identity: contentOf(`offender of ${caseId}`) };
}

/** The engine sees only that a text exists; here its commitment is a plain digest, since nothing is kept. */
function contentOf(text: string): ContentRef {
  const commitment = createHash('sha256').update(text).digest('hex');
  return { contentId: commitment.slice(0, 32), commitment };
}
