/** What the commands of the terminal have in common: where the instance is, and how a failure is said. */
import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { databaseProblem } from './servers/database-problem.ts';
import { instanceDatabase } from './servers/instance-database.ts';
import { errorCode, reasonOf, ServerProblem } from './servers/server-problem.ts';

/**
 * Runs a command and sets the exit code that it answers. A failure is one sentence on stderr and exit code 1; what cannot
 * be understood is answered with the usage. Only a defect of ours shows where it happened.
 */
export async function terminalCommand(name: string, usage: string, work: () => Promise<number>): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(`${name}: ${sentenceOf(error, usage)}`);
    process.exitCode = 1;
  }
}

/**
 * `parseArgs` for a command that tells its own failures: `--help` prints the usage and ends, what cannot be understood
 * is a ServerProblem with the usage.
 */
export function argumentsGiven<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    throw new ServerProblem(sentenceOf(error, usage));
  }
}

/** The data folder that a command works on: `ANJUAN_DATA_DIR`, else `.anjuan`, and the training instance's inside it. */
export function dataFolder(training: boolean): string {
  const folder = resolve(process.env.ANJUAN_DATA_DIR ?? '.anjuan');
  return training ? resolve(folder, 'training') : folder;
}

/** The owner's connection string: `DATABASE_OWNER_URL`, else that of the instance running on the folder. Throws ServerProblem when there is none. */
export async function ownerUrlOf(folder: string): Promise<string> {
  return addressIn('DATABASE_OWNER_URL') ?? (await instanceDatabase(folder, 'DATABASE_OWNER_URL')).ownerUrl;
}

/** The application's connection string: `DATABASE_URL`, else that of the instance running on the folder. Throws ServerProblem when there is none. */
export async function appUrlOf(folder: string): Promise<string> {
  return addressIn('DATABASE_URL') ?? (await instanceDatabase(folder, 'DATABASE_URL')).appUrl;
}

function addressIn(name: 'DATABASE_URL' | 'DATABASE_OWNER_URL'): string | undefined {
  const url = process.env[name];
  if (!url) return undefined;
  if (!(URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol))) throw new ServerProblem(`${name} is not the address of a PostgreSQL database: write it as postgres://user:password@host:5432/name.`);
  return url;
}

function sentenceOf(error: unknown, usage: string): string {
  if (String(errorCode(error)).startsWith('ERR_PARSE_ARGS')) return `${reasonOf(error).split('. ')[0]}; what can be given: ${usage}`;
  const defect = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return databaseProblem(error) ?? (defect ? error.stack ?? error.message : reasonOf(error));
}
