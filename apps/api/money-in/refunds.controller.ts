import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { askRefund, confirmRefund, readRefundables, readRefunds, refundPaid, refundReturned, rejectRefund, uncoveredRefunds, type MoneyInOutcome, type Refund } from '#commands';
import { parseYuan } from '#law';
import type { LegalInstant } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { onceApart } from '../http/once.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { answerOf } from './answer.ts';
import { PaidBody, RefundableView, refundableView, RefundablePage, RefundablesQuery, RefundBody, RefundId, RefundPage, RefundReturnedBody, RefundsQuery, RefundView, refundView } from './refund-schemas.ts';

type View = z.infer<typeof RefundView>;

/** Money that lies in suspense with a debt and goes back to the party, by two of finance and the treasury. */
@ApiTags('money in')
@ApiBearerAuth()
@OnlyFor('finance')
@Controller('api')
export class RefundsController {
  public constructor(private readonly door: Door) {}

  @Get('refundables')
  @ApiOperation({ summary: 'Debts with money that can go back, each with reason and article, by payment reference' })
  @ApiOkResponse({ standardSchema: RefundablePage })
  public async refundables(@Who() { actor }: SignedIn, @Query({ schema: RefundablesQuery }) { cursor, limit }: z.infer<typeof RefundablesQuery>): Promise<{ items: z.infer<typeof RefundableView>[]; next: string | null }> {
    const place = readCursor(cursor, 'refundables', [z.string()]);
    const { items, last } = await readRefundables(this.door.deps, actor, { after: place === null ? null : String(place[0]), limit });
    return { items: items.map(refundableView), next: last === null ? null : cursorOf('refundables', [last]) };
  }

  @Get('refunds')
  @ApiOperation({ summary: 'Refunds that wait for a second person or for the treasury, or all, the oldest first' })
  @ApiOkResponse({ standardSchema: RefundPage })
  public async list(@Who() { actor }: SignedIn, @Query({ schema: RefundsQuery }) { which, cursor, limit }: z.infer<typeof RefundsQuery>): Promise<z.infer<typeof RefundPage>> {
    const place = readCursor(cursor, 'refunds', [z.iso.datetime(), z.uuid()]);
    const rows = await this.door.as(actor, (m) => readRefunds(m, { onlyOpen: which === 'open', after: place === null ? null : [String(place[0]) as LegalInstant, String(place[1])], limit: limit + 1 }));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const uncovered = await uncoveredRefunds(this.door.deps, page);
    return { items: page.map((one) => refundView(one, uncovered.has(one.refundId))), next: rows.length > limit && last !== undefined ? cursorOf('refunds', [last.askedAt, last.refundId]) : null };
  }

  @Post('refunds')
  @Command()
  @ApiOperation({ summary: 'Ask that money in suspense with a debt go back' })
  @ApiCreatedResponse({ standardSchema: RefundView })
  public ask(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: RefundBody }) { amount, ...body }: z.infer<typeof RefundBody>): Promise<View> {
    return this.kept(actor, headers, () => askRefund(this.door.deps, actor, { ...body, fen: parseYuan(amount) }));
  }

  @Post('refunds/:refundId/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Confirm it, as a second person: the case judges whether so much is refundable, and orders it' })
  @ApiOkResponse({ standardSchema: RefundView })
  public approve(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('refundId', { schema: RefundId }) id: string): Promise<View> {
    return this.kept(actor, headers, () => confirmRefund(this.door.deps, actor, id));
  }

  @Post('refunds/:refundId/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Turn it down, as a second person' })
  @ApiOkResponse({ standardSchema: RefundView })
  public reject(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('refundId', { schema: RefundId }) id: string): Promise<View> {
    return this.kept(actor, headers, () => rejectRefund(this.door.deps, actor, id));
  }

  @Post('refunds/:refundId/paid')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'The treasury has paid: its voucher and its own day' })
  @ApiOkResponse({ standardSchema: RefundView })
  public paid(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('refundId', { schema: RefundId }) id: string, @Body({ schema: PaidBody }) body: z.infer<typeof PaidBody>): Promise<View> {
    return this.kept(actor, headers, () => refundPaid(this.door.deps, actor, id, body));
  }

  @Post('refunds/:refundId/returned')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'It did not reach the party: given up before it was paid, or come back; the money lies in suspense again' })
  @ApiOkResponse({ standardSchema: RefundView })
  public returned(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('refundId', { schema: RefundId }) id: string, @Body({ schema: RefundReturnedBody }) body: z.infer<typeof RefundReturnedBody>): Promise<View> {
    return this.kept(actor, headers, () => refundReturned(this.door.deps, actor, id, body));
  }

  private kept(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<MoneyInOutcome<Refund>>): Promise<View> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => refundView(answerOf(await work())));
  }
}
