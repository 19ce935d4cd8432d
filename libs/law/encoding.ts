/**
 * GBK and GB18030 for bank files. A lossy encoder writes "?" for a character that it lacks, and a name is paid wrongly;
 * here a loss is refused.
 */
import iconv from 'iconv-lite';
import { LawInputError } from './errors.ts';

export type BankEncoding = 'gbk' | 'gb18030';

/**
 * Characters whose bytes differ between the editions of GB 18030 (2000, 2005, 2022): until the bank has named its
 * edition, two programs may read two characters from the same bytes.
 */
const VARIANT = /[\u1E3F\u9FB4-\u9FBB\uE78D-\uE796\uE7C7\uE81E\uE826\uE82B\uE82C\uE832\uE843\uE854\uE864\uFE10-\uFE19]/u;
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

export interface Encodability {
  /** Lower-case hexadecimal; null where the text cannot be represented. */
  gbkHex: string | null;
  gb18030Hex: string | null;
  outcome: 'export-gbk-or-gb18030' | 'export-gb18030-only' | 'refuse-until-variant-agreed' | 'refuse';
}

/** In which encodings a text survives. */
export function encodability(text: string): Encodability {
  const gbkHex = bytesOf(text, 'gbk')?.toString('hex') ?? null;
  const gb18030Hex = bytesOf(text, 'gb18030')?.toString('hex') ?? null;
  if (gb18030Hex === null) return { gbkHex, gb18030Hex, outcome: 'refuse' };
  if (VARIANT.test(text)) return { gbkHex, gb18030Hex, outcome: 'refuse-until-variant-agreed' };
  return { gbkHex, gb18030Hex, outcome: gbkHex === null ? 'export-gb18030-only' : 'export-gbk-or-gb18030' };
}

/**
 * The bytes of a text. Throws `LawInputError` naming the first character that would be lost or whose bytes depend on
 * an edition not agreed; `editionAgreed` accepts the latter, in the mapping of iconv-lite (before 2022).
 */
export function encodeText(text: string, encoding: BankEncoding, options: { editionAgreed?: boolean } = {}): Uint8Array {
  const bytes = bytesOf(text, encoding);
  if (bytes !== null && (options.editionAgreed === true || !VARIANT.test(text))) return bytes;
  for (const character of text) {
    if (bytesOf(character, encoding) !== null && (options.editionAgreed === true || !VARIANT.test(character))) continue;
    const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    throw new LawInputError(`The character ${code} cannot be written in ${encoding} without loss.`, `字符${code}无法以${encoding}编码无损写出。`);
  }
  throw new LawInputError(`The text cannot be written in ${encoding} without loss.`, `文本无法以${encoding}编码无损写出。`);
}

/** The text of bytes; throws `LawInputError` when the bytes are not of the encoding. */
export function decodeText(bytes: Uint8Array, encoding: BankEncoding): string {
  const text = iconv.decode(Buffer.from(bytes), encoding);
  if (text.includes('\uFFFD')) throw new LawInputError(`The bytes are not ${encoding}.`, `字节内容不是${encoding}编码。`);
  return text;
}

/** The bytes, if they read back to the same text. The euro sign is not of GBK: only Microsoft's cp936 has it, in one byte. */
function bytesOf(text: string, encoding: BankEncoding): Buffer | null {
  if (LONE_SURROGATE.test(text) || (encoding === 'gbk' && text.includes('€'))) return null;
  const bytes = iconv.encode(text, encoding);
  return iconv.decode(bytes, encoding) === text ? bytes : null;
}
