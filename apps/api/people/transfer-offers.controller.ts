import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { executeCommand } from '#commands';
import { declineOffer, offerCase, readOffers, TransferOffer, type OrderOutcome } from '#commands/people';
import { commandAnswer } from '../cases/command-answer.ts';
import { CommandAnswer } from '../cases/command-bodies.ts';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { onceApart } from '../http/once.ts';
import { CaseId, DateText, Instant, pageOf } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { orderAnswer } from './order-answer.ts';
import { listPage, MADE, OrderQuery } from './order-page.ts';

const OfferBody = TransferOffer.meta({ id: 'OfferCase', examples: [{ toOfficeId: '610725101', instrument: '勉阳移〔2025〕1号', reason: '违法行为发生地在武侯镇' }] });
const OfferView = z.strictObject({
  offerId: z.uuid(), caseId: z.uuid(), caseNumber: z.string(), fromOfficeId: z.string(), toOfficeId: z.string(), instrument: z.string(),
  status: z.enum(['open', 'approved', 'rejected']).describe('approved: the case was taken over.'), maker: z.string(), madeAt: Instant, checker: z.string().nullable(), checkedAt: Instant.nullable(),
}).meta({ id: 'TransferOffer' });
const OfferList = pageOf(OfferView, 'TransferOfferList');
const AcceptBody = z.strictObject({ on: DateText.optional() }).meta({ id: 'TakeOverCase', examples: [{}] });
const OfferId = z.uuid();
type Offer = z.infer<typeof OfferView>;

/** A case moves by both heads: one offers it by a numbered letter, the other takes it over. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('api')
export class TransferOffersController {
  public constructor(private readonly door: Door) {}

  @Get('transfer-offers')
  @ApiOperation({ summary: 'Cases that the own offices offer or are offered; the open ones and then the newest first' })
  @ApiOkResponse({ standardSchema: OfferList })
  public list(@Who() { actor }: SignedIn, @Query({ schema: OrderQuery }) query: z.infer<typeof OrderQuery>): Promise<z.infer<typeof OfferList>> {
    return this.door.as({ ...actor, offices: actor.ownOffices }, (m) => listPage(query, { sort: 'offers', parts: [z.enum(['true', 'false']), ...MADE], read: (sought) => readOffers(m, sought), keyOf: (row) => [String(row.status === 'open'), row.madeAt, row.offerId] }));
  }

  @Post('cases/:id/transfer-offers')
  @Command()
  @ApiOperation({ summary: 'Offer the case to another office of the county, as head of the office that has it' })
  @ApiCreatedResponse({ standardSchema: OfferView })
  public offer(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: OfferBody }) body: z.infer<typeof OfferBody>): Promise<Offer> {
    return this.settle(actor, headers, () => offerCase(this.door.deps, actor, id, body));
  }

  @Post('transfer-offers/:offerId/accept')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Take the case over, as head of the office to which it is offered; clocks, numbers, file and history come along' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public async accept(@Who() { actor, arrivedAt }: SignedIn, @Headers() headers: CommandHeaders, @Param('offerId', { schema: OfferId }) offerId: string, @Body({ schema: AcceptBody }) { on }: z.infer<typeof AcceptBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof CommandAnswer>> {
    const [offer] = await this.door.as({ ...actor, offices: actor.ownOffices }, (m) => readOffers(m, { id: offerId }));
    if (offer === undefined) throw notFound();
    return commandAnswer(await executeCommand(this.door.deps, { actor, ...headers, receivedAt: arrivedAt, caseId: offer.caseId, command: { type: 'takeOverCase', offerId, ...(on === undefined ? {} : { on }) } }), reply);
  }

  @Post('transfer-offers/:offerId/decline')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Decline it as the receiving head, or take it back as the giving one' })
  @ApiOkResponse({ standardSchema: OfferView })
  public decline(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('offerId', { schema: OfferId }) offerId: string): Promise<Offer> {
    return this.settle(actor, headers, () => declineOffer(this.door.deps, actor, offerId));
  }

  private settle<T extends object>(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<OrderOutcome<T>>): Promise<T> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => orderAnswer(await work()));
  }
}
