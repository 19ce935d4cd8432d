import { Body, Controller, Get, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { openClocks } from '#cases';
import { executeCommand, type PartyAtDoor } from '#commands';
import { chinaDateOf } from '#law/dates';
import { withActor } from '#store';
import { commandAnswer } from '../cases/command-answer.ts';
import { openPaper } from '../cases/paper-bytes.ts';
import { seeCase } from '../cases/seen-case.ts';
import { Configuration } from '../configuration.ts';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { PaperId } from '../http/schemas.ts';
import { notFound, wrongField } from '../problems/problem.ts';
import { Public } from '../sign-in/access-guard.ts';
import { handlersOf } from './handlers.ts';
import { PartyGuard, PartyHere, type AtDoor } from './party-guard.ts';
import { requestCommand } from './party-requests.ts';
import { PartyCaseView, RequestAnswer, RequestBody } from './party-schemas.ts';
import { ownPapers, partyCaseView } from './party-view.ts';

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
      const book = await this.door.law(m);
      return partyCaseView(await seeCase(m, who.caseId, book), who, { m, content: this.door.deps.content, book, profile: this.configuration.profile });
    });
  }

  @Get('papers/:paperId')
  @ApiOperation({ summary: 'A paper that was served on the party, as it went out (PDF/A)' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The paper', content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  public async paper(@PartyHere() { who }: AtDoor, @Param('paperId', { schema: PaperId }) paperId: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, mediaType, sha256 } = await this.reading(who, async (m) => {
      const book = await this.door.law(m);
      const { state } = await seeCase(m, who.caseId, book);
      if (!ownPapers(state, book.pack(state.pack).pack, who.party).some((paper) => paper.paperId === paperId)) throw notFound();
      return openPaper(m, this.door.deps, who.caseId, paperId);
    });
    await reply.header('content-disposition', `inline; filename="${paperId}.pdf"`).header('etag', `"${sha256}"`).type(mediaType).send(bytes);
  }

  @Post('requests')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'State, ask for a hearing, ask, complain: on record from the moment of arrival' })
  @ApiOkResponse({ standardSchema: RequestAnswer })
  public async request(@PartyHere() { who, arrivedAt }: AtDoor, @Headers() headers: CommandHeaders, @Body({ schema: RequestBody }) body: z.infer<typeof RequestBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof RequestAnswer>> {
    const command = await this.reading(who, async (m) => {
      const book = await this.door.law(m);
      const { state, at } = await seeCase(m, who.caseId, book);
      if (body.person !== undefined && !(await handlersOf(m, state, chinaDateOf(at))).some((one) => one.person === body.person)) throw wrongField('person', 'choice', '此人没有参与本案的办理，请从handlers中选择。', 'This person has no part in the case: name one of `handlers`.');
      return requestCommand(body, who.party, book.pack(state.pack).pack, who.scope);
    });
    const actor = { kind: 'party', personId: `${who.holder}:${who.party}`, caseId: who.caseId, officeId: who.officeId, party: who.party } as const;
    const outcome = await executeCommand(this.door.deps, { actor, ...headers, receivedAt: arrivedAt, caseId: who.caseId, command });
    commandAnswer(outcome, reply);
    const taken = outcome.status === 'done' ? outcome.events.find(({ event }) => event.type === 'stepTaken' && event.step === command.step) : undefined;
    if (taken === undefined) throw new Error('A request of a party was done and left no step.');
    const answerBy = await this.reading(who, async (m) => {
      const book = await this.door.law(m);
      const { state, at } = await seeCase(m, who.caseId, book);
      return openClocks(state, at, book).find((clock) => clock.actor === 'agency' && clock.anchorSeq === taken.seq && (clock.party === null || clock.party === who.party))?.dueOn ?? null;
    });
    return { number: taken.seq, step: command.step, on: taken.event.occurredOn, receivedAt: arrivedAt < taken.recordedAt && chinaDateOf(arrivedAt) === taken.event.occurredOn ? arrivedAt : taken.recordedAt, answerBy, repeated: outcome.status === 'done' && outcome.repeated };
  }

  /** A transaction that sees the party's one case, to read. */
  private reading<T>(who: PartyAtDoor, work: (m: EntityManager) => Promise<T>): Promise<T> {
    return withActor(this.door.deps.source, { actorId: `${who.holder}:${who.party}`, offices: [], readings: [who.caseId] }, work);
  }
}
