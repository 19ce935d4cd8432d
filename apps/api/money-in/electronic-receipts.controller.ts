import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { SignedInActor } from '#access';
import { electronicReceiptPaper, showElectronicReceipt } from '#commands';
import { electronicReceiptsGiven, electronicReceiptsOfCase, readHead, tieElectronicReceipts, type ElectronicReceipt } from '#store';
import { seeCase } from '../cases/seen-case.ts';
import { noteReading } from '../people/reading.ts';
import { Door } from '../door.module.ts';
import { answeredAsFile } from '../exports/answered-as-file.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { CaseId } from '../http/schemas.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { OnlyFor, Public, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { CaseReceipts, caseReceiptView, GivenExportQuery, GivenPage, GivenQuery, givenReceiptView, ReceiptNumber, receiptsTable, ShownQuery, ShownView, shownView, TieView, tieView } from './electronic-receipt-schemas.ts';

/** So many rows in one file: what does not fit is refused whole, never cut. */
const MOST_ROWS = 50_000;

/** The register of electronic receipts for finance. */
@ApiTags('money in')
@ApiBearerAuth()
@OnlyFor('finance')
@Controller('api/electronic-receipts')
export class ElectronicReceiptsController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'Electronic receipts that the own office has given, in the order of their numbers' })
  @ApiOkResponse({ standardSchema: GivenPage })
  public async list(@Who() { actor }: SignedIn, @Query({ schema: GivenQuery }) { cursor, limit, ...wanted }: z.infer<typeof GivenQuery>): Promise<z.infer<typeof GivenPage>> {
    const place = readCursor(cursor, 'electronicReceipts', [ReceiptNumber]);
    const rows = await this.given(actor, wanted, place === null ? null : String(place[0]), limit + 1);
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(givenReceiptView), next: rows.length > limit && last !== undefined ? cursorOf('electronicReceipts', [last.number]) : null };
  }

  @Get('export')
  @ApiOperation({ summary: 'The same as a file', description: `At most ${MOST_ROWS} rows: choose days with fewer.` })
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  public async file(@Who() { actor }: SignedIn, @Query({ schema: GivenExportQuery }) { format, ...wanted }: z.infer<typeof GivenExportQuery>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const rows = await this.given(actor, wanted, null, MOST_ROWS + 1);
    if (rows.length > MOST_ROWS) throw new Problem('tooLarge', { zh: `超过${MOST_ROWS}行，请缩小日期范围。`, en: `More than ${MOST_ROWS} rows: choose fewer days.` });
    return answeredAsFile(reply, 'electronic-receipts', format, receiptsTable(rows));
  }

  @Get('tie')
  @ApiOperation({ summary: 'Whether the receipts given are those of the payments booked: by count, by sum, and without a missing number' })
  @ApiOkResponse({ standardSchema: TieView })
  public async tie(@Who() { actor }: SignedIn): Promise<z.infer<typeof TieView>> {
    return tieView(await this.door.as(actor, (m) => tieElectronicReceipts(m, actor.countyId, [actor.officeId])));
  }

  private given(actor: SignedInActor, { from, to, kind }: Pick<z.infer<typeof GivenQuery>, 'from' | 'to' | 'kind'>, after: string | null, limit: number): Promise<ElectronicReceipt[]> {
    return this.door.as(actor, (m) => electronicReceiptsGiven(m, [actor.officeId], { from: from ?? null, to: to ?? null, kind: kind ?? null, after, limit }));
  }
}

/** Electronic receipts for what was paid in a case. */
@ApiTags('cases')
@ApiBearerAuth()
@Controller('api/cases/:id/electronic-receipts')
export class CaseReceiptsController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'Electronic receipts of the case, in the order of their numbers' })
  @ApiOkResponse({ standardSchema: CaseReceipts })
  public list(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string): Promise<z.infer<typeof CaseReceipts>> {
    return this.door.as(actor, async (m) => {
      if (await readHead(m, id) === null) throw notFound();
      await noteReading(m, this.door, actor, id, 'money');
      return { items: (await electronicReceiptsOfCase(m, id)).map(caseReceiptView) };
    });
  }

  @Get(':number')
  @ApiOperation({ summary: 'An electronic receipt (PDF/A); it shows the party, so the look is logged' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The receipt', content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  public async one(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('number', { schema: ReceiptNumber }) number: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, sha256, mediaType } = await this.door.as(actor, async (m) => {
      await noteReading(m, this.door, actor, id, 'money');
      const receipt = (await electronicReceiptsOfCase(m, id)).find((one) => one.number === number);
      if (receipt === undefined) throw notFound();
      const book = await this.door.lawOf(m, id);
      const { head, state } = await seeCase(m, id, book);
      return electronicReceiptPaper(this.door.deps, m, { head, state, pack: book.pack(state.pack).pack }, receipt);
    });
    await reply.header('content-disposition', `inline; filename="${number}.pdf"`).header('etag', `"${sha256}"`).type(mediaType).send(Buffer.from(bytes));
  }
}

/** For anybody to whom a receipt is shown: whether it is one of ours and still good. */
@Public()
@ApiTags('party: the own door')
@Controller('api/electronic-receipts/:number/shown')
export class ShownReceiptsController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'A receipt that somebody shows: whether it is genuine and stands, by its number and check code; it names nobody', description: '20 tries a minute from one address.' })
  @ApiOkResponse({ standardSchema: ShownView })
  public async shown(@Req() request: FastifyRequest, @Param('number', { schema: ReceiptNumber }) number: string, @Query({ schema: ShownQuery }) { check }: z.infer<typeof ShownQuery>): Promise<z.infer<typeof ShownView>> {
    const found = await showElectronicReceipt(this.door.deps, { number, check, address: request.ip });
    if (found === 'tooMany') throw new Problem('tooManyRequests', { zh: '查验过于频繁，请一分钟后再试。', en: 'Too many tries: wait a minute.' }, { headers: { 'retry-after': '60' } });
    if (found === null) throw new Problem('notFound', { zh: '没有此号码和校验码的电子缴款凭证，请核对。', en: 'There is no electronic receipt of this number and check code: compare them with the receipt.' });
    return shownView(number, found);
  }
}
