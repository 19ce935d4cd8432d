export * from './payment-reference.ts';
export * from './receipt.ts';
export { readReceiptRow, type ReceiptFields } from './receipt-row.ts';
export type { ReceiptEncoding } from './receipt-text.ts';
export { readReceiptFile, readReceipts } from './receipt-file.ts';
