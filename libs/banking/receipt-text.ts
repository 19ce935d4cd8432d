/** The text of a bank file from its bytes, as they come: UTF-8 with or without a mark, GBK, GB18030. A byte that is not of the encoding is refused, never guessed. */
import iconv from 'iconv-lite';

export type ReceiptEncoding = 'utf-8' | 'gbk' | 'gb18030';
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Bytes that are not of the encoding. */
export class NotOfEncoding extends Error {
  override readonly name = 'NotOfEncoding';
  constructor(readonly encoding: ReceiptEncoding) {
    super(`The bytes are not ${encoding}.`);
  }
}

interface Decoder { write: (bytes: Uint8Array) => string; end: () => string }

function decoderOf(encoding: ReceiptEncoding): Decoder {
  if (encoding === 'utf-8') {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding);
  return { write: (bytes) => decoder.write(Buffer.from(bytes)), end: () => decoder.end() ?? '' };
}

/** The text, piece by piece. Throws `NotOfEncoding`. */
export async function* textOf(bytes: Bytes, encoding: ReceiptEncoding): AsyncGenerator<string> {
  const decoder = decoderOf(encoding);
  const checked = (read: () => string): string => {
    let text: string;
    try {
      text = read();
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new NotOfEncoding(encoding);
      throw error;
    }
    if (text.includes('\uFFFD')) throw new NotOfEncoding(encoding);
    return text;
  };
  for await (const piece of bytes) yield checked(() => decoder.write(piece));
  yield checked(() => decoder.end());
}

/** Of a file whose bank did not say: UTF-8 where every byte is of it, otherwise GB18030, which holds GBK. */
export async function encodingOf(bytes: Bytes): Promise<ReceiptEncoding> {
  const text = textOf(bytes, 'utf-8');
  try {
    for (;;) if ((await text.next()).done === true) return 'utf-8';
  } catch (error) {
    if (error instanceof NotOfEncoding) return 'gb18030';
    throw error;
  }
}
