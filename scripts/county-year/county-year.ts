/** One county's year, played by the demo offices: decided, paid or not, in terms, demanded, at the court. */
import { addDays, formatYuan, legalDate, type LegalDate, type Pack, parseYuan } from '#law';
import { Service, UnexpectedAnswer, type Colleague, type CommandDone } from '../demo-office/client.ts';
import { citizen } from '../demo-office/demo-identities.ts';
import { FeeWork } from '../demo-office/fee-work.ts';
import { PenaltyWork } from '../demo-office/penalty-work.ts';
import { Chance } from '../rehearse/chance.ts';
import { proofs } from '../rehearse/checks.ts';
import { Stage } from '../rehearse/stage.ts';
import { strawBurning } from '../seed/straw-burning.ts';
import { health, mianyang } from '../seed/teams.ts';
import { askTheCourt, courtActs, demand, grantTerms, type Owing } from './on-the-way-to-court.ts';

export interface YearSetting { seed: number; cases: number; dataDir: string; built: string; packs: readonly Pack[]; say: (line: string) => void }
interface Served { caseId: string; officer: Colleague; team: Owing['team'] }
interface View { items: { officeId: string; officeName: string; pack: string; open: { count: number }; decided?: { amount: string }; paid?: { amount: string }; inSuspense?: { amount: string }; unpaid?: { amount: string; count: number }; standing?: Record<string, { amount: string; count: number }> }[] }
interface Debt { debt: string; party: string; paymentReference: string | null; balance: string; principal: string; paid: string; suspense: string }

const FINANCE = 'du.juan';
const COUNTY = 'zheng.yan';
/** Cases worked on at once. */
const TOGETHER = 4;
const STEP_DAYS = 30;
const WAIT_MS = 120_000;
/** Twelve quarters from the end of June 2018 on. */
const QUARTERS = Array.from({ length: 12 }, (_, n) => `${2018 + Math.floor((n + 1) / 4)}-${['03', '06', '09', '12'][(n + 1) % 4]}-20`);

export class CountyYear {
  private readonly stage: Stage;
  private readonly chance: Chance;
  private readonly began = Date.now();
  private serials = 0;

  constructor(private readonly setting: YearSetting) {
    this.chance = new Chance(setting.seed);
    this.stage = new Stage({ dataDir: setting.dataDir, built: setting.built, packs: setting.packs, packFile: null, parameters: [], firstDay: legalDate('2018-03-01') });
  }

  stop(): Promise<void> { return this.stage.stop(); }

  async run(): Promise<boolean> {
    await this.stage.start();
    const service = new Service(this.stage.addresses[0] ?? '', 'en');
    const keeper = await service.signIn(COUNTY);
    const finance = await service.signIn(FINANCE);
    const half = Math.floor(this.setting.cases / 2);
    this.say(`seed ${this.setting.seed}: ${half} levies of 2018, ${this.setting.cases - half} fines of 2025`);
    const fees = await this.levies(service, keeper, half);
    const levies = await this.pay(finance, keeper, fees, legalDate('2018-04-20'));
    // One in seven of those who have paid nothing asks for terms in time; the others go the way to the court, the six months to sue end on 2018-10-08.
    const inTerms = levies.filter((_, n) => n % 7 === 0);
    await this.each(inTerms.length, (n) => grantTerms(at(inTerms, n), keeper, '2018-04-20', QUARTERS));
    await this.toTheCourt(keeper, levies.filter((_, n) => n % 7 !== 0), { demanded: '2018-10-10', asked: '2018-10-26', accepted: '2018-10-29', ordered: '2018-11-05' });
    this.say(`${inTerms.length} in terms of three years`);
    await this.stepTo(keeper, legalDate('2021-08-25'));
    const fines = await this.fines(service, keeper, this.setting.cases - half);
    const unpaid = await this.pay(finance, keeper, fines, legalDate('2025-03-28'));
    await this.toTheCourt(keeper, unpaid, { demanded: '2025-09-22', asked: '2025-10-17', accepted: '2025-10-20', ordered: '2025-10-27' });
    await this.stepTo(keeper, legalDate('2026-01-05'));
    return this.told(keeper, finance, [...fees, ...fines], legalDate('2026-01-05'));
  }

  private say(line: string): void { this.setting.say(`${((Date.now() - this.began) / 1000).toFixed(0).padStart(4)} s  ${line}`); }

  private async levies(service: Service, keeper: Colleague, many: number): Promise<Served[]> {
    const team = await health(service);
    const day = async (text: string): Promise<string> => { await this.stepTo(keeper, legalDate(text)); return text; };
    let on = await day('2018-03-05');
    const works = await this.each(many, (n) => FeeWork.open(team, {
      parents: [citizen(`父母${n}`, '1980-05-12', 100 + n, '陕西省汉中市勉县武侯镇中心路8号')], childBornOn: '2017-06-18', childOrder: 3, discoveredOn: '2018-03-02', baseYear: 2017, base: ['10771.00'],
    }, on, `year-fee-${n}`));
    await this.each(many, (n) => at(works, n).file(on));
    on = await day('2018-03-12');
    await this.each(many, (n) => at(works, n).investigate(on));
    on = await day('2018-03-19');
    const notices = await this.each(many, (n) => at(works, n).giveNotice(on, 1));
    on = await day('2018-03-20');
    await this.each(many, (n) => at(works, n).serve(at(notices, n), 'levy-notice', 1, { way: 'direct', on, outcome: 'received' }));
    on = await day('2018-04-02');
    await this.each(many, async (n) => at(works, n).serve(await at(works, n).decide(on, 1), 'levy-decision', 1, { way: 'direct', on, outcome: 'received' }));
    this.say(`${many} levies decided and served`);
    return works.map(({ caseId }) => ({ caseId, officer: team.officer, team }));
  }

  private async fines(service: Service, keeper: Colleague, many: number): Promise<Served[]> {
    const team = await mianyang(service);
    await this.stepTo(keeper, legalDate('2025-03-03'));
    const on = '2025-03-03';
    const works = await this.each(many, (n) => PenaltyWork.open(team, { ...strawBurning, party: citizen(`当事人${n}`, '1975-03-08', 100 + n, '陕西省汉中市勉县勉阳街道旧州社区6号') }, { on, actEndedOn: on, discoveredOn: on }, `year-fine-${n}`));
    await this.each(many, (n) => at(works, n).file(on));
    await this.each(many, (n) => at(works, n).investigate(on));
    await this.each(many, async (n) => {
      const work = at(works, n);
      await work.serve(await work.giveNotice(on), 'penalty-notice', { way: 'direct', on, outcome: 'received' });
      await work.hearStatement(on);
    });
    await this.stepTo(keeper, legalDate('2025-03-17'));
    const fine = (): string => `${500 + 100 * this.chance.below(4)}.00`;
    const amounts = Array.from({ length: many }, fine);
    await this.each(many, async (n) => { const done: CommandDone = await at(works, n).decide('2025-03-17', at(amounts, n)); return at(works, n).serve(done, 'penalty-decision', { way: 'direct', on: '2025-03-17', outcome: 'received' }); });
    this.say(`${many} fines decided and served`);
    return works.map(({ caseId }) => ({ caseId, officer: team.officer, team }));
  }

  /** Demanded, asked for and ordered on their days: inside the window, after ten working days. */
  private async toTheCourt(keeper: Colleague, owing: readonly Owing[], days: { demanded: string; asked: string; accepted: string; ordered: string }): Promise<void> {
    const { length } = owing;
    await this.stepTo(keeper, legalDate(days.demanded));
    await this.each(length, (n) => demand(at(owing, n), days.demanded));
    await this.stepTo(keeper, legalDate(days.asked));
    const applications = await this.each(length, (n) => askTheCourt(at(owing, n), days.asked));
    for (const [code, on] of [['recordCourtAcceptance', days.accepted], ['recordEnforcementOrder', days.ordered]] as const) {
      await this.stepTo(keeper, legalDate(on));
      await this.each(length, (n) => courtActs(at(owing, n), code, on, applications[n]));
    }
    this.say(`${length} demanded, taken to the court and ordered`);
  }

  /** Of 46, 14 pay nothing (answered), 8 pay a part, one pays twice, the others what they owe: as one import of the bank. */
  private async pay(finance: Colleague, keeper: Colleague, served: readonly Served[], on: LegalDate): Promise<Owing[]> {
    await this.stepTo(keeper, on);
    const receipts: object[] = [];
    const unpaid: Owing[] = [];
    for (const { caseId, officer, team } of served) {
      for (const { party, paymentReference, balance } of (await officer.get<{ debts: Debt[] }>(`/api/cases/${caseId}/money`)).debts) {
        const drawn = this.chance.below(46);
        if (paymentReference === null) continue;
        if (drawn < 14) { unpaid.push({ caseId, party, team }); continue; }
        const amount = drawn < 22 ? formatYuan(parseYuan(balance) / 3n) : balance;
        for (let n = 0; n < (drawn === 45 ? 2 : 1); n += 1) receipts.push({ serial: `Y-${this.serials += 1}`, reference: paymentReference, amount, valueDate: on, payer: '付款人' });
      }
    }
    if (receipts.length === 0) return unpaid;
    const { status, body } = await finance.command<{ importId: string }>('/api/bank-imports', { bank: 'abc', receipts }, `year-bank-${on}`);
    if (status >= 300) throw new UnexpectedAnswer('POST /api/bank-imports', status, body);
    for (const until = Date.now() + WAIT_MS; ;) {
      const { byStatus } = await finance.get<{ byStatus: Record<string, number> }>(`/api/bank-imports/${body.importId}`);
      if (byStatus['waiting'] === 0) { this.say(`${receipts.length} receipts of the bank: ${JSON.stringify(byStatus)}`); return unpaid; }
      if (Date.now() > until) throw new Error(`The receipts of ${on} are not booked: ${JSON.stringify(byStatus)}`);
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }

  private async stepTo(keeper: Colleague, day: LegalDate): Promise<void> {
    for (let now = legalDate((await keeper.get<{ date: string }>('/api/training/clock')).date); now < day;) {
      const next = addDays(now, STEP_DAYS);
      now = next < day ? next : day;
      const { status, body } = await keeper.command('/api/training/clock', { to: now }, `year-clock-${now}`);
      if (status !== 200) throw new UnexpectedAnswer(`the clock to ${now}`, status, body);
    }
  }

  /** The view, its sums against the cases, the electronic receipts against the bank's money, and the proof of the last day. */
  private async told(county: Colleague, finance: Colleague, served: readonly Served[], today: LegalDate): Promise<boolean> {
    const view = await county.get<View>('/api/county/money');
    const debts = (await this.each(served.length, async (n) => { const { caseId, officer } = at(served, n); return (await officer.get<{ debts: Debt[] }>(`/api/cases/${caseId}/money`)).debts; })).flat();
    const total = (field: 'principal' | 'paid' | 'suspense'): bigint => debts.reduce((sum, one) => sum + parseYuan(one[field]), 0n);
    const shown = (field: 'decided' | 'paid' | 'inSuspense'): bigint => view.items.reduce((sum, item) => sum + parseYuan(item[field]?.amount ?? '0'), 0n);
    for (const item of view.items) console.log(`${item.officeName}  ${item.pack}: ${item.open.count} open${item.decided === undefined ? '' : `; decided ${item.decided.amount}, paid ${item.paid?.amount}, in suspense ${item.inSuspense?.amount}, unpaid ${item.unpaid?.amount} of ${item.unpaid?.count} debts; ${Object.entries(item.standing ?? {}).filter(([, { count }]) => count > 0).map(([name, { amount, count }]) => `${name} ${count} of ${amount}`).join(', ')}`}`);
    const same = total('principal') === shown('decided') && total('paid') === shown('paid') && total('suspense') === shown('inSuspense');
    console.log(`The sums are ${same ? '' : 'NOT '}those of the ${debts.length} debts of ${served.length} cases.`);
    const { ties, standing, series } = await finance.get<{ ties: boolean; standing: { count: number; amount: string }; series: { year: number; last: number }[] }>('/api/electronic-receipts/tie');
    console.log(`electronic receipts: ${standing.count} of ${standing.amount} stand, ${ties ? 'as the bank has reported and cases have booked' : 'NOT what is booked'}, numbers to ${series.map(({ year, last }) => `${last} in ${year}`).join(', ')}`);
    const finding = await proofs({ database: this.stage.database, dataDir: this.setting.dataDir, packsDir: null, today, days: [addDays(today, -1)] });
    console.log(`${finding.check}: ${finding.told}`);
    const good = same && ties && finding.good;
    this.say(good ? 'good' : 'NOT good');
    return good;
  }

  private async each<T>(many: number, work: (n: number) => Promise<T>): Promise<T[]> {
    const done = new Map<number, T>();
    let next = 0;
    await Promise.all(Array.from({ length: TOGETHER }, async () => { for (let n = next++; n < many; n = next++) done.set(n, await work(n)); }));
    return [...done].sort(([a], [b]) => a - b).map(([, one]) => one);
  }
}

function at<T>(list: readonly T[], n: number): T {
  const one = list[n];
  if (one === undefined) throw new Error(`There is no number ${n}.`);
  return one;
}
