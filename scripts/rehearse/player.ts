/**
 * Plays scripts against the service: day by day under the stepped clock, several cases at a time, over both APIs. A
 * request that a fault cuts off is sent again with its key, to the other API if need be: it counts once.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, legalDate, type LegalDate, type Pack } from '#law';
import { addressOf, type Ids } from './addresses.ts';
import { item } from './declared.ts';
import { apart } from './persons.ts';
import { codesOf, Differences, type Expected } from './foresight.ts';
import type { DatedTurn, Script } from './script.ts';
import { whyNotFound } from './out-of-sight.ts';
import { withConsent } from './late-consent.ts';
import { numbersNamed, type NumberedCase, receiptGiven, receiptsNumbered } from './named-cases.ts';
import type { Operations } from './operations.ts';
import { broughtIn, depositsBroughtIn } from './receipts-brought-in.ts';
import type { Seen } from './seen.ts';
import type { Spent } from './spent.ts';
import { SERVICE, type Turn } from './world.ts';

export interface Answer { status: number; body: Record<string, unknown>; headers: Headers }
interface Played {
  pack: string; script: Script; next: number; /** What the engine expects of each turn. */ expected: Map<DatedTurn, Expected>; /** Whether every answer was as expected so far: after one difference others follow from it. */ asExpected: boolean; caseId: string | null; papers: { paperId: string; paper: string; party: string | null; sha256: string | null; receipt: boolean }[]; n: number;
  /** Numbers of the steps taken, by code, in order; ids of requests for approval, by chain. */
  steps: Map<string, number[]>; approvals: Map<string, string[]>;
  /** Events that lent the file; files that were entered. */
  loans: number[]; files: string[]; representatives: { number: number; party: string }[];
  /** Receipts of the bank that were brought in for it, by their name in the script. */
  receipts: Map<string, { reference: string; amount: string }>;
}
export interface Tally { turns: number; done: number; refused: number; invalid: number; skipped: number; resent: number; /** Due instants at which the clock stopped. */ stops: number; errors: string[] }

/** Sends that a fault may cut off: how long an answer is waited for, in milliseconds; it is tried again for twice as long. */
const PATIENCE = 120_000;
const TOGETHER = 4;
/** Days that the clock moves with one request at most. */
const DAYS_A_STEP = 14;
const CLOCK_KEEPER = 'r.legal.a';

/** A JSON answer; papers and files are bytes and told as nothing. */
function readBody(text: string, headers: Headers): Record<string, unknown> {
  return text !== '' && (headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) as Record<string, unknown> : {};
}

/** What happens on a day with turns, beside them. */
export interface Hours {
  /** Begins with the turns of the day and is waited for after them: faults. */
  during: (day: LegalDate, at: number, of: number) => Promise<void>;
  /** When the turns of the day are done. */
  evening: () => Promise<void>;
}

export class Player {
  readonly tally: Tally = { turns: 0, done: 0, refused: 0, invalid: 0, skipped: 0, resent: 0, stops: 0, errors: [] };
  private readonly tokens = new Map<string, string>();
  /** What the service can be asked, once its document has been read. */
  operations: Operations | null = null;
  private keys = 0;
  private asked = 0;
  cases = 0;
  readonly differences = new Differences();
  /** Cases that were opened, by pack, the latest last. */
  readonly opened = new Map<string, string[]>();

  constructor(private readonly addresses: readonly string[], private readonly seen: Seen, private readonly seed: number, private readonly spent: Spent, private readonly watchClock: <T>(day: LegalDate, step: Promise<T>) => Promise<T>) {}

  private readonly packs = new Map<string, Pack>();
  private readonly numbers: NumberedCase[] = [];
  /** Numbers of special receipts that cases have given. */
  private readonly receiptsGiven: string[] = [];

  /** What the packs say of facts and of whom a case is about, for answers that look-ahead cannot know. */
  know(packs: readonly Pack[]): void {
    for (const pack of packs) this.packs.set(pack.id, pack);
  }

  /** Plays scripts of one pack, day by day. */
  async play(pack: string, scripts: readonly Script[], expect: (script: Script) => Map<DatedTurn, Expected>, hours: Hours): Promise<void> {
    const all = apart(scripts, this.cases).map(({ script, asPlanned }, index): Played => {
      const planned = scripts[index] ?? script;
      const expected = expect(planned);
      return {
        pack, script, next: 0, caseId: null, papers: [], steps: new Map(), approvals: new Map(), loans: [], files: [], representatives: [], receipts: new Map(), n: this.cases += 1,
        asExpected: script.twin !== true, expected: new Map(script.turns.map((dated) => [dated, expected.get(asPlanned.get(dated) ?? dated) ?? ''])),
      };
    });
    const days = [...new Set(scripts.flatMap(({ turns, until }) => [...turns.map(({ on }) => on), ...(until === undefined ? [] : [until])]))].sort();
    for (const [at, day] of days.entries()) {
      await this.stepTo(day);
      const trouble = hours.during(day, at, days.length);
      await this.spent.on('turns', async () => {
        await this.together(all.filter(({ script }) => script.twin !== true), day);
        await this.together(all.filter(({ script }) => script.twin === true), day);
      });
      await this.spent.on('troubles beyond the turns', () => trouble);
      await hours.evening();
    }
  }

  async today(): Promise<LegalDate> {
    const { body } = await this.ask('GET', '/api/training/clock', CLOCK_KEEPER);
    return legalDate(String(body['date']));
  }

  /** Moves the clock; an interrupted step is gone on with. */
  async stepTo(day: LegalDate): Promise<void> {
    await this.watchClock(day, this.spent.on('clock', () => this.stepping(day)));
  }

  /** In short steps: a request over months of a hundred cases would not be answered in the patience of one. */
  private async stepping(day: LegalDate): Promise<void> {
    for (let next = await this.today(); next < day;) {
      next = addDays(next, DAYS_A_STEP);
      await this.stepOnce(next < day ? next : day);
    }
  }

  private async stepOnce(day: LegalDate): Promise<void> {
    for (const until = Date.now() + 2 * PATIENCE; ;) {
      const { status, body } = await this.ask('POST', '/api/training/clock', CLOCK_KEEPER, { to: day });
      if (status === 200) { this.tally.stops += Number(body['stops']); return; }
      // A step that a killed part interrupted: what it left undone is looked at again.
      if (Date.now() > until) throw new Error(`The clock does not come to ${day}: ${status} ${JSON.stringify(body)}`);
      await sleep(500);
    }
  }

  private async together(played: readonly Played[], day: LegalDate): Promise<void> {
    const waiting = played.filter((one) => one.script.turns[one.next]?.on === day);
    await Promise.all(Array.from({ length: TOGETHER }, async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        while (one.script.turns[one.next]?.on === day) {
          const dated = one.script.turns[one.next];
          one.next += 1;
          if (dated !== undefined) await this.take(one, dated);
        }
        if (one.next === one.script.turns.length) await this.payIn(one, day);
      }
    }));
  }

  /** What officers collected and handed in reaches the bank in the end. */
  private async payIn(played: Played, day: LegalDate): Promise<void> {
    if (played.caseId === null || this.packs.get(played.pack)?.money?.debts.some(({ collection }) => collection !== undefined) !== true) return;
    for (const type of await depositsBroughtIn(this, played, day)) this.seen.add(played.pack, item('command', type));
  }

  private async take(played: Played, dated: DatedTurn): Promise<void> {
    const { turn } = dated;
    const { command } = turn;
    this.tally.turns += 1;
    const ids = this.idsOf(played, turn);
    if (ids === null) { this.tally.skipped += 1; return; }
    const answer = command.type === 'attachFile' ? await this.attach(played, turn.by) : command.type === 'bookPayment' || command.type === 'bookDeposit' || command.type === 'reversePayment' ? await broughtIn(this, played, turn.by, command) : await this.send(played, ids, turn);
    const gone = answer.status !== 404 ? null : await whyNotFound(this, this.packs.get(played.pack), played.script.stand, played.caseId);
    this.compare(played, dated, answer, gone);
    if (gone !== null) { this.tally.refused += 1; this.seen.add(played.pack, item('blocker', gone)); } else if (answer.status < 300) this.count(played, turn, answer);
    else if (answer.status === 409 || answer.status === 422 || answer.status === 403) this.countRefusal(played.pack, answer);
    else this.fail(`${command.type}${'step' in command ? ` ${command.step}` : ''}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  }

  /** The first answer of a case that is not what the engine expected is told. */
  private compare(played: Played, dated: DatedTurn, { status, body }: Answer, gone: string | null): void {
    const expected = played.expected.get(dated);
    const blockers = body['blockers'] as { code: string }[] | undefined;
    const answered = gone ?? (status < 300 ? 'done' : blockers === undefined ? 'form' : codesOf(blockers));
    if (expected === undefined || !played.asExpected || expected === answered) return;
    played.asExpected = false;
    const { by, command } = dated.turn;
    const what = [played.pack, command.type, 'step' in command ? command.step : 'closing' in command ? command.closing : 'approval' in command ? command.approval : ''].filter((part) => part !== '').join(' ');
    this.differences.note(what, expected, answered, `case ${played.n} ${played.caseId ?? 'none'} ${dated.on} ${by}${blockers === undefined && status >= 300 ? ` ${status} ${JSON.stringify(body).slice(0, 300)}` : ''}`);
  }

  /** What the service has named by now of what the turn is about; null where an earlier turn did not come to it. */
  private idsOf(played: Played, { command, paper, refs = {}, approval, confirms, loan, file, representative }: Turn): Ids | null {
    if (command.type !== 'openCase' && played.caseId === null) return null;
    const found = paper === undefined ? undefined : this.paperOf(played, paper);
    const approvalId = approval === undefined ? undefined : played.approvals.get(approval.approval)?.[approval.nth];
    const stepSeq = confirms === undefined ? undefined : played.steps.get(confirms.step)?.[confirms.nth];
    const loanSeq = loan === undefined ? undefined : played.loans[loan];
    const fileId = file === undefined ? undefined : played.files[file];
    if ((paper !== undefined && found === undefined) || (approval !== undefined && approvalId === undefined) || (confirms !== undefined && stepSeq === undefined) || (loan !== undefined && loanSeq === undefined) || (file !== undefined && fileId === undefined) || (representative !== undefined && played.representatives[representative] === undefined)) return null;
    const numbers = Object.fromEntries(Object.entries(refs).flatMap(([fact, { step, nth }]) => { const seq = played.steps.get(step)?.[nth]; return seq === undefined ? [] : [[fact, seq]]; }));
    return { caseId: played.caseId ?? '', paperId: found?.paperId ?? '', sha256: found?.sha256 ?? '', approvalId: approvalId ?? '', stepSeq: stepSeq ?? 0, loanSeq: loanSeq ?? 0, fileId: fileId ?? '', representative: played.representatives[representative ?? 0] ?? { number: 0, party: '' }, numbers };
  }

  private async send(played: Played, ids: Ids, { command: planned, by, consent }: Turn): Promise<Answer> {
    const pack = this.packs.get(played.pack);
    const facts = 'facts' in planned ? { ...planned, facts: { ...planned.facts, ...ids.numbers, ...(pack === undefined ? {} : numbersNamed(pack, planned.facts, { ...played, office: played.script.stand.officeId }, this.numbers)), ...(pack === undefined ? {} : receiptsNumbered(pack, planned.facts, played.n)) } } : planned;
    const command = consent === undefined ? facts : await withConsent(this, ids.caseId, facts, consent);
    const { type, path, body } = addressOf(command, ids);
    if (path === null) throw new Error(`A rehearsal does not send ${type}.`);
    const receipt = pack === undefined || command.type !== 'takeStep' ? null : receiptGiven(pack, command);
    if (receipt === null || command.type !== 'takeStep') return this.ask('POST', path, by, body);
    // Another case gave it: the look-ahead plays one case alone and cannot know.
    if (this.receiptsGiven[0] !== undefined) this.countRefusal(played.pack, await this.ask('POST', path, by, addressOf({ ...command, facts: { ...command.facts, [receipt.fact]: this.receiptsGiven[0] } }, ids).body));
    const answer = await this.ask('POST', path, by, body);
    if (answer.status === 200) this.receiptsGiven.push(receipt.number);
    return answer;
  }

  private async attach(played: Played, by: string): Promise<Answer> {
    const { answer, fileId } = await this.upload(played.caseId ?? '', by);
    if (fileId !== null) played.files.push(fileId);
    return answer;
  }

  /** Bytes that begin and end as a photo does, different each time. */
  photo(): Buffer {
    return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`${this.seed}.${this.keys}`), Buffer.alloc(600, this.keys % 251), Buffer.from([0xff, 0xd9])]);
  }

  /** A photo in two parts, closed with its hash; its id once it is entered. */
  async upload(caseId: string, by: string): Promise<{ answer: Answer; fileId: string | null }> {
    const bytes = this.photo();
    const begun = await this.ask('POST', `/api/cases/${caseId}/files`, by, { purpose: 'evidence', mediaType: 'image/jpeg', bytes: bytes.length });
    if (begun.status !== 201) return { answer: begun, fileId: null };
    const fileId = String(begun.body['fileId']);
    const path = `/api/cases/${caseId}/files/${fileId}`;
    for (let offset = 0; offset < bytes.length; offset += 400) {
      const sent = await this.ask('PATCH', path, by, bytes.subarray(offset, offset + 400), { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) });
      if (sent.status >= 300) return { answer: sent, fileId: null };
    }
    const answer = await this.ask('POST', `${path}/complete`, by, { sha256: createHash('sha256').update(bytes).digest('hex') });
    return { answer, fileId: answer.status === 200 ? fileId : null };
  }

  private count(played: Played, { command }: Turn, { body }: Answer): void {
    this.tally.done += 1;
    if (command.type === 'openCase') {
      played.caseId = String(body['caseId']);
      this.opened.set(played.pack, [...(this.opened.get(played.pack) ?? []), played.caseId]);
      this.numbers.push({ caseId: played.caseId, number: String(body['caseNumber']), pack: played.pack, office: played.script.stand.officeId });
    }
    for (const { seq, type, about } of body['events'] as { seq: number; type: string; about: string | null }[] | undefined ?? []) {
      if (type === 'approvalAsked' && about !== null) played.approvals.set(about, [...(played.approvals.get(about) ?? []), `${played.caseId ?? ''}.${seq}`]);
      if (type === 'serviceAttempted') played.steps.set(SERVICE, [...(played.steps.get(SERVICE) ?? []), seq]);
      if (type === 'fileCalledIn') played.loans.push(seq);
      if (type === 'representativeFiled') played.representatives.push({ number: seq, party: about ?? '' });
      if ((type === 'stepTaken' || type === 'stepFellDue' || type === 'caseReopened') && about !== null) played.steps.set(about, [...(played.steps.get(about) ?? []), seq]);
    }
    // A receipt or an announcement belongs to the service that issued it and is no paper of a step.
    played.papers.push(...(body['papers'] as Omit<Played['papers'][number], 'receipt'>[] | undefined ?? []).map((paper) => ({ ...paper, receipt: command.type === 'recordService' })));
    this.seen.add(played.pack, item('command', command.type));
    if (command.type === 'takeStep') this.seen.add(played.pack, item('step', command.step));
    if (command.type === 'reopenCase') this.seen.add(played.pack, item('reopening', command.reopening));
    if (command.type === 'closeCase') this.seen.add(played.pack, item('closing', command.closing));
  }

  private countRefusal(pack: string, { status, body }: Answer): void {
    const blockers = body['blockers'] as { code: string }[] | undefined;
    if (blockers === undefined) {
      this.tally.invalid += 1;
      const errors = body['errors'] as { field: string; rule: string }[] | undefined;
      for (const { field, rule } of errors ?? []) this.seen.add(pack, item('blocker', `field:${field.replaceAll(/\d+/g, 'n')}:${rule}`));
      if (errors === undefined) this.seen.add(pack, item('blocker', `status:${status}:${String(body['type'])}`));
      return;
    }
    this.tally.refused += 1;
    for (const { code } of blockers) this.seen.add(pack, item('blocker', code));
  }

  private paperOf({ papers }: Played, { paper, party, nth }: NonNullable<Turn['paper']>): Played['papers'][number] | undefined {
    return papers.filter((one) => one.paper === paper && one.party === party && !one.receipt)[nth];
  }

  fail(sentence: string): void {
    if (this.tally.errors.length < 50) this.tally.errors.push(sentence);
  }

  /** One request, repeated with the same key while a fault keeps its answer away. */
  async ask(method: string, path: string, by: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const key = `rehearse-${this.seed}-${this.keys += 1}`;
    for (const until = Date.now() + 2 * PATIENCE; ;) {
      this.asked += 1;
      const address = this.addresses[this.asked % this.addresses.length] ?? '';
      try {
        const bytes = body instanceof Uint8Array ? new Uint8Array(body) : body === undefined ? null : JSON.stringify(body);
        const answer = await fetch(`${address}${path}`, {
          method, signal: AbortSignal.timeout(PATIENCE), body: bytes,
          headers: { authorization: `Bearer ${await this.token(by)}`, 'accept-language': 'en', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'POST' ? { 'idempotency-key': key } : {}), ...headers },
        });
        const text = await answer.text();
        if (answer.status === 401 && headers['authorization'] === undefined) { this.tokens.delete(by); if (Date.now() < until) continue; }
        if (answer.status < 500 || Date.now() > until) return this.noted(method, path, { status: answer.status, headers: answer.headers, body: readBody(text, answer.headers) });
        // 500 is a defect at any time; 503 says that something is away.
        if (answer.status === 500) return { status: 500, headers: answer.headers, body: readBody(text, answer.headers) };
      } catch (error) {
        if (!(error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) || Date.now() > until) throw error;
      }
      this.tally.resent += 1;
      await sleep(150);
    }
  }

  /** Begins to listen to a stream and stops after its first word. */
  async listen(path: string, by: string): Promise<void> {
    const stop = new AbortController();
    const answer = await fetch(`${this.addresses[0] ?? ''}${path}`, { headers: { authorization: `Bearer ${await this.token(by)}` }, signal: stop.signal });
    const reader = answer.body?.getReader();
    await reader?.read();
    if (answer.status === 200) this.operations?.note('GET', path);
    await reader?.cancel();
    stop.abort();
  }

  private noted(method: string, path: string, answer: Answer): Answer {
    if (answer.status < 300) this.operations?.note(method, path);
    return answer;
  }

  private async token(by: string): Promise<string> {
    const known = this.tokens.get(by);
    if (known !== undefined) return known;
    const address = this.addresses[this.asked % this.addresses.length] ?? '';
    const answer = await fetch(`${address}/dev/issuer/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: by, password: 'demo' }) });
    const { access_token: token } = await answer.json() as { access_token?: string };
    if (token === undefined) throw new Error(`${by} cannot sign in: ${answer.status}`);
    this.tokens.set(by, token);
    return token;
  }
}
