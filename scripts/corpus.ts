/**
 * `npm run corpus -- add [--version V] [--training]`: takes from the instance running on the data folder the cases that
 * show a shape of event which the corpus does not have yet, and at least one case of each procedure, and writes them to
 * `test/corpus/<version>/`. A release runs it on a training instance in which people or the rehearsal have played
 * (docs/processes.md); a production record is refused.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CaseState } from '#cases/model';
import { keptProfile, openStore, readStoredEvents } from '#store';
import { choose, type CorpusCase, corpusFolder, readCorpus, shapeOf } from './corpus/corpus.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { dataFolder, ownerUrlOf, terminalCommand } from './terminal-command.ts';

await terminalCommand('corpus', 'npm run corpus -- add [--version V] [--training]', async () => {
  const { values, positionals } = parseArgs({ options: { version: { type: 'string' }, training: { type: 'boolean', default: false } }, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'add') throw new ServerProblem('say what to do: npm run corpus -- add');
  const version = values.version ?? process.env.npm_package_version ?? '';
  if (!/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version)) throw new ServerProblem(`"${version}" is no version: give --version, such as 0.2.0.`);
  const owner = await openStore(await ownerUrlOf(dataFolder(values.training)), { applicationName: 'anjuan corpus', poolSize: 1 });
  try {
    if (await keptProfile(owner) === 'production') throw new ServerProblem('This is a production record: the corpus is made of training cases only.');
    const corpus = readCorpus();
    const known = new Set(corpus.flatMap(({ kept }) => kept.events.map(shapeOf)));
    const told = new Set(corpus.filter((one) => one.version === version).flatMap(({ kept }) => kept.events.map((event) => event.pack)));
    const heads = await owner.query<{ case_id: string; pack: string }[]>('SELECT case_id, pack FROM case_head ORDER BY case_id');
    const cases = [];
    for (const { case_id: caseId, pack } of heads) cases.push({ caseId, pack, shapes: new Set((await readStoredEvents(owner.manager, caseId)).map(shapeOf)) });
    const chosen = choose(cases, known, told);
    const folder = join(corpusFolder, version);
    await mkdir(folder, { recursive: true });
    for (const { caseId, pack } of chosen) {
      // One look, so that the state is that of these events while the service goes on.
      const { events, head } = await owner.transaction('REPEATABLE READ', async (m) => ({
        events: await readStoredEvents(m, caseId), head: (await m.query<{ state: CaseState; evolve_version: number }[]>('SELECT state, evolve_version FROM case_head WHERE case_id = $1', [caseId]))[0],
      }));
      if (head === undefined) throw new ServerProblem(`Case ${caseId} is gone.`);
      const file = freeName(folder, pack);
      await writeFile(file, textOf({ evolveVersion: head.evolve_version, events, state: head.state }));
      console.log(`${file.slice(corpusFolder.length)}: ${events.length} events`);
    }
    console.log(`corpus: ${chosen.length} of ${cases.length} cases added as ${version}`);
    return 0;
  } finally {
    await owner.destroy();
  }
});

function freeName(folder: string, pack: string): string {
  for (let number = 1; ; number += 1) {
    const file = join(folder, `${pack}-${String(number).padStart(2, '0')}.json`);
    if (!existsSync(file)) return file;
  }
}

/** One event a line, so that a change would show. */
function textOf({ evolveVersion, events, state }: CorpusCase): string {
  return `{"evolveVersion": ${evolveVersion}, "events": [\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n],\n"state": ${JSON.stringify(state)}}\n`;
}
