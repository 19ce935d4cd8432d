import { z } from 'zod';
import { REFUND_GROUNDS } from '#cases';
import { refundStatuses, type Refund, type RefundableDebt } from '#commands';
import { formatYuan } from '#law';
import { Bilingual, Cursor, DateText, Day, Instant, Limit, NearDate, pageOf, Why } from '../http/schemas.ts';

const Yuan = z.string().meta({ pattern: String.raw`^\d+\.\d{2}$`, examples: ['100.00'] });
const Reference = z.string().max(60).meta({ examples: ['61072501250000001273'] });

export const RefundBody = z.strictObject({
  reference: Reference, amount: z.string().regex(/^(0|[1-9]\d{0,14})\.\d{2}$/).refine((yuan) => yuan !== '0.00').meta({ examples: ['100.00'] }).describe('Yuan, above 0, at most what is refundable.'),
  reason: Why, payBy: NearDate.describe('By when the party is told to have it.'),
}).meta({ id: 'AskRefund', examples: [{ reference: '61072501250000001273', amount: '30.00', reason: '重复缴款', payBy: '2025-04-10' }] });
export const PaidBody = z.strictObject({ voucher: z.string().trim().min(1).max(100).meta({ pattern: String.raw`\S` }).describe('Number of the voucher by which the treasury paid.'), line: z.number().int().min(1).max(99_999).nullable().default(null).describe('Of a voucher with a list: which of its lines.'), on: NearDate }).meta({ id: 'ConfirmRefundPaid', examples: [{ voucher: '国库退〔2025〕13号', on: '2025-03-12' }, { voucher: '国库退〔2025〕14号', line: 3, on: '2025-03-12' }] });
export const RefundReturnedBody = z.strictObject({ on: NearDate, reason: Why }).meta({ id: 'RefundReturned', examples: [{ on: '2025-03-14', reason: '收款账户已销户' }] });
export const RefundId = z.uuid();
export const RefundsQuery = z.strictObject({ which: z.enum(['open', 'all']).default('open'), cursor: Cursor, limit: Limit });
export const RefundablesQuery = z.strictObject({ cursor: Cursor, limit: Limit });

export const RefundView = z.strictObject({
  refundId: z.uuid(), reference: z.string(), amount: Yuan, reason: z.string(), payBy: Day, status: z.enum(refundStatuses), askedBy: z.string(), askedAt: Instant, settledBy: z.string().nullable(), settledAt: Instant.nullable(),
  voucher: z.string().nullable(), voucherLine: z.number().int().nullable(), paidOn: DateText.nullable(), returnedOn: DateText.nullable(), returnReason: z.string().nullable(),
  toBeGivenUp: z.boolean().describe('In lists, of one that the treasury is to pay: money was taken back or corrected since, so less is there than goes out.'),
  reasons: z.array(z.strictObject({ code: z.string(), text: Bilingual })).describe('Why the case refused what was asked last.'),
}).meta({ id: 'Refund' });
export const RefundPage = pageOf(RefundView, 'RefundPage');
export const RefundableView = z.strictObject({ reference: z.string(), amount: Yuan, ground: z.enum(REFUND_GROUNDS), article: Bilingual }).meta({ id: 'Refundable' });
export const RefundablePage = pageOf(RefundableView, 'RefundablePage');

export function refundView({ refundId, reference, fen, reason, payBy, status, askedBy, askedAt, settledBy, settledAt, voucher, voucherLine, paidOn, returnedOn, returnReason, reasons }: Refund, uncovered = false): z.infer<typeof RefundView> {
  return { refundId, reference, amount: formatYuan(BigInt(fen)), reason, payBy, status, askedBy, askedAt, settledBy, settledAt, voucher, voucherLine, paidOn, returnedOn, returnReason, toBeGivenUp: uncovered, reasons: reasons.map(({ code, zh, en }) => ({ code, text: { zh, en } })) };
}
export function refundableView({ reference, fen, ground, article }: RefundableDebt): z.infer<typeof RefundableView> {
  return { reference, amount: formatYuan(fen), ground, article };
}
