import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addMonths, endOfDay, type LawBook } from '#law';
import { checkPack } from '#law/packs/check-pack';
import { lawBookFromFiles, readPack } from '#law/files/pack-files';
import { fineCases, surveyFines } from './fine-cases.ts';
import { replayCase } from './replay-case.ts';
import { MoneyTally } from './money-report.ts';
import { type ReplayReport, Tally } from './report.ts';

/** The test pack, data only; it never ships as law of a county. */
export const FINE_PACK_FILE = fileURLToPath(new URL('../../test/packs/road-traffic-fine.json', import.meta.url));

/** The law as shipped and the test pack beside it. */
export function fineLaw(): LawBook {
  return lawBookFromFiles({ packs: [readPack(FINE_PACK_FILE)] });
}

/** What money adds to the pack; apart from it, since a pack whose papers are served asks more of those who play it. */
const MONEY_FILE = fileURLToPath(new URL('../../test/data/road-traffic-money.json', import.meta.url));

interface MoneyAddition { facts: unknown[]; steps: unknown[]; guards: Record<string, unknown[]>; papers: unknown[]; clocks: unknown[]; money: unknown }

/** The same law with the money of the fines: the ticket that establishes the debt, what changes it, and what is not collected. */
export function fineMoneyLaw(): LawBook {
  const pack = JSON.parse(readFileSync(FINE_PACK_FILE, 'utf8')) as { facts: unknown[]; steps: { code: string; guards?: unknown[] }[]; clocks: unknown[] };
  const { facts, steps, guards, papers, clocks, money } = JSON.parse(readFileSync(MONEY_FILE, 'utf8')) as MoneyAddition;
  const joined = JSON.stringify({
    ...pack, papers, money, facts: [...pack.facts, ...facts], clocks: [...pack.clocks, ...clocks],
    steps: [...pack.steps.map((step) => ({ ...step, guards: [...step.guards ?? [], ...guards[step.code] ?? []] })), ...steps],
  });
  const checked = checkPack(JSON.parse(joined));
  if (checked.pack === null) throw new Error(`${MONEY_FILE} does not fit the pack:\n- ${checked.problems.join('\n- ')}`);
  const bytes = Buffer.from(joined);
  return lawBookFromFiles({ packs: [{ pack: checked.pack, sha256: createHash('sha256').update(bytes).digest('hex'), bytes }] });
}

/** Months after the last day of the file up to which time runs for every case: far beyond every clock of the pack. */
const HORIZON_MONTHS = 12;

/**
 * Replays a file through the engine alone. `progress` is called with a line of words at most once a second.
 * Throws `FineFileError` when the file is not of the format.
 */
export async function replayFile(path: string, progress: (line: string) => void = () => {}): Promise<ReplayReport> {
  const book = fineMoneyLaw();
  const say = everySecond(progress);
  const file = await surveyFines(path, (rows) => say(() => `checking: ${rows} rows`));
  const horizon = addMonths(file.lastDay, HORIZON_MONTHS);
  const tally = new Tally(file.lastDay);
  const money = new MoneyTally(file.lastDay, book);
  const began = performance.now();
  for await (const rows of fineCases(file)) {
    const one = await replayCase(rows, book, endOfDay(horizon), { money: true });
    tally.add(one);
    money.add(rows, one);
    say(() => `replayed ${tally.cases} of ${file.rows.size} cases`);
  }
  return tally.report({ file: path, events: file.events, horizon, seconds: (performance.now() - began) / 1000, money: money.report() });
}

function everySecond(progress: (line: string) => void): (line: () => string) => void {
  let last = performance.now();
  return (line) => {
    const now = performance.now();
    if (now - last < 1000) return;
    last = now;
    progress(line());
  };
}
