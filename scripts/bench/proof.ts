/** The daily proof of a county with a hundred thousand open cases: every due instant reckoned again from the events alone. */
import { Client } from 'pg';
import { LawShelf } from '#commands';
import { proveDay } from '#commands/proof';
import { chinaDateOf, legalInstant } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import { openStore } from '#store';
import { benchInstance } from './bench-instance.ts';
import { type Bench, rounded } from './figures.ts';
import { copyCases } from './large-county.ts';

/** Cases of which the floor reads the rows by one statement: as many as the proof does. */
const PAGE = 200;

export const proofBench: Bench = async ({ size, built, say }) => {
  const many = size === 'full' ? 100_000 : 400;
  const instance = await benchInstance(built, 'proof');
  const owner = new Client({ connectionString: instance.database.ownerUrl });
  const source = await openStore(instance.database.appUrl, { applicationName: 'anjuan bench' });
  try {
    await owner.connect();
    const { rows: templates } = await owner.query<{ case_id: string }>("SELECT DISTINCT h.case_id FROM case_head h JOIN clock c USING (case_id) WHERE h.closed_on IS NULL AND c.status = 'running'");
    const cases = await copyCases(instance.database.ownerUrl, { of: templates.map(({ case_id: id }) => id), many, from: 0, armed: true });
    say(`proof: ${cases.length} open cases loaded`);

    const began = performance.now();
    let told = 0;
    const proof = await proveDay({ source, law: new LawShelf(lawBookFromFiles()) }, chinaDateOf(legalInstant(new Date().toISOString())), {
      onPage: (done) => {
        if (done - told < 20_000) return;
        told = done;
        say(`  ${done} cases proved, ${rounded((performance.now() - began) / 1000)} s`);
      },
    });
    const seconds = (performance.now() - began) / 1000;
    const floor = await bareReading(owner, cases);
    const unexplained = proof.causes.unexplained ?? 0;
    return {
      bench: 'proof', shape: { openCases: proof.cases, clocks: proof.clocks, templates: templates.length, events: floor.events },
      figures: [{ name: 'a day proved', value: rounded(seconds), unit: 's' }, { name: 'cases proved', value: rounded(proof.cases / seconds), unit: 'per second' }],
      floors: [{ name: 'the same events and clocks read and nothing reckoned', value: rounded(floor.seconds), unit: 's' }],
      ratios: [{ name: 'proving to reading', value: rounded(seconds / floor.seconds) }],
      aims: [{ name: '100,000 open cases under a minute', met: size === 'full' ? seconds < 60 : null }],
      broken: [...(proof.cases >= cases.length ? [] : [`${proof.cases} cases were proved, ${cases.length} were loaded.`]), ...(unexplained === 0 ? [] : [`${unexplained} differences are unexplained.`])],
    };
  } finally {
    await source.destroy();
    await owner.end();
    await instance.stop();
  }
};

async function bareReading(owner: Client, cases: readonly string[]): Promise<{ seconds: number; events: number }> {
  const began = performance.now();
  let events = 0;
  for (let from = 0; from < cases.length; from += PAGE) {
    const page = cases.slice(from, from + PAGE);
    events += (await owner.query('SELECT * FROM case_event WHERE case_id = ANY ($1::uuid[]) ORDER BY case_id, seq', [page])).rows.length;
    await owner.query('SELECT * FROM clock WHERE case_id = ANY ($1::uuid[])', [page]);
  }
  return { seconds: (performance.now() - began) / 1000, events };
}
