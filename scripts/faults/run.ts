/** A run of faults from the first process to the verdict: one line a fault, the checks after each, one line of JSON last. */
import { addDays, legalDate, type LawBook } from '#law';
import { Chance } from '../rehearse/chance.ts';
import { parametersFor } from '../rehearse/parameters.ts';
import type { Finding } from '../rehearse/checks.ts';
import { examine } from './checks.ts';
import { Desk } from './desk.ts';
import { CannotRun, type Fault } from './fault.ts';
import { Life } from './life.ts';
import { ServerProblem } from '../servers/server-problem.ts';
import type { ServerBinaries } from '../servers/temporal-server.ts';
import { Parts } from './parts.ts';
import { lookAtTemporal } from './temporal-look.ts';

export interface FaultsSetting { seed: number; rounds: number; outboxRows: number; faults: readonly Fault[]; book: LawBook; dataDir: string; built: string; /** The programs of a Temporal of several processes; null: one development server. */ server: ServerBinaries | null; say: (line: string) => void }

interface Told { fault: string; round: number; ran: boolean; seconds: number; did: string; findings: readonly Finding[] }

/** The legal day on which every run begins. */
const FIRST_DAY = legalDate('2025-03-03');

export class FaultsRun {
  private readonly parts: Parts;
  private readonly chance: Chance;
  private readonly told: Told[] = [];
  private readonly toldOf = new Set<string>();
  private readonly began = Date.now();

  constructor(private readonly setting: FaultsSetting) {
    const { book, dataDir, built, seed, server } = setting;
    const packs = book.packs.map(({ pack }) => pack);
    this.chance = new Chance(seed);
    this.parts = new Parts({ dataDir, built, packs, packFile: null, parameters: parametersFor(packs), firstDay: FIRST_DAY }, server);
  }

  stop(): Promise<void> { return this.parts.stop(); }

  /** Does every fault once a round, in the order of the seed. Answers whether all was as it must be. */
  async run(): Promise<boolean> {
    const { seed, rounds, faults } = this.setting;
    await this.parts.start();
    this.say(`seed ${seed}: PostgreSQL, Temporal${this.parts.cluster === null ? '' : ' (frontend, two history, matching and worker processes on a PostgreSQL of its own)'}, two APIs and two workers are ready`);
    const desk = new Desk(this.parts.addresses, seed);
    const life = new Life(desk, seed);
    await life.stepTo(addDays(FIRST_DAY, 1));
    life.begin();
    await life.goOn(6);
    for (let round = 1; round <= rounds; round += 1) {
      for (const fault of this.chance.shuffled(faults)) await this.one(fault, round, desk, life);
    }
    await life.pause();
    return this.close(desk, life);
  }

  private async one(fault: Fault, round: number, desk: Desk, life: Life): Promise<void> {
    const began = Date.now();
    let did = '';
    let ran = true;
    const failed: Finding[] = [];
    try {
      did = await fault.run({ parts: this.parts, life, desk, chance: this.chance, outboxRows: this.setting.outboxRows });
    } catch (error) {
      if (error instanceof CannotRun) ran = false;
      else failed.push({ check: 'fault', good: false, told: 'was not done as meant', details: [error instanceof Error ? error.stack ?? error.message : String(error)] });
      did = error instanceof Error ? error.message : String(error);
    }
    life.steps = true;
    try {
      life.begin();
      if (ran) await life.goOn(2);
      await life.pause();
      await life.rest();
    } catch (error) {
      failed.push({ check: 'going on', good: false, told: 'the office does not go on', details: [error instanceof Error ? error.message : String(error)] });
    }
    const findings = ran ? [...failed, ...await this.examined(desk, life)] : [];
    this.told.push({ fault: fault.code, round, ran, seconds: Math.round((Date.now() - began) / 100) / 10, did, findings });
    const bad = findings.filter(({ good }) => !good);
    if (!ran) this.setting.say(`did not run: ${fault.title}: ${did}`);
    else this.say(`${bad.length === 0 ? 'ok    ' : 'FAILED'} ${fault.code}: ${did.replace(/\.$/, '')}. Checked: ${findings.map(({ check, told }) => `${check} ${told}`).join('; ')}`);
    this.tell(bad);
    if (findings.some(({ check, good }) => check === 'going on' && !good)) throw new ServerProblem('the run ends here, since the office does not go on.');
    life.begin();
  }

  private async examined(desk: Desk, life: Life): Promise<Finding[]> {
    const findings = await examine({ parts: this.parts, desk, bank: life.bank, today: await life.today(), days: life.takeDays(), toldOf: this.toldOf });
    for (const runId of (await lookAtTemporal(this.parts.temporalAddress)).ended.keys()) this.toldOf.add(runId);
    return findings;
  }

  /** One more day, and everything once more. */
  private async close(desk: Desk, life: Life): Promise<boolean> {
    await life.stepTo(addDays(await life.today(), 1));
    const last = await this.examined(desk, life);
    this.tell(last.filter(({ good }) => !good));
    const all = [...this.told.flatMap(({ findings }) => findings), ...last];
    const failed = this.told.filter(({ findings }) => findings.some(({ good }) => !good)).length + (last.every(({ good }) => good) ? 0 : 1);
    const notRun = this.told.filter(({ ran }) => !ran);
    const done = this.told.length - notRun.length;
    const { count } = desk;
    const good = failed === 0 && done > 0 && count.done > 0;
    const seconds = Math.round((Date.now() - this.began) / 1000);
    this.say(`at the end: ${last.map(({ check, told }) => `${check} ${told}`).join('; ')}`);
    this.setting.say(`\nfaults: ${good ? 'passed' : 'FAILED'} (seed ${this.setting.seed}: ${done} faults done, ${failed} failed, ${notRun.length} did not run; ${life.cases.length} cases, ${count.done} commands acknowledged, ${count.refused} refused, ${count.resent} sent again, ${all.length} checks; ${seconds} s)`);
    this.setting.say(JSON.stringify({
      good, seed: this.setting.seed, seconds, cases: life.cases.length, ...count,
      faults: this.told.map(({ fault, round, ran, seconds: took, did, findings }) => ({ fault, round, ran, good: findings.every((one) => one.good), seconds: took, did, failed: findings.filter((one) => !one.good).map(({ check, told }) => `${check}: ${told}`) })),
      atTheEnd: last.map(({ check, good: fine, told }) => ({ check, good: fine, told })),
    }));
    return good;
  }

  private tell(bad: readonly Finding[]): void {
    for (const { check, told, details } of bad) {
      this.setting.say(`       NOT GOOD ${check}: ${told}`);
      for (const detail of details) this.setting.say(`         ${detail}`);
    }
  }

  private say(line: string): void {
    this.setting.say(`${((Date.now() - this.began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  }
}
