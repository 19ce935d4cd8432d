/** People of an office at work over the public API: what the seed, the demo and their tests drive a case with. */

/** A paper as a command answers it. */
export interface IssuedPaper { paperId: string; paper: string; party: string | null; number: string | null; sha256: string | null }
export interface CommandDone { caseId: string; caseNumber: string; workflowId: string; phase: string; revision: number; repeated: boolean; events: { seq: number; type: string; occurredOn: string; about: string | null }[]; papers: IssuedPaper[] }
export interface ProblemDocument { type: string; title: string; status: number; detail?: string; errors?: { field: string; message: string }[]; blockers?: { code: string; message: string; article: string; missing?: string; earliest?: string }[] }

/** An answer that was not the one the caller counted on; the message is what the service said. */
export class UnexpectedAnswer extends Error {
  constructor(readonly request: string, readonly status: number, readonly body: unknown) {
    super(`${request} answered ${status}: ${JSON.stringify(body)}`);
    this.name = 'UnexpectedAnswer';
  }
}

export interface Reply<T> { status: number; body: T }

/** The API of one instance, in one language. */
export class Service {
  constructor(readonly address: string, readonly language: 'zh' | 'en' = 'zh') {}

  async signIn(username: string): Promise<Colleague> {
    const { status, body } = await this.send<{ access_token: string }>('POST', '/dev/issuer/token', {}, { username, password: 'demo' });
    if (status !== 200) throw new UnexpectedAnswer(`sign-in of ${username}`, status, body);
    return new Colleague(this, username, body.access_token);
  }

  async send<T>(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Reply<T>> {
    const answer = await fetch(`${this.address}${path}`, {
      method, headers: { 'accept-language': this.language, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** What an address answers as it is: a paper. Throws `UnexpectedAnswer`. */
  async bytes(path: string, headers: Record<string, string>): Promise<Buffer> {
    const answer = await fetch(`${this.address}${path}`, { headers });
    if (answer.status !== 200) throw new UnexpectedAnswer(`GET ${path}`, answer.status, await answer.text());
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Bytes sent to a file that was begun. Throws `UnexpectedAnswer`. */
  async patch(path: string, headers: Record<string, string>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const answer = await fetch(`${this.address}${path}`, { method: 'PATCH', headers, body: bytes });
    if (answer.status !== 204) throw new UnexpectedAnswer(`PATCH ${path}`, answer.status, await answer.text());
  }
}

/** One signed-in person. Every command carries a key of its own, so that a story told twice changes nothing. */
export class Colleague {
  constructor(private readonly service: Service, readonly username: string, private readonly token: string) {}

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.service.send<T>('GET', path, { authorization: `Bearer ${this.token}` });
    if (status !== 200) throw new UnexpectedAnswer(`GET ${path}`, status, body);
    return body;
  }

  /** A command that may be refused; the caller looks at the status. */
  command<T = CommandDone | ProblemDocument>(path: string, body: unknown, key: string): Promise<Reply<T>> {
    return this.service.send<T>('POST', path, { authorization: `Bearer ${this.token}`, 'idempotency-key': key }, body);
  }

  /** A command that is to be done. Throws `UnexpectedAnswer` when it is refused. */
  async does(path: string, body: unknown, key: string): Promise<CommandDone> {
    const answer = await this.command<CommandDone>(path, body, key);
    if (answer.status !== 200 && answer.status !== 201) throw new UnexpectedAnswer(`POST ${path}`, answer.status, answer.body);
    return answer.body;
  }

  /** A paper of a case, as it is printed. */
  paper(caseId: string, paperId: string): Promise<Buffer> {
    return this.service.bytes(`/api/cases/${caseId}/papers/${paperId}`, { authorization: `Bearer ${this.token}` });
  }

  /** Uploads a file of a case in one piece; answers its id. */
  async uploads(caseId: string, file: { purpose: string; mediaType: string; bytes: Uint8Array<ArrayBuffer>; sha256: string }, key: string): Promise<string> {
    const path = `/api/cases/${caseId}/files`;
    const begun = await this.command<{ fileId: string }>(path, { purpose: file.purpose, mediaType: file.mediaType, bytes: file.bytes.length }, `${key}-begin`);
    if (begun.status !== 201) throw new UnexpectedAnswer(`POST ${path}`, begun.status, begun.body);
    const { fileId } = begun.body;
    await this.service.patch(`${path}/${fileId}`, { authorization: `Bearer ${this.token}`, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }, file.bytes);
    await this.does(`${path}/${fileId}/complete`, { sha256: file.sha256 }, `${key}-complete`);
    return fileId;
  }
}
