import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeText, formatYuan, legalDate } from '#law';
import { ReceiptFileRefused, type BankReceipt, type ReceiptProblem } from './receipt.ts';
import { readReceiptFile, readReceipts } from './receipt-file.ts';

const COLUMNS = '流水号,缴款码,金额,入账日期,付款人';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (rows: readonly string[], { count = rows.length, total = '0.00', columns = COLUMNS, end = '\n' }: { count?: number; total?: string; columns?: string; end?: string } = {}): Uint8Array => utf8([`汇总,${count},${total}`, columns, ...rows].join('\n') + end);

async function refusal(bytes: Uint8Array, options: Parameters<typeof readReceipts>[1] = {}): Promise<readonly ReceiptProblem[]> {
  const outcome = await readReceipts(bytes, options).catch((error: unknown) => error);
  if (!(outcome instanceof ReceiptFileRefused)) throw new Error(`Not refused: ${String(outcome)}`);
  return outcome.problems;
}
const rules = async (bytes: Uint8Array, options: Parameters<typeof readReceipts>[1] = {}): Promise<[number, string | null, string][]> => (await refusal(bytes, options)).map(({ line, column, rule }) => [line, column, rule]);

const quoted = (payer: string): string => `"${payer.replaceAll('"', '""')}"`;
/** The bytes in pieces, cut anywhere. */
const pieces = (bytes: Uint8Array, size: number): Uint8Array[] => Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));

describe('a receipt file', () => {
  const text = '汇总,2,300.50\r\n流水号,缴款码,金额,入账日期,付款人\r\nN-1,61072501250000001273,100.5,2025-03-07,张三\r\nN-2, 6107 2501 2500 0000 1273 ,200,20250308,"欧阳,㐀"\r\n';
  const receipts: BankReceipt[] = [
    { line: 3, kind: 'receipt', serial: 'N-1', reference: '61072501250000001273', fen: 10050n, on: legalDate('2025-03-07'), payer: '张三', reverses: null },
    { line: 4, kind: 'receipt', serial: 'N-2', reference: '6107 2501 2500 0000 1273', fen: 20000n, on: legalDate('2025-03-08'), payer: '欧阳,㐀', reverses: null },
  ];

  it('is read in UTF-8, with a byte order mark, in GB18030 and in GBK, told or not', async () => {
    expect(await readReceipts(utf8(text))).toEqual(receipts);
    expect(await readReceipts(utf8(`\uFEFF${text}`))).toEqual(receipts);
    expect(await readReceipts(encodeText(text, 'gb18030'))).toEqual(receipts);
    expect(await readReceipts(encodeText(text, 'gb18030'), { encoding: 'gb18030' })).toEqual(receipts);
    const inGbk = text.replace('㐀', '娜');
    expect((await readReceipts(encodeText(inGbk, 'gbk'), { encoding: 'gbk' })).map(({ payer }) => payer)).toEqual(['张三', '欧阳,娜']);
    expect((await readReceipts(encodeText(inGbk, 'gbk'))).map(({ payer }) => payer)).toEqual(['张三', '欧阳,娜']);
  });

  it('has its columns in any order, in English too, and knows reversals', async () => {
    expect(await readReceipts(utf8('total,1,5.00\nkind,reverses,payer,valueDate,amount,reference,serial\nreversal,N-1,Bank,2025-03-09,5.00,,N-9\n'))).toEqual([{ line: 3, kind: 'reversal', serial: 'N-9', reference: '', fen: 500n, on: '2025-03-09', payer: 'Bank', reverses: 'N-1' }]);
  });

  it('without a receipt is read as none', async () => {
    expect(await readReceipts(file([]))).toEqual([]);
  });

  it('is refused whole for each bad field, with line, column and rule', async () => {
    const good = 'N-1,R,1.00,2025-03-07,张三';
    expect(await rules(file([
      good, 'N-2,R,1.005,2025-03-07,张三', 'N-3,R,-1.00,2025-03-07,张三', 'N-4,R,92233720368547758.08,2025-03-07,张三', 'N-5,R,0.00,2025-03-07,张三', 'N-6,R,"1,000.00",2025-03-07,张三',
      'N-7,R,1.00,2025-02-30,张三', ',R,1.00,2025-03-07,', 'N-8,R,1e3,2025-03-07,张三\u202E', 'N-1,R,2.00,2025-03-07,李四', 'N-9,R,1.00',
    ]))).toEqual([
      [4, 'amount', 'amount'], [5, 'amount', 'amount'], [6, 'amount', 'amount'], [7, 'amount', 'amount'], [8, 'amount', 'amount'], [9, 'valueDate', 'valueDate'], [10, 'serial', 'serial'], [10, 'payer', 'payer'],
      [11, 'amount', 'amount'], [11, 'payer', 'payer'], [12, 'serial', 'repeatedSerial'], [13, null, 'fields'],
    ]);
    expect(await rules(utf8('total,2,2.00\nserial,kind,reference,amount,valueDate,payer,reverses\nA,refund,R,1.00,2025-03-07,x,\nB,reversal,R,1.00,2025-03-07,x,B\n'))).toEqual([[3, 'kind', 'kind'], [4, 'reverses', 'reverses']]);
    expect(await rules(utf8('total,1,2.00\nserial,reference,amount,valueDate,payer,reverses\nA,R,2.00,2025-03-07,x,B\n'))).toEqual([[3, 'reverses', 'reverses']]);
  });

  it('is refused whole for a wrong count or total, unknown, missing or repeated columns, and no header', async () => {
    const rows = ['N-1,R,1.00,2025-03-07,张三'];
    expect(await rules(file(rows, { count: 2, total: '1.01' }))).toEqual([[1, null, 'count'], [1, null, 'total']]);
    expect(await rules(file(rows, { total: '1.00', columns: '流水号,缴款码,金额,入账日期,余额' }))).toEqual([[2, null, 'columns'], [2, null, 'columns']]);
    expect(await rules(file(rows, { total: '1.00', columns: '流水号,缴款码,金额,金额,付款人' }))).toEqual([[2, null, 'columns'], [2, null, 'columns']]);
    expect(await rules(utf8(`${COLUMNS}\n${rows.join('\n')}\n`))).toEqual([[1, null, 'header']]);
    expect(await rules(utf8('汇总,1,1.005\n'))).toEqual([[1, null, 'header']]);
    expect(await rules(utf8('汇总,0,0.00\n'))).toEqual([[2, null, 'columns']]);
    expect(await rules(new Uint8Array())).toEqual([[1, null, 'header']]);
  });

  it('is refused for bytes of another encoding, an open quotation mark, and an endless line', async () => {
    expect(await rules(encodeText(text, 'gb18030'), { encoding: 'utf-8' })).toEqual([[1, null, 'encoding']]);
    expect(await rules(Uint8Array.of(0x31, 0xff, 0xff, 0x0a))).toEqual([[1, null, 'encoding']]);
    expect((await rules(file(['N-1,R,1.00,2025-03-07,"张三'], { total: '1.00' }))).map(([, , rule]) => rule)).toEqual(['truncated']);
    expect((await rules(file([`N-1,R,1.00,2025-03-07,${'张'.repeat(5000)}`], { total: '1.00' }))).map(([, , rule]) => rule)).toEqual(['tooLong']);
    expect((await rules(file(['N-1,R,1.00,2025-03-07,a"b'], { total: '1.00' }))).map(([, , rule]) => rule)).toEqual(['csv']);
  });

  it('stops at a hundred problems', async () => {
    expect(await refusal(file(Array.from({ length: 500 }, (_, n) => `N-${n},R,x,2025-03-07,张三`)))).toHaveLength(100);
  });

  const receipt = fc.record({ fen: fc.bigInt({ min: 1n, max: 10n ** 12n }), payer: fc.constantFrom('张三', '欧阳㐀', '某某有限公司', 'A "B", C', '李\u00B7四'), on: fc.constantFrom('2025-03-07', '2024-02-29') });
  const written = fc.array(receipt, { maxLength: 20 }).map((all) => {
    const lines = [`汇总,${all.length},${formatYuan(all.reduce((sum, { fen }) => sum + fen, 0n))}`, COLUMNS, ...all.map(({ fen, payer, on }, n) => `N-${n},R,${formatYuan(fen)},${on},${quoted(payer)}`)];
    return { all, text: `${lines.join('\n')}\n` };
  });
  it('says the same however its bytes are cut into pieces, in each encoding', async () => {
    await fc.assert(fc.asyncProperty(written, fc.integer({ min: 1, max: 50 }), fc.constantFrom('utf-8' as const, 'gb18030' as const), async ({ all, text: content }, size, encoding) => {
      const bytes = encoding === 'utf-8' ? utf8(content) : encodeText(content, encoding);
      const read: BankReceipt[] = [];
      for await (const one of readReceiptFile(() => pieces(bytes, size))) read.push(one);
      expect(read.map(({ fen, payer, on }) => ({ fen, payer, on }))).toEqual(all);
    }));
  });

  it('cut off anywhere is refused', async () => {
    await fc.assert(fc.asyncProperty(written, fc.nat(), fc.constantFrom('utf-8' as const, 'gb18030' as const), async ({ text: content }, at, encoding) => {
      const bytes = encoding === 'utf-8' ? utf8(content) : encodeText(content, encoding);
      expect((await refusal(bytes.subarray(0, at % bytes.length), { encoding })).length).toBeGreaterThan(0);
    }));
  });

  it('with a line repeated, left out or changed in its amount is refused', async () => {
    await fc.assert(fc.asyncProperty(written.filter(({ all }) => all.length > 0), fc.nat(), fc.constantFrom('repeat', 'leave out', 'change'), async ({ all, text: content }, at, how) => {
      const lines = content.trimEnd().split('\n');
      const n = 2 + (at % all.length);
      const line = lines[n]!;
      if (how === 'repeat') lines.splice(n, 0, line);
      else if (how === 'leave out') lines.splice(n, 1);
      else lines[n] = line.replace(/,R,\d/, (start) => `,R,${(Number(start.at(-1)) % 9) + 1}`);
      expect((await refusal(utf8(`${lines.join('\n')}\n`))).length).toBeGreaterThan(0);
    }));
  });
});
