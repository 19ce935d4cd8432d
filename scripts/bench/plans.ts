/** Ten thousand plans of instalments of which one falls due at the same midnight, beside bare Temporal timers. */
import { Client } from 'pg';
import { legalDate } from '#law';
import { Service } from '../demo-office/client.ts';
import { organisation } from '../demo-office/demo-identities.ts';
import { PenaltyWork } from '../demo-office/penalty-work.ts';
import { mianyang } from '../seed/teams.ts';
import { benchInstance, type BenchInstance } from './bench-instance.ts';
import { type Bench, rounded } from './figures.ts';
import { copyCases } from './large-county.ts';
import { bareTimers, lapsesOf, stepTo, whenAllArmed } from './sleeping-cases.ts';

const DAYS = { opened: legalDate('2026-03-02'), served: legalDate('2026-03-16'), approved: legalDate('2026-03-18'), due: legalDate('2026-04-01') } as const;
/** The clock of an instalment. */
const CLOCK = 'instalment';

export const plansBench: Bench = async ({ size, built, say }) => {
  const many = size === 'full' ? 10_000 : 40;
  const armingMs = size === 'full' ? 900_000 : 20_000;
  process.env.ANJUAN_WAKE_SPREAD = '0';
  const instance = await benchInstance(built, 'plans', DAYS.opened);
  const owner = new Client({ connectionString: instance.database.ownerUrl });
  try {
    await owner.connect();
    // Before there is anything of ours to do: what our workflows still owe after their lapses would be work beside the floor.
    const patienceMs = 240_000 + many * 200;
    const floor = await bareTimers(instance, built, many, { armingMs: size === 'full' ? 300_000 : 10_000, patienceMs });
    say(`plans: ${many} bare timers had fired ${rounded(floor)} s after their instant`);
    const template = await planned(instance);
    await stepTo(instance, DAYS.due);
    const cases = await copyCases(instance.database.ownerUrl, { of: [template], many, from: 0, armed: false });
    say(`plans: ${many} cases with three instalments loaded; their workflows are being started`);
    const midnight = Date.parse(`${DAYS.due}T16:00:00Z`);
    await owner.query("UPDATE legal_clock SET mode = 'running', at = $1, speed = 1, anchored_at = clock_timestamp()", [new Date(midnight - armingMs)]);
    const armed = await whenAllArmed(instance, owner, cases, armingMs - 3_000);
    say(`plans: all workflows sleep after ${rounded(armed / 1000)} s`);
    const lapsed = await lapsesOf(owner, { cases, clock: CLOCK, dueOn: DAYS.due }, armingMs + patienceMs);
    say(lapsed.broken.length > 0 ? `plans: ${lapsed.broken.join(' ')}` : `plans: the last of ${many} defaults was recorded ${rounded(lapsed.last)} s after midnight`);
    return {
      bench: 'plans', shape: { cases: many, instalments: 3, spreadSeconds: 0, armedInSeconds: rounded(armed / 1000) },
      figures: [
        { name: 'from midnight to the last default', value: rounded(lapsed.last), unit: 's' }, { name: 'defaults', value: rounded(many / lapsed.last), unit: 'per second' },
        { name: 'starting and arming workflows', value: rounded(many / (armed / 1000)), unit: 'per second' },
      ],
      floors: [{ name: 'bare Temporal timers, one local activity each', value: rounded(floor), unit: 's' }],
      ratios: [{ name: 'defaults to bare timers', value: rounded(lapsed.last / floor) }],
      aims: [], broken: lapsed.broken,
    };
  } finally {
    delete process.env.ANJUAN_WAKE_SPREAD;
    await owner.end();
    await instance.stop();
  }
};

/** A fine whose payment in three monthly instalments was approved, the first of them due on the day of the benchmark. */
async function planned(instance: BenchInstance): Promise<string> {
  const team = await mianyang(new Service(instance.address));
  const work = await PenaltyWork.open(team, {
    party: organisation('测试商店', '91999999MA0ABCDE9D', '陕西省汉中市勉县勉阳街道1号'), cause: 'fire-lane-occupied', causeName: '占用、堵塞消防车通道', summary: '通道堆物。', basis: '《中华人民共和国消防法》第六十条第一款第五项', violated: '《中华人民共和国消防法》第二十八条',
    findings: '占用通道。', evidence: '现场检查笔录。', minimum: '5000.00', maximum: '50000.00', intended: '6000.00', correction: '清除货物。',
  }, { on: DAYS.opened, actEndedOn: DAYS.opened, discoveredOn: DAYS.opened }, 'bench-plan');
  await work.file(DAYS.opened);
  await work.investigate(DAYS.opened);
  const notice = await work.giveNotice(DAYS.opened);
  await work.serve(notice, 'penalty-notice', { way: 'direct', on: DAYS.opened, outcome: 'received' });
  await work.hearStatement(DAYS.opened);
  await work.waiveHearing(DAYS.opened);
  await stepTo(instance, DAYS.served);
  const decision = await work.decide(DAYS.served, '6000.00');
  await work.serve(decision, 'penalty-decision', { way: 'direct', on: DAYS.served, outcome: 'received' });
  await stepTo(instance, DAYS.approved);
  const asked = await work.applyForTerms(DAYS.approved);
  await work.approveInstalments(DAYS.approved, { asked, first: DAYS.due, count: 3 });
  return work.caseId;
}
