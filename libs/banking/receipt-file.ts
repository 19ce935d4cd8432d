/**
 * A bank's receipt file, read as it comes, whatever its size:
 *
 *     汇总,2,300.00
 *     流水号,缴款码,金额,入账日期,付款人
 *     N-1,61072501250000001273,100.00,2025-03-07,张三
 *     N-2,61072501250000001273,200.00,2025-03-08,张三
 *
 * The first line says how many lines follow and the sum of their amounts, those of reversals (类型, 原流水号) counted like
 * those of receipts; the second names the columns, in Chinese or English, in any order. A file with any fault is refused
 * whole: one that the bank got wrong in one place is not to be trusted in another, and the bank sends it again.
 */
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { formatYuan, type Fen } from '#law';
import { MOST_PROBLEMS, ReceiptFileRefused, type BankReceipt, type ReceiptColumn, type ReceiptProblem } from './receipt.ts';
import { amountIn, readReceiptRow, type ReceiptFields } from './receipt-row.ts';
import { encodingOf, NotOfEncoding, textOf, type Bytes, type ReceiptEncoding } from './receipt-text.ts';

const COLUMN_NAMES: Readonly<Record<string, ReceiptColumn>> = {
  流水号: 'serial', serial: 'serial', 类型: 'kind', kind: 'kind', 缴款码: 'reference', reference: 'reference', 金额: 'amount', amount: 'amount',
  入账日期: 'valueDate', valueDate: 'valueDate', 付款人: 'payer', payer: 'payer', 原流水号: 'reverses', reverses: 'reverses',
};
const NEEDED: readonly ReceiptColumn[] = ['serial', 'reference', 'amount', 'valueDate', 'payer'];
/** No line of the format is near this long; an unclosed quote would otherwise swallow the rest of the file. */
const LONGEST_LINE = 2_000;

/**
 * Receipts in the order of the file. `open` gives its bytes, and is asked twice where the encoding is not told. Throws
 * `ReceiptFileRefused`, at the latest after the last line: use nothing of what came before.
 */
export async function* readReceiptFile(open: () => Bytes, { encoding }: { encoding?: ReceiptEncoding } = {}): AsyncGenerator<BankReceipt> {
  const reading = new FileReading();
  const parser = parse({ info: true, relax_column_count: true, max_record_size: LONGEST_LINE });
  const failed = pipeline(reading.behindFirstLine(textOf(open(), encoding ?? await encodingOf(open()))), parser).then(() => null, (error: unknown) => error);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const receipt = reading.take(info.lines + 1, record);
      if (receipt !== null) yield receipt;
    }
  } catch (error) {
    reading.problem(problemOf(error, reading.line));
  } finally {
    parser.destroy();
    await failed;
  }
  reading.finish();
}

/** Everything of a file at once. Throws `ReceiptFileRefused`. */
export async function readReceipts(bytes: Uint8Array, options: { encoding?: ReceiptEncoding } = {}): Promise<BankReceipt[]> {
  const receipts: BankReceipt[] = [];
  for await (const receipt of readReceiptFile(() => [bytes], options)) receipts.push(receipt);
  return receipts;
}

/** What has been read so far, and what was wrong with it. */
class FileReading {
  line = 0;
  private readonly problems: ReceiptProblem[] = [];
  private readonly lineOf = new Map<string, number>();
  private announced: { count: number; fen: Fen } | null = null;
  private columns: (ReceiptColumn | null)[] | null = null;
  private count = 0;
  /** Null once a line could not be read: then the sum says nothing. */
  private fen: Fen | null = 0n;
  private lastCharacter = '\n';

  /**
   * Takes the first line and hands on the rest. The first line has fields of its own, and the reader of CSV expects of each
   * line as many as the first had: it makes an error with its stack for every other one, which took most of its time.
   */
  async* behindFirstLine(text: AsyncIterable<string>): AsyncGenerator<string> {
    let first: string | null = '';
    for await (const piece of text) {
      this.lastCharacter = piece.at(-1) ?? this.lastCharacter;
      if (first === null) {
        yield piece;
        continue;
      }
      first += piece;
      // A sign of return at the very end may be half of a line break.
      const [line, end] = /^[^\r\n]*(\r\n|\n|\r(?!$))/.exec(first) ?? [];
      if (line === undefined || end === undefined) {
        if (first.length > 2 * LONGEST_LINE) break;
        continue;
      }
      this.header(line);
      yield first.slice(line.length);
      first = null;
    }
    if (first !== null && first !== '') this.header(first);
  }

  private header(line: string): void {
    const [record = []] = parseAtOnce(line, { relax_column_count: true, max_record_size: LONGEST_LINE });
    this.take(1, record);
  }

  problem(problem: ReceiptProblem): void {
    this.problems.push(problem);
    if (this.problems.length >= MOST_PROBLEMS) throw new ReceiptFileRefused(this.problems);
  }

  take(line: number, record: readonly string[]): BankReceipt | null {
    this.line = line;
    if (this.announced === null) this.announced = this.headerIn(line, record);
    else if (this.columns === null) this.columns = this.columnsIn(line, record);
    else return this.row(line, record, this.columns);
    return null;
  }

  private headerIn(line: number, record: readonly string[]): { count: number; fen: Fen } {
    const [mark = '', count = '', total = ''] = record.map((field) => field.trim());
    const told = (zh: string, en: string): void => { this.problem({ line, column: null, rule: 'header', zh, en }); };
    if (record.length !== 3 || (mark !== '汇总' && mark !== 'total') || !/^(0|[1-9]\d{0,8})$/.test(count)) {
      told('首行应为：汇总,笔数,总金额', 'the first line is: total,COUNT,AMOUNT');
      throw new ReceiptFileRefused(this.problems);
    }
    const fen = /^0(\.00?)?$/.test(total) ? 0n : amountIn(total, told);
    if (fen === null) throw new ReceiptFileRefused(this.problems);
    return { count: Number(count), fen };
  }

  private columnsIn(line: number, record: readonly string[]): (ReceiptColumn | null)[] {
    const names = record.map((field) => COLUMN_NAMES[field.trim()] ?? null);
    const told = (zh: string, en: string): void => { this.problem({ line, column: null, rule: 'columns', zh, en }); };
    record.forEach((field, index) => {
      const name = names[index];
      if (name == null) told(`不认识的列${JSON.stringify(field.slice(0, 40))}`, `there is no column ${JSON.stringify(field.slice(0, 40))}`);
      else if (names.indexOf(name) !== index) told(`列${JSON.stringify(field)}重复`, `the column ${name} stands twice`);
    });
    for (const name of NEEDED) if (!names.includes(name)) told(`缺少列${zhOf(name)}`, `the column ${name} is missing`);
    if (this.problems.length > 0) throw new ReceiptFileRefused(this.problems);
    return names;
  }

  private row(line: number, record: readonly string[], columns: readonly (ReceiptColumn | null)[]): BankReceipt | null {
    this.count += 1;
    if (record.length !== columns.length) {
      this.fen = null;
      this.problem({ line, column: null, rule: 'fields', zh: `应有${columns.length}个字段，实有${record.length}个`, en: `${columns.length} fields are needed, there are ${record.length}` });
      return null;
    }
    const fields: ReceiptFields = {};
    columns.forEach((column, index) => { if (column !== null) fields[column] = record[index] ?? ''; });
    const read = readReceiptRow(line, fields);
    if ('problems' in read) {
      this.fen = null;
      for (const problem of read.problems) this.problem(problem);
      return null;
    }
    const { receipt } = read;
    if (this.fen !== null) this.fen += receipt.fen;
    const first = this.lineOf.get(receipt.serial);
    if (first !== undefined) {
      this.problem({ line, column: 'serial', rule: 'repeatedSerial', zh: `流水号${receipt.serial}已在第${first}行出现`, en: `the serial ${receipt.serial} stands in line ${first} already` });
      return null;
    }
    this.lineOf.set(receipt.serial, line);
    return receipt;
  }

  /** Throws `ReceiptFileRefused` when the whole cannot be taken. */
  finish(): void {
    const { line, announced, count, fen } = this;
    const broken = this.problems.some(({ rule }) => rule === 'encoding' || rule === 'csv' || rule === 'tooLong' || rule === 'truncated');
    if (!broken && this.lastCharacter !== '\n' && this.lastCharacter !== '\r') this.problem({ line, column: null, rule: 'truncated', zh: '末行不完整（缺少换行）', en: 'the last line does not end' });
    if (!broken && announced === null) this.problem({ line: 1, column: null, rule: 'header', zh: '文件为空', en: 'the file is empty' });
    else if (!broken && this.columns === null) this.problem({ line: 2, column: null, rule: 'columns', zh: '缺少列名行', en: 'the line with the names of the columns is missing' });
    if (!broken && announced !== null && announced.count !== count) this.problem({ line: 1, column: null, rule: 'count', zh: `首行记${announced.count}笔，实有${count}笔`, en: `line 1 announces ${announced.count} lines, there are ${count}` });
    if (!broken && announced !== null && fen !== null && announced.fen !== fen) this.problem({ line: 1, column: null, rule: 'total', zh: `首行记总金额${formatYuan(announced.fen)}元，各行合计${formatYuan(fen)}元`, en: `line 1 announces ${formatYuan(announced.fen)} yuan, the lines come to ${formatYuan(fen)}` });
    if (this.problems.length > 0) throw new ReceiptFileRefused(this.problems);
  }
}

function zhOf(column: ReceiptColumn): string {
  return Object.entries(COLUMN_NAMES).find(([, code]) => code === column)?.[0] ?? column;
}

/** What the reader of CSV or of bytes throws, in our words. Anything else is thrown on. */
function problemOf(error: unknown, last: number): ReceiptProblem {
  if (error instanceof NotOfEncoding) return { line: last + 1, column: null, rule: 'encoding', zh: `自此行起的字节不是${error.encoding}编码`, en: `from about this line on the bytes are not ${error.encoding}` };
  if (!(error instanceof CsvError)) throw error;
  const line = typeof error['lines'] === 'number' ? error['lines'] + (last === 0 ? 0 : 1) : last + 1;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return { line, column: null, rule: 'truncated', zh: '引号未闭合，文件不完整', en: 'a quotation mark is not closed: the file is cut off' };
  if (error.code === 'CSV_MAX_RECORD_SIZE') return { line, column: null, rule: 'tooLong', zh: `该行超过${LONGEST_LINE}个字符`, en: `the line is longer than ${LONGEST_LINE} characters` };
  return { line, column: null, rule: 'csv', zh: '不是有效的CSV', en: `it is no CSV: ${error.message}` };
}
