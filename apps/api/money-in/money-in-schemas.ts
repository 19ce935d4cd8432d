import { z } from 'zod';
import { decisionKinds, decisionStatuses, receiptStatuses, type BankImport, type ReadImport, type ReceiptDecision, type StoredReceipt } from '#commands';
import { formatYuan } from '#law';
import { Bilingual, Cursor, DateText, Day, Instant, Limit, NearDate, pageOf, Why } from '../http/schemas.ts';

const Yuan = z.string().meta({ pattern: String.raw`^\d+\.\d{2}$`, examples: ['100.00'] });
const Bank = z.string().regex(/^[a-z0-9-]{1,30}$/).meta({ examples: ['abc'] }).describe('By what name the county knows the bank.');
const Field = z.string().max(400);
const Serial = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/).describe("The bank's number of the movement.");
const Reference = z.string().max(60).meta({ examples: ['61072501250000001273'] });

export const ImportBody = z.strictObject({
  bank: Bank,
  receipts: z.array(z.strictObject({
    serial: Field, kind: Field.optional().describe('receipt or reversal; a receipt where left out'), reference: Field.optional(), amount: Field.describe('Yuan, at most two digits after the point, above 0'), valueDate: Field, payer: Field,
    reverses: Field.optional().describe('Of a reversal: the serial of the receipt that the bank takes back.'),
  })).min(1).max(5000),
}).meta({ id: 'ImportReceipts', examples: [{ bank: 'abc', receipts: [{ serial: 'N-1', reference: '61072501250000001273', amount: '100.00', valueDate: '2025-03-07', payer: '张三' }] }] });
export const FileQuery = z.strictObject({ bank: Bank, encoding: z.enum(['utf-8', 'gbk', 'gb18030']).optional().describe('Where left out: UTF-8 if every byte is of it, otherwise GB18030.') });

const Counts = z.strictObject(Object.fromEntries(receiptStatuses.map((status) => [status, z.number().int()])) as Record<(typeof receiptStatuses)[number], z.ZodNumber>);
const Import = z.strictObject({
  importId: z.uuid(), bank: z.string(), sha256: z.string(), lines: z.number().int(), total: Yuan.describe('The sum of all lines, reversals counted like receipts.'), importedBy: z.string(), importedAt: Instant,
});
export const ImportPage = pageOf(Import, 'BankImportPage');
export const ImportView = Import.extend({
  known: z.boolean().describe('This content had been brought in before, and nothing was brought in now.'), workflowId: z.string(),
  repeated: z.array(z.strictObject({ line: z.number().int(), serial: z.string() })).describe('Lines that an earlier import had brought already.'),
  byStatus: Counts, overpaid: z.number().int().describe('Of those booked: how many paid more than was owed; the rest lies in suspense with the debt.'),
}).meta({ id: 'BankImport' });

export const ReceiptView = z.strictObject({
  bank: z.string(), serial: z.string(), importId: z.uuid(), line: z.number().int(), kind: z.enum(['receipt', 'reversal']), reference: z.string().describe('As the bank reported it.'), amount: Yuan, valueDate: Day,
  payer: z.string().describe('Masked; the whole name is in the file of the bank.'), reverses: z.string().nullable(),
  status: z.enum(receiptStatuses), paymentReference: z.string().nullable().describe('Of the debt to which it was matched.'), overpaid: Yuan.describe('What of it paid nothing when it was booked.'),
  reasons: z.array(z.strictObject({ code: z.string(), text: Bilingual })).describe('Why it pays nothing.'),
}).meta({ id: 'BankReceipt' });
export const ReceiptPage = pageOf(ReceiptView, 'BankReceiptPage');
export const RowsQuery = z.strictObject({ status: z.enum(receiptStatuses).optional(), cursor: Cursor, limit: Limit });
export const OpenQuery = z.strictObject({ status: z.enum(['suspense', 'failed']).default('suspense'), cursor: Cursor, limit: Limit });
export const ListQuery = z.strictObject({ cursor: Cursor, limit: Limit });

const Asked = z.strictObject({ bank: Bank, serial: Serial, reason: Why });
export const DecisionBody = z.discriminatedUnion('kind', [
  Asked.extend({ kind: z.literal('match'), reference: Reference }).describe('Money in suspense pays this debt.'),
  Asked.extend({ kind: z.literal('move'), reference: Reference }).describe('It is booked under a debt for which it was not.'),
  Asked.extend({ kind: z.literal('return') }).describe('Money in suspense goes back to the payer, by the treasury.'),
]).meta({ id: 'AskReceiptDecision', examples: [{ kind: 'match', bank: 'abc', serial: 'N-1', reference: '61072501250000001273', reason: '付款人来电说明，附回单' }] });
export const ReturnedBody = z.strictObject({ voucher: z.string().trim().min(1).max(100).meta({ pattern: String.raw`\S` }).describe('Number of the voucher by which the treasury paid.'), on: NearDate }).meta({ id: 'ConfirmReturn', examples: [{ voucher: '国库退〔2025〕12号', on: '2025-03-10' }] });
export const DecisionId = z.uuid();
export const ImportId = z.uuid();
export const DecisionsQuery = z.strictObject({ which: z.enum(['open', 'all']).default('open'), cursor: Cursor, limit: Limit });
export const DecisionView = z.strictObject({
  decisionId: z.uuid(), kind: z.enum(decisionKinds), bank: z.string(), serial: z.string(), reference: z.string().nullable(), reason: z.string(), status: z.enum(decisionStatuses),
  askedBy: z.string(), askedAt: Instant, settledBy: z.string().nullable(), settledAt: Instant.nullable(), voucher: z.string().nullable(), returnedOn: DateText.nullable(),
}).meta({ id: 'ReceiptDecision' });
export const DecisionPage = pageOf(DecisionView, 'ReceiptDecisionPage');

export function importSummary({ importId, bank, sha256, lines, totalFen, importedBy, importedAt }: BankImport): z.infer<typeof Import> {
  return { importId, bank, sha256, lines, total: formatYuan(BigInt(totalFen)), importedBy, importedAt };
}
export function importView(found: ReadImport, known: boolean): z.infer<typeof ImportView> {
  return { ...importSummary(found), known, workflowId: `bankimport/${found.importId}`, repeated: found.repeated, byStatus: found.byStatus, overpaid: found.over };
}
export function receiptView({ bank, serial, importId, line, kind, reference, fen, on, payer, reverses, status, toReference, overFen, reasons }: StoredReceipt): z.infer<typeof ReceiptView> {
  return {
    bank, serial, importId, line, kind, reference, amount: formatYuan(BigInt(fen)), valueDate: on, payer, reverses, status, paymentReference: toReference, overpaid: formatYuan(BigInt(overFen)),
    reasons: reasons.map(({ code, zh, en }) => ({ code, text: { zh, en } })),
  };
}
export function decisionView({ decisionId, kind, bank, serial, toReference, reason, status, askedBy, askedAt, settledBy, settledAt, voucher, returnedOn }: ReceiptDecision): z.infer<typeof DecisionView> {
  return { decisionId, kind, bank, serial, reference: toReference, reason, status, askedBy, askedAt, settledBy, settledAt, voucher, returnedOn };
}
