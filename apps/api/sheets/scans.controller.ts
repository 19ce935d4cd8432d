import { createHash } from 'node:crypto';
import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { closedBlocker } from '#cases/act-rules';
import { mayComeBack } from '#cases/sheets/originals';
import { executeCommand, type CommandRequest } from '#commands';
import { paperReference, readPaperReference, type ScanType } from '#documents';
import { blocked, commandAnswer } from '../cases/command-answer.ts';
import { refusedFile } from '../cases/file-problem.ts';
import { seeCase } from '../cases/seen-case.ts';
import { Door } from '../door.module.ts';
import { DateText } from '../http/schemas.ts';
import { notFound, Problem, wrongField } from '../problems/problem.ts';
import { asContributor } from '../people/reading.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { readCodeAside } from './code-reader.ts';
import { SheetPlace } from './sheet-schemas.ts';

/** More than any scan of a sheet. */
const MOST_BYTES = 30_000_000;
const ScanQuery = z.strictObject({
  reference: z.string().max(200).optional().describe('What the QR code says, for a PDF or a code that cannot be read; of PNG and JPEG the service reads it from the scan, and both must agree.'),
  signed: z.literal('asAsked').optional().describe('The sheet bears every signature that the paper asks for, as asked: it is filed as the original at once. Without it, or where somebody refused, file it by `next`.'),
  on: DateText.optional().describe('The day on which it was signed; today where left out.'),
});
const Sign = z.strictObject({ who: z.string(), how: z.string() });
const ScanFiled = SheetPlace.extend({
  fileId: z.uuid(), sha256: z.string(), signs: z.array(Sign).describe('Who signs this paper, and how.'),
  filed: z.boolean().describe('It is the original from now on.'), next: z.string().nullable().describe('Where to file it as the original, with who signed and who refused; null once it is.'),
}).meta({ id: 'ScanFiled' });
type Filed = z.infer<typeof ScanFiled>;

const KINDS: readonly { mediaType: ScanType | 'application/pdf'; head: Buffer }[] = [
  { mediaType: 'image/png', head: Buffer.from([0x89, 0x50, 0x4e, 0x47]) }, { mediaType: 'image/jpeg', head: Buffer.from([0xff, 0xd8, 0xff]) }, { mediaType: 'application/pdf', head: Buffer.from('%PDF') },
];

/** The scanner of the office: a sheet finds its case and its paper by its code. */
@ApiTags('cases: sheets and seals')
@ApiBearerAuth()
@Controller('api/scans')
export class ScansController {
  public constructor(private readonly door: Door) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a scanned sheet: its QR code names the case and the paper; the same scan again is no error', description: 'The bytes of a PNG, JPEG or PDF as they are. The paper of a closing may come back to its closed case.' })
  @ApiConsumes('application/offset+octet-stream')
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ standardSchema: ScanFiled })
  public async receive(@Who() { actor, arrivedAt }: SignedIn, @Query({ schema: ScanQuery }) query: z.infer<typeof ScanQuery>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Filed> {
    if (request.headers['content-type'] !== 'application/offset+octet-stream') throw new Problem('unsupportedMediaType', { zh: '请以application/offset+octet-stream发送。', en: 'Send application/offset+octet-stream.' });
    const bytes = await readBody(request.body as AsyncIterable<Uint8Array>);
    const kind = KINDS.find(({ head }) => bytes.subarray(0, head.length).equals(head));
    if (kind === undefined) throw new Problem('unsupportedMediaType', { zh: '扫描件应为PNG、JPEG或者PDF。', en: 'A scan is a PNG, a JPEG or a PDF.' });
    const paperId = await paperOn(bytes, kind.mediaType, query.reference);
    const caseId = paperId.split('.')[0] ?? '';
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { state, handlersOnly, place } = await this.place(actor, caseId, paperId);
    // Nothing is uploaded to a closed case but the paper of its closing.
    if (state.closed !== null && !mayComeBack(state, paperId)) throw blocked([closedBlocker(state.closed.on)]);
    const fileId = state.files.find((one) => one.sha256 === sha256)?.fileId ?? await this.keep(actor, { caseId, officeId: state.officeId, mediaType: kind.mediaType, handlersOnly }, bytes, sha256);
    const send = async (command: CommandRequest['command'], step: string): Promise<void> => {
      // The same scan of the same sheet is the same command, whoever's key it bears.
      const key = createHash('sha256').update(`${paperId} ${sha256} ${step} ${query.on ?? ''}`).digest('hex');
      commandAnswer(await executeCommand(this.door.deps, { actor, route: 'POST /api/scans', idempotencyKey: key, bodyHash: key, receivedAt: arrivedAt, caseId, command }), reply);
    };
    if (!state.files.some((one) => one.fileId === fileId)) await send({ type: 'attachFile', file: { fileId, sha256, bytes: bytes.length, mediaType: kind.mediaType, purpose: 'signed-sheet' }, sheetOf: paperId }, `attach ${fileId}`);
    const already = state.papers.find((one) => one.paperId === paperId)?.original?.fileId === fileId;
    if (query.signed !== undefined && !already) {
      const signatures = place.signs.map(({ who, how }) => ({ who, how, notedBy: [] })) as Extract<CommandRequest['command'], { type: 'fileOriginal' }>['signatures'];
      await send({ type: 'fileOriginal', fileId, reference: place.reference, signatures, ...(query.on === undefined ? {} : { on: query.on }) }, `file ${fileId}`);
    }
    const { place: after } = await this.place(actor, caseId, paperId);
    const { reference: _reference, ...shown } = after;
    const filed = query.signed !== undefined || already;
    return { ...shown, fileId, sha256, filed, next: filed ? null : `/api/cases/${caseId}/scans` };
  }

  private place(actor: SignedInActor, caseId: string, paperId: string): Promise<{ state: Awaited<ReturnType<typeof seeCase>>['state']; handlersOnly: boolean; place: Omit<Filed, 'fileId' | 'sha256' | 'filed' | 'next'> & { reference: string } }> {
    return this.door.as(actor, async (m) => {
      const book = await this.door.law(m);
      const { head, state } = await seeCase(m, caseId, book);
      const paper = state.papers.find((one) => one.paperId === paperId);
      if (paper === undefined) throw notFound();
      const definition = book.find(state.pack)?.pack.papers.find((one) => one.code === paper.paper);
      return {
        state, handlersOnly: book.find(state.pack)?.pack.sealedFiles === true,
        place: {
          caseId, caseNumber: head.caseNumber, paperId, paper: paper.paper, title: definition?.title ?? { zh: paper.paper, en: paper.paper }, number: paper.number, issuedOn: paper.issuedOn, voided: paper.voided,
          originalOn: paper.original?.on ?? null, signs: (definition?.signs ?? []).map(({ who, how }) => ({ who, how })), reference: paperReference(paperId),
        },
      };
    });
  }

  /** The bytes as an upload of the case, complete and not yet entered. */
  private async keep(actor: SignedInActor, { caseId, officeId, mediaType, handlersOnly }: { caseId: string; officeId: string; mediaType: string; handlersOnly: boolean }, bytes: Buffer, sha256: string): Promise<string> {
    const run = <T>(work: Parameters<typeof this.door.as<T>>[1]): Promise<T> => asContributor(this.door, actor, caseId, work);
    const { files } = this.door;
    const { fileId } = await files.begin(run, { caseId, officeId, personRef: undefined, purpose: 'signed-sheet', mediaType, bytes: bytes.length, handlersOnly }).catch(refusedFile);
    await files.writePart(run, fileId, 0, one(bytes)).catch(refusedFile);
    await files.complete(run, fileId, sha256).catch(refusedFile);
    return fileId;
  }
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > MOST_BYTES) throw new Problem('tooLarge', { zh: `扫描件超过${MOST_BYTES}字节。`, en: `The scan has more than ${MOST_BYTES} bytes.` });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** The paper that the code on the sheet names. */
async function paperOn(bytes: Buffer, mediaType: ScanType | 'application/pdf', given: string | undefined): Promise<string> {
  const text = mediaType === 'application/pdf' ? null : await readCodeAside(bytes, mediaType);
  const read = text === null ? null : readPaperReference(text);
  const typed = given === undefined ? null : readPaperReference(given);
  if (given !== undefined && typed === null) throw wrongField('reference', 'reference', '这不是本系统文书上的二维码内容。', 'This is not what the QR code of one of our papers says.');
  if (read !== null && typed !== null && read !== typed) {
    throw blocked([{
      code: 'sheetOfOtherPaper', field: 'reference', article: { zh: '本系统规则：签名的原件是什么，就登记什么', en: 'Anjuan: the signed sheet is entered as it is' },
      message: { zh: '扫描件上的二维码属于另一份文书', en: 'the code on the scan is that of another paper' },
    }]);
  }
  const paperId = read ?? typed;
  if (paperId === null) throw wrongField('reference', 'unreadable', '未能从扫描件中读出二维码，请在reference中填写扫码或者手工录入的内容。', 'No code of ours could be read from the scan: send in `reference` what a scanner reads, or type it.');
  return paperId;
}
