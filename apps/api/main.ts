import 'reflect-metadata';
import { openTraces } from '#traces';
import { Configuration } from './configuration.ts';
import { createApp } from './create-app.ts';
import { logLine } from './http/log.ts';
import { whyNotStarted } from './why-not-started.ts';

/** Starts the API and prints `api ready` when it listens. What keeps it from starting is told in one sentence. */
async function start(): Promise<void> {
  const configuration = Configuration.from(process.env);
  await openTraces({ service: 'anjuan-api', environment: process.env, say: (sentence) => { logLine('warn', 'traces', { message: sentence }); } });
  const app = await createApp(configuration);
  await app.listen({ host: configuration.host, port: configuration.port });
  process.stdout.write('api ready\n');
}

process.env.TZ = 'UTC';
try {
  await start();
} catch (error) {
  process.stderr.write(`The API does not start: ${whyNotStarted(error, process.env)}\n`);
  process.exit(1);
}
