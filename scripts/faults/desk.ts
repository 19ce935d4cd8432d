/** Requests of the people of a faults run: one that a fault cuts off is sent again with its key, to the other API, until it is answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { memberOf } from '../rehearse/cast.ts';
import { Ledger } from './ledger.ts';

export interface Answer { status: number; body: Record<string, unknown> }
export interface Asked { /** The key of a command; a new one where not given. */ key?: string; /** The API that is asked first; in turn where not given. */ api?: number; headers?: Record<string, string>; /** Answers as they come, cut off or not: not sent again. */ once?: boolean }

export const CLOCK = '/api/training/clock';

/** How long a request is sent again, and one attempt is waited for, in milliseconds. */
const PATIENCE = 150_000;
const ATTEMPT = 130_000;

export class Desk {
  readonly ledger = new Ledger();
  /** Answers that no fault excuses. */
  readonly defects: string[] = [];
  readonly count = { asked: 0, done: 0, refused: 0, resent: 0, away: 0 };
  /** Milliseconds of each command that was done without being sent again, the latest last. */
  readonly took: number[] = [];
  private readonly tokens = new Map<string, string>();
  private keys = 0;

  constructor(private readonly addresses: readonly string[], private readonly seed: number) {}

  nextKey(): string {
    this.keys += 1;
    return `faults-${this.seed}-${this.keys}`;
  }

  get(path: string, by: string): Promise<Answer> {
    return this.ask('GET', path, by);
  }

  post(path: string, by: string, body: object, asked: Asked = {}): Promise<Answer> {
    return this.ask('POST', path, by, body, asked);
  }

  async ask(method: string, path: string, by: string, body?: unknown, { key = this.nextKey(), api, headers = {}, once = false }: Asked = {}): Promise<Answer> {
    let cutOff = false;
    for (const until = Date.now() + PATIENCE; ;) {
      const began = Date.now();
      const answer = await this.attempt(method, path, by, body, { key, headers, ...(api === undefined || cutOff ? {} : { api }) });
      if (answer !== null && answer.status === 401) this.tokens.delete(by);
      else if (answer !== null && answer.status !== 503) return this.noted(method, path, by, { key, answer, ...(cutOff ? {} : { took: Date.now() - began }) });
      if (answer?.status === 503) this.count.away += 1;
      if (once) return answer ?? { status: 0, body: {} };
      if (Date.now() > until) {
        this.defects.push(`${method} ${path} was not answered within ${PATIENCE / 1000} s; last: ${answer === null ? 'no connection' : answer.status}`);
        return answer ?? { status: 0, body: {} };
      }
      cutOff = true;
      this.count.resent += 1;
      await sleep(100);
    }
  }

  /** Null where there was no answer. */
  private async attempt(method: string, path: string, by: string, body: unknown, { key, headers, api }: { key: string; headers: Record<string, string>; api?: number }): Promise<Answer | null> {
    this.count.asked += 1;
    const address = this.addresses[(api ?? this.count.asked) % this.addresses.length] ?? '';
    const bytes = body instanceof Uint8Array ? new Uint8Array(body) : body === undefined ? null : JSON.stringify(body);
    try {
      const token = await this.token(by, address);
      if (token === null) return null;
      const answer = await fetch(`${address}${path}`, {
        method, body: bytes, signal: AbortSignal.timeout(ATTEMPT),
        headers: { authorization: `Bearer ${token}`, 'accept-language': 'en', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'POST' ? { 'idempotency-key': key } : {}), ...headers },
      });
      const text = await answer.text();
      return { status: answer.status, body: text !== '' && (answer.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) as Record<string, unknown> : {} };
    } catch (error) {
      // fetch says with a TypeError that the connection was refused or cut, with a TimeoutError that nothing came.
      if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) return null;
      throw error;
    }
  }

  private noted(method: string, path: string, by: string, { key, answer, took }: { key: string; answer: Answer; took?: number }): Answer {
    const { status, body } = answer;
    const where = `${method} ${path}`;
    if (status >= 500) this.defects.push(`${where} answered ${status} ${JSON.stringify(body).slice(0, 300)}`);
    // A clock that is still stepping says so until it has come to rest.
    else if (status >= 400) this.count.refused += path === CLOCK ? 0 : 1;
    else if (method === 'POST' && Array.isArray(body['events']) && typeof body['caseId'] === 'string') {
      this.count.done += 1;
      if (took !== undefined) this.took.push(took);
      const seqs = (body['events'] as { seq: number }[]).map(({ seq }) => seq);
      if (seqs.length > 0) this.ledger.note({ key, personId: memberOf(by).id, what: where, caseId: body['caseId'], first: Math.min(...seqs), last: Math.max(...seqs) });
    }
    return answer;
  }

  private async token(by: string, address: string): Promise<string | null> {
    const known = this.tokens.get(by);
    if (known !== undefined) return known;
    const answer = await fetch(`${address}/dev/issuer/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: by, password: 'demo' }), signal: AbortSignal.timeout(ATTEMPT) });
    const text = await answer.text();
    if (answer.status >= 500 && answer.status !== 503) this.defects.push(`POST /dev/issuer/token answered ${answer.status}`);
    if (answer.status !== 200) return null;
    const { access_token: token } = JSON.parse(text) as { access_token: string };
    this.tokens.set(by, token);
    return token;
  }
}
