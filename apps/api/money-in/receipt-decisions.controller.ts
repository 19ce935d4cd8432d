import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { approveDecision, askDecision, confirmReturn, readDecisions, rejectDecision, type MoneyInOutcome, type ReceiptDecision } from '#commands';
import type { LegalInstant } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { onceApart } from '../http/once.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { answerOf } from './answer.ts';
import { DecisionBody, DecisionId, DecisionPage, DecisionsQuery, DecisionView, decisionView, ReturnedBody } from './money-in-schemas.ts';

type View = z.infer<typeof DecisionView>;

/** What two of finance decide of a receipt: which debt it pays, that it was matched wrongly, that the treasury pays it back. */
@ApiTags('money in')
@ApiBearerAuth()
@OnlyFor('finance')
@Controller('api/receipt-decisions')
export class ReceiptDecisionsController {
  public constructor(private readonly door: Door) {}

  @Post()
  @Command()
  @ApiOperation({ summary: 'Ask that a receipt be matched, moved to another debt, or returned' })
  @ApiCreatedResponse({ standardSchema: DecisionView })
  public ask(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: DecisionBody }) body: z.infer<typeof DecisionBody>): Promise<View> {
    return this.decided(actor, headers, () => askDecision(this.door.deps, actor, { ...body, reference: body.kind === 'return' ? null : body.reference }));
  }

  @Get()
  @ApiOperation({ summary: 'Decisions that wait for a second person or for the treasury, or all, the oldest first' })
  @ApiOkResponse({ standardSchema: DecisionPage })
  public async list(@Who() { actor }: SignedIn, @Query({ schema: DecisionsQuery }) { which, cursor, limit }: z.infer<typeof DecisionsQuery>): Promise<z.infer<typeof DecisionPage>> {
    const place = readCursor(cursor, 'receiptDecisions', [z.iso.datetime(), z.uuid()]);
    const rows = await this.door.as(actor, (m) => readDecisions(m, { onlyOpen: which === 'open', after: place === null ? null : [String(place[0]) as LegalInstant, String(place[1])], limit: limit + 1 }));
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(decisionView), next: rows.length > limit && last !== undefined ? cursorOf('receiptDecisions', [last.askedAt, last.decisionId]) : null };
  }

  @Post(':decisionId/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve it, as a second person; what is matched or moved is then booked' })
  @ApiOkResponse({ standardSchema: DecisionView })
  public approve(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('decisionId', { schema: DecisionId }) id: string): Promise<View> {
    return this.decided(actor, headers, () => approveDecision(this.door.deps, actor, id));
  }

  @Post(':decisionId/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Turn it down, as a second person' })
  @ApiOkResponse({ standardSchema: DecisionView })
  public reject(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('decisionId', { schema: DecisionId }) id: string): Promise<View> {
    return this.decided(actor, headers, () => rejectDecision(this.door.deps, actor, id));
  }

  @Post(':decisionId/returned')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'The treasury has paid the money back: its voucher and the day' })
  @ApiOkResponse({ standardSchema: DecisionView })
  public returned(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('decisionId', { schema: DecisionId }) id: string, @Body({ schema: ReturnedBody }) body: z.infer<typeof ReturnedBody>): Promise<View> {
    return this.decided(actor, headers, () => confirmReturn(this.door.deps, actor, id, body));
  }

  private decided(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<MoneyInOutcome<ReceiptDecision>>): Promise<View> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => decisionView(answerOf(await work())));
  }
}
