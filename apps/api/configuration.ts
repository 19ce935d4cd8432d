import { z } from 'zod';
import { isLegalDate, legalDate, type LegalDate } from '#law/dates';

/** The setting is wrong; the message is the sentence a person reads before exit code 1. */
export class ConfigurationProblem extends Error {}

const Environment = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  ANJUAN_PUBLIC_URL: z.url().optional(),
  ANJUAN_PROFILE: z.enum(['development', 'training', 'production']),
  ANJUAN_DATA_DIR: z.string().min(1),
  ANJUAN_PACKS_DIR: z.string().min(1).optional(),
  ANJUAN_TRAINING_FROM: z.string().refine(isLegalDate, 'must be a date such as 2018-03-01').transform(legalDate).optional(),
  ANJUAN_SPEED: z.string().regex(/^\d+(\.\d+)?[smhd]\/s$/, 'must be legal time a second, such as 1d/s').optional(),
  ANJUAN_KEYS_FILE: z.string().min(1).optional(),
  ANJUAN_FILES_URL: z.string().min(1).optional(),
  ANJUAN_LOG: z.enum(['info', 'error']).default('info'),
  ANJUAN_TRUSTED_PROXIES: z.string().regex(/^[0-9A-Fa-f.:/]+(,[0-9A-Fa-f.:/]+)*$/, 'must be addresses or networks such as 10.0.0.5,10.1.0.0/16').transform((list) => list.split(',')).optional(),
  ANJUAN_METRICS_ADDRESS: z.string().regex(/^[^\s/]+:\d{1,5}$/, 'must be host and port, such as 0.0.0.0:9464').optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
});

/** What the service was started with. */
export class Configuration {
  public readonly databaseUrl: string;
  public readonly temporalAddress: string | null;
  public readonly temporalNamespace: string;
  public readonly host: string;
  public readonly port: number;
  /** The address under which people reach the service; the development issuer's tokens name it. */
  public readonly publicUrl: string;
  public readonly profile: 'development' | 'training' | 'production';
  /** Reverse proxies whose X-Forwarded-For names the address that counts at the party's door; none: nobody's. */
  public readonly trustedProxies: readonly string[];
  public readonly dataDir: string;
  /** The mounted secret with the keys; null: `keys.json` in the data directory. */
  public readonly keysFile: string | null;
  /** Where files lie, `s3://…`; null: a folder in the data directory. */
  public readonly filesUrl: string | null;
  /** `info`: one line a request; `error`: only what went wrong. */
  public readonly log: 'info' | 'error';
  /** Where Prometheus reads, `host:port`; null: nowhere. */
  public readonly metricsAddress: string | null;
  public readonly packsDir: string | null;
  /** The legal day on which an empty database that is not on the wall clock begins. */
  public readonly trainingFrom: LegalDate | null;
  /** Legal seconds a second of a running clock; null: stepped. */
  public readonly speed: number | null;
  /** The identity provider; null: the development issuer. */
  public readonly oidc: { issuer: string; audience: string } | null;

  private constructor(env: z.infer<typeof Environment>) {
    this.databaseUrl = env.DATABASE_URL;
    this.temporalAddress = env.TEMPORAL_ADDRESS ?? null;
    this.temporalNamespace = env.TEMPORAL_NAMESPACE;
    this.host = env.HOST;
    this.port = env.PORT;
    this.publicUrl = (env.ANJUAN_PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, '');
    this.profile = env.ANJUAN_PROFILE;
    this.keysFile = env.ANJUAN_KEYS_FILE ?? null;
    this.filesUrl = env.ANJUAN_FILES_URL ?? null;
    this.log = env.ANJUAN_LOG;
    this.trustedProxies = env.ANJUAN_TRUSTED_PROXIES ?? [];
    this.dataDir = env.ANJUAN_DATA_DIR;
    this.metricsAddress = env.ANJUAN_METRICS_ADDRESS ?? null;
    this.packsDir = env.ANJUAN_PACKS_DIR ?? null;
    this.trainingFrom = env.ANJUAN_TRAINING_FROM ?? null;
    this.speed = env.ANJUAN_SPEED === undefined ? null : speedOf(env.ANJUAN_SPEED);
    this.oidc = env.OIDC_ISSUER === undefined || env.OIDC_AUDIENCE === undefined ? null : { issuer: env.OIDC_ISSUER, audience: env.OIDC_AUDIENCE };
  }

  /** Reads the environment. Throws `ConfigurationProblem` with one sentence that names the variable. */
  public static from(env: Record<string, string | undefined>): Configuration {
    const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
    const read = Environment.safeParse(given);
    if (!read.success) {
      const [issue] = read.error.issues;
      const name = String(issue?.path[0]);
      throw new ConfigurationProblem(given[name] === undefined ? `The environment variable ${name} is not set.` : `The environment variable ${name} is wrong: ${issue?.message ?? ''}.`);
    }
    const { data } = read;
    if ((data.OIDC_ISSUER === undefined) !== (data.OIDC_AUDIENCE === undefined)) {
      throw new ConfigurationProblem('OIDC_ISSUER and OIDC_AUDIENCE must be set together.');
    }
    if (data.ANJUAN_PROFILE === 'production' && data.OIDC_ISSUER === undefined) {
      throw new ConfigurationProblem('In production people sign in through an identity provider: set OIDC_ISSUER and OIDC_AUDIENCE.');
    }
    if (data.ANJUAN_PROFILE === 'training' && data.ANJUAN_TRAINING_FROM === undefined) {
      throw new ConfigurationProblem('A training instance begins on a legal day of its own: set ANJUAN_TRAINING_FROM.');
    }
    if (data.ANJUAN_PROFILE === 'production' && data.ANJUAN_TRAINING_FROM !== undefined) {
      throw new ConfigurationProblem('A production instance runs on the wall clock only: unset ANJUAN_TRAINING_FROM.');
    }
    if (data.ANJUAN_PROFILE !== 'training' && data.ANJUAN_PACKS_DIR !== undefined) {
      throw new ConfigurationProblem('Further packs (ANJUAN_PACKS_DIR) are loaded in training only.');
    }
    return new Configuration(data);
  }
}

const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

function speedOf(text: string): number {
  const unit = text.at(-3) as keyof typeof secondsOf;
  return Number(text.slice(0, -3)) * secondsOf[unit];
}
