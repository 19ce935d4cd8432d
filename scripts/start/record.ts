import { chinaDateOf, legalDate, startOfDay, type LegalDate } from '#law/dates';
import { legalNow, legalSpeed, MACHINE, openStore, setLegalClock, useProfile, withActor, WrongProfileError, type LegalClockSetting } from '#store';
import type { DatabaseUrls } from '../servers/databases.ts';
import { ServerProblem } from '../servers/server-problem.ts';
import type { StartOptions } from './options.ts';

/** The legal day on which a development instance begins; the seed plays its past from there and then switches to the wall clock. */
export const seedFirstDay: LegalDate = legalDate('2018-03-01');

const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * Makes the migrated database an instance of this profile before API and worker open it: an empty development database
 * would otherwise be set to the wall clock for ever, and no past could be played. A training clock follows the command
 * line: with --speed it runs on from where it stands, without it stands still. `seeds`: whether a seed will run.
 * Answers a text that says how the legal clock stands. Throws ServerProblem when the database is of another profile.
 */
export async function claimRecord({ appUrl }: DatabaseUrls, options: StartOptions, seeds: boolean): Promise<string> {
  const source = await openStore(appUrl, { applicationName: 'anjuan start', poolSize: 1 });
  try {
    await useProfile(source, options.profile, firstClock(options, seeds));
    return await withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
      const { at, mode } = await legalNow(manager);
      if (options.profile === 'training' && mode !== 'wall') {
        const speed = options.speed === undefined ? null : speedOf(options.speed);
        if ((await legalSpeed(manager)) !== speed) await setLegalClock(manager, speed === null ? { mode: 'stepped', at } : { mode: 'running', at, speed });
        return speed === null ? `stepped, ${chinaDateOf(at)}` : `${options.speed}, ${chinaDateOf(at)}`;
      }
      return mode === 'wall' ? 'wall' : `stepped, ${chinaDateOf(at)}`;
    });
  } catch (error) {
    if (error instanceof WrongProfileError) throw new ServerProblem(error.message);
    throw error;
  } finally {
    await source.destroy();
  }
}

function firstClock({ trainingFrom, speed, profile }: StartOptions, seeds: boolean): LegalClockSetting {
  if (profile === 'development') return seeds ? { mode: 'stepped', at: startOfDay(seedFirstDay) } : { mode: 'wall' };
  const at = startOfDay(legalDate(trainingFrom ?? seedFirstDay));
  return speed === undefined ? { mode: 'stepped', at } : { mode: 'running', at, speed: speedOf(speed) };
}

/** Legal seconds a second of a text such as `1d/s`, as options.ts has checked it. */
function speedOf(text: string): number {
  return Number(text.slice(0, -3)) * secondsOf[text.at(-3) as keyof typeof secondsOf];
}
