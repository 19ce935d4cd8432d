/** Whether a library of causes is whole: its format, and what the format alone cannot say. Sentences for its author. */
import { z } from 'zod';
import { parseYuan } from '../money.ts';
import { type Cause, CauseFile, type CauseInstrument, type CauseRange, type CauseVersion, REFUSED_KINDS } from './cause-format.ts';
import { measured } from './cause-range.ts';

export type CauseCheck = { file: CauseFile; problems: [] } | { file: null; problems: string[] };

/** Validates parsed JSON as one file of causes. Every problem is named with its place; none is thrown. */
export function checkCauses(input: unknown): CauseCheck {
  const parsed = CauseFile.safeParse(input);
  if (!parsed.success) return { file: null, problems: parsed.error.issues.map((issue) => `${issue.path.length > 0 ? issue.path.join('.') : 'the file'}: ${issue.message}`) };
  const { instruments, causes } = parsed.data;
  const problems = [
    ...twice(instruments.map((one) => one.id)).map((id) => `instrument "${id}" is declared twice`),
    ...twice(causes.map((one) => one.code)).map((code) => `cause "${code}" is declared twice`),
    ...instruments.filter((one) => !causes.some((cause) => cause.versions.some((version) => version.basis.some((basis) => basis.instrument === one.id)))).map((one) => `instrument ${one.id}: no cause names it`),
    ...causes.flatMap((cause) => causeProblems(cause, instruments)),
  ];
  return problems.length === 0 ? { file: parsed.data, problems: [] } : { file: null, problems };
}

/** The JSON Schema of the public format (`npm run law -- schema causes`). */
export function causeSchema(): unknown {
  return z.toJSONSchema(CauseFile, { io: 'input' });
}

/** What is wrong with a cause beside its format: unlawful basis, unread articles called verified, days and ranges that cannot be. */
export function causeProblems(cause: Cause, instruments: readonly CauseInstrument[]): string[] {
  return cause.versions.flatMap((version, index) => {
    const place = `cause ${cause.code}, version from ${version.from}`;
    const next = cause.versions[index + 1];
    return [
      ...version.basis.flatMap((one) => basisProblems(one.instrument, version, instruments)),
      ...(version.to !== null && version.to < version.from ? ['it ends before it begins'] : []),
      ...(next !== undefined && (version.to === null || next.from <= version.to) ? [`the version from ${next.from} begins before it has ended`] : []),
      ...(version.lawfulAfterwards && (version.to === null || next !== undefined) ? ['lawfulAfterwards is said of the last version, which has an end'] : []),
      ...versionProblems(version),
    ].map((problem) => `${place}: ${problem}`);
  });
}

function basisProblems(id: string, version: CauseVersion, instruments: readonly CauseInstrument[]): string[] {
  const instrument = instruments.find((one) => one.id === id);
  if (instrument === undefined) return [`it names the instrument "${id}", which the file does not have`];
  if ((REFUSED_KINDS as readonly string[]).includes(instrument.kind)) return [`${instrument.name.en} is a ${instrument.kind}: only a law, a regulation or a rule may set a penalty (Administrative Penalty Law art. 16)`];
  const { from, to } = instrument.inForce;
  return (from !== null && version.from < from) || (to !== null && (version.to === null || version.to > to)) ? [`it holds on days on which ${instrument.name.en} is not in force`] : [];
}

function versionProblems(version: CauseVersion): string[] {
  const ranges = Object.entries(version.ranges);
  const problems: string[] = [];
  if (version.status === 'verified' && version.basis.every((one) => one.penalty === undefined)) problems.push('it is called verified, but names no article of the penalty');
  if (version.status === 'verified' && ranges.length > 0 && ranges.every(([, range]) => range === null)) problems.push('it is called verified, but no amount was read');
  if (version.status === 'unverified' && ranges.some(([, range]) => range != null)) problems.push('an amount that was not read stays null');
  for (const [party, range] of ranges) if (range != null) problems.push(...rangeProblems(range).map((problem) => `${party}: ${problem}`));
  for (const band of version.bands) if (upsideDown(band)) problems.push(`band ${band.code} is upside down`);
  return [...problems, ...twice(version.bands.map((one) => `${one.code}${one.amounts?.for ?? ''}`)).map((code) => `band "${code}" is declared twice`)];
}

function rangeProblems(range: CauseRange): string[] {
  const problems: string[] = [];
  const [last] = range.tiers.slice(-1);
  if (last?.below !== undefined || range.tiers.slice(0, -1).some((one, index) => one.below === undefined || (index > 0 && parseYuan(one.below) <= parseYuan(range.tiers[index - 1]?.below ?? '0.00')))) problems.push('tiers rise, and the last has no upper limit');
  if (range.base === undefined && (range.tiers.length > 1 || range.tiers.some((tier) => [tier.min, tier.max].some((one) => !('yuan' in one))))) problems.push('what is counted from a base must name it');
  for (const tier of range.tiers) {
    const unit = [tier.min, tier.max].some((one) => 'yuanPerUnit' in one);
    if (range.base !== undefined && unit !== (range.base.kind === 'quantity')) problems.push('yuan for each unit are counted from a quantity, times from an amount');
  }
  const sample = measured(range, { amount: 1_000_000_00n, quantity: 100n });
  return sample === null || sample.min > sample.max ? [...problems, 'the lower bound lies above the upper'] : problems;
}

function upsideDown({ amounts, share }: CauseVersion['bands'][number]): boolean {
  return amounts ? parseYuan(amounts.from) > parseYuan(amounts.to) : share !== undefined && Number(share.from) > Number(share.to);
}

function twice(codes: readonly string[]): string[] {
  return [...new Set(codes.filter((one, index) => codes.indexOf(one) !== index))];
}
