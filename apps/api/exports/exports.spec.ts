import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { assert, array, property, string } from 'fast-check';
import { parse } from 'csv-parse/sync';
import { csvOf } from './csv.ts';
import type { Table } from './table.ts';
import { xlsxOf } from './xlsx.ts';

const table: Table = {
  name: '县级/总览', columns: [{ heading: '机关', kind: 'text' }, { heading: '件数', kind: 'number' }, { heading: '金额（元）', kind: 'yuan' }],
  rows: [['勉县"勉阳",街道', 3, '-12.50'], ['=HYPERLINK("x")', null, '900.00'], [' +86', 0, '=1+1'], ['＝1', 1, '90071992547409930.00']],
};

/** Names and contents of a ZIP archive, by its own directory of files. */
function unzipped(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(bytes.length - 6);
  for (let left = bytes.readUInt16LE(bytes.length - 12); left > 0; left -= 1) {
    const [packed, name, offset] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    const start = offset + 30 + bytes.readUInt16LE(offset + 26);
    files.set(bytes.subarray(at + 46, at + 46 + name).toString(), inflateRawSync(bytes.subarray(start, start + packed)).toString());
    at += 46 + name;
  }
  return files;
}

describe('a table as CSV', () => {
  it('keeps sums as numbers, quotes what must be quoted, and lets no text begin a formula', () => {
    const text = csvOf(table).toString('utf8');
    expect(text.startsWith('\uFEFF机关,件数,金额（元）\r\n')).toBe(true);
    expect(text.split('\r\n').slice(1)).toEqual(['"勉县""勉阳"",街道",3,-12.50', '"\'=HYPERLINK(""x"")",,900.00', "' +86,0,'=1+1", "'＝1,1,90071992547409930.00", '']);
  });

  it('gives back every text, whatever stands in it', () => {
    assert(property(array(string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 4 }), (texts) => {
      const read = parse(csvOf({ name: 'x', columns: texts.map(() => ({ heading: 'h', kind: 'text' as const })), rows: [texts] }), { bom: true, relax_column_count: true });
      expect(read[1]?.map((cell) => cell.replace(/^'(?=\s*[=+\-@＝＋－＠\t\r])/, ''))).toEqual(texts.map((one) => one.replace(/^'(?=\s*[=+\-@＝＋－＠\t\r])/, '')));
      expect(read[1]?.some((cell) => /^\s*[=+\-@＝＋－＠\t\r]/.test(cell))).toBe(false);
    }));
  });
});

describe('a table as XLSX', () => {
  it('holds texts as texts, sums as numbers as far as they are exact, and is the same file each time', () => {
    const files = unzipped(xlsxOf(table));
    expect([...files.keys()]).toEqual(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/worksheets/sheet1.xml']);
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<c r="A2" t="inlineStr"><is><t xml:space="preserve">勉县&quot;勉阳&quot;,街道</t></is></c><c r="B2"><v>3</v></c><c r="C2" s="1"><v>-12.50</v></c>');
    expect(sheet).toContain('<t xml:space="preserve">=HYPERLINK(&quot;x&quot;)</t>');
    expect(sheet).toContain('<c r="C4" t="inlineStr"><is><t xml:space="preserve">=1+1</t>');
    expect(sheet).toContain('<c r="C5" t="inlineStr"><is><t xml:space="preserve">90071992547409930.00</t>');
    expect(sheet).not.toContain('<f>');
    expect(files.get('xl/workbook.xml')).toContain('name="县级 总览"');
    expect(xlsxOf(table).equals(xlsxOf(table))).toBe(true);
  });

  it('names columns beyond Z, and leaves out what XML cannot hold', () => {
    const wide = unzipped(xlsxOf({ name: 'w', columns: Array.from({ length: 28 }, () => ({ heading: 'a\u0000b', kind: 'text' as const })), rows: [] })).get('xl/worksheets/sheet1.xml') ?? '';
    expect(wide).toContain('r="Z1"');
    expect(wide).toContain('r="AB1"');
    expect(wide).toContain('<t xml:space="preserve">ab</t>');
  });
});
