import { parseArgs } from 'node:util';
import { CauseBook, basisText, type KnownCause, versionOn } from '../causes/cause-book.ts';
import { CauseStatus, type CauseVersion } from '../causes/cause-format.ts';
import { chinaDateOf, legalDate, legalInstant, type LegalDate } from '../dates.ts';
import { shippedCauses } from '../files/cause-files.ts';
import { rangesWords, tableLine } from './cause-words.ts';
import { UsageError, type LawCommand } from './command.ts';

/** `law causes [--on DATE] [--topic T] [--status S] [--json | --markdown]` */
export const command: LawCommand = {
  usage: 'causes [--on YYYY-MM-DD] [--topic TOPIC] [--status verified|unverified|inference] [--json] [--markdown]',
  summary: 'the causes of action that ship: article, range of the fine, status.\n      What a running service holds for a county: GET /api/causes',
  run(args) {
    const { on, topic, status, json, markdown } = options(args);
    const found = causesOn(on).filter(({ known, version }) => (topic === undefined || known.topic === topic) && (status === undefined || version.status === status));
    if (json) console.log(JSON.stringify(found.map(({ known, version }) => ({ code: known.cause.code, name: known.cause.name, topic: known.topic, article: basisText(known, version), ...version })), null, 2));
    else console.log(markdown ? causeTable(found) : inWords(found, on));
    return 0;
  },
};

export interface CauseOnDay { known: KnownCause; version: CauseVersion }

/** Every cause that holds for an act of a day, in the order of the files. */
export function causesOn(on: LegalDate): CauseOnDay[] {
  const files = shippedCauses();
  const book = new CauseBook(files);
  return files.flatMap((file) => file.causes).flatMap(({ code }) => {
    const known = book.find(code, '', on);
    const version = known === undefined ? undefined : versionOn(known.cause, on);
    return known === undefined || version === undefined ? [] : [{ known, version }];
  });
}

/** The table of docs/causes.md. */
export function causeTable(found: readonly CauseOnDay[]): string {
  const topics = [...new Set(found.map(({ known }) => known.topic))];
  return topics.map((topic) => [
    `### ${topic}`, '', '| Code | 案由 | Article of the penalty | Fine (yuan) | Status | Read in |', '|---|---|---|---|---|---|',
    ...found.filter(({ known }) => known.topic === topic).map(({ known, version }) => tableLine(known, version)),
  ].join('\n')).join('\n\n');
}

function options(args: readonly string[]): { on: LegalDate; topic: string | undefined; status: CauseVersion['status'] | undefined; json: boolean; markdown: boolean } {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: { on: { type: 'string' }, topic: { type: 'string' }, status: { type: 'string' }, json: { type: 'boolean', default: false }, markdown: { type: 'boolean', default: false } } }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const status = values.status === undefined ? undefined : CauseStatus.safeParse(values.status).data;
  if (values.status !== undefined && status === undefined) throw new UsageError(`--status is one of ${CauseStatus.options.join(', ')}, not ${JSON.stringify(values.status)}.`);
  return { on: values.on === undefined ? chinaDateOf(legalInstant(new Date())) : legalDate(values.on), topic: values.topic, status, json: values.json, markdown: values.markdown };
}

function inWords(found: readonly CauseOnDay[], on: LegalDate): string {
  const verified = found.filter(({ version }) => version.status === 'verified').length;
  const lines = found.flatMap(({ known, version }) => [
    `${known.cause.code}  ${known.cause.name.zh} / ${known.cause.name.en}`,
    `    ${basisText(known, version).zh || '(no article read)'}`,
    `    fine: ${rangesWords(version)}${version.correctFirst ? ', only after an order to correct' : ''}${version.status === 'verified' ? '' : `  [${version.status}]`}`,
  ]);
  return [`${found.length} causes for an act of ${on}, ${verified} of them verified.`, '', ...lines, '', 'An amount that nobody has read blocks notice and decision; the county enters it with its document (POST /api/causes).'].join('\n');
}
