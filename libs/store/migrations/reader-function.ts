import type { QueryRunner } from 'typeorm';

/** A function that works across offices: it runs with the rights of `anjuan_reader` and answers ids, dates and counts, never content. */
export interface ReaderFunction {
  /** Name and arguments, such as `case_office(wanted uuid)`. */
  readonly signature: string;
  readonly returns: string;
  readonly language: 'sql' | 'plpgsql';
  readonly volatility: 'STABLE' | 'VOLATILE';
  readonly body: string;
}

/**
 * Creates SECURITY DEFINER functions with a fixed search path, owned by the role that nobody logs in as and executable
 * by the application only. The reader gets no right on the schema beyond the moment of its creation.
 */
export async function createReaderFunctions(runner: QueryRunner, functions: readonly ReaderFunction[]): Promise<void> {
  await runner.query('GRANT USAGE, CREATE ON SCHEMA public TO anjuan_reader');
  for (const { signature, returns, language, volatility, body } of functions) {
    const types = signature.replace(/\bDEFAULT [^,)]+/g, '');
    await runner.query(`
      CREATE FUNCTION ${signature} RETURNS ${returns} LANGUAGE ${language} ${volatility} SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $body$${body}$body$;
      REVOKE ALL ON FUNCTION ${types} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${types} TO anjuan_app;
      ALTER FUNCTION ${types} OWNER TO anjuan_reader;`);
  }
  await runner.query('REVOKE CREATE ON SCHEMA public FROM anjuan_reader');
}

/**
 * Row-level security by office, for the owner of the table too: a row is seen and written only where its `office_id`
 * is among the offices of the asking person (`app.offices`, set inside the transaction by `withActor`).
 */
export function confinedByOffice(table: string): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY ${table}_of_own_offices ON ${table}
      USING (office_id = ANY ((SELECT asking_offices())::text[]))
      WITH CHECK (office_id = ANY ((SELECT asking_offices())::text[]));`;
}

/** No UPDATE, DELETE or TRUNCATE, for the owner neither and not under a replication role. */
export function neverChanged(table: string): string {
  return `
    CREATE TRIGGER ${table}_never_changed BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER ${table}_never_emptied BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_never_changed;
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_never_emptied;`;
}
