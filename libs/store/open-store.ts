import { types } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './entities/index.ts';
import { PreparingClient } from './preparing-client.ts';
import { QuietLogger } from './quiet-logger.ts';

export interface StoreOptions {
  /** Shown in pg_stat_activity: which process asks. */
  readonly applicationName: string;
  /** Connections at most; 10 where not given. */
  readonly poolSize?: number;
}

const DATE = 1082;
const TIMESTAMPTZ = 1184;

/** SQL dates stay the calendar dates they are; instants are UTC texts with milliseconds. The driver would make both local Dates. */
const parsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
    if (format !== 'binary' && oid === DATE) return (text) => text;
    if (format !== 'binary' && oid === TIMESTAMPTZ) return (text) => new Date(`${text.replace(' ', 'T')}:00`).toISOString();
    return types.getTypeParser(oid, format) as (text: string) => unknown;
  },
};

/** Connection settings that the application and the migrations share. */
export function connectionOptions(url: string, { applicationName, poolSize = 10 }: StoreOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    logger: new QuietLogger(),
    logging: ['error', 'warn', 'migration'],
    extra: {
      // Each statement is planned once a connection, for any values: see PreparingClient.
      Client: PreparingClient,
      // What is sent before an answer has come goes out at once; see withActor, sendAhead and together.
      pipeline: true,
      types: parsers,
      options: '-c TimeZone=UTC -c default_transaction_isolation=read\\ committed -c lock_timeout=15s -c idle_in_transaction_session_timeout=60s -c search_path=public -c plan_cache_mode=force_generic_plan',
      connectionTimeoutMillis: 10_000,
    },
  };
}

/**
 * Opens the record as the application's role (`DATABASE_URL`), which row-level security confines. The schema must
 * have been migrated. Rejects when the server does not answer; close with `destroy()`.
 */
export function openStore(url: string, options: StoreOptions): Promise<DataSource> {
  return new DataSource({ ...connectionOptions(url, options), entities } as DataSourceOptions).initialize();
}
