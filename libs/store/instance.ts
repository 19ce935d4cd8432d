import type { DataSource } from 'typeorm';
import type { LegalInstant } from '#law/dates';
import { MACHINE, withActor } from './actor.ts';
import { setLegalClock, type LegalClockSetting } from './legal-clock.ts';

export type Profile = 'development' | 'training' | 'production';

/** A database remembers its profile and refuses another. */
export class WrongProfileError extends Error {
  override readonly name = 'WrongProfileError';
  constructor(readonly kept: Profile, readonly asked: Profile) {
    super(`This database belongs to a ${kept} instance and cannot be opened as ${asked}. Start it as ${kept}, or point DATABASE_URL at another database.`);
  }
}

/**
 * Makes an empty database an instance of this profile with this clock, or checks that it is one. The clock of an
 * existing instance is left as it stands. Throws WrongProfileError.
 */
export async function useProfile(source: DataSource, profile: Profile, clock: LegalClockSetting): Promise<void> {
  await withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
    await manager.query('INSERT INTO instance (profile) VALUES ($1) ON CONFLICT (one) DO NOTHING', [profile]);
    const [row] = await manager.query<{ profile: Profile }[]>('SELECT profile FROM instance');
    if (row !== undefined && row.profile !== profile) throw new WrongProfileError(row.profile, profile);
    const [set] = await manager.query<unknown[]>('SELECT 1 FROM legal_clock');
    if (set === undefined) await setLegalClock(manager, clock);
  });
}

/** The profile of this database, or null before its first start. */
export async function keptProfile(source: DataSource): Promise<Profile | null> {
  const [row] = await source.query<{ profile: Profile }[]>('SELECT profile FROM instance');
  return row?.profile ?? null;
}

/**
 * Tells the record which Temporal namespace answers now (its id, not its name). True when it is another than before:
 * then nothing is armed any more, and every open case is to be woken by `rearm`.
 */
export async function noteTemporalNamespace(source: DataSource, namespaceId: string): Promise<boolean> {
  const [row] = await source.query<{ changed: boolean }[]>('SELECT note_temporal_namespace($1) AS changed', [namespaceId]);
  return row?.changed ?? false;
}

/** The instant up to which the record stands: nothing in it was recorded later. Null in an empty record of these offices. */
export async function lastRecordedAt(source: DataSource, offices: readonly string[]): Promise<LegalInstant | null> {
  return withActor(source, { actorId: MACHINE, offices }, async (manager) => {
    const [row] = await manager.query<{ at: LegalInstant | null }[]>('SELECT max(last_recorded_at) AS at FROM case_head');
    return row?.at ?? null;
  });
}
