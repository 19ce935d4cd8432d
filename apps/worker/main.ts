import 'reflect-metadata';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { openTraces } from '#traces';
import { describeError } from './activities/failures.ts';
import { readSettings, SettingsProblem } from './settings.ts';
import { WorkerModule } from './worker.module.ts';

/** Nest prints the stack of what keeps it from starting; the person who starts it gets one sentence, below. */
class WorkerLog extends ConsoleLogger {
  override error(message: unknown, ...more: unknown[]): void {
    if (more.at(-1) !== 'ExceptionHandler') super.error(message, ...more);
  }
}

// Legal time is China time by arithmetic; a process in another zone would only show it wrong in its logs.
process.env.TZ = 'UTC';

try {
  const settings = readSettings(process.env);
  await openTraces({ service: 'anjuan-worker', environment: process.env, say: (sentence) => { console.warn(sentence); } });
  // Nest owns the shutdown: it drains the worker before the connections go.
  Runtime.install({
    shutdownSignals: [], logger: new DefaultLogger('WARN'),
    ...(settings.metricsAddress === undefined ? {} : { telemetryOptions: { metrics: { prometheus: { bindAddress: settings.metricsAddress, useSecondsForDurations: true } } } }),
  });
  const app = await NestFactory.createApplicationContext(WorkerModule.with(settings), { logger: new WorkerLog({ logLevels: ['log', 'warn', 'error'], colors: false }), abortOnError: false });
  app.enableShutdownHooks();
} catch (error) {
  const sentence = error instanceof SettingsProblem || (error instanceof Error && /Problem$|WrongProfile/.test(error.name)) ? error.message : describeError(error);
  console.error(`The worker does not start: ${sentence}`);
  process.exit(1);
}
