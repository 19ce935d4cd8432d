import 'reflect-metadata';
import { Configuration } from './configuration.ts';
import { createApp } from './create-app.ts';
import { whyNotStarted } from './why-not-started.ts';

/** Starts the API and prints `api ready` when it listens. What keeps it from starting is told in one sentence. */
async function start(): Promise<void> {
  const configuration = Configuration.from(process.env);
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
