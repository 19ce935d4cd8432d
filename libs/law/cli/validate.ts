import { createHash } from 'node:crypto';
import { checkCauses } from '../causes/check-causes.ts';
import { checkPack } from '../packs/check-pack.ts';
import { shippedPacks } from '../files/pack-files.ts';
import { forbiddenInPack } from '../packs/forbidden-in-packs.ts';
import { UsageError, type LawCommand } from './command.ts';
import { readNamedFile, readNamedJson } from './read-file.ts';

/** `law validate FILE …`: every problem with its place; exit code 1 when a file is not a whole pack or file of causes. */
export const command: LawCommand = {
  usage: 'validate FILE…',
  summary: 'check policy packs and files of causes: their format, and that everything they name exists',
  run(files) {
    if (files.length === 0) throw new UsageError('validate needs at least one file.');
    let broken = 0;
    for (const file of files) {
      const problems = report(file);
      if (problems > 0) broken += 1;
    }
    return broken > 0 ? 1 : 0;
  },
};

/** Prints what is wrong with one file, or that nothing is; answers the number of problems. */
function report(file: string): number {
  const bytes = readNamedFile(file);
  const json = readNamedJson(file, bytes);
  if (typeof json === 'object' && json !== null && 'causesFormat' in json) return reportCauses(file, json);
  const { pack, problems } = checkPack(json);
  for (const problem of problems) console.log(`${file}: ${problem}`);
  if (pack === null) {
    console.log(`${file}: not a pack, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
    return problems.length;
  }
  const forbidden = forbiddenInPack(pack, shippedPacks().map((one) => one.pack));
  for (const problem of forbidden) console.log(`${file}: ${problem}`);
  if (forbidden.length > 0) return forbidden.length;
  const { id, steps, papers, clocks, parameters } = pack;
  console.log(`${file}: the pack "${id}" is whole: ${steps.length} steps, ${papers.length} papers, ${clocks.length} clocks, ${parameters.length} parameters; SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
  return 0;
}

function reportCauses(file: string, json: object): number {
  const { file: causes, problems } = checkCauses(json);
  for (const problem of problems) console.log(`${file}: ${problem}`);
  if (causes === null) {
    console.log(`${file}: no library of causes, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
    return problems.length;
  }
  const verified = causes.causes.filter((cause) => cause.versions.at(-1)?.status === 'verified').length;
  console.log(`${file}: the causes of "${causes.topic}" are whole: ${causes.causes.length} causes, ${verified} verified, ${causes.instruments.length} instruments`);
  return 0;
}
