import { z } from 'zod';
import { spanned } from '#traces';

/**
 * All that ever leaves the house: that there is something, for which post at which office, and in which case. Never a
 * name, a number or a text. `messageId` makes a message that is sent twice arrive once.
 */
export const GatewayMessage = z.strictObject({
  messageId: z.string().min(1),
  officeId: z.string().min(1),
  role: z.string().min(1),
  kind: z.string().min(1),
  caseId: z.uuid(),
});
export type GatewayMessage = z.infer<typeof GatewayMessage>;

/** The county's gateway for short messages (SMS, the province's government messenger, mail). */
export interface MessageGateway {
  /**
   * Hands over one message. `known` = the gateway had this id before and did nothing. Throws GatewayProblem when it is
   * not sure that the message was taken: send it again under the same id.
   */
  send(message: GatewayMessage): Promise<'taken' | 'known'>;
}

/** The gateway did not take the message, or did not say so. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';
}

const Answer = z.object({ status: z.enum(['taken', 'known']) });

/** A gateway reached over HTTP: `POST <address>/messages`, answered by `{"status": "taken" | "known"}`. */
export class HttpMessageGateway implements MessageGateway {
  constructor(private readonly address: string, private readonly patience: number) {}

  send(message: GatewayMessage): Promise<'taken' | 'known'> {
    return spanned('message to the gateway', { kind: 'client', onlyWithin: true, facts: { 'anjuan.case': message.caseId, 'anjuan.duty.kind': message.kind } }, async (note) => {
      const answer = await this.post(message);
      note({ 'anjuan.outcome': answer });
      return answer;
    });
  }

  private async post(message: GatewayMessage): Promise<'taken' | 'known'> {
    const signal = AbortSignal.timeout(this.patience);
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(new URL('messages', this.address.endsWith('/') ? this.address : `${this.address}/`), {
        method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': message.messageId }, body: JSON.stringify(message), signal,
      });
      body = response.ok ? await response.json() : (await response.arrayBuffer(), null);
    } catch (error) {
      throw new GatewayProblem(signal.aborted ? `No answer within ${this.patience} ms.` : 'The connection failed.', { cause: error });
    }
    if (!response.ok) throw new GatewayProblem(`The gateway answered ${response.status}.`);
    const answer = Answer.safeParse(body);
    if (!answer.success) throw new GatewayProblem('The gateway answered in a form that is not known.');
    return answer.data.status;
  }
}
