/**
 * `npm run export -- events [--format xes|ocel] [--out FILE] [--pack ID] [--training]`: the event log for tools of
 * process mining. Ids, codes, dates and hashes only; facts, texts and identities stay in the record. Written beside the
 * file and put in its place when it is whole. Reads as the owner, while the service goes on.
 */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { connectionOptions } from '#store/open-store';
import { OcelLog } from './export/ocel.ts';
import { eachCase } from './export/told-cases.ts';
import { xesHead, xesTail, xesTrace } from './export/xes.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { dataFolder, ownerUrlOf, terminalCommand } from './terminal-command.ts';

const usage = 'npm run export -- events [--format xes|ocel] [--out FILE] [--pack ID] [--training]';

async function toFile(out: string, write: (line: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
  const part = `${out}.part-${process.pid}`;
  const stream = createWriteStream(part, { flags: 'wx', mode: 0o600 });
  try {
    await once(stream, 'open');
    await write(async (text) => {
      if (!stream.write(text)) await once(stream, 'drain');
    });
    stream.end();
    await finished(stream);
    await rename(part, out);
  } catch (error) {
    stream.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

await terminalCommand('export', usage, async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { format: { type: 'string', default: 'xes' }, out: { type: 'string' }, pack: { type: 'string' }, training: { type: 'boolean', default: false } } });
  const { format } = values;
  if (positionals.length !== 1 || positionals[0] !== 'events') throw new ServerProblem(`only events can be exported: ${usage}`);
  if (format !== 'xes' && format !== 'ocel') throw new ServerProblem(`--format ${format} is neither xes nor ocel: ${usage}`);
  const out = values.out ?? (format === 'xes' ? 'events.xes' : 'events.ocel.json');
  const source = await new DataSource(connectionOptions(await ownerUrlOf(dataFolder(values.training)), { applicationName: 'anjuan export', poolSize: 1 })).initialize();
  const pack = values.pack ?? null;
  let events = 0;
  let cases = 0;
  const count = (more: number): void => {
    events += more;
    cases += 1;
    if (cases % 1000 === 0) console.log(`… ${cases} cases, ${events} events`);
  };
  try {
    await toFile(out, async (write) => {
      if (format === 'xes') {
        await write(xesHead);
        await eachCase(source, pack, async (one) => {
          count(one.events.length);
          await write(xesTrace(one));
        });
        await write(xesTail);
        return;
      }
      const log = new OcelLog();
      let comma = '';
      const list = async (rows: string[]): Promise<void> => {
        for (const row of rows) {
          await write(`${comma}\n${row}`);
          comma = ',';
        }
      };
      await write('{"events":[');
      await eachCase(source, pack, async (one) => {
        count(one.events.length);
        await list(log.events(one));
      });
      comma = '';
      await write('],"objects":[');
      await eachCase(source, pack, (one) => list(log.objects(one)));
      const { objectTypes, eventTypes } = log.types();
      await write(`],"objectTypes":${objectTypes},"eventTypes":${eventTypes}}\n`);
    });
    console.log(`export: ${cases} cases, ${events} events as ${format.toUpperCase()} in ${out}`);
    return 0;
  } finally {
    await source.destroy();
  }
});
