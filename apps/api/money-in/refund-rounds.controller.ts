import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { REFUND_GROUNDS } from '#cases';
import { approveRefundRound, askRefundRound, readRefundRound, readRefundRounds, readRefundsOf, refundPaid, refundRoundStatuses, refundStatuses, rejectRefundRound, type MoneyInOutcome, type RefundRound } from '#commands';
import { formatYuan } from '#law';
import type { LegalInstant } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { onceApart } from '../http/once.ts';
import { Bilingual, Cursor, Day, Instant, Limit, NearDate, pageOf, Why } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { answerOf } from './answer.ts';
import { PaidBody, RefundPage, RefundView, refundView } from './refund-schemas.ts';

/** The treasury's answers to one round in one request: each is a command on a case. */
const MOST_PAYMENTS = 200;

const RoundId = z.uuid();
const RoundBody = z.strictObject({
  reason: Why, payBy: NearDate.describe('By when the parties are told to have it.'),
  references: z.array(z.string().max(60)).min(1).max(2000).optional().describe('Payment references; left out: every debt of the county with money that can go back.'), ground: z.enum(REFUND_GROUNDS).optional().describe('Only on this ground.'),
}).meta({ id: 'AskRefundRound', examples: [{ reason: '收费依据废止，清退多缴款项', payBy: '2025-06-30', ground: 'overpaid' }] });
const ApproveBody = z.strictObject({ manifest: z.string().regex(/^[0-9a-f]{64}$/).describe('Of the round as this person has seen it.') }).meta({ id: 'ApproveRefundRound' });
const PaymentsBody = z.strictObject({ payments: z.array(PaidBody.extend({ refundId: z.uuid() })).min(1).max(MOST_PAYMENTS) }).meta({ id: 'RefundRoundPaid' });
const PaymentsView = z.strictObject({ payments: z.array(z.strictObject({ refundId: z.uuid(), refund: RefundView.nullable(), reasons: z.array(z.strictObject({ code: z.string(), text: Bilingual })).describe('Why it was not entered.') })) }).meta({ id: 'RefundRoundPayments' });
const RoundView = z.strictObject({
  roundId: z.uuid(), reason: z.string(), payBy: Day, references: z.array(z.string()).nullable(), ground: z.enum(REFUND_GROUNDS).nullable(), status: z.enum(refundRoundStatuses), workflowId: z.string(),
  lines: z.number().int().nullable().describe('Null while they are drawn up.'), total: z.string().nullable().meta({ pattern: String.raw`^\d+\.\d{2}$` }), manifest: z.string().nullable().describe('SHA-256 over reference and sum in fen of each line, in the order of references.'),
  byStatus: z.strictObject(Object.fromEntries(refundStatuses.map((status) => [status, z.number().int()])) as Record<(typeof refundStatuses)[number], z.ZodNumber>),
  askedBy: z.string(), askedAt: Instant, settledBy: z.string().nullable(), settledAt: Instant.nullable(),
}).meta({ id: 'RefundRound' });
const RoundPage = pageOf(RoundView, 'RefundRoundPage');
const ListQuery = z.strictObject({ cursor: Cursor, limit: Limit });
const LinesQuery = z.strictObject({ status: z.enum(refundStatuses).optional(), cursor: Cursor, limit: Limit });
type View = z.infer<typeof RoundView>;

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
  public ask(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: RoundBody }) { references, ground, ...body }: z.infer<typeof RoundBody>): Promise<View> {
    return this.kept(actor, headers, () => askRefundRound(this.door.deps, actor, { ...body, references: references ?? null, ground: ground ?? null }));
  }

  @Get()
  @ApiOperation({ summary: 'Rounds of the own office, the newest first' })
  @ApiOkResponse({ standardSchema: RoundPage })
  public async list(@Who() { actor }: SignedIn, @Query({ schema: ListQuery }) { cursor, limit }: z.infer<typeof ListQuery>): Promise<z.infer<typeof RoundPage>> {
    const place = readCursor(cursor, 'refundRounds', [z.iso.datetime(), z.uuid()]);
    const rows = await this.door.as(actor, (m) => readRefundRounds(m, { before: place === null ? null : [String(place[0]) as LegalInstant, String(place[1])], limit: limit + 1 }));
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map(view), next: rows.length > limit && last !== undefined ? cursorOf('refundRounds', [last.askedAt, last.roundId]) : null };
  }

  @Get(':roundId')
  @ApiOperation({ summary: 'A round with how far it has come' })
  @ApiOkResponse({ standardSchema: RoundView })
  public async one(@Who() { actor }: SignedIn, @Param('roundId', { schema: RoundId }) id: string): Promise<View> {
    const found = await this.door.as(actor, (m) => readRefundRound(m, id));
    if (found === null) throw notFound();
    return view(found);
  }

  @Get(':roundId/refunds')
  @ApiOperation({ summary: 'Its refunds in the order of their payment references' })
  @ApiOkResponse({ standardSchema: RefundPage })
  public async refunds(@Who() { actor }: SignedIn, @Param('roundId', { schema: RoundId }) id: string, @Query({ schema: LinesQuery }) { status, cursor, limit }: z.infer<typeof LinesQuery>): Promise<z.infer<typeof RefundPage>> {
    const place = readCursor(cursor, 'refundsOfRound', [z.string().max(20), z.uuid()]);
    const rows = await this.door.as(actor, async (m) => {
      if (await readRefundRound(m, id) === null) throw notFound();
      return readRefundsOf(m, id, { status: status ?? null, after: place === null ? null : [String(place[0]), String(place[1])], limit: limit + 1 });
    });
    const last = rows.at(limit - 1);
    return { items: rows.slice(0, limit).map((one) => refundView(one)), next: rows.length > limit && last !== undefined ? cursorOf('refundsOfRound', [last.reference, last.refundId]) : null };
  }

  @Post(':roundId/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve all that was drawn up, as a second person who names its manifest; each case then judges its own' })
  @ApiOkResponse({ standardSchema: RoundView })
  public approve(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('roundId', { schema: RoundId }) id: string, @Body({ schema: ApproveBody }) { manifest }: z.infer<typeof ApproveBody>): Promise<View> {
    return this.kept(actor, headers, () => approveRefundRound(this.door.deps, actor, id, manifest));
  }

  @Post(':roundId/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Turn it down whole, as a second person' })
  @ApiOkResponse({ standardSchema: RoundView })
  public reject(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('roundId', { schema: RoundId }) id: string): Promise<View> {
    return this.kept(actor, headers, () => rejectRefundRound(this.door.deps, actor, id));
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

  private kept(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<MoneyInOutcome<RefundRound>>): Promise<View> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => view(answerOf(await work())));
  }
}

function view({ roundId, reason, payBy, wanted, ground, status, lines, totalFen, manifest, byStatus, askedBy, askedAt, settledBy, settledAt }: RefundRound): View {
  return {
    roundId, reason, payBy, references: wanted, ground, status, workflowId: `refundround/${roundId}`, lines, total: totalFen === null ? null : formatYuan(BigInt(totalFen)), manifest,
    byStatus: Object.fromEntries(refundStatuses.map((one) => [one, byStatus[one] ?? 0])) as View['byStatus'], askedBy, askedAt, settledBy, settledAt,
  };
}

function reasonsOf(outcome: Exclude<MoneyInOutcome<unknown>, { status: 'done' }>): { code: string; text: { zh: string; en: string } }[] {
  switch (outcome.status) {
    case 'refused': return outcome.blockers.map(({ code, message }) => ({ code, text: message }));
    case 'invalid': return outcome.errors.map(({ rule, message }) => ({ code: rule, text: message }));
    case 'notFound': return [{ code: 'notFound', text: { zh: '本批次没有该项退款', en: 'no such refund in this round' } }];
  }
}
