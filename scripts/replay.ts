/** `npm run replay -- FILE`: real cases of another country through the engine, to see that its clocks fall due when they must. */
import { FineFileError } from './replay/fine-file.ts';
import { moneyWords } from './replay/money-report.ts';
import { replayFile } from './replay/replay-file.ts';

const USAGE = 'npm run replay -- FILE   (a CSV file of road traffic fines; format and source: docs/real-data.md)';

async function main(args: readonly string[]): Promise<number> {
  const [path, ...more] = args;
  if (path === undefined || more.length > 0 || path.startsWith('-')) {
    const asked = path === '--help' || path === '-h';
    (asked ? console.log : console.error)(asked ? USAGE : `Name one file.\nUsage: ${USAGE}`);
    return asked ? 0 : 1;
  }
  try {
    const report = await replayFile(path, (line) => console.error(line));
    console.log(JSON.stringify(report, null, 2));
    console.error(moneyWords(report.money, report.cases));
    return 0;
  } catch (error) {
    if (!(error instanceof FineFileError)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
