/**
 * Collection on the spot (当场收缴), the one exception to the separation of decision and collection: what officers take by
 * the step of the pack pays the debt on that day, since the party has paid (Penalty Law arts. 68-70). It lies in the hands
 * of the office until the bank reports its deposit (art. 71), which settles that account and pays nothing again.
 */
import { chinaDateOf, formatYuan, packCitation, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { Pack, PackDebt, PackStep } from '#law/pack-format';
import { bookDeposit as deposited, bookReceipt, heldInHands, reckon } from '#ledger';
import type { Around } from '../act-rules.ts';
import { FITS_THE_CASE, blocker } from '../blockers.ts';
import { caseMoney } from '../clocks.ts';
import type { EventRun } from '../event-run.ts';
import type { Blocker, CaseCommand, CaseState, Facts } from '../model.ts';
import { firstOf, type Rule } from '../rules.ts';
import { balanceOf, bookedEntry, type CaseMoney } from './debts.ts';
import { FROM_THE_BANK, NOT_AHEAD, OF_A_DEBT, OF_MORE_THAN_NOTHING, latest, receiptOf, standingReceipt, tellOfExcess, voucherOf, type AskedBooking } from './payments.ts';

/** Money that a step takes. */
export interface Collection {
  definition: PackDebt;
  on: LegalDate;
  party: string;
  fen: bigint;
  /** What is unpaid of the sum itself, without surcharge; null: no served decision makes the party owe it on the day. */
  unpaidFen: bigint | null;
  /** An earlier collection of the case gave the same special receipt. */
  receiptGiven: boolean;
  pack: Pack;
}

/** What a step takes; null for every step by which no money is taken. */
export function collectionOf({ step, on, party, facts, state, at, pack, book }: { step: PackStep; on: LegalDate; party: string | null; facts: Facts; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook }): Collection | null {
  const definition = pack.money?.debts.find(({ collection }) => collection?.step === step.code);
  const fact = facts[definition?.collection?.amount ?? ''];
  if (definition === undefined || party === null || fact?.type !== 'money') return null;
  const balance = balanceOf(caseMoney(state, at, book), definition.code, party, on);
  const receipt = definition.collection?.receipt ?? '';
  const number = facts[receipt];
  const receiptGiven = number?.type === 'code' && state.steps.some(({ step: code, facts: { [receipt]: given } }) => code === step.code && given?.type === 'code' && given.value === number.value);
  return { definition, on, party, fen: BigInt(fact.fen), receiptGiven, unpaidFen: balance === null ? null : balance.principalDueFen + balance.principalNotDueFen, pack };
}

/** What stands against taking it, beside the guards of the pack. */
export const COLLECTION_RULES: readonly Rule<Collection>[] = [
  {
    codes: ['nothingCollected'],
    judge: ({ definition: { collection }, fen }) => (fen > 0n ? [] : [blocker('nothingCollected', '收缴金额应大于零', 'what is collected is more than nothing', FITS_THE_CASE, { field: collection?.amount ?? '' })]),
  },
  {
    // Arts. 68, 69 let officers collect the fine; what was added to it, and everything above it, is the bank's to take (art. 67).
    codes: ['collectedAboveOwed'],
    judge: ({ definition: { collection, cite }, fen, unpaidFen, on, pack }) => (fen <= (unpaidFen ?? 0n) ? []
      : [blocker('collectedAboveOwed', `截至${on}，可以当场收缴的未缴数额为${formatYuan(unpaidFen ?? 0n)}元，不含加处罚款`, `on ${on} no more than ${formatYuan(unpaidFen ?? 0n)} yuan are unpaid that may be collected on the spot, additional fines not among them`, packCitation(pack, collection?.cite ?? cite), { field: collection?.amount ?? '' })]),
  },
  {
    // Art. 70: each sum has a receipt of its own; a number of another case is a matter of the pack's register.
    codes: ['receiptGivenBefore'],
    judge: ({ definition: { collection, cite }, receiptGiven, pack }) => (receiptGiven ? [blocker('receiptGivenBefore', '该专用票据号码在本案已经使用', 'this special receipt was given in this case before', packCitation(pack, collection?.cite ?? cite), { field: collection?.receipt ?? '' })] : []),
  },
];

/** Books what a step has taken. */
export function collect(run: EventRun, { definition, on, party, fen, pack }: Collection, book: LawBook): void {
  const money = caseMoney(run.state, run.at, book);
  const debt = money.debts.find(({ key }) => key.debt === definition.code && key.party === party);
  if (debt === undefined) throw new Error(`Case ${run.state.caseId} collected for the debt ${definition.code} of ${party}, which it does not have.`);
  const receiptId = `spot.${run.nextId}`;
  const entries = bookReceipt({ ...debt, entries: money.entries }, { receiptId, fen, origin: 'hands' }, voucherOf(run, on, definition.collection?.cite ?? definition.cite, pack));
  const all = [...money.entries, ...entries];
  const { balance } = reckon(all, debt.key, latest(run, all), debt.terms, debt.rules);
  run.add({ type: 'moneyCollected', v: 1, occurredOn: on, receiptId, debt: definition.code, party, fen: String(fen), entries: entries.map(bookedEntry), paidInFullOn: balance.paidInFullOn });
  if (balance.suspenseFen > 0n) tellOfExcess(run, party);
}

type Deposit = Extract<CaseCommand, { type: 'bookDeposit' }>;

interface AskedDeposit extends AskedBooking { money: CaseMoney }

/** What stands against booking a deposit; money that is refused lies in suspense at the bank's matching. */
export const DEPOSIT_RULES: readonly Rule<AskedDeposit>[] = [
  FROM_THE_BANK, OF_A_DEBT, OF_MORE_THAN_NOTHING, NOT_AHEAD,
  {
    codes: ['depositAboveHands'],
    judge: ({ command, money, run }) => {
      const held = heldInHands(money.entries, { caseId: run.state.caseId, party: command.party, debt: command.debt }, command.on);
      return BigInt(command.fen) <= held ? [] : [blocker('depositAboveHands', `${command.on}行政机关手中的当场收缴款项为${formatYuan(held)}元，缴存金额超出`, `on ${command.on} the office held ${formatYuan(held)} yuan of what was collected on the spot, and the deposit is of more`, { zh: '《中华人民共和国行政处罚法》第71条', en: 'Administrative Penalty Law art. 71' }, { field: 'fen' })];
    },
  },
];

/** Books a deposit once, however often it is reported; whatever became of the decision since, the office owes it to the bank. */
export function bookDeposit(run: EventRun, command: Deposit, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const money = caseMoney(run.state, run.at, book);
  const debt = money.debts.find(({ key }) => key.debt === command.debt && key.party === command.party);
  if (around.actor.kind === 'machine' && (standingReceipt(run.state, command.receiptId) !== undefined || (command.again !== true && receiptOf(run.state, command.receiptId) !== undefined))) return [];
  const blockers = firstOf(DEPOSIT_RULES, { command, debt, money, run, pack, around });
  const definition = pack.money?.debts.find(({ code }) => code === command.debt);
  if (blockers.length > 0 || definition === undefined) return blockers;
  const { receiptId, reference, party, fen, on } = command;
  const key = { caseId: run.state.caseId, party, debt: command.debt };
  const entry = deposited({ key, entries: money.entries }, { receiptId, fen: BigInt(fen) }, voucherOf(run, on, definition.collection?.cite ?? definition.cite, pack));
  run.add({ type: 'depositBooked', v: 1, occurredOn: on, receiptId, reference, debt: command.debt, party, fen, entries: [bookedEntry(entry)] });
  // Art. 71: what does not reach the bank whole is somebody's to answer for.
  const left = heldInHands([...money.entries, entry], key, chinaDateOf(run.at));
  if (left > 0n && run.state.closed === null && !run.state.packEnded) run.owe({ kind: 'remind', to: 'head', party, about: { zh: `当场收缴的款项尚有${formatYuan(left)}元未缴付银行`, en: `of what was collected on the spot ${formatYuan(left)} yuan have not been paid in` } }, chinaDateOf(run.at));
  return [];
}
