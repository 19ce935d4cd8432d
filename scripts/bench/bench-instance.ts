/** An Anjuan of its own for one benchmark, with the demo county, in a folder that goes away with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/ports.ts';
import { Launcher, type Instance } from '../start/instance.ts';
import { Target } from './load.ts';

export interface BenchInstance extends Instance { target: Target; tokenOf(username: string): Promise<string>; stop(): Promise<void> }

/** `trainingFrom`: a training instance, whose legal clock is stepped; without it one whose law goes with the wall clock. */
export async function benchInstance(built: string, name: string, trainingFrom?: string): Promise<BenchInstance> {
  const dataDir = await mkdtemp(join(tmpdir(), `anjuan-bench-${name}-`));
  const launcher = new Launcher({ options: { profile: trainingFrom === undefined ? 'development' : 'training', dataDir, port: await freePort(), temporalNamespace: 'default', ...(trainingFrom === undefined ? {} : { trainingFrom }) }, built, print: () => undefined });
  const stop = async (): Promise<void> => {
    await launcher.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const instance = await launcher.start();
    const target = new Target(instance.address);
    return { ...instance, target, tokenOf: (username) => tokenOf(target, username), stop: async () => { target.close(); await stop(); } };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function tokenOf(target: Target, username: string): Promise<string> {
  const { status, body } = await target.ask({ method: 'POST', path: '/dev/issuer/token', token: null, body: { username, password: 'demo' } });
  if (status !== 200) throw new Error(`The sign-in of ${username} answered ${status}: ${body}`);
  return (JSON.parse(body) as { access_token: string }).access_token;
}
