import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Door } from '../door.module.ts';
import { answeredAsFile } from '../exports/answered-as-file.ts';
import { MEDIA_TYPES } from '../exports/table.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { DebtsExportQuery, debtsTable, EntriesExportQuery, entriesTable, MoneyExportQuery, moneyTable } from './county-exports.ts';
import { countyDebts, countyEntries, DebtPage, DebtsQuery, EntriesQuery, EntryPage } from './county-lists.ts';
import { countyMoney, CountyMoney, MoneyFiguresQuery } from './county-money.ts';

const FILE = { schema: { type: 'string', format: 'binary' } };

/** The county's view of cases, clocks and money by office and procedure: no target, no rate, no order by sums (State Council Order 281 art. 8). */
@ApiTags('overview')
@ApiBearerAuth()
@Controller('api/county')
export class CountyController {
  public constructor(private readonly door: Door) {}

  @Get('money')
  @ApiOperation({ summary: 'Open cases, clocks due, rungs of warning and sums of the ledger by office and procedure, in a fixed order; each figure with the address of its list', description: '`sort`, `rate` and `target` are refused with the article: offices are never ranked by sums collected.' })
  @ApiOkResponse({ standardSchema: CountyMoney })
  public money(@Who() { actor }: SignedIn, @Query({ schema: MoneyFiguresQuery }) query: z.infer<typeof MoneyFiguresQuery>): Promise<CountyMoney> {
    return this.door.as(actor, async (m) => countyMoney(m, query, await this.door.law(m)));
  }

  @Get('money/export')
  @ApiOperation({ summary: 'The same as a file, CSV or XLSX' })
  @ApiProduces(...Object.values(MEDIA_TYPES))
  @ApiOkResponse(FILE)
  public async moneyFile(@Who() { actor }: SignedIn, @Query({ schema: MoneyExportQuery }) query: z.infer<typeof MoneyExportQuery>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return answeredAsFile(reply, 'county-money', query.format, await this.door.as(actor, async (m) => moneyTable(m, query, await this.door.law(m))));
  }

  @Get('entries')
  @ApiOperation({ summary: 'The postings of the ledger behind a sum, in pages; their amounts add up to it' })
  @ApiOkResponse({ standardSchema: EntryPage })
  public entries(@Who() { actor }: SignedIn, @Query({ schema: EntriesQuery }) query: z.infer<typeof EntriesQuery>): Promise<z.infer<typeof EntryPage>> {
    return this.door.as(actor, (m) => countyEntries(m, query));
  }

  @Get('entries/export')
  @ApiOperation({ summary: 'The same as a file, CSV or XLSX' })
  @ApiProduces(...Object.values(MEDIA_TYPES))
  @ApiOkResponse(FILE)
  public async entriesFile(@Who() { actor }: SignedIn, @Query({ schema: EntriesExportQuery }) query: z.infer<typeof EntriesExportQuery>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return answeredAsFile(reply, `county-${query.figure}`, query.format, await this.door.as(actor, (m) => entriesTable(m, query)));
  }

  @Get('debts')
  @ApiOperation({ summary: 'Debts that are not paid, each reckoned as of today, in pages' })
  @ApiOkResponse({ standardSchema: DebtPage })
  public debts(@Who() { actor }: SignedIn, @Query({ schema: DebtsQuery }) query: z.infer<typeof DebtsQuery>): Promise<z.infer<typeof DebtPage>> {
    return this.door.as(actor, (m) => countyDebts(m, query, this.door));
  }

  @Get('debts/export')
  @ApiOperation({ summary: 'The same as a file, CSV or XLSX' })
  @ApiProduces(...Object.values(MEDIA_TYPES))
  @ApiOkResponse(FILE)
  public async debtsFile(@Who() { actor }: SignedIn, @Query({ schema: DebtsExportQuery }) query: z.infer<typeof DebtsExportQuery>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return answeredAsFile(reply, 'county-debts', query.format, await this.door.as(actor, (m) => debtsTable(m, query, this.door)));
  }
}
