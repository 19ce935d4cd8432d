import { createHash } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { ReceiptFileRefused, readReceiptFile, readReceiptRow, type BankReceipt, type ReceiptFields, type ReceiptProblem } from '#banking';
import { importReceipts, readImport, readImports, readOpenReceipts, readReceiptsOf, retryImport, type ReceiptImport } from '#commands';
import type { LegalInstant } from '#law/dates';
import { canonicalJson } from '#store';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { onceApart } from '../http/once.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { answerOf } from './answer.ts';
import { FileQuery, ImportBody, ImportId, ImportPage, importSummary, ImportView, importView, ListQuery, OpenQuery, ReceiptPage, ReceiptView, receiptView, RowsQuery } from './money-in-schemas.ts';

/** A file of the bank has at most so many bytes: some half a million receipts. */
const MOST_BYTES = 50_000_000;
type View = z.infer<typeof ImportView>;
type Receipts = { items: z.infer<typeof ReceiptView>[]; next: string | null };

/** Money as the bank reports it: whole files or nothing, each receipt once, and what became of every line. */
@ApiTags('money in')
@ApiBearerAuth()
@OnlyFor('finance')
@Controller('api')
export class BankImportsController {
  public constructor(private readonly door: Door) {}

  @Post('bank-imports')
  @Command()
  @ApiOperation({ summary: "Bring in the bank's receipts as JSON; the same content again changes nothing" })
  @ApiCreatedResponse({ standardSchema: ImportView })
  public bring(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: ImportBody }) { bank, receipts }: z.infer<typeof ImportBody>): Promise<View> {
    const sha256 = createHash('sha256').update(canonicalJson(receipts)).digest('hex');
    return onceApart((work) => this.door.as(actor, work), actor, headers, () => this.imported(actor, { bank, sha256, receipts: rowsIn(receipts) }));
  }

  @Post('bank-imports/file')
  @ApiOperation({ summary: "Bring in the bank's file, whole or not at all; the same file again changes nothing", description: 'The bytes of the file as they are. Every fault is answered with line, column and rule.' })
  @ApiConsumes('application/offset+octet-stream')
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ standardSchema: ImportView })
  public async bringFile(@Who() { actor }: SignedIn, @Query({ schema: FileQuery }) { bank, encoding }: z.infer<typeof FileQuery>, @Req() request: FastifyRequest): Promise<View> {
    if (request.headers['content-type'] !== 'application/offset+octet-stream') throw new Problem('unsupportedMediaType', { zh: '请以application/offset+octet-stream发送。', en: 'Send application/offset+octet-stream.' });
    const bytes = await bytesOf(request);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return this.imported(actor, { bank, sha256, receipts: readReceiptFile(() => [bytes], encoding === undefined ? {} : { encoding }) });
  }

  @Get('bank-imports')
  @ApiOperation({ summary: 'Imports of the own office, the newest first' })
  @ApiOkResponse({ standardSchema: ImportPage })
  public async list(@Who() { actor }: SignedIn, @Query({ schema: ListQuery }) { cursor, limit }: z.infer<typeof ListQuery>): Promise<z.infer<typeof ImportPage>> {
    const place = readCursor(cursor, 'bankImports', [z.iso.datetime(), z.uuid()]);
    const rows = await this.door.as(actor, (m) => readImports(m, { before: place === null ? null : [String(place[0]) as LegalInstant, String(place[1])], limit: limit + 1 }));
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(importSummary), next: rows.length > limit && last !== undefined ? cursorOf('bankImports', [last.importedAt, last.importId]) : null };
  }

  @Get('bank-imports/:importId')
  @ApiOperation({ summary: 'An import and how far it has come' })
  @ApiOkResponse({ standardSchema: ImportView })
  public async one(@Who() { actor }: SignedIn, @Param('importId', { schema: ImportId }) importId: string): Promise<View> {
    const found = await this.door.as(actor, (m) => readImport(m, importId));
    if (found === null) throw notFound();
    return importView(found, true);
  }

  @Get('bank-imports/:importId/rows')
  @ApiOperation({ summary: 'The lines of an import, each with what became of it and why' })
  @ApiOkResponse({ standardSchema: ReceiptPage })
  public async rows(@Who() { actor }: SignedIn, @Param('importId', { schema: ImportId }) importId: string, @Query({ schema: RowsQuery }) { status, cursor, limit }: z.infer<typeof RowsQuery>): Promise<Receipts> {
    const place = readCursor(cursor, 'bankRows', [z.number().int()]);
    const rows = await this.door.as(actor, async (m) => {
      if (await readImport(m, importId) === null) throw notFound();
      return readReceiptsOf(m, importId, { after: place === null ? 0 : Number(place[0]), status: status ?? null, limit: limit + 1 });
    });
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(receiptView), next: rows.length > limit && last !== undefined ? cursorOf('bankRows', [last.line]) : null };
  }

  @Post('bank-imports/:importId/retry')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Try again the lines that failed' })
  @ApiOkResponse({ standardSchema: ImportView })
  public retry(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('importId', { schema: ImportId }) importId: string): Promise<View> {
    return onceApart((work) => this.door.as(actor, work), actor, headers, async () => importView(answerOf(await retryImport(this.door.deps, actor, importId)), true));
  }

  @Get('bank-receipts')
  @ApiOperation({ summary: 'Money in suspense that waits for people, the oldest value date first' })
  @ApiOkResponse({ standardSchema: ReceiptPage })
  public async open(@Who() { actor }: SignedIn, @Query({ schema: OpenQuery }) { status, cursor, limit }: z.infer<typeof OpenQuery>): Promise<Receipts> {
    const place = readCursor(cursor, 'openReceipts', [z.iso.date(), z.string(), z.string()]);
    const rows = await this.door.as(actor, (m) => readOpenReceipts(m, status, { after: place === null ? null : [String(place[0]), String(place[1]), String(place[2])], limit: limit + 1 }));
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(receiptView), next: rows.length > limit && last !== undefined ? cursorOf('openReceipts', [last.on, last.bank, last.serial]) : null };
  }

  private async imported(actor: SignedInActor, given: ReceiptImport): Promise<View> {
    const answer = answerOf(await importReceipts(this.door.deps, actor, given));
    return importView(answer, answer.known);
  }
}

/** The receipts of a JSON body under the rules of a file. Throws `ReceiptFileRefused` after the last. */
function* rowsIn(receipts: z.infer<typeof ImportBody>['receipts']): Generator<BankReceipt> {
  const problems: ReceiptProblem[] = [];
  const seen = new Set<string>();
  for (const [index, fields] of receipts.entries()) {
    const read = readReceiptRow(index + 1, fields as ReceiptFields);
    if ('problems' in read) {
      problems.push(...read.problems);
    } else if (seen.has(read.receipt.serial)) {
      problems.push({ line: index + 1, column: 'serial', rule: 'repeatedSerial', zh: `流水号${read.receipt.serial}重复`, en: `the serial ${read.receipt.serial} stands twice` });
    } else {
      seen.add(read.receipt.serial);
      yield read.receipt;
    }
  }
  if (problems.length > 0) throw new ReceiptFileRefused(problems);
}

async function bytesOf(request: FastifyRequest): Promise<Buffer> {
  const tooLarge = (): Problem => new Problem('tooLarge', { zh: `文件超过${MOST_BYTES}字节。`, en: `The file has more than ${MOST_BYTES} bytes.` });
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body as AsyncIterable<Uint8Array>) {
    parts.push(part);
    size += part.length;
    if (size > MOST_BYTES) throw tooLarge();
  }
  return Buffer.concat(parts);
}
