import { Body, Controller, Delete, Get, Head, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { decide } from '#cases';
import { MACHINE, readHead, type CaseHead } from '#store';
import { acceptedMediaTypes, filesOf, findFile, mostUploads, type CaseFile, type CaseFiles, type InTransaction } from '#store/files';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { once } from '../http/once.ts';
import { CaseId, PartyId } from '../http/schemas.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { blocked } from './command-answer.ts';
import { sendCommand } from './send-command.ts';
import { CommandAnswer } from './command-bodies.ts';
import { refusedFile } from './file-problem.ts';
import { rangeOf } from './file-range.ts';
import { asHelper } from '../people/helping.ts';
import { asContributor, noteReading } from '../people/reading.ts';
import { sealedForHandlers } from './reveal.ts';
import { seeCase } from './seen-case.ts';

const FileId = z.uuid();
const BeginBody = z.strictObject({
  purpose: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/).describe('A word, never a name: evidence, service-photo, hearing-recording.'),
  mediaType: z.string().max(100).describe(Object.keys(acceptedMediaTypes).join(', ')), bytes: z.number().int().min(1),
  party: PartyId.optional().describe('The party that the file concerns: it is encrypted under the key of that person, else of the case.'),
}).meta({ id: 'BeginFile', examples: [{ purpose: 'service-photo', mediaType: 'image/jpeg', bytes: 482133, party: 'p1' }] });
const CompleteBody = z.strictObject({ sha256: z.string().regex(/^[0-9a-fA-F]{64}$/).describe('SHA-256 (hex) of the bytes as they were sent, always required; the file is refused and removed if others arrived.') }).meta({ id: 'CompleteFile', examples: [{ sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }] });
const FileView = z.strictObject({
  fileId: z.uuid(), purpose: z.string(), mediaType: z.string(), bytes: z.number().int(), received: z.number().int(), status: z.enum(['open', 'complete', 'removed']), sha256: z.string().nullable(),
  entered: z.boolean().describe('Whether an event has entered it into the case; until then only its uploader sees it.'),
}).meta({ id: 'File', examples: [{ fileId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', purpose: 'service-photo', mediaType: 'image/jpeg', bytes: 482133, received: 262144, status: 'open', sha256: null, entered: false }] });
type FileView = z.infer<typeof FileView>;
const FileList = z.strictObject({ items: z.array(FileView), withheld: z.number().int().describe('Files of the case that only its handlers and the county legal office see (`sealedFiles` of the procedure).') }).meta({ id: 'FileList' });

/** Photos, scans and recordings of a case, sent in parts that go on where a broken connection ended. */
@ApiTags('cases: files')
@ApiBearerAuth()
@Controller('api/cases/:id/files')
export class FilesController {
  private readonly files: CaseFiles;

  public constructor(private readonly door: Door) {
    this.files = door.files;
  }

  @Get()
  @ApiOperation({ summary: 'The files of the case, and your uploads that are not entered yet' })
  @ApiOkResponse({ standardSchema: FileList })
  public list(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string): Promise<z.infer<typeof FileList>> {
    return this.door.as(actor, async (m) => {
      const head = await readHead(m, id);
      if (head === null) throw notFound();
      await noteReading(m, this.door, actor, id, 'files');
      const items = (await filesOf(m, id)).map(viewOf);
      return { items, withheld: head.state.files.filter(({ fileId }) => !items.some((one) => one.fileId === fileId)).length };
    });
  }

  @Post()
  @Command()
  @ApiOperation({ summary: 'Announce a file; then send its bytes by PATCH to the answered address', description: `At most ${mostUploads} uploads of one person in one case wait to be entered; one that nobody goes on with for seven days is removed. A closed case takes none.` })
  @ApiCreatedResponse({ standardSchema: FileView, headers: { location: { schema: { type: 'string' } }, 'upload-offset': { schema: { type: 'integer' } } } })
  public async begin(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: BeginBody }) body: z.infer<typeof BeginBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<FileView> {
    const view = await asContributor(this.door, actor, id, async (m) => {
      const head = await this.openHead(m, id);
      if (body.party !== undefined && !head.state.parties.some(({ partyId }) => partyId === body.party)) throw notFound();
      return once(m, actor, headers, async () => viewOf(await this.files.begin((work) => work(m), {
        caseId: id, officeId: head.officeId, personRef: body.party, purpose: body.purpose, mediaType: body.mediaType, bytes: body.bytes, handlersOnly: (await this.door.lawOf(m, id)).pack(head.state.pack).pack.sealedFiles,
      })));
    }).catch(refusedFile);
    void reply.headers({ location: `/api/cases/${id}/files/${view.fileId}`, 'upload-offset': String(view.received) });
    return view;
  }

  @Head(':fileId')
  @ApiOperation({ summary: 'How many bytes have arrived: `Upload-Offset`' })
  @ApiOkResponse({ description: 'Upload-Offset, Upload-Length', headers: { 'upload-offset': { schema: { type: 'integer' } }, 'upload-length': { schema: { type: 'integer' } } } })
  public async status(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('fileId', { schema: FileId }) fileId: string, @Res() reply: FastifyReply): Promise<void> {
    const { received, bytes } = await this.file(actor, id, fileId);
    await reply.code(200).headers({ 'upload-offset': String(received), 'upload-length': String(bytes) }).send();
  }

  @Get(':fileId')
  @ApiOperation({ summary: 'The bytes of a complete file, whole or a range; it may show persons, so the look is logged' })
  @ApiHeader({ name: 'Range', required: false, description: 'bytes=FROM-TO', schema: { type: 'string' } })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  public async bytes(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('fileId', { schema: FileId }) fileId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.file(actor, id, fileId);
    const range = rangeOf(request.headers.range, file.bytes);
    const opened = await this.files.open(this.run(actor, id, fileId), fileId, range ?? {}).catch(refusedFile);
    await this.run(actor, id, fileId)(async (m) => {
      const head = await readHead(m, id);
      if (head === null) throw notFound();
      await this.door.deps.content.logReveal(m, { caseId: id, officeId: head.officeId, contentIds: head.state.parties.map(({ identity }) => identity.contentId), why: `file ${fileId}` });
    });
    const headers = {
      'content-length': String(opened.to - opened.from), 'accept-ranges': 'bytes', 'content-disposition': `attachment; filename="${fileId}"`, 'content-security-policy': 'sandbox', etag: `"${file.sha256 ?? ''}"`,
      ...(range === null ? {} : { 'content-range': `bytes ${opened.from}-${opened.to - 1}/${file.bytes}` }),
    };
    await reply.code(range === null ? 200 : 206).headers(headers).type(file.mediaType).send(opened.stream);
  }

  @Patch(':fileId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Send bytes from an offset on; after a broken connection ask HEAD and go on from there' })
  @ApiHeader({ name: 'Upload-Offset', required: true, schema: { type: 'integer' } })
  @ApiConsumes('application/offset+octet-stream')
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary' } })
  @ApiNoContentResponse({ description: '`Upload-Offset`: how many bytes are there now', headers: { 'upload-offset': { schema: { type: 'integer' } } } })
  public async send(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('fileId', { schema: FileId }) fileId: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (request.headers['content-type'] !== 'application/offset+octet-stream') throw new Problem('unsupportedMediaType', { zh: '请以application/offset+octet-stream发送。', en: 'Send application/offset+octet-stream.' });
    const offset = request.headers['upload-offset'];
    if (typeof offset !== 'string' || !/^\d{1,15}$/.test(offset)) {
      throw new Problem('headerInvalid', { zh: '缺少Upload-Offset请求头。', en: 'The header Upload-Offset is missing or wrong.' }, { errors: [{ field: 'Upload-Offset', rule: 'required', message: { zh: '应为已收到的字节数。', en: 'This must be the number of bytes that have arrived.' } }] });
    }
    await asContributor(this.door, actor, id, (m) => this.openHead(m, id));
    await this.file(actor, id, fileId);
    const written = await this.files.writePart(this.write(actor, id), fileId, Number(offset), request.body as AsyncIterable<Uint8Array>).catch(refusedFile);
    void reply.header('upload-offset', String(written.offset));
  }

  @Post(':fileId/complete')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Close the file: its bytes are read back and compared with the SHA-256 that you declare, and this goes on record' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public async complete(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('fileId', { schema: FileId }) fileId: string, @Body({ schema: CompleteBody }) { sha256 }: z.infer<typeof CompleteBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof CommandAnswer>> {
    const { actor } = who;
    // A repetition for a file that is entered answers as before, whatever became of the case.
    if ((await this.file(actor, id, fileId)).enteredSeq === null) await asContributor(this.door, actor, id, (m) => this.openHead(m, id));
    const file = await this.files.complete(this.write(actor, id), fileId, sha256).catch(refusedFile);
    const { bytes, mediaType, purpose } = file;
    return sendCommand(this.door, who, headers, id, { type: 'attachFile', file: { fileId, sha256: file.sha256, bytes, mediaType, purpose } }, reply);
  }

  @Delete(':fileId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give up an upload that no event has entered; again is no error' })
  @ApiNoContentResponse({ description: 'Its bytes are removed.' })
  public async giveUp(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('fileId', { schema: FileId }) fileId: string): Promise<void> {
    await this.file(actor, id, fileId);
    await this.files.giveUp(this.write(actor, id), fileId).catch(refusedFile);
  }

  /** The head of a case that still takes files. Throws `notFound`, or `blocked` with what the engine says against one. */
  private async openHead(m: EntityManager, id: string): Promise<CaseHead> {
    const head = await readHead(m, id);
    if (head === null) throw notFound();
    if (head.closedOn !== null) await this.refuseFile(m, id);
    return head;
  }

  private async refuseFile(m: EntityManager, id: string): Promise<void> {
    const book = await this.door.lawOf(m, id);
    const { state, at } = await seeCase(m, id, book);
    const wouldBe = { fileId: id, sha256: '0'.repeat(64), bytes: 1, mediaType: 'image/jpeg', purpose: 'evidence' };
    const actor = { personId: MACHINE, officeId: state.officeId, roles: [], kind: 'machine' as const };
    const decision = decide(state, { type: 'attachFile', file: wouldBe }, at, book, { actor, county: state.county, claims: {}, profile: this.door.deps.profile, caseId: id });
    if ('blockers' in decision) throw blocked(decision.blockers);
  }

  private write(actor: SignedInActor, caseId: string): InTransaction {
    return (work) => asContributor(this.door, actor, caseId, work);
  }

  /** Who helps sees the files that the request shows, and the own uploads. */
  private run(actor: SignedInActor, caseId: string, fileId: string): InTransaction {
    return (work) => asHelper(this.door, actor, caseId, async (shows, m) => shows.files.includes(fileId) || (await findFile(m, fileId))?.begunBy === actor.personId, work);
  }

  private async file(actor: SignedInActor, caseId: string, fileId: string): Promise<CaseFile> {
    const file = await this.files.status(this.run(actor, caseId, fileId), fileId).catch(async (error: unknown) => {
      if (await this.door.as(actor, async (m) => (await readHead(m, caseId))?.state.files.some((one) => one.fileId === fileId) === true)) throw sealedForHandlers();
      return refusedFile(error);
    });
    if (file.caseId !== caseId) throw notFound();
    return file;
  }
}

function viewOf({ fileId, purpose, mediaType, bytes, received, status, sha256, enteredSeq }: CaseFile): FileView {
  return { fileId, purpose, mediaType, bytes, received, status, sha256, entered: enteredSeq !== null };
}
