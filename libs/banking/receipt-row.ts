/** The fields of one receipt, whether they came in a file or as JSON: the same rules, the same sentences. */
import { isLegalDate, LawInputError, legalDate, parseYuan, type Fen, type LegalDate } from '#law';
import type { BankReceipt, ReceiptColumn, ReceiptProblem } from './receipt.ts';

export type ReceiptFields = Partial<Record<ReceiptColumn, string>>;

const KINDS: Readonly<Record<string, BankReceipt['kind']>> = { '': 'receipt', receipt: 'receipt', 收款: 'receipt', reversal: 'reversal', 冲正: 'reversal' };
const SERIAL = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;
// Control signs and directional marks would forge what a list shows.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/u;

/** Reads one receipt; all that is wrong with it is told at once. */
export function readReceiptRow(line: number, fields: ReceiptFields): { receipt: BankReceipt } | { problems: ReceiptProblem[] } {
  const problems: ReceiptProblem[] = [];
  const text = (column: ReceiptColumn): string => (fields[column] ?? '').trim();
  const wrong = (column: ReceiptColumn, rule: ReceiptProblem['rule'], zh: string, en: string): void => { problems.push({ line, column, rule, zh, en }); };
  const serial = text('serial');
  if (!SERIAL.test(serial)) wrong('serial', 'serial', '银行流水号应为1至40位字母、数字或者连字符', 'the serial has 1 to 40 letters, digits or hyphens');
  const kind = KINDS[text('kind')];
  if (kind === undefined) wrong('kind', 'kind', '类型应为收款或者冲正', 'the kind is receipt or reversal');
  const reference = text('reference');
  if (reference.length > 60 || HIDDEN.test(reference)) wrong('reference', 'reference', '缴款码超过60个字符或者含有不可见字符', 'the reference is longer than 60 characters or holds hidden ones');
  const fen = amountIn(text('amount'), (zh, en) => { wrong('amount', 'amount', zh, en); });
  const on = dayIn(text('valueDate'));
  if (on === null) wrong('valueDate', 'valueDate', '入账日期应为存在的日期，例如2025-03-07或者20250307', 'the value date is a day of the calendar such as 2025-03-07 or 20250307');
  const payer = text('payer');
  if (payer === '' || payer.length > 200 || HIDDEN.test(payer)) wrong('payer', 'payer', '付款人应为1至200个可见字符', 'the payer has 1 to 200 visible characters');
  const reverses = text('reverses');
  if (kind === 'receipt' && reverses !== '') wrong('reverses', 'reverses', '收款不得填写原流水号', 'a receipt names no other serial');
  if (kind === 'reversal' && (!SERIAL.test(reverses) || reverses === serial)) wrong('reverses', 'reverses', '冲正应填写被冲正收款的原流水号', 'a reversal names the serial of the receipt that it takes back');
  if (problems.length > 0 || kind === undefined || fen === null || on === null) return { problems };
  return { receipt: { line, kind, serial, reference, fen, on, payer, reverses: kind === 'reversal' ? reverses : null } };
}

/** An amount above 0 in yuan; null, told, otherwise. */
export function amountIn(text: string, tell: (zh: string, en: string) => void): Fen | null {
  try {
    const fen = parseYuan(text);
    if (fen > 0n) return fen;
    tell('金额应大于零', 'the amount is more than nothing');
  } catch (error) {
    if (!(error instanceof LawInputError)) throw error;
    tell(error.zh, error.message);
  }
  return null;
}

function dayIn(text: string): LegalDate | null {
  const day = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
  return isLegalDate(day) ? legalDate(day) : null;
}
