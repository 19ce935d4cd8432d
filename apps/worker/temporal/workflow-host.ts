import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@nestjs/common';
import { bundleWorkflowCode, NativeConnection, Worker, type WorkflowBundleWithSourceMap, type WorkerOptions } from '@temporalio/worker';
import { relay, taskQueue, workflowTasks, type Activities } from '#contracts';
import { tracing } from '#traces';
import { describeError } from '../activities/failures.ts';
import { workerTraces, workflowTraces } from './traces.ts';

export interface HostOrder {
  readonly address: string;
  readonly namespace: string;
  readonly activities: Activities;
  readonly log: Logger;
  /** Called each time the worker has begun to poll. */
  readonly onPolling: () => Promise<void>;
  /** Further options, for tests. */
  readonly options?: Partial<WorkerOptions>;
}

/** The file of the workflows: source in development, compiled beside the compiled worker. */
export function workflowsPath(): string {
  const source = fileURLToPath(new URL('../../../workflows/index.ts', import.meta.url));
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js');
}

/**
 * Hosts the Temporal worker for as long as the process lives: connects when Temporal answers, however late that is, and
 * again when the connection was lost for good.
 */
export class WorkflowHost {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private worker: Worker | undefined;
  private bundle: WorkflowBundleWithSourceMap | undefined;
  private complainedAt = 0;

  constructor(private readonly order: HostOrder) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Stops polling, lets the tasks under way end, and closes the connection. */
  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.hostOnce();
      } catch (error) {
        if (Date.now() - this.complainedAt >= relay.complainEvery) {
          this.complainedAt = Date.now();
          this.order.log.warn(`Temporal at ${this.order.address} does not serve this worker (${describeError(error)}); people's commands go on, and the worker tries again.`);
        }
      }
      await sleep(1000, undefined, { signal }).catch(() => undefined);
    }
  }

  private async hostOnce(): Promise<void> {
    const { address, namespace, activities, options, onPolling } = this.order;
    const connection = await NativeConnection.connect({ address });
    try {
      this.bundle ??= await bundleWorkflowCode({ workflowsPath: workflowsPath(), logger: quiet, ...(tracing() ? { workflowInterceptorModules: [workflowTraces()] } : {}) });
      this.worker = await Worker.create({
        connection, namespace, taskQueue, activities, workflowBundle: this.bundle,
        stickyQueueScheduleToStartTimeout: workflowTasks.waitForWorker,
        shutdownGraceTime: '10 seconds', shutdownForceTime: '20 seconds', ...(tracing() ? { interceptors: workerTraces } : {}), ...options,
      });
      if (this.stopping.signal.aborted) return;
      const serving = this.worker.run();
      await Promise.race([serving, onPolling()]);
      await serving;
    } finally {
      this.worker = undefined;
      await connection.close();
    }
  }
}

/** The bundler's progress is nobody's business. */
const none = (): void => undefined;
const quiet = { log: none, trace: none, debug: none, info: none, warn: none, error: none };
