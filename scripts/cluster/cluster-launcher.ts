/** `npm start` with production's topology: two APIs and two workers behind a proxy, and a Temporal of several processes. */
import { join } from 'node:path';
import { startMessageGateway, TREATED_BADLY } from '../../apps/simulators/message-gateway.ts';
import type { Child } from '../servers/child.ts';
import { steadyPorts } from '../servers/ports.ts';
import { ServerProblem } from '../servers/server-problem.ts';
import type { ServerBinaries } from '../servers/temporal-server.ts';
import { apiReady, stopApplications, workerReady } from '../start/applications.ts';
import type { DataFolder } from '../start/data-folder.ts';
import { Launcher, type Launch } from '../start/instance.ts';
import { AWAY_SECONDS, keepAlive, type Part } from './parts.ts';
import { startProxy } from './proxy.ts';
import { TemporalCluster, nameOf } from './temporal-cluster.ts';
import { MEMBERS } from './temporal-config.ts';

const TWO = [1, 2] as const;

export class ClusterLauncher extends Launcher {
  /** What may be killed. */
  readonly parts: Part[] = [];

  /** `home`: folder of the project, which holds `docker/`. */
  constructor(launch: Launch, private readonly binaries: ServerBinaries, private readonly home: string) {
    super(launch);
  }

  protected override async ownTemporal(folder: DataFolder): Promise<string> {
    const temporal = await TemporalCluster.start({
      binaries: this.binaries, folder: folder.file('temporal'), logs: folder.file('logs'), namespace: this.launch.options.temporalNamespace,
      // The same as in production.
      dynamicConfig: join(this.home, 'docker/temporal/dynamic-config.yaml'),
    });
    this.undo.push(() => temporal.stop());
    // Its PostgreSQL is the one part of it that nothing replaces.
    temporal.onDeath((how) => this.fail(new ServerProblem(`${how}; its log is ${folder.file('logs/temporal-store.log')}.`)));
    for (const member of MEMBERS) this.keep({ name: nameOf(member), child: () => temporal.child(member), bring: () => temporal.bringMember(member) });
    return temporal.address;
  }

  protected override async applications(folder: DataFolder, address: string, env: NodeJS.ProcessEnv): Promise<void> {
    const around = { ...env, ANJUAN_MESSAGE_GATEWAY: env.ANJUAN_MESSAGE_GATEWAY || await this.messageGateway(folder) };
    this.undo.push(() => stopApplications(folder, this.running.map(({ child }) => child)));
    const apis = await steadyPorts(TWO.length);
    await Promise.all([
      ...TWO.map((n) => this.api(n, apis[n - 1] ?? 0, folder, { ...around, ANJUAN_PUBLIC_URL: address, ANJUAN_TRUSTED_PROXIES: '127.0.0.1' })),
      ...TWO.map((n) => this.worker(n, folder, around)),
    ]);
    const port = Number(new URL(address).port);
    const proxy = await this.progress.step('Proxy', () => startProxy({ port, upstreams: apis }), () => `ready on ${new URL(address).host}`);
    this.undo.push(() => proxy.stop());
  }

  /** One stand-in for both workers: a message that one has sent, the other need not send again. */
  private async messageGateway(folder: DataFolder): Promise<string> {
    const gateway = await startMessageGateway({ seed: 'anjuan', share: TREATED_BADLY, file: folder.file('simulators/messages.jsonl') });
    this.undo.push(() => gateway.stop());
    return gateway.url;
  }

  private async api(n: 1 | 2, port: number, folder: DataFolder, env: NodeJS.ProcessEnv): Promise<void> {
    const address = `http://127.0.0.1:${port}`;
    const begin = (): Promise<Child> => this.run({ name: `API ${n}`, main: join(this.launch.built, 'apps/api/main.js'), env: { ...env, PORT: String(port) } }, folder);
    await this.application(`API ${n}`, begin, (child) => apiReady(child, address), address);
  }

  private async worker(n: 1 | 2, folder: DataFolder, env: NodeJS.ProcessEnv): Promise<void> {
    const begin = (): Promise<Child> => this.run({ name: `Worker ${n}`, main: join(this.launch.built, 'apps/worker/main.js'), env }, folder);
    await this.application(`Worker ${n}`, begin, workerReady);
  }

  private async application(name: string, begin: () => Promise<Child>, ready: (child: Child) => Promise<void>, address?: string): Promise<void> {
    let child = await begin();
    await this.progress.step(name, () => ready(child), () => (address === undefined ? 'ready' : `ready on ${new URL(address).host}`));
    const bring = async (): Promise<void> => {
      child = await begin();
      await ready(child);
    };
    this.keep({ name, child: () => child, bring, ...(address === undefined ? {} : { address }) });
  }

  private keep(part: Part): void {
    this.parts.push(part);
    keepAlive(part, { note: this.progress.note, fail: (problem) => this.fail(problem), isStopping: () => this.isStopping, awaySeconds: AWAY_SECONDS });
  }
}
