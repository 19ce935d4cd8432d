import { parseArgs } from 'node:util';
import { CauseBook, basisText, type KnownCause, versionOn } from '../causes/cause-book.ts';
import type { CauseVersion } from '../causes/cause-format.ts';
import { chinaDateOf, legalDate, legalInstant, type LegalDate } from '../dates.ts';
import { LawInputError } from '../errors.ts';
import { shippedCauses } from '../files/cause-files.ts';
import { bandWords, rangeWords } from './cause-words.ts';
import { UsageError, type LawCommand } from './command.ts';

/** `law cause CODE [--on DATE]`: one cause whole, with every version and source. */
export const command: LawCommand = {
  usage: 'cause CODE [--on YYYY-MM-DD]',
  summary: 'one cause of action for an act of a day: elements, articles, range, bands, versions, sources',
  run(args) {
    const { code, on } = options(args);
    const book = new CauseBook(shippedCauses());
    const known = book.find(code, '', on);
    if (known === undefined) throw new LawInputError(`The library of causes has no ${JSON.stringify(code)}. npm run law -- causes lists them.`, `案由库中没有${JSON.stringify(code)}，可用 npm run law -- causes 查看。`);
    const version = versionOn(known.cause, on);
    console.log(inWords(known, version, on));
    return 0;
  },
};

function options(args: readonly string[]): { code: string; on: LegalDate } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: { on: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals: [code, ...more] } = parsed;
  if (code === undefined || more.length > 0) throw new UsageError('cause needs one code.');
  return { code, on: values.on === undefined ? chinaDateOf(legalInstant(new Date())) : legalDate(values.on) };
}

function inWords(known: KnownCause, version: CauseVersion | undefined, on: LegalDate): string {
  const { cause, instruments } = known;
  const used = instruments.filter((one) => cause.versions.some((each) => each.basis.some((basis) => basis.instrument === one.id)));
  return [
    `${cause.code}  ${cause.name.zh} / ${cause.name.en}`, 'elements:', ...cause.elements.map((one) => `  - ${one.zh} / ${one.en}`),
    ...(version === undefined ? [`No version holds for an act of ${on}.`] : forDay(known, version, on)),
    'versions:', ...cause.versions.map((one) => `  ${one.from} to ${one.to ?? 'open'}: ${basisText(known, one).zh || '(no article read)'}  ${one.status}`),
    'read in:', ...used.map((one) => `  ${one.name.zh} (${one.kind}): ${one.source.title}, ${one.source.url}, on ${one.source.readOn}`),
  ].join('\n');
}

function forDay(known: KnownCause, version: CauseVersion, on: LegalDate): string[] {
  const [duty, penalty] = [basisText(known, version, 'duty'), basisText(known, version)];
  return [
    `for an act of ${on}, ${version.status}:`, ...(duty.zh === '' ? [] : [`  duty: ${duty.zh} / ${duty.en}`]), `  penalty: ${penalty.zh} / ${penalty.en}`,
    `  fine of a person: ${rangeWords(version.ranges.citizen)}`, `  fine of an organisation: ${rangeWords(version.ranges.organisation)}`,
    ...(version.correctFirst ? ['  only where an order to correct was refused or not met in time'] : []), ...(version.other.length > 0 ? [`  beside it: ${version.other.join(', ')}`] : []),
    ...version.bands.map((band) => `  band ${bandWords(band)}`), ...(version.note ? [`  note: ${version.note.zh} / ${version.note.en}`] : []),
  ];
}
