/** The verdict of a rehearsal, for people and as one line of JSON. */
import type { Finding } from './checks.ts';
import type { Item } from './declared.ts';
import type { Tally } from './player.ts';

export interface Report {
  seed: number; seconds: number; cases: number; tally: Tally; troubles: readonly { trouble: string; on: string }[]; missingTroubles: number; simulated: { cases: number; changed: number };
  /** Addresses of the service; those that none of the procedures gives anything to do. */
  operations: readonly { one: Item; times: number }[]; closedOperations: readonly Item[]; findings: readonly Finding[];
  /** Whole seconds by what they were spent on; where the service answered otherwise than the engine ahead. */
  spent: Record<string, number>; differences: readonly string[];
  packs: readonly { id: string; items: readonly { one: Item; times: number }[]; others: readonly [Item, number][] }[];
}

/** Prints the lists and the summary; answers whether everything is as it must be. */
export function printReport(say: (line: string) => void, report: Report): boolean {
  for (const { id, items, others } of report.packs) {
    say(`\n${id}`);
    for (const kind of new Set(items.map(({ one }) => kindOf(one)))) {
      say(`  ${kind.padEnd(8)} ${items.filter(({ one }) => kindOf(one) === kind).map(({ one, times }) => `${codeOf(one)} ${times}`).join(', ')}`);
    }
    const engine = others.filter(([one]) => kindOf(one) === 'blocker');
    if (engine.length > 0) say(`  also refused: ${engine.map(([one, times]) => `${codeOf(one)} ${times}`).join(', ')}`);
  }
  say('\nthe service');
  say(`  operation ${report.operations.map(({ one, times }) => `${codeOf(one)} ${times}`).join(', ')}`);
  if (report.closedOperations.length > 0) say(`  none of these procedures opens: ${report.closedOperations.map(codeOf).join(', ')}`);
  say(`  ${report.simulated.cases} cases played forward, ${report.simulated.changed} changed by it`);
  say(`  time spent, in seconds: ${Object.entries(report.spent).map(([what, seconds]) => `${what} ${seconds}`).join(', ')}`);
  if (report.differences.length > 0) say('\nanswered otherwise than the engine expected, the first time in each case');
  for (const line of report.differences.slice(0, 40)) say(`  ${line}`);
  const never = [
    ...report.packs.flatMap(({ id, items }) => items.filter(({ times }) => times === 0).map(({ one }) => `${id}: ${one}`)),
    ...report.operations.filter(({ times }) => times === 0).map(({ one }) => `the service: ${one}`),
  ];
  const broken = report.findings.filter(({ good }) => !good);
  say('');
  for (const line of never) say(`NEVER SEEN  ${line}`);
  for (const { check, told, details } of broken) { say(`NOT GOOD    ${check}: ${told}`); for (const detail of details.slice(0, 20)) say(`            ${detail}`); }
  for (const error of report.tally.errors) say(`ERROR       ${error}`);
  if (report.missingTroubles > 0) say(`NOT PLAYED  ${report.missingTroubles} of the troubles: too few days; give more cases`);
  if (report.simulated.cases === 0) say('NEVER SEEN  the service: a case played forward');
  const good = never.length === 0 && report.simulated.cases > 0 && report.simulated.changed === 0 && broken.length === 0 && report.tally.errors.length === 0 && report.missingTroubles === 0;
  const { turns, done, refused, invalid, skipped, resent, stops } = report.tally;
  say(`\nrehearse: ${good ? 'passed' : 'FAILED'} (seed ${report.seed}, ${report.cases} cases, ${turns} turns: ${done} done, ${refused} refused by law, ${invalid} refused by form, ${skipped} left out; ${resent} sent again; ${stops} stops of the clock; ${report.seconds} s)`);
  say(JSON.stringify({
    good, seed: report.seed, seconds: report.seconds, cases: report.cases, ...report.tally, troubles: report.troubles, never, simulated: report.simulated, spent: report.spent, differences: report.differences.length, operations: Object.fromEntries(report.operations.map(({ one, times }) => [codeOf(one), times])),
    findings: report.findings.map(({ check, good: fine, told }) => ({ check, good: fine, told })), packs: Object.fromEntries(report.packs.map(({ id, items }) => [id, Object.fromEntries(items.map(({ one, times }) => [one, times]))])),
  }));
  return good;
}

const kindOf = (one: Item): string => one.slice(0, one.indexOf(' '));
const codeOf = (one: Item): string => one.slice(one.indexOf(' ') + 1);
