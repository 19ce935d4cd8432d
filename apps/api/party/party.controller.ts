import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { electronicReceiptPaper, executeCommand, type PartyActor, type PartyAtDoor } from '#commands';
import { chinaDateOf } from '#law/dates';
import { electronicReceiptsOfCase, withActor } from '#store';
import { commandAnswer } from '../cases/command-answer.ts';
import { openPaper } from '../cases/paper-bytes.ts';
import { seeCase } from '../cases/seen-case.ts';
import { Configuration } from '../configuration.ts';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { PaperId } from '../http/schemas.ts';
import { OwnReceipts, ownReceiptView, ReceiptNumber } from '../money-in/electronic-receipt-schemas.ts';
import { notFound, wrongField } from '../problems/problem.ts';
import { Public } from '../sign-in/access-guard.ts';
import { handlersOf } from './handlers.ts';
import { LookPage, LookQuery, looksAt } from './looks.ts';
import { PartyGuard, PartyHere, type AtDoor } from './party-guard.ts';
import { requestCommand } from './party-requests.ts';
import { PartyCaseView, RequestAnswer, RequestBody, WithdrawnLetter } from './party-schemas.ts';
import { ownPapers, partyCaseView } from './party-view.ts';
import { RepresentativeNumber, WithdrawLetterBody } from './representative-schemas.ts';
import { requestTaken } from './request-taken.ts';

/** What a party sees of its case and asks for itself. Nothing here takes the token of an office. */
@Public()
@UseGuards(PartyGuard)
@ApiTags('party: the own door')
@ApiBearerAuth('party')
@Controller('api/party')
export class PartyController {
  public constructor(private readonly door: Door, private readonly configuration: Configuration) {}

  @Get('case')
  @ApiOperation({ summary: 'The own case: how it stands, papers, clocks for and against, remedies, requests, and who opened the own data' })
  @ApiOkResponse({ standardSchema: PartyCaseView })
  public case(@PartyHere() { who }: AtDoor): Promise<z.infer<typeof PartyCaseView>> {
    return this.reading(who, async (m) => {
      const book = await this.door.lawOf(m, who.caseId);
      return partyCaseView(await seeCase(m, who.caseId, book), who, { m, content: this.door.deps.content, book, profile: this.configuration.profile });
    });
  }

  @Get('opened')
  @ApiOperation({ summary: 'Who has seen the own data in clear or opened the own papers, the latest first, page by page' })
  @ApiOkResponse({ standardSchema: LookPage })
  public opened(@PartyHere() { who }: AtDoor, @Query({ schema: LookQuery }) query: z.infer<typeof LookQuery>): Promise<z.infer<typeof LookPage>> {
    return this.reading(who, (m) => looksAt(m, who, query));
  }

  @Get('papers/:paperId')
  @ApiOperation({ summary: 'A paper that was served on the party, as it went out (PDF/A)' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The paper', content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  public async paper(@PartyHere() { who }: AtDoor, @Param('paperId', { schema: PaperId }) paperId: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, mediaType, sha256 } = await this.reading(who, async (m) => {
      const book = await this.door.lawOf(m, who.caseId);
      const { state } = await seeCase(m, who.caseId, book);
      if (!ownPapers(state, book.pack(state.pack).pack, who.party).some((paper) => paper.paperId === paperId)) throw notFound();
      return openPaper(m, this.door.deps, who.caseId, paperId);
    });
    await reply.header('content-disposition', `inline; filename="${paperId}.pdf"`).header('etag', `"${sha256}"`).type(mediaType).send(bytes);
  }

  @Get('electronic-receipts')
  @ApiOperation({ summary: 'Electronic receipts for what was paid towards the own debts, in the order of their numbers' })
  @ApiOkResponse({ standardSchema: OwnReceipts })
  public receipts(@PartyHere() { who }: AtDoor): Promise<z.infer<typeof OwnReceipts>> {
    return this.reading(who, async (m) => ({ items: (await electronicReceiptsOfCase(m, who.caseId, who.party)).map((one) => ownReceiptView(one, `/api/party/electronic-receipts/${one.number}`)) }));
  }

  @Get('electronic-receipts/:number')
  @ApiOperation({ summary: 'One of them, to keep or to show (PDF/A)' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The receipt', content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  public async receipt(@PartyHere() { who }: AtDoor, @Param('number', { schema: ReceiptNumber }) number: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, mediaType, sha256 } = await this.reading(who, async (m) => {
      const receipt = (await electronicReceiptsOfCase(m, who.caseId, who.party)).find((one) => one.number === number);
      if (receipt === undefined) throw notFound();
      const book = await this.door.lawOf(m, who.caseId);
      const { head, state } = await seeCase(m, who.caseId, book);
      return electronicReceiptPaper(this.door.deps, m, { head, state, pack: book.pack(state.pack).pack }, receipt);
    });
    await reply.header('content-disposition', `inline; filename="${number}.pdf"`).header('etag', `"${sha256}"`).type(mediaType).send(Buffer.from(bytes));
  }

  @Post('requests')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'State, ask for a hearing, ask, complain: on record from the moment of arrival' })
  @ApiOkResponse({ standardSchema: RequestAnswer })
  public async request(@PartyHere() { who, arrivedAt }: AtDoor, @Headers() headers: CommandHeaders, @Body({ schema: RequestBody }) body: z.infer<typeof RequestBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof RequestAnswer>> {
    const command = await this.reading(who, async (m) => {
      const book = await this.door.lawOf(m, who.caseId);
      const { state, at } = await seeCase(m, who.caseId, book);
      if (body.person !== undefined && !(await handlersOf(m, state, chinaDateOf(at))).some((one) => one.person === body.person)) throw wrongField('person', 'choice', '此人没有参与本案的办理，请从handlers中选择。', 'This person has no part in the case: name one of `handlers`.');
      return requestCommand(body, who.party, book.pack(state.pack).pack);
    });
    const outcome = await executeCommand(this.door.deps, { actor: actorAt(who), ...headers, receivedAt: arrivedAt, caseId: who.caseId, command });
    commandAnswer(outcome, reply);
    return this.reading(who, async (m) => requestTaken(m, await this.door.lawOf(m, who.caseId), outcome, { step: command.step, party: who.party, arrivedAt }));
  }

  @Post('representatives/:number/end')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Withdraw the letter of authority that the party gave: the agent’s code ends at once' })
  @ApiOkResponse({ standardSchema: WithdrawnLetter })
  public async withdraw(@PartyHere() { who, arrivedAt }: AtDoor, @Headers() headers: CommandHeaders, @Param('number', { schema: RepresentativeNumber }) number: number, @Body({ schema: WithdrawLetterBody }) { reason }: z.infer<typeof WithdrawLetterBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof WithdrawnLetter>> {
    const outcome = await executeCommand(this.door.deps, { actor: actorAt(who), ...headers, receivedAt: arrivedAt, caseId: who.caseId, command: { type: 'endRepresentative', number, reason } });
    commandAnswer(outcome, reply);
    const ended = outcome.status === 'done' ? outcome.events.find(({ event }) => event.type === 'representativeEnded') : undefined;
    if (ended === undefined) throw new Error('A letter was withdrawn and left no event.');
    return { number, endedOn: ended.event.occurredOn };
  }

  /** A transaction that sees the party's one case, to read. */
  private reading<T>(who: PartyAtDoor, work: (m: EntityManager) => Promise<T>): Promise<T> {
    return withActor(this.door.deps.source, { actorId: `${who.holder}:${who.party}`, offices: [], readings: [who.caseId] }, work);
  }
}

/** The holder of the code as the door of the cases knows him. */
function actorAt({ holder, party, caseId, officeId, authority }: PartyAtDoor): PartyActor {
  return { kind: 'party', personId: `${holder}:${party}`, caseId, officeId, party, ...(holder === 'party' ? {} : { as: holder }), ...(authority === null ? {} : { authority }) };
}
