/**
 * `npm run verify [-- --training] [--head HASH …]`: recomputes every chain of the record, compares what events refer to,
 * and checks the signed daily heads. Reads only, while the service goes on. Exit code 1 when anything is not as it was.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { keptProfile } from '#store';
import { openKeys } from '#store/keys';
import { connectionOptions } from '#store/open-store';
import { faultSentence, verifyAll } from '#store/verify';
import { instanceDatabase } from './verify/instance-database.ts';

const shownFaults = 50;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { training: { type: 'boolean', default: false }, head: { type: 'string', multiple: true, default: [] } } });
  const folder = resolve(process.env.ANJUAN_DATA_DIR ?? '.anjuan');
  const dataDir = values.training ? resolve(folder, 'training') : folder;
  const url = process.env.DATABASE_OWNER_URL ?? (await instanceDatabase(dataDir)).ownerUrl;

  const source = await new DataSource(connectionOptions(url, { applicationName: 'anjuan verify', poolSize: 1 })).initialize();
  try {
    const profile = await keptProfile(source);
    if (profile === null) throw new Error('This database was never started: there is nothing to verify.');
    const keys = await openKeys(source.manager, { dataDir, keysFile: process.env.ANJUAN_KEYS_FILE, profile });
    const began = Date.now();
    let faults = 0;
    const verdict = await verifyAll(source, keys, {
      expectedHeads: values.head,
      onFault: (fault) => {
        faults += 1;
        if (faults <= shownFaults) console.log(`BROKEN  ${faultSentence(fault)}`);
      },
      onProgress: (cases) => console.log(`… ${cases} cases`),
    });
    if (faults > shownFaults) console.log(`… and ${faults - shownFaults} more`);
    const { heads } = verdict;
    console.log(`Cases          ${verdict.cases}, ${verdict.brokenCases} broken`);
    console.log(`Events         ${verdict.events}`);
    console.log(`Referred to    ${verdict.references} contents, papers and files (${verdict.erased} erased with their person)`);
    console.log(`Signed days    ${heads.days}, with ${heads.heads} heads of cases compared`);
    console.log(heads.lastDay === null ? 'No day is signed yet: a cut tail or a dropped case would not show.'
      : `Last signed    ${heads.lastDay}, head ${heads.lastHash}: note it elsewhere and give it as --head, since nothing in the database shows that its last days were removed`);
    console.log(`verify: ${verdict.whole ? 'the record is whole' : `${faults} faults`} (${verdict.cases} cases, ${verdict.events} events, ${verdict.brokenCases} broken chains, ${heads.heads} signed heads, ${((Date.now() - began) / 1000).toFixed(1)} s)`);
    return verdict.whole ? 0 : 1;
  } finally {
    await source.destroy();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`verify: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
