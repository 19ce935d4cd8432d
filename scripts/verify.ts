/**
 * `npm run verify [-- --training] [--head HASH …]`: recomputes every chain of the record, compares what events refer to,
 * and checks the signed daily heads. Reads only, while the service goes on. Exit code 1 when anything is not as it was.
 */
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { keptProfile } from '#store';
import { openKeys } from '#store/keys';
import { connectionOptions } from '#store/open-store';
import { faultSentence, verifyAll } from '#store/verify';
import { ServerProblem } from './servers/server-problem.ts';
import { dataFolder, ownerUrlOf, terminalCommand } from './terminal-command.ts';

const shownFaults = 50;

await terminalCommand('verify', 'npm run verify -- [--training] [--head HASH …]', async () => {
  const { values } = parseArgs({ options: { training: { type: 'boolean', default: false }, head: { type: 'string', multiple: true, default: [] } } });
  const dataDir = dataFolder(values.training);
  const url = await ownerUrlOf(dataDir);
  const source = await new DataSource(connectionOptions(url, { applicationName: 'anjuan verify', poolSize: 1 })).initialize();
  try {
    const profile = await keptProfile(source);
    if (profile === null) throw new ServerProblem('This database was never started: there is nothing to verify.');
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
    console.log(heads.lastDay === null ? 'Last signed    none'
      : `Last signed    ${heads.lastDay}, head ${heads.lastHash}: note it elsewhere and give it as --head, since nothing in the database shows that its last days were removed`);
    const found = verdict.whole ? 'the record is whole' : `${faults} faults`;
    const warning = heads.days === 0 ? ', but WARNING: no day is signed yet, so a cut tail or a dropped case would not show ("npm run proof" signs)' : '';
    console.log(`verify: ${found}${warning} (${verdict.cases} cases, ${verdict.events} events, ${verdict.brokenCases} broken chains, ${heads.heads} signed heads, ${((Date.now() - began) / 1000).toFixed(1)} s)`);
    return verdict.whole ? 0 : 1;
  } finally {
    await source.destroy();
  }
});
