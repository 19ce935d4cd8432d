import type { DataSource, EntityManager } from 'typeorm';
import { dataKeyContext } from '../content/person-keys.ts';
import type { Keys } from './keys.ts';
import { KeysProblem } from './keys-problem.ts';

/** Rows that are wrapped anew by one statement. */
const PAGE = 2_000;

export interface KeyRotation {
  /** False when this rotation was made before and there was nothing left to do. */
  made: boolean;
  /** Data keys that were wrapped anew. */
  dataKeys: number;
}

/**
 * Replaces key-encryption key and signing key of an instance in one transaction: every data key is unwrapped with the
 * old keys and wrapped with the new, and the old signing key vouches for the new one. `next` is a successor of `old`.
 * Needs the owner of the tables. Throws KeysProblem when neither belongs to this database, or while a process with the
 * old keys is connected; then nothing is changed. Run again with the same two, it changes nothing.
 */
export async function rotateKeys(source: DataSource, old: Keys, next: Keys, onProgress: (done: number, of: number) => void = () => {}): Promise<KeyRotation> {
  return source.transaction(async (m) => {
    // Nobody makes a data key meanwhile; who waits for it is refused by the database, since his keys are replaced then.
    await m.query('LOCK TABLE instance_key, person_key IN SHARE ROW EXCLUSIVE MODE');
    const inUse = new Map((await m.query<{ purpose: string; fingerprint: string; generation: number }[]>(
      'SELECT DISTINCT ON (purpose) purpose, fingerprint, generation FROM instance_key ORDER BY purpose, generation DESC')).map((row) => [row.purpose, row]));
    const [signing, encryption] = [inUse.get('signing'), inUse.get('keyEncryption')];
    if (signing === undefined || encryption === undefined) throw new KeysProblem('This database was never started: there are no keys to replace.');
    if (signing.fingerprint === next.fingerprints.signing && encryption.fingerprint === next.fingerprints.keyEncryption) return { made: false, dataKeys: 0 };
    if (signing.fingerprint !== old.fingerprints.signing || encryption.fingerprint !== old.fingerprints.keyEncryption) throw new KeysProblem('The keys to be replaced are not those that this database uses now.');
    if (next.fingerprints.lookup !== old.fingerprints.lookup) throw new KeysProblem('The new keys are no successor of the old: the lookup key stays as it is.');
    await refuseWhileConnected(m);

    await m.query("INSERT INTO instance_key (purpose, fingerprint, generation) VALUES ('keyEncryption', $1, $2)", [next.fingerprints.keyEncryption, encryption.generation + 1]);
    await m.query("INSERT INTO instance_key (purpose, fingerprint, public_key, generation, vouched_by) VALUES ('signing', $1, $2, $3, $4)",
      [next.fingerprints.signing, next.publicKey(), signing.generation + 1, old.vouchFor(next)]);
    return { made: true, dataKeys: await wrapAnew(m, old, next, onProgress) };
  });
}

/** A process with the old keys could read nothing any more: those that run are named, and nothing is done. */
async function refuseWhileConnected(m: EntityManager): Promise<void> {
  const others = await m.query<{ name: string; connections: number }[]>(
    "SELECT application_name AS name, count(*)::integer AS connections FROM pg_stat_activity WHERE datname = current_database() AND usename = 'anjuan_app' GROUP BY 1 ORDER BY 1");
  if (others.length > 0) throw new KeysProblem(`Stop first what still uses the old keys: ${others.map(({ name, connections }) => `${name || 'a process without a name'} (${connections} connections)`).join(', ')}.`);
}

async function wrapAnew(m: EntityManager, old: Keys, next: Keys, onProgress: (done: number, of: number) => void): Promise<number> {
  const [count] = await m.query<{ of: number }[]>('SELECT count(*)::integer AS of FROM person_key WHERE wrapped IS NOT NULL');
  const of = count?.of ?? 0;
  let done = 0;
  for (let after: string | null = null; ;) {
    const page: { key_id: string; case_id: string; wrapped: Buffer }[] = await m.query('SELECT key_id, case_id, wrapped FROM person_key WHERE wrapped IS NOT NULL AND ($1::uuid IS NULL OR key_id > $1) ORDER BY key_id LIMIT $2', [after, PAGE]);
    const last = page.at(-1);
    if (last === undefined) return done;
    const wrapped = page.map(({ key_id, case_id, wrapped: by }) => {
      const context = dataKeyContext(key_id, case_id);
      return next.wrap(old.unwrap(by, context), context);
    });
    await m.query('UPDATE person_key k SET wrapped = n.wrapped, kek = $3 FROM unnest($1::uuid[], $2::bytea[]) AS n(key_id, wrapped) WHERE k.key_id = n.key_id',
      [page.map(({ key_id }) => key_id), wrapped, next.fingerprints.keyEncryption]);
    done += page.length;
    onProgress(done, of);
    after = last.key_id;
  }
}
