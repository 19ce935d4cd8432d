/**
 * `npm run proof [-- --date D] [--training] [--json]`: proves a day (yesterday, where none is given): due instants
 * recomputed from the events against those stored and those recorded, each difference with its cause. Keeps the proof,
 * and signs the heads of yesterday, as the daily workflow does. Exit code 1 when a difference has no known cause.
 */
import { parseArgs } from 'node:util';
import type { DayProof } from '#commands/proof';
import { openStore } from '#store';
import { proveAndSign } from './daily-proof.ts';
import { appUrlOf, dataFolder, terminalCommand } from './terminal-command.ts';

const shownDifferences = 50;

await terminalCommand('proof', 'npm run proof -- [--date YYYY-MM-DD] [--training] [--json]', async () => {
  const { values } = parseArgs({ options: { date: { type: 'string' }, training: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });
  const dataDir = dataFolder(values.training);
  const source = await openStore(await appUrlOf(dataDir), { applicationName: 'anjuan proof', poolSize: 2 });
  try {
    const { proof, signed } = await proveAndSign(source, dataDir, values.date);
    if (values.json) console.log(JSON.stringify(proof, null, 2));
    else {
      console.log(`Signed heads   ${signed.day}, ${signed.already ? 'signed before' : `${signed.changed} heads changed`}`);
      print(proof);
    }
    return (proof.causes.unexplained ?? 0) === 0 ? 0 : 1;
  } finally {
    await source.destroy();
  }
});

function print(proof: DayProof): void {
  for (const { caseId, clockId, kind, cause, about } of proof.differences.slice(0, shownDifferences)) {
    const details = Object.entries(about).map(([name, value]) => `${name} ${value ?? 'none'}`).join(', ');
    console.log(`${cause === 'unexplained' ? 'UNEXPLAINED' : cause.padEnd(11)}  ${kind}  case ${caseId}${clockId === null ? '' : `, clock ${clockId.slice(caseId.length + 1)}`}: ${details}`);
  }
  if (proof.differences.length > shownDifferences) console.log(`… and ${proof.differences.length - shownDifferences} more`);
  console.log(`Stored clocks  ${proof.storedCompared ? 'compared' : 'compared only where the case has not gone on since'}`);
  for (const { en } of proof.doesNotProve) console.log(`Not proved     ${en}`);
  const causes = Object.entries(proof.causes).map(([cause, count]) => `${count} ${cause}`).join(', ');
  console.log(`proof: ${proof.date}, ${proof.cases} cases, ${proof.clocks} clocks, ${proof.differences.length} differences${causes === '' ? '' : ` (${causes})`}`);
}
