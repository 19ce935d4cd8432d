/** The money of one case as it goes its way: what each party owes, what the bank brings in, the demand, the application and what the court does. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandDone } from '../demo-office/client.ts';
import { UnexpectedAnswer } from '../demo-office/client.ts';
import { personId } from '../seed/teams.ts';
import type { Narrator, Shown, Told } from './narrator.ts';

interface Money { asOf: string; debts: Owed[] }
interface Owed {
  party: string; paymentReference: string | null; surcharge: string; paid: string; noLongerCollected: string; balance: string; inDefaultSince: string | null;
  instalments: { due: string | null; amount: string; state: string }[];
  terms: { courtWindow: { windows: { endsOn: string; latestSafeDemand: string }[] } | null } | null;
}
export interface Team { officers: readonly [string, string]; head: string; /** Told by their names in the pack. */ surcharge: Told }

/** How the bank's workflow is waited for, in milliseconds. */
const PATIENCE = 60_000;
const FINANCE = 'du.juan';

export class MoneyTold {
  private told = 0;
  private banked = false;
  private receiptTold = false;
  private readonly beforeCourt = new Set<string>();

  constructor(readonly story: Narrator, private readonly caseId: string, readonly team: Team) {}

  private path(step: string): string { return `/api/cases/${this.caseId}/steps/${step}`; }
  private key(what: string): string { return `money-${this.caseId}-${what}-${this.told += 1}`; }

  /** A step of which the story says itself what is to be said. */
  step(username: string, step: string, on: string, party: string, facts: Record<string, unknown>, shown: Shown = {}): Promise<CommandDone> {
    const officers = this.team.officers[0] === username ? { officers: this.team.officers.map(personId) } : {};
    return this.story.acts(username, this.path(step), { on, party, facts, ...officers }, this.key(step), shown);
  }

  async refused(username: string, what: Told, step: string, on: string, party: string, facts: Record<string, unknown> = {}): Promise<void> {
    const officers = this.team.officers[0] === username ? { officers: this.team.officers.map(personId) } : {};
    await this.story.refused(username, what, this.path(step), { on, party, facts, ...officers }, this.key(`not-${step}`));
  }

  /** A party asks in writing with proof; entered by the head, who takes no part in the inquiry. Answers the number of the step. */
  async asks(on: string, party: string, hardship: string): Promise<number> {
    return seqOf(await this.step(this.team.head, 'applyForTerms', on, party, { termsInWriting: true, hardshipProof: true, hardship }), 'applyForTerms');
  }

  /** The agreement is served with its approval. */
  async agrees(on: string, party: string, facts: Record<string, unknown>): Promise<void> {
    await this.serves(await this.step(this.team.head, 'approveTerms', on, party, facts), on, party);
  }

  async serves(issued: CommandDone, on: string, party: string): Promise<void> {
    const [officer, second] = this.team.officers;
    for (const { paperId } of issued.papers) await this.story.acts(officer, `/api/cases/${this.caseId}/papers/${paperId}/service`, { party, attempt: { way: 'direct', on, outcome: 'received' }, officers: [personId(officer), personId(second)] }, this.key('serve'));
  }

  /** Demanded and served on one day. */
  async demands(on: string, party: string): Promise<void> {
    await this.serves(await this.step(this.team.officers[0], 'issueDemand', on, party, {}, { papers: true }), on, party);
  }

  /** Answers the number of the application, which the court's acts name. */
  async applies(on: string, party: string, applicationFacts: string): Promise<number> {
    this.beforeCourt.add(party);
    return seqOf(await this.step(this.team.head, 'applyToCourt', on, party, { applicationFacts }, { papers: true }), 'applyToCourt');
  }

  private async court(step: string, on: string, party: string, courtApplication: number, courtDocument: string): Promise<void> {
    await this.step(this.team.officers[0], step, on, party, { courtApplication, courtDocument, courtActOn: on });
  }

  /** The court accepts the application and orders the execution, each on its day. */
  async ordered(party: string, application: number, { accepted, on, number }: { accepted: string; on: string; number: string }): Promise<void> {
    await this.story.passes(accepted);
    await this.court('recordCourtAcceptance', accepted, party, application, `${number}受理通知书（演示）`);
    await this.story.passes(on);
    await this.court('recordEnforcementOrder', on, party, application, `${number}行政裁定书（演示）`);
  }

  /** Finance brings the bank's line in; it is waited for until the case has it. */
  async bank(on: string, party: string, amount: string): Promise<void> {
    const finance = await this.story.as(FINANCE);
    const { owed } = await this.of(party);
    const receipt = { serial: `D-${this.caseId.slice(0, 8)}-${this.told += 1}`, kind: 'receipt', reference: owed.paymentReference, amount, valueDate: on, payer: '演示付款人' };
    const brought = await finance.command<{ importId: string }>('/api/bank-imports', { bank: 'demo', receipts: [receipt] }, this.key('bank'));
    if (brought.status !== 201) throw new UnexpectedAnswer('POST /api/bank-imports', brought.status, brought.body);
    for (const until = Date.now() + PATIENCE; ; await sleep(50)) {
      const { items: [row] } = await finance.get<{ items: { status: string }[] }>(`/api/bank-imports/${brought.body.importId}/rows`);
      if (row?.status === 'booked') { this.banked = true; return; }
      if (row?.status !== 'waiting' || Date.now() > until) throw new UnexpectedAnswer('the receipt of the bank', 200, row);
    }
  }

  /** The first receipt of the case is told of; those after it are like it. */
  private async receipted(): Promise<void> {
    if (!this.banked || this.receiptTold) return;
    for (const until = Date.now() + PATIENCE; ; await sleep(50)) {
      const answer = await (await this.story.as(this.team.head)).get<{ items: { number: string; amount: string }[] }>(`/api/cases/${this.caseId}/electronic-receipts`);
      const [first] = answer.items;
      if (first !== undefined) {
        this.receiptTold = true;
        this.story.say({ zh: `每笔到账款项开具电子缴款凭证，首号${first.number}（${yuan(first.amount)}元）`, en: `each payment has an electronic receipt, here ${first.number} of ${yuan(first.amount)}` });
        return;
      }
      if (Date.now() > until) throw new UnexpectedAnswer('the electronic receipt', 200, answer);
    }
  }

  private async of(party: string): Promise<{ asOf: string; owed: Owed }> {
    const { asOf, debts } = await (await this.story.as(this.team.head)).get<Money>(`/api/cases/${this.caseId}/money`);
    const owed = debts.find((one) => one.party === party);
    if (owed === undefined) throw new Error(`Nothing is owed by ${party}.`);
    return { asOf, owed };
  }

  /** What the case shows of the money of a party today, on one line; after the end of the fee only what came of it. */
  async standing(party: string): Promise<void> {
    const { asOf, owed: { balance, surcharge, paid, noLongerCollected, inDefaultSince, instalments, terms } } = await this.of(party);
    const settled = instalments.filter(({ state }) => state === 'paid').length;
    const missed = instalments.filter(({ state }) => state === 'inDefault').length;
    const paidSoFar: Told[] = paid === '0.00' ? [] : [{ zh: `已缴${yuan(paid)}元`, en: `paid ${yuan(paid)}` }];
    const parts: Told[] = noLongerCollected !== '0.00' ? [...paidSoFar, { zh: `不再征收${yuan(noLongerCollected)}元`, en: `no longer collected ${yuan(noLongerCollected)}` }, { zh: `尚欠${yuan(balance)}元`, en: `owes ${yuan(balance)}` }] : [
      { zh: `尚欠${yuan(balance)}元（含${this.team.surcharge.zh}${yuan(surcharge)}元）`, en: `owes ${yuan(balance)}, of it ${this.team.surcharge.en} ${yuan(surcharge)}` },
      ...paidSoFar,
      ...(instalments.length < 2 ? [] : [{ zh: `${instalments.length}期中已缴${settled}期${missed === 0 ? '' : `、逾期${missed}期`}`, en: `${settled} of ${instalments.length} instalments paid${missed === 0 ? '' : `, ${missed} in default`}` }]),
      ...(inDefaultSince === null ? [] : [{ zh: `自${inDefaultSince}起逾期`, en: `in default since ${inDefaultSince}` }]),
      ...(this.beforeCourt.has(party) ? [{ zh: '法院执行中', en: 'at the court' }] : windowOf(terms, asOf)),
    ];
    this.story.note({ zh: `¥ 当事人${party.slice(1)}：${parts.map(({ zh }) => zh).join('，')}`, en: `¥ party ${party.slice(1)}: ${parts.map(({ en }) => en).join('; ')}` });
    await this.receipted();
  }
}

/** Until when the court can be asked, or could. */
function windowOf(terms: Owed['terms'], asOf: string): Told[] {
  const window = terms?.courtWindow?.windows[0];
  if (window === undefined) return [];
  const { endsOn, latestSafeDemand } = window;
  if (endsOn < asOf) return [{ zh: `申请法院执行的期限已于${endsOn}届满`, en: `the window to the court closed on ${endsOn}` }];
  return [{ zh: `申请法院执行至${endsOn}，催告至迟${latestSafeDemand}送达`, en: `window to the court until ${endsOn}, last safe demand ${latestSafeDemand}` }];
}

/** 32313.00 as it is read: 32,313.00. */
const yuan = (amount: string): string => amount.replace(/\B(?=(\d{3})+\.)/g, ',');

function seqOf(done: CommandDone, step: string): number {
  const seq = done.events.find(({ type, about }) => type === 'stepTaken' && about === step)?.seq;
  if (seq === undefined) throw new Error(`The command did not take ${step}.`);
  return seq;
}
