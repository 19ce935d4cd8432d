import { z } from 'zod';
import { isLegalDate, legalDate, startOfDay } from '#law';
import type { LegalClockSetting } from '#store';

const Settings = z.object({
  DATABASE_URL: z.string().min(1, 'is not set: the address of the record, as the confined role'),
  TEMPORAL_ADDRESS: z.string().min(1, 'is not set: host and port of the Temporal frontend'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  ANJUAN_PROFILE: z.enum(['development', 'training', 'production']),
  ANJUAN_DATA_DIR: z.string().min(1).default('.anjuan'),
  ANJUAN_KEYS_FILE: z.string().min(1).optional(),
  /** Bucket of the files of cases; without it they lie in the data folder. */
  ANJUAN_FILES_URL: z.string().min(1).optional(),
  ANJUAN_PACKS_DIR: z.string().min(1).optional(),
  /** The legal day on which an empty database that is not on the wall clock begins, and legal time a second if it runs. */
  ANJUAN_TRAINING_FROM: z.string().refine(isLegalDate, 'must be a date such as 2018-03-01').transform(legalDate).optional(),
  ANJUAN_SPEED: z.string().regex(/^\d+(\.\d+)?[smhd]\/s$/, 'must be legal time a second, such as 1d/s').optional(),
  /** Where Prometheus reads the metrics of the Temporal SDK, `host:port`; without it nowhere. */
  ANJUAN_METRICS_ADDRESS: z.string().regex(/^[^\s/]+:\d{1,5}$/, 'must be host and port, such as 0.0.0.0:9464').optional(),
  /** Address of the message gateway. Without it, outside production, the worker runs the stand-in that misbehaves now and then. */
  ANJUAN_MESSAGE_GATEWAY: z.url().optional(),
  /** Legal periods end together: wakes of the wall clock are spread over this many seconds by a hash of the case id. */
  ANJUAN_WAKE_SPREAD: z.coerce.number().int().min(0).max(3600).optional(),
});

export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly profile: 'development' | 'training' | 'production';
  readonly dataDir: string;
  readonly keysFile: string | undefined;
  readonly filesUrl: string | undefined;
  readonly packsDir: string | undefined;
  /** The clock of an empty database; an existing one keeps its own. */
  readonly firstClock: LegalClockSetting;
  readonly metricsAddress: string | undefined;
  readonly messageGateway: string | undefined;
  readonly wakeSpreadSeconds: number;
}

/** Injection token of the settings. */
export const WORKER_SETTINGS = Symbol('worker settings');

/** A setting is missing or wrong; the message is one sentence for the person who starts the worker. */
export class SettingsProblem extends Error {
  override readonly name = 'SettingsProblem';
}

/** Reads the settings from the environment. Throws SettingsProblem. */
export function readSettings(environment: NodeJS.ProcessEnv): WorkerSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    throw new SettingsProblem(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }
  const { data } = parsed;
  const { ANJUAN_TRAINING_FROM: from, ANJUAN_SPEED: speed } = data;
  if (data.ANJUAN_PROFILE === 'production' && data.ANJUAN_MESSAGE_GATEWAY === undefined) {
    throw new SettingsProblem('ANJUAN_MESSAGE_GATEWAY: is not set, and a production worker does not run a stand-in');
  }
  return {
    databaseUrl: data.DATABASE_URL, temporalAddress: data.TEMPORAL_ADDRESS, temporalNamespace: data.TEMPORAL_NAMESPACE,
    profile: data.ANJUAN_PROFILE, dataDir: data.ANJUAN_DATA_DIR, keysFile: data.ANJUAN_KEYS_FILE, filesUrl: data.ANJUAN_FILES_URL, packsDir: data.ANJUAN_PACKS_DIR,
    firstClock: from === undefined ? { mode: 'wall' } : speed === undefined ? { mode: 'stepped', at: startOfDay(from) } : { mode: 'running', at: startOfDay(from), speed: speedOf(speed) },
    metricsAddress: data.ANJUAN_METRICS_ADDRESS,
    messageGateway: data.ANJUAN_MESSAGE_GATEWAY,
    wakeSpreadSeconds: data.ANJUAN_WAKE_SPREAD ?? (data.ANJUAN_PROFILE === 'production' ? 180 : 0),
  };
}

const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Legal seconds a second of a text such as `1d/s`. */
function speedOf(text: string): number {
  return Number(text.slice(0, -3)) * secondsOf[text.at(-3) as keyof typeof secondsOf];
}
