/**
 * A scenario is told once and run twice: as a Jest test on the law as it ships, and against packs with a guard switched
 * off (`npm run test:mutants`), which some scenario must notice.
 */
import { type CountyCauses, LawBook, type LoadedPack, type ParameterSetting } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import { causes, settings } from './county.ts';

export interface ScenarioLaw {
  /** The law with the settings of the demo county, or with others. */
  book(change?: { parameters?: readonly ParameterSetting[]; /** Beside those of the demo county. */ causes?: readonly CountyCauses[] }): LawBook;
}
export interface Scenario { title: string; run(law: ScenarioLaw): void }

export const scenarios: Scenario[] = [];

let asShipped: LawBook | undefined;

/** Told on the shipped packs, or on those put in their place. The files are read once: that takes longer than most stories. */
export function lawWith(packs: readonly LoadedPack[] = []): ScenarioLaw {
  asShipped ??= lawBookFromFiles({ parameters: settings, causes });
  const shipped = packs.length === 0 ? asShipped : asShipped.with({ packs: [...asShipped.packs, ...packs] });
  return { book: (change = {}) => shipped.with({ ...(change.parameters ? { parameters: change.parameters } : {}), ...(change.causes ? { causes: shipped.causes.with([...causes, ...change.causes]) } : {}) }) };
}

declare const it: ((title: string, run: () => void) => void) | undefined;

export function scenario(title: string, run: (law: ScenarioLaw) => void): void {
  scenarios.push({ title, run });
  if (typeof it === 'function') it(title, () => run(lawWith()));
}
