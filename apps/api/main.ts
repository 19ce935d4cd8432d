import 'reflect-metadata';
import { Configuration, ConfigurationProblem } from './configuration.ts';
import { createApp } from './create-app.ts';

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
  const known = error instanceof ConfigurationProblem || (error instanceof Error && error.name.endsWith('Problem'));
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  process.stderr.write(`${taken ? `Port ${process.env.PORT ?? '3000'} is taken by another program; choose another with PORT.` : known && error instanceof Error ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
