/**
 * How a receipt of the bank reaches a case in a rehearsal: the payer's reference is read where the case shows what is
 * owed, finance brings the bank's report in, and the service's own workflow books it; what became of it is read back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatYuan, parseYuan, type LegalDate } from '#law';
import type { EdgeCommand } from '#commands';
import { numberOfReceipt, receiptName } from './receipts.ts';
import type { Stand } from './cast.ts';

type Receipt = Extract<EdgeCommand, { type: 'bookPayment' | 'bookDeposit' | 'reversePayment' }>;
interface Answer { status: number; body: Record<string, unknown>; headers: Headers }
interface Asker { ask(method: string, path: string, by: string, body?: unknown): Promise<Answer> }
/** The case, by its number among those of the run; what was brought in for it, by the name of the receipt. */
export interface ReceivingCase { n: number; caseId: string | null; script: { stand: Stand }; receipts: Map<string, { reference: string; amount: string }> }

const BANK = 'rehearsed';
/** How the bank's workflow is waited for, in milliseconds: a fault may hold it up. */
const PATIENCE = 240_000;
/** Receipts that no script names count from here. */
const AFTER_THE_SCRIPT = 900;
const PAYER = '排演付款人';

/** Brings a receipt or its reversal in and answers as a command is answered: done, or the reasons for which it pays nothing. */
export async function broughtIn(asker: Asker, played: ReceivingCase, finance: string, command: Receipt): Promise<Answer> {
  const nth = numberOfReceipt(command.receiptId);
  const serial = `C${played.n}N${nth}`;
  const row = command.type === 'reversePayment' ? reversalOf(played, serial, command) : await receiptOf(asker, played, serial, command);
  if (row === null) return refused(['noPaymentReference']);
  const brought = await asker.ask('POST', '/api/bank-imports', finance, { bank: BANK, receipts: [row] });
  if (brought.status !== 201) return brought;
  for (const until = Date.now() + PATIENCE; ; await sleep(100)) {
    const { status, body } = await asker.ask('GET', `/api/bank-imports/${String(brought.body['importId'])}/rows`, finance);
    const [found] = body['items'] as { status: string; reasons: { code: string }[] }[] | undefined ?? [];
    if (status !== 200 || found === undefined || Date.now() > until) return { status: 500, headers: brought.headers, body: { ...body, waitedFor: serial } };
    if (found.status === 'booked' || found.status === 'applied') return { status: 200, headers: brought.headers, body: { events: [], papers: [] } };
    if (found.status === 'suspense') return refused(found.reasons.map(({ code }) => code));
    if (found.status !== 'waiting') return { status: 500, headers: brought.headers, body: { ...found, serial } };
  }
}

async function receiptOf(asker: Asker, played: ReceivingCase, serial: string, command: Extract<Receipt, { type: 'bookPayment' | 'bookDeposit' }>): Promise<object | null> {
  const [reader] = played.script.stand.members.filter(({ roles }) => roles.includes('head'));
  const { body } = await asker.ask('GET', `/api/cases/${played.caseId ?? ''}/money`, reader?.username ?? '');
  const debts = body['debts'] as { debt: string; party: string; paymentReference: string | null; depositReference: string | null }[] | undefined ?? [];
  const owed = debts.find(({ debt, party }) => debt === command.debt && party === command.party);
  const reference = (command.type === 'bookDeposit' ? owed?.depositReference : owed?.paymentReference) ?? null;
  if (reference === null) return null;
  const amount = formatYuan(BigInt(command.fen));
  played.receipts.set(command.receiptId, { reference, amount });
  return { serial, kind: 'receipt', reference, amount, valueDate: command.on, payer: PAYER };
}

function reversalOf({ receipts }: ReceivingCase, serial: string, { receiptId, on }: Extract<Receipt, { type: 'reversePayment' }>): object | null {
  const receipt = receipts.get(receiptId);
  return receipt === undefined ? null : { serial: `${serial}B`, kind: 'reversal', ...receipt, valueDate: on, payer: PAYER, reverses: serial };
}

/**
 * What the office holds of money that was collected on the spot and handed in is paid in, taken back by the bank once, and
 * paid in again. The look-ahead seldom comes so far: the reference of a deposit is the service's own. Tells what was done.
 */
export async function depositsBroughtIn(asker: Asker, played: ReceivingCase & { pack: string }, on: LegalDate): Promise<Receipt['type'][]> {
  const { finance, members } = played.script.stand;
  const [reader] = members.filter(({ roles }) => roles.includes('head'));
  if (finance === null || reader === undefined) return [];
  const { body } = await asker.ask('GET', `/api/cases/${played.caseId ?? ''}/money`, reader.username);
  const held = (body['debts'] as { debt: string; party: string; inHands: string; depositReference: string | null }[] | undefined ?? []).filter(({ inHands, depositReference }) => inHands !== '0.00' && depositReference !== null);
  const done: Receipt['type'][] = [];
  for (const { debt, party, inHands } of held) {
    const deposit = (nth: number): Receipt => ({ type: 'bookDeposit', receiptId: receiptName(nth), reference: '', debt, party, on, fen: String(parseYuan(inHands)) });
    for (const command of [deposit(AFTER_THE_SCRIPT), { type: 'reversePayment', receiptId: receiptName(AFTER_THE_SCRIPT), on } as const, deposit(AFTER_THE_SCRIPT + 1)]) {
      const { status } = await broughtIn(asker, played, finance, command);
      if (status === 200) done.push(command.type);
    }
  }
  return done;
}

const refused = (codes: readonly string[]): Answer => ({ status: 409, headers: new Headers(), body: { blockers: codes.map((code) => ({ code })) } });
