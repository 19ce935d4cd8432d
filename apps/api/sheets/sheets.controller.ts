import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { readPaperReference, type ScanType } from '#documents';
import type { CaseFile } from '#store/files';
import { CommandAnswer } from '../cases/command-bodies.ts';
import { blocked } from '../cases/command-answer.ts';
import { sendCommand } from '../cases/send-command.ts';
import { refusedFile } from '../cases/file-problem.ts';
import { seeCase } from '../cases/seen-case.ts';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { CaseId, PaperId } from '../http/schemas.ts';
import { notFound, wrongField } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { readCodeAside } from './code-reader.ts';
import { sealPage } from './seal-page.ts';
import { AskSealBody, ScanBody, SealPage, SealQuery, SheetPlace, UseSealBody } from './sheet-schemas.ts';

type Answer = z.infer<typeof CommandAnswer>;
const READ_HERE: ReadonlySet<string> = new Set<ScanType>(['image/png', 'image/jpeg']);
/** More than any scan of a sheet that is read in memory; a larger one is filed by the code that its scanner read. */
const MOST_BYTES = 30_000_000;
const ReferenceText = z.string().max(200);

/** Signed sheets that come back by scan, and the register of the seals. */
@ApiTags('cases: sheets and seals')
@ApiBearerAuth()
@Controller('api')
export class SheetsController {
  public constructor(private readonly door: Door) {}

  @Get('scans/:reference')
  @ApiOperation({ summary: 'Where a sheet belongs, by what its QR code says' })
  @ApiOkResponse({ standardSchema: SheetPlace })
  public place(@Who() { actor }: SignedIn, @Param('reference', { schema: ReferenceText }) reference: string): Promise<z.infer<typeof SheetPlace>> {
    const paperId = readPaperReference(reference);
    if (paperId === null) throw notFound();
    return this.door.as(actor, async (m) => {
      const caseId = paperId.split('.')[0] ?? '';
      const book = await this.door.lawOf(m, caseId);
      const { head, state } = await seeCase(m, caseId, book);
      const paper = state.papers.find((one) => one.paperId === paperId);
      if (paper === undefined) throw notFound();
      const title = book.find(state.pack)?.pack.papers.find((one) => one.code === paper.paper)?.title ?? { zh: paper.paper, en: paper.paper };
      return { caseId: state.caseId, caseNumber: head.caseNumber, paperId, paper: paper.paper, title, number: paper.number, issuedOn: paper.issuedOn, voided: paper.voided, originalOn: paper.original?.on ?? null };
    });
  }

  @Post('cases/:id/scans')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'File a scanned sheet as the original of its paper, which its QR code names', description: 'The scan is a complete file of the case (POST files, PATCH, complete). The code is read from PNG and JPEG here; for other types send `reference`.' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public async scan(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: ScanBody }) { reference, ...body }: z.infer<typeof ScanBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const read = await this.codeOn(who, id, body.fileId);
    if (read === null && reference === undefined) {
      throw wrongField('reference', 'unreadable', '未能从扫描件中读出二维码，请在reference中填写扫码或者手工录入的内容。', 'No code of ours could be read from the scan: send in `reference` what a scanner reads, or type it.');
    }
    if (read !== null && reference !== undefined && readPaperReference(reference) !== readPaperReference(read)) {
      throw blocked([{
        code: 'sheetOfOtherPaper', field: 'reference', article: { zh: '本系统规则：签名的原件是什么，就登记什么', en: 'Anjuan: the signed sheet is entered as it is' },
        message: { zh: '扫描件上的二维码属于另一份文书', en: 'the code on the scan is that of another paper' },
      }]);
    }
    return sendCommand(this.door, who, headers, id, { type: 'fileOriginal', ...body, reference: read ?? reference ?? '' }, reply);
  }

  @Post('cases/:id/papers/:paperId/seal-requests')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Ask the keeper for the seal on an issued paper' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public askSeal(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('paperId', { schema: PaperId }) paperId: string, @Body({ schema: AskSealBody }) body: z.infer<typeof AskSealBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'askSeal', paperId, ...body }, reply);
  }

  @Post('cases/:id/papers/:paperId/seals')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Use the seal, by its keeper, on the very bytes that lie before him' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public useSeal(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('paperId', { schema: PaperId }) paperId: string, @Body({ schema: UseSealBody }) body: z.infer<typeof UseSealBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'useSeal', paperId, ...body }, reply);
  }

  @Get('seals')
  @ApiOperation({ summary: 'The register of use of the seals: paper, hash, applicant, keeper, days; newest first' })
  @ApiOkResponse({ standardSchema: SealPage })
  public seals(@Who() { actor }: SignedIn, @Query({ schema: SealQuery }) query: z.infer<typeof SealQuery>): Promise<z.infer<typeof SealPage>> {
    return this.door.as(actor, async (m) => sealPage(m, await this.door.law(m), query));
  }

  /** Our code on a scan of the case; null where the service cannot read one. */
  private async codeOn({ actor }: SignedIn, caseId: string, fileId: string): Promise<string | null> {
    const run = <T>(work: Parameters<typeof this.door.as<T>>[1]): Promise<T> => this.door.as(actor, work);
    const file: CaseFile = await this.door.files.status(run, fileId).catch(refusedFile);
    if (file.caseId !== caseId) throw notFound();
    if (file.status !== 'complete' || !READ_HERE.has(file.mediaType) || file.bytes > MOST_BYTES) return null;
    const opened = await this.door.files.open(run, fileId).catch(refusedFile);
    const parts: Buffer[] = [];
    for await (const part of opened.stream) parts.push(part as Buffer);
    const text = await readCodeAside(Buffer.concat(parts), file.mediaType as ScanType);
    return text !== null && readPaperReference(text) !== null ? text : null;
  }
}
