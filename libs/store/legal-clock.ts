import type { LegalInstant } from '#law/dates';
import type { EntityManager } from 'typeorm';

export type ClockMode = 'wall' | 'running' | 'stepped';

/** The instant of the law, the machine's own beside it, and which of the three clocks tells it. */
export interface LegalNow { at: LegalInstant; machineAt: LegalInstant; mode: ClockMode }

/** The clock as it is set: `at` and `speed` (legal seconds a second) only where the mode has them. */
export type LegalClockSetting =
  | { mode: 'wall' }
  | { mode: 'stepped'; at: LegalInstant }
  | { mode: 'running'; at: LegalInstant; speed: number };

/** The legal instant now, read from the database's clock (not the start of the transaction). Ask after the row lock. */
export async function legalNow(manager: EntityManager): Promise<LegalNow> {
  const [row] = await manager.query<{ mode: ClockMode; at: LegalInstant; machine_at: LegalInstant }[]>('SELECT mode, at, machine_at FROM legal_now()');
  if (row === undefined) throw new Error('The database did not answer its legal clock.');
  return { at: row.at, machineAt: row.machine_at, mode: row.mode };
}

/**
 * Sets the legal clock. The database refuses (AJ003) what the profile forbids: any but the wall clock in production,
 * leaving the wall clock, and going back.
 */
export async function setLegalClock(manager: EntityManager, setting: LegalClockSetting): Promise<void> {
  const values = setting.mode === 'wall' ? ['wall', null, null] : [setting.mode, setting.at, setting.mode === 'running' ? setting.speed : null];
  await manager.query(`
    INSERT INTO legal_clock (mode, at, speed, anchored_at)
    VALUES ($1, $2::timestamptz, $3::double precision, CASE WHEN $1 = 'running' THEN clock_timestamp() END)
    ON CONFLICT (one) DO UPDATE SET mode = excluded.mode, at = excluded.at, speed = excluded.speed, anchored_at = excluded.anchored_at`, values);
}

/** Moves a stepped clock forward. False when the clock is not stepped; going back is refused (AJ003). */
export async function stepLegalClock(manager: EntityManager, to: LegalInstant): Promise<boolean> {
  const [, count] = await manager.query<[unknown, number]>("UPDATE legal_clock SET at = $1 WHERE mode = 'stepped'", [to]);
  return count === 1;
}

/**
 * Carries a running clock on; call it every few seconds. Without it the clock stands still after five seconds, so an
 * instance that was stopped loses no legal time.
 */
export async function tickLegalClock(manager: EntityManager): Promise<void> {
  await manager.query(`
    UPDATE legal_clock SET anchored_at = clock_timestamp(),
      at = at + speed * least(greatest(clock_timestamp() - anchored_at, interval '0'), interval '5 seconds')
    WHERE mode = 'running'`);
}

/** Legal seconds a second: 1 for the wall, null while a clock stands still between steps. */
export async function legalSpeed(manager: EntityManager): Promise<number | null> {
  const [row] = await manager.query<{ mode: ClockMode; speed: number | null }[]>('SELECT mode, speed FROM legal_clock');
  if (row === undefined || row.mode === 'stepped') return null;
  return row.mode === 'wall' ? 1 : row.speed;
}
