/** A party at its own door: with the code that is printed on a served paper and a PIN of its own. */
import { pdfPages } from '#documents/testing/pdf-text';
import { UnexpectedAnswer, type ProblemDocument, type Reply, type Service } from './client.ts';

interface Bilingual { zh: string; en: string }
export interface PartyView {
  stands: Bilingual;
  papers: { paperId: string; title: Bilingual; number: string | null }[];
  clocks: { clock: string; name: Bilingual; whose: string; status: string; lastDay: string | null; explanation: Bilingual; consequence: Bilingual; article: Bilingual }[];
  remedies: { reconsiderationBody: string | null; court: string | null };
  may: { kind: string; name: Bilingual; allowed: boolean }[];
  opened: { office: string | null; roles: Bilingual[]; yourself: boolean }[];
}
export interface RequestTaken { number: number; step: string; on: string; receivedAt: string; answerBy: string | null }

/** The code as it stands on the paper. */
export function codeOn(paper: Uint8Array): string {
  const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z*~$=]/.exec(pdfPages(paper).join('\n'))?.[0];
  if (code === undefined) throw new Error('No code is printed on this paper.');
  return code;
}

export class PartyAtDoor {
  private constructor(private readonly service: Service, private readonly token: string) {}

  static async enter(service: Service, code: string, pin: string, key: string): Promise<PartyAtDoor> {
    const { status, body } = await service.send<{ token: string }>('POST', '/api/party/sessions', { 'idempotency-key': key }, { code, pin });
    if (status !== 200) throw new UnexpectedAnswer('the session of a party', status, body);
    return new PartyAtDoor(service, body.token);
  }

  async sees(): Promise<PartyView> {
    const { status, body } = await this.service.send<PartyView>('GET', '/api/party/case', { authorization: `Bearer ${this.token}` });
    if (status !== 200) throw new UnexpectedAnswer('GET /api/party/case', status, body);
    return body;
  }

  asks(request: { kind: string; text?: string }, key: string): Promise<Reply<RequestTaken | ProblemDocument>> {
    return this.service.send('POST', '/api/party/requests', { authorization: `Bearer ${this.token}`, 'idempotency-key': key }, request);
  }
}
