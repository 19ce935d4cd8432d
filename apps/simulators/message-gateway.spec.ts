import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProblem, HttpMessageGateway, type GatewayMessage } from '../worker/message-gateway.ts';
import { misbehaviourOf, misbehaviours, startMessageGateway, type SimulatedGateway } from './message-gateway.ts';

const caseId = '7d6c1f8e-6a57-4f0e-8f3c-0d8f6a1d2b11';
const message = (messageId: string): GatewayMessage => ({ messageId, officeId: 'town', role: 'officer', kind: 'remind', caseId });
let gateway: SimulatedGateway | undefined;
afterEach(async () => { await gateway?.stop(); });

/** Sends as a worker does: again and again until the gateway says that it has the message. */
async function sendUntilTaken(url: string, id: string): Promise<number> {
  const sender = new HttpMessageGateway(url, 30_000);
  for (let attempt = 1; attempt < 10; attempt += 1) {
    try {
      await sender.send(message(id));
      return attempt;
    } catch (error) {
      expect(error).toBeInstanceOf(GatewayProblem);
    }
  }
  throw new Error('never taken');
}

describe('message gateway that misbehaves', () => {
  it('delivers each message once, in at most three attempts, whatever it does on the way', async () => {
    gateway = await startMessageGateway({ seed: 'a', late: 20 });
    const ids = Array.from({ length: 60 }, (_, index) => `duty-${index}`);
    const attempts = await Promise.all(ids.map((id) => sendUntilTaken(gateway!.url, id)));
    expect(new Set(ids.map((id) => misbehaviourOf('a', id)))).toEqual(new Set(misbehaviours));
    expect(gateway.delivered.map(({ messageId }) => messageId).sort()).toEqual([...ids].sort());
    expect(Math.max(...attempts)).toBe(3);
    expect(Math.max(...gateway.arrivals.values())).toBeGreaterThan(1);
  });

  it('treats only the given share of messages badly', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `duty-${index}`);
    const bad = (share?: number): number => ids.filter((id) => misbehaviourOf('a', id, share) !== 'none').length;
    expect([bad(0), bad(1)]).toEqual([0, bad()]);
    expect(bad(0.1)).toBeGreaterThan(100);
    expect(bad(0.1)).toBeLessThan(240);
  });

  it('knows after a restart what it delivered before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anjuan-gateway-'));
    const file = join(folder, 'messages.jsonl');
    gateway = await startMessageGateway({ seed: 'a', file, late: 1 });
    await sendUntilTaken(gateway.url, 'one');
    await gateway.stop();
    gateway = await startMessageGateway({ seed: 'b', file, late: 1 });
    await sendUntilTaken(gateway.url, 'one');
    expect(gateway.delivered).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it('refuses what is not a message: a field more, such as a name, does not pass', async () => {
    gateway = await startMessageGateway({ seed: 'a' });
    const response = await fetch(`${gateway.url}/messages`, { method: 'POST', body: JSON.stringify({ ...message('x'), name: '张三' }) });
    expect(response.status).toBe(400);
    expect(gateway.delivered).toHaveLength(0);
  });

  it('is down when told so', async () => {
    gateway = await startMessageGateway({ seed: 'a' });
    gateway.down = true;
    await expect(new HttpMessageGateway(gateway.url, 1000).send(message('x'))).rejects.toThrow('answered 503');
  });
});
