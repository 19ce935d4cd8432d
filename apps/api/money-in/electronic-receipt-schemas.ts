import { z } from 'zod';
import { formatYuan } from '#law';
import type { ElectronicReceipt, ReceiptShown, ReceiptTie } from '#store';
import { FORMATS, type Table } from '../exports/table.ts';
import { Cursor, Day, Instant, Limit, NearDate, pageOf, PartyId } from '../http/schemas.ts';

const Yuan = z.string().meta({ pattern: String.raw`^\d+\.\d{2}$`, examples: ['100.00'] });
export const ReceiptNumber = z.string().regex(/^\d{18}$/).meta({ examples: ['610725250000000007'] });
const Kind = z.enum(['payment', 'reversal']);

const Common = z.strictObject({
  number: ReceiptNumber.describe('county (6), year (2), running number (10)'), checkCode: z.string(), kind: Kind, reverses: ReceiptNumber.nullable().describe('Of a reversal: the receipt that it takes back.'),
  reversedBy: ReceiptNumber.nullable().describe('The receipt that took this one back: it is good no more.'), debt: z.string(), paymentReference: z.string(), payer: z.string().describe('Masked.'), valueDate: Day, amount: Yuan,
  surcharge: Yuan.nullable().describe('What of it paid a surcharge when it was booked; null where that was not kept.'), overpaid: Yuan.describe('What of it paid nothing when it was booked.'), issuedOn: Day, href: z.string().describe('The receipt as PDF.'),
});
export const OwnReceipt = Common.meta({ id: 'OwnElectronicReceipt' });
export const OwnReceipts = z.strictObject({ items: z.array(OwnReceipt) }).meta({ id: 'OwnElectronicReceipts' });
export const CaseReceipt = Common.extend({ party: PartyId, issuedAt: Instant }).meta({ id: 'ElectronicReceipt' });
export const CaseReceipts = z.strictObject({ items: z.array(CaseReceipt) }).meta({ id: 'ElectronicReceipts' });
export const GivenReceipt = CaseReceipt.omit({ href: true }).extend({ caseId: z.uuid() }).meta({ id: 'GivenElectronicReceipt' });
export const GivenPage = pageOf(GivenReceipt, 'GivenElectronicReceiptPage');

const wanted = { from: NearDate.optional().describe('Issued on this day or later.'), to: NearDate.optional().describe('Issued on this day or before.'), kind: Kind.optional() };
export const GivenQuery = z.strictObject({ ...wanted, cursor: Cursor, limit: Limit });
export const GivenExportQuery = z.strictObject({ ...wanted, format: z.enum(FORMATS) });

export const ShownQuery = z.strictObject({ check: z.string().trim().toUpperCase().regex(/^[2-9A-HJ-NP-Z]{6}$/).meta({ examples: ['K7QM2X'], pattern: '^[2-9A-HJ-NP-Za-hj-np-z]{6}$' }) });
export const ShownView = z.strictObject({
  number: ReceiptNumber, county: z.string(), kind: Kind, amount: Yuan, valueDate: Day, issuedOn: Day, stands: z.boolean().describe('It has not been taken back.'), reversedOn: Day.nullable(),
}).meta({ id: 'ShownElectronicReceipt' });

const Sum = z.strictObject({ count: z.number().int(), amount: Yuan });
export const TieView = z.strictObject({
  ties: z.boolean().describe('Every booked payment has one receipt that stands, of the same sum, and no number is missing.'),
  series: z.array(z.strictObject({ year: z.number().int(), last: z.number().int(), given: z.number().int(), leftOut: z.number().int().describe('After a restore: people of the lost hours may hold them.'), missing: z.number().int() })).describe('Of the county.'),
  booked: Sum.describe("The bank's payments that the own office has brought in and that are booked."), standing: Sum.describe('Receipts of the own office that were not taken back.'),
  waiting: z.number().int().describe('Bookings whose receipt, or whose taking back, is still to come.'),
}).meta({ id: 'ElectronicReceiptTie' });

const yuan = (fen: string): string => formatYuan(BigInt(fen));

export function ownReceiptView({ number, checkCode, kind, reverses, reversedBy, debt, reference, payer, valueDate, fen, surchargeFen, overFen, issuedOn }: ElectronicReceipt, href: string): z.infer<typeof OwnReceipt> {
  return { number, checkCode, kind, reverses, reversedBy, debt, paymentReference: reference, payer, valueDate, amount: yuan(fen), surcharge: surchargeFen === null ? null : yuan(surchargeFen), overpaid: yuan(overFen), issuedOn, href };
}
export function caseReceiptView(receipt: ElectronicReceipt): z.infer<typeof CaseReceipt> {
  return { ...ownReceiptView(receipt, `/api/cases/${receipt.caseId}/electronic-receipts/${receipt.number}`), party: receipt.party, issuedAt: receipt.issuedAt };
}
export function givenReceiptView(receipt: ElectronicReceipt): z.infer<typeof GivenReceipt> {
  // The printed one shows the party, whom finance does not see.
  const { href: _href, ...view } = caseReceiptView(receipt);
  return { ...view, caseId: receipt.caseId };
}
export function shownView(number: string, { county, kind, fen, valueDate, issuedOn, reversedOn }: ReceiptShown): z.infer<typeof ShownView> {
  return { number, county, kind, amount: yuan(fen), valueDate, issuedOn, stands: reversedOn === null, reversedOn };
}
export function tieView({ series, booked, standing, waiting }: ReceiptTie): z.infer<typeof TieView> {
  const rows = series.map((one) => ({ ...one, missing: one.last - one.given - one.leftOut }));
  return { ties: waiting === 0 && booked.count === standing.count && booked.fen === standing.fen && rows.every(({ missing }) => missing === 0), series: rows, booked: { count: booked.count, amount: yuan(booked.fen) }, standing: { count: standing.count, amount: yuan(standing.fen) }, waiting };
}

const signed = (kind: ElectronicReceipt['kind'], fen: string): string => `${kind === 'reversal' && fen !== '0' ? '-' : ''}${yuan(fen)}`;

/** Sums of receipts that take others back are negative: the column adds up to what stands. */
export function receiptsTable(receipts: readonly ElectronicReceipt[]): Table {
  return {
    name: '电子缴款凭证',
    columns: [...['凭证号码', '校验码', '种类', '被冲销凭证', '冲销凭证', '缴款码', '款项', '付款人'].map((heading) => ({ heading, kind: 'text' as const })), { heading: '到账日期', kind: 'text' }, { heading: '金额（元）', kind: 'yuan' }, { heading: '其中加收款项（元）', kind: 'yuan' }, { heading: '其中多缴（元）', kind: 'yuan' }, { heading: '开具日期', kind: 'text' }, { heading: '案件编号', kind: 'text' }],
    rows: receipts.map(({ number, checkCode, kind, reverses, reversedBy, reference, debt, payer, valueDate, fen, surchargeFen, overFen, issuedOn, caseId }) => [
      number, checkCode, kind === 'payment' ? '缴款' : '冲销', reverses, reversedBy, reference, debt, payer, valueDate, signed(kind, fen), surchargeFen === null ? null : signed(kind, surchargeFen), signed(kind, overFen), issuedOn, caseId,
    ]),
  };
}
