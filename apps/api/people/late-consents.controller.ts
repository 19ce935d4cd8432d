import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { giveLateConsent, readLateConsents } from '#commands/people';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { onceApart } from '../http/once.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { orderAnswer } from './order-answer.ts';
import { listPage, MADE, OrderQuery } from './order-page.ts';
import { LateConsentBody, LateConsentList, LateConsentView } from './order-schemas.ts';

/** Consent to what is entered after its time, by the own sign-in of whoever gives it. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('api/late-consents')
export class LateConsentsController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'Consents to late entries of the own offices, and whether an entry rests on each; the newest first' })
  @ApiOkResponse({ standardSchema: LateConsentList })
  public list(@Who() { actor }: SignedIn, @Query({ schema: OrderQuery }) query: z.infer<typeof OrderQuery>): Promise<z.infer<typeof LateConsentList>> {
    return this.door.as(actor, (m) => listPage(query, { sort: 'lateConsents', parts: MADE, read: (sought) => readLateConsents(m, sought), keyOf: (row) => [row.givenAt, row.consentId] }));
  }

  @Post()
  @Command()
  @ApiOperation({ summary: 'Consent in writing to an opening, a step or a service that is entered after the limit: by the role that the procedure names' })
  @ApiCreatedResponse({ standardSchema: LateConsentView })
  public give(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: LateConsentBody }) body: z.infer<typeof LateConsentBody>): Promise<z.infer<typeof LateConsentView>> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => orderAnswer(await giveLateConsent(this.door.deps, actor, body)));
  }
}
