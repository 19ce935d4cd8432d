/**
 * How a receipt of the bank reaches a case in a rehearsal: the payer's reference is read where the case shows what is
 * owed, finance brings the bank's report in, and the service's own workflow books it; what became of it is read back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatYuan } from '#law';
import type { EdgeCommand } from '#commands';
import { numberOfReceipt } from './receipts.ts';
import type { Stand } from './cast.ts';

type Receipt = Extract<EdgeCommand, { type: 'bookPayment' | 'bookDeposit' | 'reversePayment' }>;
interface Answer { status: number; body: Record<string, unknown>; headers: Headers }
interface Asker { ask(method: string, path: string, by: string, body?: unknown): Promise<Answer> }
/** The case, by its number among those of the run; what was brought in for it, by the name of the receipt. */
export interface ReceivingCase { n: number; caseId: string | null; script: { stand: Stand }; receipts: Map<string, { reference: string; amount: string }> }

const BANK = 'rehearsed';
/** How the bank's workflow is waited for, in milliseconds: a fault may hold it up. */
const PATIENCE = 240_000;
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

const refused = (codes: readonly string[]): Answer => ({ status: 409, headers: new Headers(), body: { blockers: codes.map((code) => ({ code })) } });
