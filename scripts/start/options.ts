import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reasonOf, ServerProblem } from '../servers/server-problem.ts';

/** What the person asked for on the command line and in the environment. */
export interface StartOptions {
  readonly profile: 'development' | 'training';
  /** Absolute. */
  readonly dataDir: string;
  readonly port: number;
  /** First legal day of a training instance, `2018-03-01`. */
  readonly trainingFrom?: string;
  /** Legal time a second of real time, `1d/s`; without it the training clock is stepped by hand. */
  readonly speed?: string;
  /** Absolute folder of further policy packs. */
  readonly packsDir?: string;
  /** External PostgreSQL: nothing is started here. */
  readonly database?: { readonly ownerUrl: string; readonly appUrl: string };
  /** External Temporal, `host:port`. */
  readonly temporalAddress?: string;
  readonly temporalNamespace: string;
}

/** The day on which Order 357 came into force; before it nobody of the demo county holds a post (scripts/seed). */
const demoCountyBegins = '2002-09-01';

/** How the command is called, and the folder of its data below `home`. */
export interface StartCommand { readonly name: string; readonly folder: string }
export const npmStart: StartCommand = { name: 'npm start', folder: '.anjuan' };

/**
 * Reads the command line (without node and script) and the environment. `home` is the folder that holds `.anjuan` and
 * against which relative paths count. Throws ServerProblem with one sentence.
 */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv, home: string, command = npmStart): StartOptions {
  const { training, speed, packs, port } = parsed(args, command);
  if (env.ANJUAN_PROFILE !== undefined && env.ANJUAN_PROFILE !== (training === undefined ? 'development' : 'training')) {
    throw new ServerProblem(`ANJUAN_PROFILE is ${env.ANJUAN_PROFILE}, but ${command.name} runs ${training === undefined ? 'a development' : 'a training'} instance: unset it; a production instance starts its API and worker by themselves.`);
  }
  if (training === undefined && speed !== undefined) throw new ServerProblem('--speed belongs to a training instance: give --training YYYY-MM-DD too.');
  if (training === undefined && packs !== undefined) throw new ServerProblem('--packs belongs to a training instance: give --training YYYY-MM-DD too.');
  if (training !== undefined && !isCalendarDate(training)) throw new ServerProblem(`--training ${training} is not a date of the calendar: write it as 2018-03-01.`);
  if (training !== undefined && training < demoCountyBegins) throw new ServerProblem(`--training ${training} lies before ${demoCountyBegins}, when the posts of the demo county begin: choose that day or a later one.`);
  if (speed !== undefined && !/^[1-9]\d{0,5}(s|m|h|d)\/s$/.test(speed)) throw new ServerProblem(`--speed ${speed} is not a speed: write legal time for one second, such as 1d/s or 6h/s.`);
  const folder = resolve(home, command.folder);
  return {
    profile: training === undefined ? 'development' : 'training',
    dataDir: training === undefined ? folder : resolve(folder, 'training'),
    port: readPort(port),
    ...(training === undefined ? {} : { trainingFrom: training }),
    ...(speed === undefined ? {} : { speed }),
    ...(packs === undefined ? {} : { packsDir: isAbsolute(packs) ? packs : resolve(home, packs) }),
    ...externalDatabase(env),
    ...(env.TEMPORAL_ADDRESS ? { temporalAddress: env.TEMPORAL_ADDRESS } : {}),
    temporalNamespace: env.TEMPORAL_NAMESPACE || 'default',
  };
}

function parsed(args: readonly string[], { name }: StartCommand): { training?: string | undefined; speed?: string | undefined; packs?: string | undefined; port?: string | undefined } {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { training: text, speed: text, packs: text, port: text }, allowPositionals: false }).values;
  } catch (error) {
    throw new ServerProblem(`${reasonOf(error).split('. ')[0]}; what can be given: ${name} -- [--training YYYY-MM-DD [--speed 1d/s] [--packs DIR]] [--port N]`);
  }
}

function readPort(port: string | undefined): number {
  if (port === undefined) return 3000;
  if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) return Number(port);
  throw new ServerProblem(`--port ${port} is not a port: write a number from 1 to 65535.`);
}

function externalDatabase({ DATABASE_URL, DATABASE_OWNER_URL }: NodeJS.ProcessEnv): Pick<StartOptions, 'database'> {
  if (!DATABASE_URL && !DATABASE_OWNER_URL) return {};
  for (const [name, url] of Object.entries({ DATABASE_URL, DATABASE_OWNER_URL })) {
    if (url && !(URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol))) throw new ServerProblem(`${name} is not the address of a PostgreSQL database: write it as postgres://user:password@host:5432/name.`);
  }
  if (DATABASE_URL && DATABASE_OWNER_URL) return { database: { appUrl: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL } };
  const [there, missing] = DATABASE_URL ? ['DATABASE_URL', 'DATABASE_OWNER_URL'] : ['DATABASE_OWNER_URL', 'DATABASE_URL'];
  throw new ServerProblem(`${there} is set but ${missing} is not: set both (the confined role and the role that migrates), or neither.`);
}

function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}
