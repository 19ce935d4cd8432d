/**
 * Plays scripts against the service: day by day under the stepped clock, several cases at a time, over both APIs. A
 * request that a fault cuts off is sent again with its key, to the other API if need be: it counts once.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { legalDate, type LegalDate } from '#law';
import { memberOf } from './cast.ts';
import { item } from './declared.ts';
import type { Script } from './planner.ts';
import type { Seen } from './seen.ts';
import type { Turn } from './world.ts';

interface Answer { status: number; body: Record<string, unknown> }
interface Played { pack: string; script: Script; next: number; caseId: string | null; papers: { paperId: string; paper: string; party: string | null }[]; /** Numbers of the steps taken, by code, in order. */ steps: Map<string, number[]>; n: number }
export interface Tally { turns: number; done: number; refused: number; invalid: number; skipped: number; resent: number; errors: string[] }

/** Sends that a fault may cut off: how long it is tried again, in milliseconds. */
const PATIENCE = 120_000;
const TOGETHER = 4;
const CLOCK_KEEPER = 'r.legal.a';

export class Player {
  readonly tally: Tally = { turns: 0, done: 0, refused: 0, invalid: 0, skipped: 0, resent: 0, errors: [] };
  private readonly tokens = new Map<string, string>();
  private keys = 0;
  private asked = 0;
  cases = 0;
  /** Cases that were opened, by pack, the latest last. */
  readonly opened = new Map<string, string[]>();

  constructor(private readonly addresses: readonly string[], private readonly seen: Seen, private readonly seed: number) {}

  /** Plays scripts of one pack; `beforeDay` may bring faults about. Answers the day on which the last turn was taken. */
  async play(pack: string, scripts: readonly Script[], beforeDay: (day: LegalDate, at: number, of: number) => Promise<void>): Promise<void> {
    const all = scripts.map((script): Played => ({ pack, script, next: 0, caseId: null, papers: [], steps: new Map(), n: this.cases += 1 }));
    const days = [...new Set(scripts.flatMap(({ turns }) => turns.map(({ on }) => on)))].sort();
    for (const [at, day] of days.entries()) {
      await this.stepTo(day);
      const trouble = beforeDay(day, at, days.length);
      await this.together(all.filter(({ script }) => script.twin !== true), day);
      await this.together(all.filter(({ script }) => script.twin === true), day);
      await trouble;
    }
  }

  async today(): Promise<LegalDate> {
    const { body } = await this.ask('GET', '/api/training/clock', CLOCK_KEEPER);
    return legalDate(String(body['date']));
  }

  /** Moves the clock; an interrupted step is gone on with. */
  async stepTo(day: LegalDate): Promise<void> {
    for (const until = Date.now() + 2 * PATIENCE; ;) {
      const { status, body } = await this.ask('POST', '/api/training/clock', CLOCK_KEEPER, { to: day });
      if (status === 200) return;
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
          const turn = one.script.turns[one.next]?.turn;
          one.next += 1;
          if (turn !== undefined) await this.take(one, turn);
        }
      }
    }));
  }

  private async take(played: Played, turn: Turn): Promise<void> {
    const { command } = turn;
    this.tally.turns += 1;
    const paperId = turn.paper === undefined ? '' : this.paperOf(played, turn.paper);
    if ((command.type !== 'openCase' && played.caseId === null) || paperId === undefined) { this.tally.skipped += 1; return; }
    const answer = command.type === 'attachFile' ? await this.attach(played.caseId ?? '', turn.by) : await this.send(played, turn, paperId);
    if (answer.status < 300) this.count(played, turn, answer);
    else if (answer.status === 409 || answer.status === 422 || answer.status === 403) this.countRefusal(played.pack, answer);
    else this.fail(`${command.type}${'step' in command ? ` ${command.step}` : ''}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  }

  private send(played: Played, { command: planned, by, refs = {} }: Turn, paperId: string): Promise<Answer> {
    const numbers = Object.fromEntries(Object.entries(refs).flatMap(([fact, { step, nth }]) => { const seq = played.steps.get(step)?.[nth]; return seq === undefined ? [] : [[fact, seq]]; }));
    const command = 'facts' in planned ? { ...planned, facts: { ...planned.facts, ...numbers } } : planned;
    const path = `/api/cases/${played.caseId ?? ''}`;
    switch (command.type) {
      case 'openCase': { const { type: _, ...body } = command; return this.ask('POST', '/api/cases', by, body); }
      case 'takeStep': { const { type: _, step, ...body } = command; return this.ask('POST', `${path}/steps/${step}`, by, body); }
      case 'recordService': { const { type: _, paperId: __, ...body } = command; return this.ask('POST', `${path}/papers/${paperId}/service`, by, body); }
      case 'voidPaper': { const { type: _, paperId: __, ...body } = command; return this.ask('POST', `${path}/papers/${paperId}/void`, by, body); }
      case 'amendParty': { const { type: _, party, ...body } = command; return this.ask('POST', `${path}/parties/${party}/amend`, by, body); }
      case 'reopenCase': { const { type: _, ...body } = command; return this.ask('POST', `${path}/reopen`, by, body); }
      case 'closeCase': { const { type: _, ...body } = command; return this.ask('POST', `${path}/close`, by, body); }
      case 'attachFile': case 'fileOriginal': case 'askSeal': case 'useSeal': case 'fulfilDuty': case 'advance': case 'askApproval': case 'signApproval': case 'changeSigners': case 'withdrawApproval': case 'handleTask': case 'transferCase': case 'takeOverCase': case 'callInFile': case 'returnFile': case 'confirmStep':
        throw new Error(`A rehearsal does not send ${command.type}.`);
    }
  }

  /** A photo in two parts, closed with its hash. */
  private async attach(caseId: string, by: string): Promise<Answer> {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(600, this.keys % 251), Buffer.from([0xff, 0xd9])]);
    const begun = await this.ask('POST', `/api/cases/${caseId}/files`, by, { purpose: 'evidence', mediaType: 'image/jpeg', bytes: bytes.length });
    if (begun.status !== 201) return begun;
    const path = `/api/cases/${caseId}/files/${String(begun.body['fileId'])}`;
    for (let offset = 0; offset < bytes.length; offset += 400) {
      const sent = await this.ask('PATCH', path, by, bytes.subarray(offset, offset + 400), { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) });
      if (sent.status >= 300) return sent;
    }
    return this.ask('POST', `${path}/complete`, by, { sha256: createHash('sha256').update(bytes).digest('hex') });
  }

  private count(played: Played, { command }: Turn, { body }: Answer): void {
    this.tally.done += 1;
    if (command.type === 'openCase') {
      played.caseId = String(body['caseId']);
      this.opened.set(played.pack, [...(this.opened.get(played.pack) ?? []), played.caseId]);
    }
    for (const { seq, type, about } of body['events'] as { seq: number; type: string; about: string | null }[] | undefined ?? []) {
      if ((type === 'stepTaken' || type === 'stepFellDue' || type === 'caseReopened') && about !== null) played.steps.set(about, [...(played.steps.get(about) ?? []), seq]);
    }
    played.papers.push(...(body['papers'] as Played['papers'] | undefined ?? []));
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

  private paperOf({ papers }: Played, { paper, party, nth }: NonNullable<Turn['paper']>): string | undefined {
    return papers.filter((one) => one.paper === paper && one.party === party)[nth]?.paperId;
  }

  fail(sentence: string): void {
    if (this.tally.errors.length < 50) this.tally.errors.push(sentence);
  }

  /** One request, repeated with the same key while a fault keeps its answer away. */
  async ask(method: string, path: string, by: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const key = `rehearse-${this.seed}-${this.keys += 1}`;
    for (const until = Date.now() + PATIENCE; ;) {
      this.asked += 1;
      const address = this.addresses[this.asked % this.addresses.length] ?? '';
      try {
        const bytes = body instanceof Uint8Array ? new Uint8Array(body) : body === undefined ? null : JSON.stringify(body);
        const answer = await fetch(`${address}${path}`, {
          method, signal: AbortSignal.timeout(PATIENCE), body: bytes,
          headers: { authorization: `Bearer ${await this.token(by)}`, 'accept-language': 'en', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'POST' ? { 'idempotency-key': key } : {}), ...headers },
        });
        const text = await answer.text();
        if (answer.status === 401) { this.tokens.delete(by); if (Date.now() < until) continue; }
        if (answer.status < 500 || Date.now() > until) return { status: answer.status, body: text === '' ? {} : JSON.parse(text) as Record<string, unknown> };
        // 500 is a defect at any time; 503 says that something is away.
        if (answer.status === 500) return { status: 500, body: JSON.parse(text) as Record<string, unknown> };
      } catch (error) {
        if (!(error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) || Date.now() > until) throw error;
      }
      this.tally.resent += 1;
      await sleep(150);
    }
  }

  private async token(by: string): Promise<string> {
    const known = this.tokens.get(by);
    if (known !== undefined) return known;
    memberOf(by);
    const address = this.addresses[this.asked % this.addresses.length] ?? '';
    const answer = await fetch(`${address}/dev/issuer/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: by, password: 'demo' }) });
    const { access_token: token } = await answer.json() as { access_token?: string };
    if (token === undefined) throw new Error(`${by} cannot sign in: ${answer.status}`);
    this.tokens.set(by, token);
    return token;
  }
}
