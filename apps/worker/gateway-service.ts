import { join } from 'node:path';
import { timeouts } from '#contracts';
import { startMessageGateway, TREATED_BADLY } from '../simulators/message-gateway.ts';
import { HttpMessageGateway, type MessageGateway } from './message-gateway.ts';
import type { WorkerSettings } from './settings.ts';

/** Injection token of the message gateway. */
export const MESSAGE_GATEWAY = Symbol('message gateway');

/** The gateway, and what has to end with this process. */
export interface GatewayService {
  readonly gateway: MessageGateway;
  stop(): Promise<void>;
}

/** An answer must come a little before the activity's own time is over. */
const patience = Number.parseInt(timeouts.message.startToCloseTimeout, 10) * 1000 - 1000;

/** The configured gateway; outside production, where none is, the stand-in that misbehaves now and then, reached over HTTP like the real one. */
export async function openGateway({ messageGateway, dataDir }: Pick<WorkerSettings, 'messageGateway' | 'dataDir'>): Promise<GatewayService> {
  if (messageGateway !== undefined) return { gateway: new HttpMessageGateway(messageGateway, patience), stop: () => Promise.resolve() };
  const simulator = await startMessageGateway({ seed: 'anjuan', share: TREATED_BADLY, file: join(dataDir, 'simulators', 'messages.jsonl') });
  return { gateway: new HttpMessageGateway(simulator.url, patience), stop: () => simulator.stop() };
}
