/**
 * A stand-in for the county's message gateway that misbehaves on purpose, and the same way each time for the same seed
 * and message: it fails before it takes a message, takes it and then fails (so that the sender sends it twice), answers
 * late, or drops the connection. It never fails one message more than twice in a row.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const Message = z.strictObject({ messageId: z.string().min(1), officeId: z.string(), role: z.string(), kind: z.string(), caseId: z.string() });
export type DeliveredMessage = z.infer<typeof Message>;

export const misbehaviours = ['none', 'failsOnce', 'failsTwice', 'takesAndFails', 'takesAndDrops', 'answersLate'] as const;
export type Misbehaviour = (typeof misbehaviours)[number];

/** The share of messages that the stand-in of an instance treats badly: each costs its sender a back-off of a second or two, and a step of a training clock waits for it. */
export const TREATED_BADLY = 0.06;

export interface GatewayOrder {
  readonly port?: number;
  /** Chooses who misbehaves how. */
  readonly seed: string;
  /** Each delivered message is appended here, one JSON a line, and known again after a restart. Memory only when not given. */
  readonly file?: string;
  /** The share of messages that are treated badly, 0 to 1; when not given, as many as there are ways to do so. */
  readonly share?: number;
  /** How late a late answer is, in milliseconds. */
  readonly late?: number;
}

export interface SimulatedGateway {
  readonly url: string;
  /** What reached people: each message once. */
  readonly delivered: readonly DeliveredMessage[];
  /** How often each message arrived here, by id. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** From now on every request fails, until it is set back. */
  down: boolean;
  stop(): Promise<void>;
}

/** How the simulator treats a message: a fixed function of seed, id and the share that is treated badly. */
export function misbehaviourOf(seed: string, messageId: string, share = 1): Misbehaviour {
  const [first = 0, second = 0] = createHash('sha256').update(`${seed}\n${messageId}`).digest();
  if (second >= share * 256) return 'none';
  return misbehaviours[first % misbehaviours.length] ?? 'none';
}

/** Starts the simulator on 127.0.0.1. */
export async function startMessageGateway(order: GatewayOrder): Promise<SimulatedGateway> {
  const delivered: DeliveredMessage[] = order.file === undefined ? [] : await deliveredBefore(order.file);
  const known = new Set(delivered.map(({ messageId }) => messageId));
  const arrivals = new Map<string, number>();

  const deliver = async (message: DeliveredMessage): Promise<'taken' | 'known'> => {
    if (known.has(message.messageId)) return 'known';
    known.add(message.messageId);
    delivered.push(message);
    if (order.file !== undefined) await appendFile(order.file, `${JSON.stringify(message)}\n`);
    return 'taken';
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body: object): void => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)); };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || request.url !== '/messages') return answer(404, { error: 'POST /messages' });
    const message = Message.safeParse(parsed(Buffer.concat(chunks).toString('utf8')));
    if (!message.success) return answer(400, { error: 'not a message' });
    const { messageId } = message.data;
    const arrival = (arrivals.get(messageId) ?? 0) + 1;
    arrivals.set(messageId, arrival);
    if (gateway.down) return answer(503, { error: 'down' });
    const how = misbehaviourOf(order.seed, messageId, order.share);
    if ((how === 'failsOnce' && arrival === 1) || (how === 'failsTwice' && arrival <= 2)) return answer(503, { error: 'try again' });
    const status = await deliver(message.data);
    if (how === 'takesAndFails' && arrival === 1) return answer(500, { error: 'taken, then failed' });
    if (how === 'takesAndDrops' && arrival === 1) return void response.destroy();
    if (how === 'answersLate') await sleep(order.late ?? 300);
    answer(200, { status });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(order.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The message gateway simulator has no port.');
  const gateway: SimulatedGateway = {
    url: `http://127.0.0.1:${address.port}`, delivered, arrivals, down: false,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
  return gateway;
}

async function deliveredBefore(file: string): Promise<DeliveredMessage[]> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  // A line that a killed process left half written was not delivered.
  return text.split('\n').flatMap((line) => {
    const message = Message.safeParse(parsed(line));
    return message.success ? [message.data] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
