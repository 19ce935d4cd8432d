import type { FastifyRequest } from 'fastify';
import type { ScanType } from '#documents';
import { Problem, wrongField } from '../problems/problem.ts';

/** More than any scan of a sheet; and of one that does not say in its address to which paper it belongs. */
export const MOST_BYTES = 30_000_000;
export const MOST_WITHOUT_REFERENCE = 8_000_000;

export type SheetType = ScanType | 'application/pdf';
const KINDS: readonly { mediaType: SheetType; head: Buffer }[] = [
  { mediaType: 'image/png', head: Buffer.from([0x89, 0x50, 0x4e, 0x47]) }, { mediaType: 'image/jpeg', head: Buffer.from([0xff, 0xd8, 0xff]) }, { mediaType: 'application/pdf', head: Buffer.from('%PDF') },
];
const longestHead = 4;

/**
 * The bytes of a scanned sheet and their kind. Whatever can be refused is refused as soon as it shows: a length that is
 * announced, the first bytes, a PDF that needs a reference. Throws the problems `tooLarge`, `unsupportedMediaType`, `validation`.
 */
export async function readSheet(request: FastifyRequest, named: boolean): Promise<{ bytes: Buffer; mediaType: SheetType }> {
  const limit = named ? MOST_BYTES : MOST_WITHOUT_REFERENCE;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit, named);
  const parts: Uint8Array[] = [];
  let size = 0;
  let mediaType: SheetType | undefined;
  for await (const part of request.body as AsyncIterable<Uint8Array>) {
    parts.push(part);
    size += part.length;
    if (size > limit) throw tooLarge(limit, named);
    if (mediaType === undefined && size >= longestHead) mediaType = kindOf(Buffer.concat(parts), named);
  }
  const bytes = Buffer.concat(parts);
  return { bytes, mediaType: mediaType ?? kindOf(bytes, named) };
}

function kindOf(bytes: Buffer, named: boolean): SheetType {
  const kind = KINDS.find(({ head }) => bytes.subarray(0, head.length).equals(head))?.mediaType;
  if (kind === undefined) throw new Problem('unsupportedMediaType', { zh: '扫描件应为PNG、JPEG或者PDF。', en: 'A scan is a PNG, a JPEG or a PDF.' });
  if (kind === 'application/pdf' && !named) throw unreadable();
  return kind;
}

/** No code was read, and none was given. */
export function unreadable(): Problem {
  return wrongField('reference', 'unreadable', '未能从扫描件中读出二维码，请在reference中填写扫码或者手工录入的内容。', 'No code of ours could be read from the scan: send in `reference` what a scanner reads, or type it.');
}

function tooLarge(limit: number, named: boolean): Problem {
  return new Problem('tooLarge', named ? { zh: `扫描件超过${limit}字节。`, en: `The scan has more than ${limit} bytes.` }
    : { zh: `未注明reference的扫描件不得超过${limit}字节；请注明二维码内容后再发送。`, en: `A scan sent without \`reference\` has at most ${limit} bytes: name what its code says, then send it.` });
}
