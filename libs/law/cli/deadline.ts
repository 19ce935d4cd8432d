import { parseArgs } from 'node:util';
import { CalendarBook } from '../calendar.ts';
import { answerDeadline, type DeadlineAnswer } from '../deadline-answer.ts';
import { shippedPacks } from '../files/pack-files.ts';
import { UsageError, type LawCommand } from './command.ts';

/** `law deadline --clock PEN-05 --from 2025-09-28 [--known-on DATE] [--json]` */
export const command: LawCommand = {
  usage: 'deadline --clock ID --from YYYY-MM-DD [--known-on YYYY-MM-DD] [--json]',
  summary: 'when a clock of the law reference ends, and why',
  run(args) {
    const { clock, from, knownOn, json } = options(args);
    const answer = answerDeadline({ clock, from, ...(knownOn === undefined ? {} : { knownOn }) }, CalendarBook.seed());
    console.log(json ? JSON.stringify(answer, null, 2) : inWords(from, answer));
    return 0;
  },
};

function options(args: readonly string[]): { clock: string; from: string; knownOn: string | undefined; json: boolean } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { clock: { type: 'string' }, from: { type: 'string' }, 'known-on': { type: 'string' }, json: { type: 'boolean', default: false } },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.clock === undefined || values.from === undefined) throw new UsageError('deadline needs --clock and --from.');
  return { clock: values.clock, from: values.from, knownOn: values['known-on'], json: values.json };
}

/** The name that the packs give to a clock of the reference; the reference itself names only what starts it. */
function nameOf(clock: string): string {
  const name = shippedPacks().flatMap(({ pack }) => pack.clocks).find((one) => one.code === clock)?.name;
  return name === undefined ? '' : `  ${name.zh} / ${name.en}`;
}

function inWords(from: string, { clock, trigger, consequence, result, explanation, variants, extension, bound }: DeadlineAnswer): string {
  const lines = [`${clock}${nameOf(clock)}`, `from ${from}: ${trigger}`, `due ${result.due}${result.provisional ? ' (provisional / 暂定)' : ''}`];
  if (result.otherCandidate !== null) lines.push(`other candidate ${result.otherCandidate}`);
  if (result.firstFilingDay !== undefined) lines.push(`first filing day ${result.firstFilingDay}`);
  if (result.raw !== result.due) lines.push(`before the roll ${result.raw}`);
  lines.push('', explanation.zh, '', explanation.en);
  if (bound !== null) lines.push('', bound === 'at-least' ? 'The law asks for at least this time.' : 'This is the outer limit.');
  for (const { when, length, unit } of variants) lines.push(`Other length, ${when}: ${length} ${unit}.`);
  if (extension !== null && extension !== undefined) lines.push(`A decision may extend it by ${extension.length} ${extension.unit} (${extension.when}).`);
  if (consequence !== null) lines.push(`Then: ${consequence}.`);
  return lines.join('\n');
}
