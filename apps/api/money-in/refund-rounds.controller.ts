import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { approveRefundRound, askRefundRound, readLeftOut, readRefundRound, readRefundRounds, readRefundsOf, refundPaid, rejectRefundRound, withdrawRefundRound, type MoneyInOutcome, type Refund, type RefundRound, type RefundStatus } from '#commands';
import type { LegalInstant } from '#law/dates';
import { Door } from '../door.module.ts';
import { answeredAsFile } from '../exports/answered-as-file.ts';
import { MEDIA_TYPES } from '../exports/table.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { onceApart } from '../http/once.ts';
import { notFound } from '../problems/problem.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { answerOf } from './answer.ts';
import { ApproveBody, LeftOutPage, leftOutView, LinesExportQuery, LinesQuery, linesTable, ListQuery, PaymentsBody, PaymentsView, RoundBody, RoundId, RoundPage, roundSummary, roundView, RoundView } from './refund-round-schemas.ts';
import { RefundPage, refundView } from './refund-schemas.ts';

/** A mass refund: many refunds that are asked for and decided together, each judged by its case and paid by itself. */
@ApiTags('money in')
@ApiBearerAuth()
@OnlyFor('finance')
@Controller('api/refund-rounds')
export class RefundRoundsController {
  public constructor(private readonly door: Door) {}

  @Post()
  @Command()
  @ApiOperation({ summary: 'Ask that money go back for many debts at once; the lines are drawn up a page at a time' })
  @ApiCreatedResponse({ standardSchema: RoundView })
  public ask(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: RoundBody }) { reason, payBy, references, basis, ground, pack, decidedFrom, decidedTo }: z.infer<typeof RoundBody>): Promise<RoundView> {
    const asked = { reason, payBy, basis: basis ?? null, references: references ?? null, ground: ground ?? null, pack: pack ?? null, decidedFrom: decidedFrom ?? null, decidedTo: decidedTo ?? null };
    return this.kept(actor, headers, () => askRefundRound(this.door.deps, actor, asked));
  }

  @Get()
  @ApiOperation({ summary: 'Rounds of the own office, the newest first' })
  @ApiOkResponse({ standardSchema: RoundPage })
  public async list(@Who() { actor }: SignedIn, @Query({ schema: ListQuery }) { cursor, limit }: z.infer<typeof ListQuery>): Promise<z.infer<typeof RoundPage>> {
    const place = readCursor(cursor, 'refundRounds', [z.iso.datetime(), z.uuid()]);
    const rows = await this.door.as(actor, (m) => readRefundRounds(m, { before: place === null ? null : [String(place[0]) as LegalInstant, String(place[1])], limit: limit + 1 }));
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(roundSummary), next: rows.length > limit && last !== undefined ? cursorOf('refundRounds', [last.askedAt, last.roundId]) : null };
  }

  @Get(':roundId')
  @ApiOperation({ summary: 'A round with how far it has come' })
  @ApiOkResponse({ standardSchema: RoundView })
  public async one(@Who() { actor }: SignedIn, @Param('roundId', { schema: RoundId }) id: string): Promise<RoundView> {
    const found = await this.door.as(actor, (m) => readRefundRound(m, id));
    if (found === null) throw notFound();
    return roundView(found);
  }

  @Get(':roundId/refunds')
  @ApiOperation({ summary: 'Its refunds in the order of their payment references' })
  @ApiOkResponse({ standardSchema: RefundPage })
  public async refunds(@Who() { actor }: SignedIn, @Param('roundId', { schema: RoundId }) id: string, @Query({ schema: LinesQuery }) { status, cursor, limit }: z.infer<typeof LinesQuery>): Promise<z.infer<typeof RefundPage>> {
    const place = readCursor(cursor, 'refundsOfRound', [z.string().regex(/^\d{20}$/), z.uuid()]);
    const rows = await this.ofRound(actor, id, (m) => readRefundsOf(m, id, { status: status ?? null, after: place === null ? null : [String(place[0]), String(place[1])], limit: limit + 1 }));
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map((one) => refundView(one)), next: rows.length > limit && last !== undefined ? cursorOf('refundsOfRound', [last.reference, last.refundId]) : null };
  }

  @Get(':roundId/refunds/export')
  @ApiOperation({ summary: 'The same as a file, CSV or XLSX' })
  @ApiProduces(...Object.values(MEDIA_TYPES))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  public async refundsFile(@Who() { actor }: SignedIn, @Param('roundId', { schema: RoundId }) id: string, @Query({ schema: LinesExportQuery }) { status, format }: z.infer<typeof LinesExportQuery>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return answeredAsFile(reply, `refund-round-${id}`, format, linesTable(await this.ofRound(actor, id, (m) => allRefundsOf(m, id, status ?? null))));
  }

  @Get(':roundId/left-out')
  @ApiOperation({ summary: 'Debts that were wanted and got no line, or could not be judged, each with its reason' })
  @ApiOkResponse({ standardSchema: LeftOutPage })
  public async leftOut(@Who() { actor }: SignedIn, @Param('roundId', { schema: RoundId }) id: string, @Query({ schema: ListQuery }) { cursor, limit }: z.infer<typeof ListQuery>): Promise<z.infer<typeof LeftOutPage>> {
    const place = readCursor(cursor, 'leftOutOfRound', [z.string().regex(/^\d{20}$/)]);
    const rows = await this.ofRound(actor, id, (m) => readLeftOut(m, id, { after: place === null ? null : String(place[0]), limit: limit + 1 }));
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(leftOutView), next: rows.length > limit && last !== undefined ? cursorOf('leftOutOfRound', [last.reference]) : null };
  }

  @Post(':roundId/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve all that was drawn up, as a second person who names its manifest; each case then judges its own' })
  @ApiOkResponse({ standardSchema: RoundView })
  public approve(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('roundId', { schema: RoundId }) id: string, @Body({ schema: ApproveBody }) { manifest }: z.infer<typeof ApproveBody>): Promise<RoundView> {
    return this.kept(actor, headers, () => approveRefundRound(this.door.deps, actor, id, manifest));
  }

  @Post(':roundId/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Turn it down whole, as a second person' })
  @ApiOkResponse({ standardSchema: RoundView })
  public reject(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('roundId', { schema: RoundId }) id: string): Promise<RoundView> {
    return this.kept(actor, headers, () => rejectRefundRound(this.door.deps, actor, id));
  }

  @Post(':roundId/withdraw')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Take it back, as whoever asked for it, before a second person has decided' })
  @ApiOkResponse({ standardSchema: RoundView })
  public withdraw(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('roundId', { schema: RoundId }) id: string): Promise<RoundView> {
    return this.kept(actor, headers, () => withdrawRefundRound(this.door.deps, actor, id));
  }

  @Post(':roundId/paid')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'The treasury has paid: voucher and day of each; each line stands or is refused by itself' })
  @ApiOkResponse({ standardSchema: PaymentsView })
  public paid(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('roundId', { schema: RoundId }) id: string, @Body({ schema: PaymentsBody }) { payments }: z.infer<typeof PaymentsBody>): Promise<z.infer<typeof PaymentsView>> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => {
      if (await this.door.as(actor, (m) => readRefundRound(m, id)) === null) throw notFound();
      const done: z.infer<typeof PaymentsView>['payments'] = [];
      for (const { refundId, ...paid } of payments) {
        const outcome = await refundPaid(this.door.deps, actor, refundId, paid, id);
        done.push(outcome.status === 'done' ? { refundId, refund: refundView(outcome.answer), reasons: outcome.answer.reasons.map(({ code, zh, en }) => ({ code, text: { zh, en } })) } : { refundId, refund: null, reasons: reasonsOf(outcome) });
      }
      return { payments: done };
    });
  }

  private ofRound<T>(actor: SignedInActor, roundId: string, read: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.door.as(actor, async (m) => {
      if (await readRefundRound(m, roundId) === null) throw notFound();
      return read(m);
    });
  }

  private kept(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<MoneyInOutcome<RefundRound>>): Promise<RoundView> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => roundView(answerOf(await work())));
  }
}

/** Lines are few thousand at most: one for each debt with money that can go back. */
async function allRefundsOf(manager: EntityManager, roundId: string, status: RefundStatus | null): Promise<Refund[]> {
  const all: Refund[] = [];
  for (let last: Refund | undefined; ;) {
    const page = await readRefundsOf(manager, roundId, { status, after: last === undefined ? null : [last.reference, last.refundId], limit: 1000 });
    all.push(...page);
    last = page.at(-1);
    if (page.length < 1000) return all;
  }
}

function reasonsOf(outcome: Exclude<MoneyInOutcome<unknown>, { status: 'done' }>): { code: string; text: { zh: string; en: string } }[] {
  switch (outcome.status) {
    case 'refused': return outcome.blockers.map(({ code, message }) => ({ code, text: message }));
    case 'invalid': return outcome.errors.map(({ rule, message }) => ({ code: rule, text: message }));
    case 'notFound': return [{ code: 'notFound', text: { zh: '本批次没有该项退款', en: 'no such refund in this round' } }];
  }
}
