import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { taskQueue, type Activities } from '#contracts';
import { freshNamespace } from '../../test/servers/namespace.ts';

const none = (): void => undefined;

type Answers = { [Name in keyof Activities]?: (...args: Parameters<Activities[Name]>) => Awaited<ReturnType<Activities[Name]>> | ReturnType<Activities[Name]> };

const names: readonly (keyof Activities)[] = ['advance', 'awaitRecord', 'startDuties', 'wakeDuties', 'dutyProgress', 'putIntoInbox', 'sendMessage', 'reportFulfilled', 'reportIncident', 'endIncident', 'advanceCalendarPage', 'workLawChangePage', 'bookReceiptPage', 'workRefundRoundPage', 'proveDay', 'beginDay'];

/** The workflows on a real Temporal, with a record and a world that answer as the test says. */
export class Procedures {
  /** What each activity answers; without an answer it does nothing. */
  answers: Answers = {};
  private readonly holding: (() => void)[] = [];
  private calls: { name: keyof Activities; args: unknown[] }[] = [];

  private constructor(readonly client: Client, private readonly worker: Worker, private readonly running: Promise<void>, private readonly connections: { close(): Promise<void> }[]) {}

  static async open(options: { maxCachedWorkflows?: number } = {}): Promise<Procedures> {
    try {
      Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
    } catch {
      // Installed by an earlier file of this process.
    }
    const { address, namespace } = await freshNamespace();
    const connection = await Connection.connect({ address });
    const native = await NativeConnection.connect({ address });
    let opened: Procedures | undefined;
    const activities = Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => opened?.answer(name, args)]));
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('../index.ts', import.meta.url)), logger: { log: none, trace: none, debug: none, info: none, warn: none, error: none },
    });
    const worker = await Worker.create({ connection: native, namespace, taskQueue, activities, workflowBundle, ...options });
    opened = new Procedures(new Client({ connection, namespace }), worker, worker.run(), [connection, native]);
    return opened;
  }

  private answer(name: keyof Activities, args: unknown[]): unknown {
    this.calls.push({ name, args });
    return (this.answers[name] as ((...given: unknown[]) => unknown) | undefined)?.(...args);
  }

  /** An activity that answers only when the test is over. */
  held<T>(answer: T): Promise<T> {
    return new Promise((resolve) => { this.holding.push(() => resolve(answer)); });
  }

  /** Begins anew between tests. */
  forget(): void {
    for (const release of this.holding.splice(0)) release();
    this.calls = [];
    this.answers = {};
  }

  callsOf(name: keyof Activities): unknown[][] {
    return this.calls.filter((call) => call.name === name).map(({ args }) => args);
  }

  timesOf(name: keyof Activities): number {
    return this.callsOf(name).length;
  }

  /** Waits until the activity was called with these arguments. */
  called(name: keyof Activities, args: unknown[]): Promise<void> {
    return this.until(() => this.callsOf(name).some((call) => JSON.stringify(call) === JSON.stringify(args)), `${name} ${JSON.stringify(args)}; calls: ${JSON.stringify(this.calls)}`);
  }

  calledTimes(name: keyof Activities, times: number): Promise<void> {
    return this.until(() => this.timesOf(name) >= times, `${name} ${times} times`);
  }

  async until(so: () => boolean | Promise<boolean>, what = 'a condition'): Promise<void> {
    const end = Date.now() + 60_000;
    while (!(await so())) {
      if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
      await sleep(15);
    }
  }

  async close(): Promise<void> {
    this.forget();
    this.worker.shutdown();
    await this.running;
    for (const connection of this.connections) await connection.close();
  }
}
