/**
 * A scenario is told once and run twice: as a Jest test on the law as it ships, and against packs with a guard switched
 * off (`npm run test:mutants`), which some scenario must notice.
 */
import { LawBook, type LoadedPack, type ParameterSetting } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import { settings } from './county.ts';

export interface ScenarioLaw {
  /** The law with the settings of the demo county, or with others. */
  book(change?: { parameters?: readonly ParameterSetting[] }): LawBook;
}
export interface Scenario { title: string; run(law: ScenarioLaw): void }

export const scenarios: Scenario[] = [];

/** Told on the shipped packs, or on those put in their place. */
export function lawWith(packs: readonly LoadedPack[] = []): ScenarioLaw {
  const shipped = lawBookFromFiles({ parameters: settings, packs });
  return { book: (change = {}) => (change.parameters ? shipped.with({ parameters: change.parameters }) : shipped) };
}

declare const it: ((title: string, run: () => void) => void) | undefined;

export function scenario(title: string, run: (law: ScenarioLaw) => void): void {
  scenarios.push({ title, run });
  if (typeof it === 'function') it(title, () => run(lawWith()));
}
