/** Thousands of periods that end at the same midnight: by Temporal's timers, and in one go after an outage. */
import { Client } from 'pg';
import { addDays, legalDate, type LegalDate } from '#law';
import { Service } from '../demo-office/client.ts';
import { citizen } from '../demo-office/demo-identities.ts';
import { PenaltyWork } from '../demo-office/penalty-work.ts';
import { mianyang } from '../seed/teams.ts';
import { benchInstance, type BenchInstance } from './bench-instance.ts';
import { type Bench, rounded } from './figures.ts';
import { copyCases } from './large-county.ts';
import { bareTimers, lapsesOf, rearm, stepTo, whenAllArmed } from './sleeping-cases.ts';

const AIM_RATIO = 1.2;
const AIM_BATCH_SECONDS = 16;
const FIRST_DAY = legalDate('2026-03-02');
/** The decision period (Penalty Law art. 60), of which both groups run out of days. */
const CLOCK = 'PEN-03';

export const timersBench: Bench = async ({ size, built, say }) => {
  const many = size === 'full' ? 5_000 : 40;
  const armingMs = size === 'full' ? 480_000 : 20_000;
  // Ten lapses a second are a slow machine's; a benchmark that gives up earlier has no figure at all.
  const patienceMs = 240_000 + many * 200;
  process.env.ANJUAN_WAKE_SPREAD = '0';
  const instance = await benchInstance(built, 'timers', FIRST_DAY);
  const owner = new Client({ connectionString: instance.database.ownerUrl });
  try {
    await owner.connect();
    // Before there is anything of ours to do: what our workflows still owe after their lapses would be work beside the floor.
    const floor = await bareTimers(instance, built, many, { armingMs: size === 'full' ? 180_000 : 10_000, patienceMs });
    say(`timers: ${many} bare timers had fired ${rounded(floor)} s after their instant`);
    const [first, second] = await twoCases(instance, owner);
    const groups = {
      timers: await copyCases(instance.database.ownerUrl, { of: [first.caseId], many, from: 0, armed: false }),
      batch: await copyCases(instance.database.ownerUrl, { of: [second.caseId], many, from: many, armed: false }),
    };
    say(`timers: 2 × ${many} cases loaded; their workflows are being started`);

    // The legal clock goes on by itself now, a while before the midnight of the first group.
    const midnight = Date.parse(`${first.dueOn}T16:00:00Z`);
    await owner.query("UPDATE legal_clock SET mode = 'running', at = $1, speed = 1, anchored_at = clock_timestamp()", [new Date(midnight - armingMs)]);
    const armed = await whenAllArmed(instance, owner, [...groups.timers, ...groups.batch], armingMs - 3_000);
    say(`timers: all workflows sleep after ${rounded(armed / 1000)} s`);
    const told = progress(say, many);
    const byTimers = await lapsesOf(owner, { cases: groups.timers, clock: CLOCK, dueOn: first.dueOn }, armingMs + patienceMs, told);
    say(byTimers.broken.length > 0 ? `timers: ${byTimers.broken.join(' ')}` : `timers: the last of ${many} was recorded ${rounded(byTimers.last)} s after midnight`);

    // The outage: nobody looked until well after the midnight of the second group.
    await owner.query("UPDATE legal_clock SET at = $1, anchored_at = clock_timestamp()", [new Date(Date.parse(`${second.dueOn}T16:00:00Z`) + 60_000)]);
    const began = Date.now();
    await rearm(instance, true);
    const byBatch = await lapsesOf(owner, { cases: groups.batch, clock: CLOCK, dueOn: second.dueOn }, patienceMs, told);
    const batchSeconds = (byBatch.endedAt - began) / 1000;
    say(byBatch.broken.length > 0 ? `timers: ${byBatch.broken.join(' ')}` : `timers: ${many} due after an outage were recorded in ${rounded(batchSeconds)} s`);

    const rows = await bareRows(owner, many);
    return {
      bench: 'timers', shape: { cases: many, spreadSeconds: 0, clock: CLOCK, armedInSeconds: rounded(armed / 1000) },
      figures: [
        { name: 'from midnight to the last lapse, by timers', value: rounded(byTimers.last), unit: 's' }, { name: 'lapses by timers', value: rounded(many / byTimers.last), unit: 'per second' },
        { name: 'all due after an outage, by rearm', value: rounded(batchSeconds), unit: 's' }, { name: 'starting and arming workflows', value: rounded((2 * many) / (armed / 1000)), unit: 'per second' },
      ],
      floors: [{ name: 'bare Temporal timers, one local activity each', value: rounded(floor), unit: 's' }, { name: 'the same rows in one statement', value: rounded(rows), unit: 's' }],
      ratios: [{ name: 'lapses by timers to bare timers', value: rounded(byTimers.last / floor) }, { name: 'lapses after an outage to the rows in one statement', value: rounded(batchSeconds / rows) }],
      aims: [
        { name: `at most ${AIM_RATIO} times the bare timers`, met: size === 'full' ? byTimers.last <= AIM_RATIO * floor : null },
        { name: `after an outage in under ${AIM_BATCH_SECONDS} s`, met: size === 'full' ? batchSeconds < AIM_BATCH_SECONDS : null },
      ],
      broken: [...byTimers.broken, ...byBatch.broken],
    };
  } finally {
    delete process.env.ANJUAN_WAKE_SPREAD;
    await owner.end();
    await instance.stop();
  }
};

/** Says how many have lapsed, each half minute at most. */
function progress(say: (line: string) => void, many: number): (lapsed: number) => void {
  let last = Date.now();
  return (lapsed) => {
    if (lapsed === 0 || Date.now() - last < 30_000) return;
    last = Date.now();
    say(`timers: ${lapsed} of ${many} lapses are recorded`);
  };
}

interface Template { caseId: string; dueOn: LegalDate }

/** Two filed cases whose periods end a day apart; the legal clock stands on the last day of the first. */
async function twoCases(instance: BenchInstance, owner: Client): Promise<[Template, Template]> {
  const team = await mianyang(new Service(instance.address));
  const open = async (on: LegalDate, n: number): Promise<string> => {
    const work = await PenaltyWork.open(team, {
      party: citizen('测试当事人', '1985-03-04', 200 + n, '陕西省汉中市勉县勉阳街道1号'), cause: 'fire-lane-occupied', causeName: '占用、堵塞消防车通道', summary: '通道堆物。', basis: '《中华人民共和国消防法》第六十条第一款第五项', violated: '《中华人民共和国消防法》第二十八条',
      findings: '占用通道。', evidence: '现场检查笔录。', minimum: '5000.00', maximum: '50000.00', intended: '8000.00', correction: '清除货物。',
    }, { on, actEndedOn: on, discoveredOn: on }, `bench-timer-${n}`);
    await work.file(on);
    return work.caseId;
  };
  const first = await open(FIRST_DAY, 1);
  await stepTo(instance, addDays(FIRST_DAY, 1));
  const second = await open(addDays(FIRST_DAY, 1), 2);
  const due = async (caseId: string): Promise<LegalDate> => {
    const { rows: [row] } = await owner.query<{ due: string }>('SELECT due_on::text AS due FROM clock WHERE case_id = $1 AND code = $2', [caseId, CLOCK]);
    return legalDate(row?.due ?? '');
  };
  const dueOn = await due(first);
  await stepTo(instance, dueOn);
  return [{ caseId: first, dueOn }, { caseId: second, dueOn: await due(second) }];
}

/** Seconds for as many rows of the record's width in one statement. */
async function bareRows(owner: Client, many: number): Promise<number> {
  await owner.query('CREATE TEMP TABLE bench_rows (id uuid PRIMARY KEY, payload jsonb NOT NULL, state jsonb NOT NULL)');
  const began = Date.now();
  await owner.query("INSERT INTO bench_rows SELECT gen_random_uuid(), '{\"clockId\":\"x\"}', jsonb_build_object('text', repeat('state ', 500)) FROM generate_series(1, $1)", [many]);
  return Math.max(1, Date.now() - began) / 1000;
}
