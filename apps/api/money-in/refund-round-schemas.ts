import { z } from 'zod';
import { REFUND_GROUNDS } from '#cases';
import { leftOutCodes, refundRoundStatuses, refundStatuses, type LeftOut, type Refund, type RefundRound } from '#commands';
import { refundRoundWorkflowId } from '#contracts';
import { formatYuan } from '#law';
import { FORMATS, type Table } from '../exports/table.ts';
import { Bilingual, Code, Cursor, DateText, Day, DocumentNumberText, Instant, Limit, NearDate, pageOf, Why } from '../http/schemas.ts';
import { PaidBody, RefundView } from './refund-schemas.ts';

/** The treasury's answers to one round in one request: each is a command on a case. */
const MOST_PAYMENTS = 200;

const Basis = z.strictObject({ document: DocumentNumberText, article: z.string().trim().min(1).max(200).meta({ pattern: String.raw`\S` }) }).meta({ id: 'RefundRoundBasis', examples: [{ document: '勉财发〔2025〕18号', article: '第二条' }] });
const Selection = {
  references: z.array(z.string().max(60)).min(1).max(2000).optional().describe('Payment references; left out: every debt of the county with money that can go back.'), ground: z.enum(REFUND_GROUNDS).optional().describe('Only on this ground.'),
  pack: Code.optional().describe('Only debts of cases of this pack.'), decidedFrom: NearDate.optional().describe('Only of decisions of this day or later.'), decidedTo: NearDate.optional().describe('Only of decisions of this day or earlier.'),
};

export const RoundId = z.uuid();
export const RoundBody = z.strictObject({ reason: Why, basis: Basis.optional().describe('The document by which money goes back to many, and its article.'), payBy: NearDate.describe('By when the parties are told to have it.'), ...Selection })
  .meta({ id: 'AskRefundRound', examples: [{ reason: '收费依据废止，清退多缴款项', basis: { document: '勉财发〔2025〕18号', article: '第二条' }, payBy: '2025-06-30', ground: 'overpaid', decidedFrom: '2020-01-01', decidedTo: '2021-08-19' }] });
export const ApproveBody = z.strictObject({ manifest: z.string().regex(/^[0-9a-f]{64}$/).describe('Of the round as this person has seen it.') }).meta({ id: 'ApproveRefundRound', examples: [{ manifest: 'd6f2a1c07b3e4a5f9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b' }] });
export const PaymentsBody = z.strictObject({ payments: z.array(PaidBody.extend({ refundId: z.uuid() })).min(1).max(MOST_PAYMENTS) }).meta({ id: 'RefundRoundPaid', examples: [{ payments: [{ refundId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', voucher: '国库退〔2025〕21号', on: '2025-03-12' }] }] });
export const PaymentsView = z.strictObject({ payments: z.array(z.strictObject({ refundId: z.uuid(), refund: RefundView.nullable(), reasons: z.array(z.strictObject({ code: z.string(), text: Bilingual })).describe('Why it was not entered.') })) }).meta({ id: 'RefundRoundPayments' });

export const RoundView = z.strictObject({
  roundId: z.uuid(), reason: z.string(), basis: z.strictObject({ document: z.string(), article: z.string() }).nullable(), payBy: Day, references: z.array(z.string()).nullable(), ground: z.enum(REFUND_GROUNDS).nullable(),
  pack: z.string().nullable(), decidedFrom: DateText.nullable(), decidedTo: DateText.nullable(), status: z.enum(refundRoundStatuses), workflowId: z.string(),
  lines: z.number().int().nullable().describe('Null while they are drawn up.'), total: z.string().nullable().meta({ pattern: String.raw`^\d+\.\d{2}$` }), manifest: z.string().nullable().describe('SHA-256 over reference and sum in fen of each line, in the order of references.'),
  byStatus: z.strictObject(Object.fromEntries(refundStatuses.map((status) => [status, z.number().int()])) as Record<(typeof refundStatuses)[number], z.ZodNumber>),
  leftOut: z.number().int().describe('Debts that were wanted and got no line, or could not be judged; the list says why.'),
  askedBy: z.string(), askedAt: Instant, settledBy: z.string().nullable(), settledAt: Instant.nullable(), withdrawnAt: Instant.nullable(),
}).meta({ id: 'RefundRound' });
export type RoundView = z.infer<typeof RoundView>;
/** In lists without the references that were asked for, which can be thousands. */
export const RoundSummary = RoundView.omit({ references: true }).meta({ id: 'RefundRoundSummary' });
export const RoundPage = pageOf(RoundSummary, 'RefundRoundPage');
export const LeftOutView = z.strictObject({ reference: z.string(), code: z.enum(leftOutCodes), text: Bilingual }).meta({ id: 'RefundRoundLeftOut' });
export const LeftOutPage = pageOf(LeftOutView, 'RefundRoundLeftOutPage');
export const ListQuery = z.strictObject({ cursor: Cursor, limit: Limit });
export const LinesQuery = z.strictObject({ status: z.enum(refundStatuses).optional(), cursor: Cursor, limit: Limit });
export const LinesExportQuery = LinesQuery.omit({ cursor: true, limit: true }).extend({ format: z.enum(FORMATS) });

export function roundView({ roundId, reason, basis, payBy, wanted, ground, pack, decidedFrom, decidedTo, status, lines, totalFen, manifest, byStatus, leftOut, askedBy, askedAt, settledBy, settledAt, withdrawnAt }: RefundRound): RoundView {
  return {
    roundId, reason, basis, payBy, references: wanted, ground, pack, decidedFrom, decidedTo, status, workflowId: refundRoundWorkflowId(roundId), lines, total: totalFen === null ? null : formatYuan(BigInt(totalFen)), manifest,
    byStatus: Object.fromEntries(refundStatuses.map((one) => [one, byStatus[one] ?? 0])) as RoundView['byStatus'], leftOut, askedBy, askedAt, settledBy, settledAt, withdrawnAt,
  };
}

export function roundSummary(round: RefundRound): z.infer<typeof RoundSummary> {
  const { references: _references, ...rest } = roundView(round);
  return rest;
}

const LEFT_OUT = {
  referenceUnknown: { zh: '没有该缴款码对应的应缴款项', en: 'no debt of the county has this payment reference' },
  nothingRefundable: { zh: '没有可以退还的暂存款项', en: 'nothing lies in suspense for this debt' },
  outsideSelection: { zh: '不属于所选退付原因、程序或者决定日期', en: 'it is not of the ground, the pack or the days of decision that were chosen' },
  refundUnderWay: { zh: '该应缴款项已有退款待确认', en: 'another refund of this debt waits to be confirmed' },
  notJudged: { zh: '该案未能审核，请查看该案', en: 'its case could not be judged: look at it' },
} satisfies Record<LeftOut['code'], z.infer<typeof Bilingual>>;

export const leftOutView = ({ reference, code }: LeftOut): z.infer<typeof LeftOutView> => ({ reference, code, text: LEFT_OUT[code] });

/** Lines of a round for the treasury and the file: no name and no account, as the register has none. */
export function linesTable(refunds: readonly Refund[]): Table {
  return {
    name: '批量退付',
    columns: [
      { heading: '缴款码', kind: 'text' }, { heading: '退付金额（元）', kind: 'yuan' }, { heading: '退付期限', kind: 'text' }, { heading: '状态', kind: 'text' }, { heading: '国库凭证号', kind: 'text' }, { heading: '凭证行次', kind: 'number' }, { heading: '退付日期', kind: 'text' }, { heading: '未退付原因', kind: 'text' }, { heading: '退款编号', kind: 'text' },
    ],
    rows: refunds.map(({ reference, fen, payBy, status, voucher, voucherLine, paidOn, reasons, refundId }) => [reference, formatYuan(BigInt(fen)), payBy, STATUS[status], voucher, voucherLine, paidOn, reasons.map(({ zh }) => zh).join('；'), refundId]),
  };
}

const STATUS: Record<Refund['status'], string> = { asked: '待审核', withdrawn: '已撤回', rejected: '已驳回', approved: '审核通过，待案件办理', refused: '案件不予退付', ordered: '待国库退付', confirmed: '国库已退付，待案件登记', paid: '已退付', returning: '退回登记中', returned: '已撤销或者退回' };
