/** How many commands the door takes: one at a time, sixteen at a time, and at a rate that the workflows keep up with. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Service } from '../demo-office/client.ts';
import { citizen } from '../demo-office/demo-identities.ts';
import { PenaltyWork } from '../demo-office/penalty-work.ts';
import { mianyang, personId } from '../seed/teams.ts';
import { benchInstance, type BenchInstance } from './bench-instance.ts';
import { measureFloors } from './floors/command-floors.ts';
import { type Bench, drawing, percentile, rounded, type Figure } from './figures.ts';
import { closedLoop, figuresOf, openLoop, type Load } from './load.ts';

const CLIENTS = 16;
const KINDS = ['evidence', 'clock', 'paper'] as const;
type Kind = (typeof KINDS)[number];
/** Of a hundred commands: evidence without a wake, steps that change a clock, papers. */
const MIX: Record<Kind, number> = { evidence: 70, clock: 20, paper: 10 };
const AIMS = { perSecond: 1_000, p99: 40, alone: 4, sustained: 200, outboxAge: 5 };

export const commandsBench: Bench = async ({ size, seed, built, say }) => {
  const full = size === 'full';
  const instance = await benchInstance(built, 'commands');
  const owner = new Client({ connectionString: instance.database.ownerUrl });
  try {
    await owner.connect();
    await setSuspensionGrounds(owner);
    const cases = await openedCases(instance, full ? 320 : 16);
    say(`commands: ${cases.length} cases under investigation`);
    const office = await Office.at(instance, cases, seed);
    await closedLoop(CLIENTS, full ? 400 : 32, () => office.does(office.drawn()));

    const alone = await closedLoop(1, full ? 400 : 20, () => office.does(office.drawn()));
    const before = await wakesPut(owner);
    const together = await closedLoop(CLIENTS, full ? 6_000 : 160, () => office.does(office.drawn()));
    const wakes = (await wakesPut(owner)) - before;
    const each = new Map<Kind, Load>();
    for (const kind of KINDS) each.set(kind, await closedLoop(CLIENTS, full ? 1_200 : 32, () => office.does(kind)));
    await outboxEmpty(owner);
    say(`commands: ${rounded(together.latencies.length / together.seconds)} a second at ${CLIENTS} clients, p99 ${rounded(percentile(together.latencies, 99))} ms`);
    const sustained = await highestRate(owner, office, full ? [25, 50, 75, 100, 150, 200, 300] : [10], full ? 60 : 3, say);
    const done = await countDone(owner, cases);
    const floors = await measureFloors(instance, built, full ? 4_000 : 100, CLIENTS);

    const rate = together.latencies.length / together.seconds;
    const transaction = floors.find(({ name }) => name === 'bare transaction');
    const broken = [alone, together, ...each.values(), ...sustained.loads].flatMap(({ wrong }) => wrong).slice(0, 10);
    if (done !== office.acknowledged) broken.push(`${office.acknowledged} commands were acknowledged, but the record holds ${done}.`);
    return {
      bench: 'commands', shape: { cases: cases.length, clients: CLIENTS, mix: Object.entries(MIX).map(([kind, share]) => `${share}% ${kind}`).join(' + '), acknowledged: office.acknowledged },
      figures: [
        ...figuresOf('mix, one client', alone), ...figuresOf(`mix, ${CLIENTS} clients`, together),
        ...[...each].flatMap(([kind, load]) => figuresOf(`${kind} alone, ${CLIENTS} clients`, load)),
        { name: `highest rate of the mix sustained with outbox age under ${AIMS.outboxAge} s`, value: sustained.rate, unit: 'per second' },
        { name: 'wakes per command of the mix', value: rounded(wakes / together.latencies.length), unit: 'wakes' },
      ] satisfies Figure[],
      floors: floors.flatMap(({ name, load }) => figuresOf(`${name}, ${CLIENTS} clients`, load)),
      ratios: [
        ...(transaction === undefined ? [] : [{ name: 'bare transactions to commands, per second', value: rounded(transaction.load.latencies.length / transaction.load.seconds / rate) }]),
        ...floors.filter(({ name }) => name !== 'bare transaction').map(({ name, load }) => ({ name: `${name} to commands, per second`, value: rounded(load.latencies.length / load.seconds / rate) })),
      ],
      aims: [
        { name: `${AIMS.perSecond} a second at ${CLIENTS} clients`, met: full ? rate >= AIMS.perSecond : null }, { name: `p99 under ${AIMS.p99} ms at ${CLIENTS} clients`, met: full ? percentile(together.latencies, 99) < AIMS.p99 : null },
        { name: `median of ${AIMS.alone} ms with one client`, met: full ? percentile(alone.latencies, 50) <= AIMS.alone : null }, { name: `${AIMS.sustained} a second sustained with wakes`, met: full ? sustained.rate >= AIMS.sustained : null },
      ],
      broken,
    };
  } finally {
    await owner.end();
    await instance.stop();
  }
};

/** Officers who take steps in the cases of the benchmark; each case has its evidence, its clock and its papers. */
class Office {
  acknowledged = 0;
  private readonly draw: () => number;
  private readonly suspended = new Set<string>();
  /** Cases whose clock nobody is changing at the moment. */
  private readonly free: string[];
  /** Whoever waits for such a case: a rate that the machine does not have keeps all of them busy. */
  private readonly waiting: ((caseId: string) => void)[] = [];

  private constructor(private readonly instance: BenchInstance, private readonly cases: readonly string[], private readonly tokens: { officer: string; head: string }, seed: number) {
    this.draw = drawing(seed);
    this.free = [...cases];
  }

  static async at(instance: BenchInstance, cases: readonly string[], seed: number): Promise<Office> {
    return new Office(instance, cases, { officer: await instance.tokenOf('zhang.min'), head: await instance.tokenOf('wang.fang') }, seed);
  }

  drawn(): Kind {
    const at = this.draw() * 100;
    return at < MIX.evidence ? 'evidence' : at < MIX.evidence + MIX.clock ? 'clock' : 'paper';
  }

  /** One command; a sentence when it was not done. */
  does(kind: Kind): Promise<string | null> {
    const caseId = this.cases[Math.floor(this.draw() * this.cases.length)] ?? '';
    switch (kind) {
      case 'evidence': return this.step(caseId, 'takeEvidence', this.tokens.officer, { facts: { evidenceKind: 'inspectionRecord', evidenceSummary: '现场检查笔录一份，记录通道堆放货物的位置和范围。' }, officers: officers() });
      case 'paper': return this.step(caseId, 'recordInquiry', this.tokens.officer, { facts: INQUIRY, officers: officers() });
      case 'clock': return this.turnClock();
    }
  }

  /** The decision period of a case stops or goes on. */
  private async turnClock(): Promise<string | null> {
    const caseId = this.free.splice(Math.floor(this.draw() * this.free.length), 1)[0] ?? await new Promise<string>((resolve) => { this.waiting.push(resolve); });
    try {
      const stopped = this.suspended.has(caseId);
      const trouble = await (stopped ? this.step(caseId, 'resumeDecisionPeriod', this.tokens.head, { facts: {} }) : this.step(caseId, 'suspendDecisionPeriod', this.tokens.head, { facts: { suspensionGround: '检测' } }));
      if (trouble === null) this.suspended[stopped ? 'delete' : 'add'](caseId);
      return trouble;
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(caseId);
      else next(caseId);
    }
  }

  private async step(caseId: string, step: string, token: string, body: unknown): Promise<string | null> {
    const { status, body: text } = await this.instance.target.ask({ method: 'POST', path: `/api/cases/${caseId}/steps/${step}`, token, body, key: randomUUID() });
    if (status !== 200 && status !== 201) return `${step}: ${status} ${text.slice(0, 300)}`;
    this.acknowledged += 1;
    return null;
  }
}

const officers = (): string[] => [personId('zhang.min'), personId('li.qiang')];
const INQUIRY = { certificatesShown: true, askedPerson: '宋文（现场负责人）', inquiryTime: '2026年3月2日9时30分', inquiryEnd: '10时10分', inquiryPlace: '勉县勉阳街道', recorder: '李强', dialogue: '问：货物是谁堆放的？\n答：是我们店里的，马上搬走。' };

/** Cases of a township, filed and under investigation. */
async function openedCases(instance: BenchInstance, many: number): Promise<string[]> {
  const team = await mianyang(new Service(instance.address));
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const cases: string[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let n = next; n < many; n = next) {
      next += 1;
      const party = citizen('测试当事人', '1985-03-04', 100 + (n % 800), '陕西省汉中市勉县勉阳街道1号');
      const work = await PenaltyWork.open(team, {
        party, cause: 'fire-lane-occupied', causeName: '占用、堵塞消防车通道', summary: '门前消防车通道堆放货物。', basis: '《中华人民共和国消防法》第六十条第一款第五项', violated: '《中华人民共和国消防法》第二十八条',
        findings: '占用通道。', evidence: '现场检查笔录。', minimum: '5000.00', maximum: '50000.00', intended: '8000.00', correction: '清除货物。',
      }, { on: today, actEndedOn: today, discoveredOn: today }, `bench-${n}`);
      await work.file(today);
      cases.push(work.caseId);
    }
  }));
  return cases;
}

/** The county sets what its decision periods leave out, so that they can be suspended. */
async function setSuspensionGrounds(owner: Client): Promise<void> {
  const setting = { county: '610725', pack: 'administrative-penalty', code: 'suspensionGrounds', value: '检测、鉴定、公告', documentNumber: '勉司〔2026〕测1号', from: '2021-07-15', to: null };
  const proposal = randomUUID();
  await owner.query("INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ($1, '610725-legal', 'parameter', $2, 'approved', 'bench.a', (SELECT at FROM legal_now()), 'bench.b', (SELECT at FROM legal_now()))", [proposal, JSON.stringify(setting)]);
  await owner.query('INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, valid_to, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [setting.county, setting.pack, setting.code, JSON.stringify(setting.value), setting.documentNumber, setting.from, setting.to, proposal]);
}

/** Wakes that the relay had to carry since the database began; what is put again before it is taken is one. */
async function wakesPut(owner: Client): Promise<number> {
  await outboxEmpty(owner);
  const { rows: [row] } = await owner.query<{ n: string }>("SELECT n_tup_ins AS n FROM pg_stat_user_tables WHERE relname = 'outbox'");
  return Number(row?.n ?? 0);
}

async function outboxAge(owner: Client): Promise<number> {
  const { rows: [row] } = await owner.query<{ age: string | null }>('SELECT extract(epoch FROM clock_timestamp() - min(changed_at)) AS age FROM outbox');
  return Number(row?.age ?? 0);
}

async function outboxEmpty(owner: Client): Promise<void> {
  const until = Date.now() + 300_000;
  while (Date.now() < until) {
    const { rows: [row] } = await owner.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM outbox');
    if (row?.waiting === 0) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error('The outbox did not run empty within five minutes.');
}

/** The highest of the rates, each held for some seconds, at which no wake waits longer than the aim says and no command longer than a second. */
async function highestRate(owner: Client, office: Office, rates: readonly number[], seconds: number, say: (line: string) => void): Promise<{ rate: number; loads: Load[] }> {
  const loads: Load[] = [];
  let highest = 0;
  for (const rate of rates) {
    let oldest = 0;
    const look = async (): Promise<void> => { oldest = Math.max(oldest, await outboxAge(owner)); };
    const watch = setInterval(() => void look(), 500);
    const load = await openLoop(rate, seconds, () => office.does(office.drawn()));
    clearInterval(watch);
    oldest = Math.max(oldest, await outboxAge(owner));
    loads.push(load);
    const p99 = percentile(load.latencies, 99);
    say(`commands: ${rate} a second for ${seconds} s: p99 ${rounded(p99)} ms, outbox at most ${rounded(oldest)} s old`);
    await outboxEmpty(owner);
    if (oldest > AIMS.outboxAge || p99 > 1_000) break;
    highest = rate;
  }
  return { rate: highest, loads };
}

/** Steps of the benchmark that the record holds: each acknowledged command once. */
async function countDone(owner: Client, cases: readonly string[]): Promise<number> {
  const { rows: [row] } = await owner.query<{ n: string }>("SELECT count(DISTINCT command_id) AS n FROM case_event WHERE case_id = ANY ($1::uuid[]) AND type = 'stepTaken' AND payload ->> 'step' IN ('takeEvidence', 'recordInquiry', 'suspendDecisionPeriod', 'resumeDecisionPeriod')", [cases]);
  return Number(row?.n ?? 0);
}
