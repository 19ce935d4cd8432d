import { fileURLToPath } from 'node:url';
import { addMonths, endOfDay, type LawBook } from '#law';
import { lawBookFromFiles, readPack } from '#law/files/pack-files';
import { fineCases, surveyFines } from './fine-cases.ts';
import { replayCase } from './replay-case.ts';
import { type ReplayReport, Tally } from './report.ts';

/** The test pack, data only; it never ships as law of a county. */
export const FINE_PACK_FILE = fileURLToPath(new URL('../../test/packs/road-traffic-fine.json', import.meta.url));

/** The law as shipped and the test pack beside it. */
export function fineLaw(): LawBook {
  return lawBookFromFiles({ packs: [readPack(FINE_PACK_FILE)] });
}

/** Months after the last day of the file up to which time runs for every case: far beyond every clock of the pack. */
const HORIZON_MONTHS = 12;

/**
 * Replays a file through the engine alone. `progress` is called with a line of words at most once a second.
 * Throws `FineFileError` when the file is not of the format.
 */
export async function replayFile(path: string, progress: (line: string) => void = () => {}): Promise<ReplayReport> {
  const book = fineLaw();
  const say = everySecond(progress);
  const file = await surveyFines(path, (rows) => say(() => `checking: ${rows} rows`));
  const horizon = addMonths(file.lastDay, HORIZON_MONTHS);
  const tally = new Tally(file.lastDay);
  const began = performance.now();
  for await (const rows of fineCases(file)) {
    tally.add(await replayCase(rows, book, endOfDay(horizon)));
    say(() => `replayed ${tally.cases} of ${file.rows.size} cases`);
  }
  return tally.report({ file: path, events: file.events, horizon, seconds: (performance.now() - began) / 1000 });
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
