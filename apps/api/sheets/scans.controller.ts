import { createHash } from 'node:crypto';
import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { closedBlocker } from '#cases/act-rules';
import { mayComeBack } from '#cases/sheets/originals';
import { executeCommand, type CommandRequest } from '#commands';
import { paperReference, readPaperReference } from '#documents';
import { blocked, commandAnswer } from '../cases/command-answer.ts';
import { refusedFile } from '../cases/file-problem.ts';
import { seeCase } from '../cases/seen-case.ts';
import { Door } from '../door.module.ts';
import { DateText } from '../http/schemas.ts';
import { notFound, Problem, wrongField } from '../problems/problem.ts';
import { asContributor } from '../people/reading.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { readCodeAside } from './code-reader.ts';
import { readSheet, unreadable, type SheetType } from './scan-body.ts';
import { SheetPlace } from './sheet-schemas.ts';

const ScanQuery = z.strictObject({
  reference: z.string().max(200).optional().describe('What the QR code says, for a PDF, a scan of more than 8,000,000 bytes, or a code that cannot be read: it is looked at before anything is sent; of PNG and JPEG the service reads it from the scan, and both must agree.'),
  signed: z.literal('asAsked').optional().describe('The sheet bears every signature that the paper asks for, as asked: it is filed as the original at once. Without it, or where somebody refused, file it by `next`.'),
  on: DateText.optional().describe('The day on which it was signed; today where left out.'),
});
const Sign = z.strictObject({ who: z.string(), how: z.string() });
const ScanFiled = SheetPlace.extend({
  fileId: z.uuid(), sha256: z.string(), signs: z.array(Sign).describe('Who signs this paper, and how.'),
  filed: z.boolean().describe('It is the original from now on.'), next: z.string().nullable().describe('Where to file it as the original, with who signed and who refused; null once it is.'),
}).meta({ id: 'ScanFiled' });
type Filed = z.infer<typeof ScanFiled>;

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
    const named = typed(query.reference);
    // Who may not file this sheet sends nothing more of it.
    if (named !== null) await this.placeFor(actor, named);
    const { bytes, mediaType } = await readSheet(request, named !== null);
    const paperId = await paperOn(bytes, mediaType, named);
    const caseId = paperId.split('.')[0] ?? '';
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { state, handlersOnly, place } = await this.placeFor(actor, paperId);
    const fileId = state.files.find((one) => one.sha256 === sha256)?.fileId ?? await this.keep(actor, { caseId, officeId: state.officeId, mediaType, handlersOnly }, bytes, sha256);
    const send = async (command: CommandRequest['command'], step: string): Promise<void> => {
      // The same scan of the same sheet is the same command, whoever's key it bears.
      const key = createHash('sha256').update(`${paperId} ${sha256} ${step} ${query.on ?? ''}`).digest('hex');
      commandAnswer(await executeCommand(this.door.deps, { actor, route: 'POST /api/scans', idempotencyKey: key, bodyHash: key, receivedAt: arrivedAt, caseId, command }), reply);
    };
    if (!state.files.some((one) => one.fileId === fileId)) await send({ type: 'attachFile', file: { fileId, sha256, bytes: bytes.length, mediaType, purpose: 'signed-sheet' }, sheetOf: paperId }, `attach ${fileId}`);
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

  /** The place of a sheet for somebody who may file it there. Throws `notFound`, and `blocked` for a file that is only read here and for a closed case. */
  private async placeFor(actor: SignedInActor, paperId: string): ReturnType<ScansController['place']> {
    const caseId = paperId.split('.')[0] ?? '';
    const found = await this.place(actor, caseId, paperId);
    await asContributor(this.door, actor, caseId, () => Promise.resolve());
    // Nothing is uploaded to a closed case but the paper of its closing.
    if (found.state.closed !== null && !mayComeBack(found.state, paperId)) throw blocked([closedBlocker(found.state.closed.on)]);
    return found;
  }

  private place(actor: SignedInActor, caseId: string, paperId: string): Promise<{ state: Awaited<ReturnType<typeof seeCase>>['state']; handlersOnly: boolean; place: Omit<Filed, 'fileId' | 'sha256' | 'filed' | 'next'> & { reference: string } }> {
    return this.door.as(actor, async (m) => {
      const book = await this.door.lawOf(m, caseId);
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

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** The paper that the sender names; null where none is named. Throws `validation` for what no code of ours says. */
function typed(given: string | undefined): string | null {
  const paperId = given === undefined ? null : readPaperReference(given);
  if (given !== undefined && paperId === null) throw wrongField('reference', 'reference', '这不是本系统文书上的二维码内容。', 'This is not what the QR code of one of our papers says.');
  return paperId;
}

/** The paper that the code on the sheet names, and the sender, if he names one. */
async function paperOn(bytes: Buffer, mediaType: SheetType, named: string | null): Promise<string> {
  const text = mediaType === 'application/pdf' ? null : await readCodeAside(bytes, mediaType);
  const read = text === null ? null : readPaperReference(text);
  if (read !== null && named !== null && read !== named) {
    throw blocked([{
      code: 'sheetOfOtherPaper', field: 'reference', article: { zh: '本系统规则：签名的原件是什么，就登记什么', en: 'Anjuan: the signed sheet is entered as it is' },
      message: { zh: '扫描件上的二维码属于另一份文书', en: 'the code on the scan is that of another paper' },
    }]);
  }
  const paperId = read ?? named;
  if (paperId === null) throw unreadable();
  return paperId;
}
