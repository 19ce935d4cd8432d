import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Door } from '../door.module.ts';
import { etagOf } from '../http/command.ts';
import { CaseId, Code, PaperId, PartyId } from '../http/schemas.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { Configuration } from '../configuration.ts';
import { CaseListQuery, CasePage, listCases } from './case-list.ts';
import { CaseView } from './case-schemas.ts';
import { caseView } from './case-view.ts';
import { RevealBody } from './command-bodies.ts';
import { EventPage, eventPage, EventQuery } from './event-page.ts';
import { MoneyQuery, MoneyView, moneyView } from './money-view.ts';
import { openPaper } from './paper-bytes.ts';
import { processRecord, ProcessView, withTemporal } from './process-view.ts';
import { RevealedFact, revealFact, RevealedParty, revealParty } from './reveal.ts';
import { asHelper } from '../people/helping.ts';
import { noteReading } from '../people/reading.ts';
import { seeCase } from './seen-case.ts';
import { simulateCase, SimulateBody, SimulationView } from './simulation.ts';
import { WorkflowLook } from './workflow-look.ts';

/** Reading cases. Identities are masked; what is shown in clear is logged with its reason. */
@ApiTags('cases')
@ApiBearerAuth()
@Controller('api/cases')
export class CasesController {
  public constructor(private readonly door: Door, private readonly look: WorkflowLook, private readonly configuration: Configuration) {}

  @Get()
  @ApiOperation({ summary: 'Cases of the own offices, in pages' })
  @ApiOkResponse({ standardSchema: CasePage })
  public list(@Who() { actor }: SignedIn, @Query({ schema: CaseListQuery }) query: z.infer<typeof CaseListQuery>): Promise<z.infer<typeof CasePage>> {
    return this.door.as(actor, (m) => listCases(m, actor, query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One case: phase, clocks with their explanations, tasks, duties, papers, and what the asking person may do now or not yet, and why' })
  @ApiOkResponse({ standardSchema: CaseView })
  public async one(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof CaseView>> {
    const { content } = this.door.deps;
    const view = await this.door.as(actor, async (m) => {
      const book = await this.door.lawOf(m, id);
      const seen = await seeCase(m, id, book);
      await noteReading(m, this.door, actor, id, 'case');
      return caseView(seen, actor, { m, content, book, profile: this.configuration.profile });
    });
    void reply.header('etag', etagOf(view.revision));
    return view;
  }

  @Get(':id/events')
  @ApiOperation({ summary: 'The record of the case: every event with its hash, in pages' })
  @ApiOkResponse({ standardSchema: EventPage })
  public events(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Query({ schema: EventQuery }) query: z.infer<typeof EventQuery>): Promise<z.infer<typeof EventPage>> {
    return this.door.as(actor, async (m) => {
      await noteReading(m, this.door, actor, id, 'events');
      return eventPage(m, id, query);
    });
  }

  @Get(':id/process')
  @ApiOperation({ summary: 'What gets the case done: duties with their attempts, until when the workflow sleeps, its last wake' })
  @ApiOkResponse({ standardSchema: ProcessView })
  public async process(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string): Promise<z.infer<typeof ProcessView>> {
    return withTemporal(await this.door.as(actor, async (m) => {
      await noteReading(m, this.door, actor, id, 'process');
      return processRecord(m, id);
    }), this.look);
  }

  @Get(':id/money')
  @ApiOperation({ summary: 'What each party owes at the end of a day, past or present, explained line by line' })
  @ApiOkResponse({ standardSchema: MoneyView })
  public money(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Query({ schema: MoneyQuery }) query: z.infer<typeof MoneyQuery>): Promise<z.infer<typeof MoneyView>> {
    return this.door.as(actor, async (m) => {
      await noteReading(m, this.door, actor, id, 'money');
      return moneyView(m, id, query, this.door);
    });
  }

  @Get(':id/papers/:paperId')
  @ApiOperation({ summary: 'An issued paper as it went out (PDF/A); it shows identities, so the look is logged' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The paper', headers: { 'anjuan-original': { description: '`this`, or `scan FILE` once the signed sheet is on file', schema: { type: 'string' } } }, content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  public async paper(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('paperId', { schema: PaperId }) paperId: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, mediaType, sha256, original } = await asHelper(this.door, actor, id, (shows) => shows.papers.includes(paperId), (m) => openPaper(m, this.door.deps, id, paperId));
    void reply.header('anjuan-original', original === null ? 'this' : `scan ${original}`);
    if (original !== null) void reply.header('link', `</api/cases/${id}/files/${original}>; rel="original"`);
    await reply.header('content-disposition', `inline; filename="${paperId}.pdf"`).header('etag', `"${sha256}"`).type(mediaType).send(bytes);
  }

  @Post(':id/simulate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Play the case forward on assumptions: the dated timeline with its explanations; nothing is recorded' })
  @ApiOkResponse({ standardSchema: SimulationView })
  public simulate(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Body({ schema: SimulateBody }) body: z.infer<typeof SimulateBody>): Promise<z.infer<typeof SimulationView>> {
    return this.door.as(actor, async (m) => simulateCase(m, id, body, await this.door.lawOf(m, id), this.configuration.profile));
  }

  @Post(':id/parties/:partyId/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: "A party's identity in clear; person, time and reason are logged" })
  @ApiOkResponse({ standardSchema: RevealedParty })
  public party(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) partyId: string, @Body({ schema: RevealBody }) { why }: z.infer<typeof RevealBody>): Promise<z.infer<typeof RevealedParty>> {
    return this.door.as(actor, async (m) => revealParty(m, this.door.deps.content, await seeCase(m, id, await this.door.lawOf(m, id)), partyId, why));
  }

  @Post(':id/facts/:fact/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: 'A text fact of the case in clear; person, time and reason are logged' })
  @ApiOkResponse({ standardSchema: RevealedFact })
  public fact(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('fact', { schema: Code }) fact: string, @Body({ schema: RevealBody }) { why }: z.infer<typeof RevealBody>): Promise<z.infer<typeof RevealedFact>> {
    return this.door.as(actor, async (m) => {
      const book = await this.door.lawOf(m, id);
      const seen = await seeCase(m, id, book);
      return revealFact(m, this.door.deps.content, seen, book.pack(seen.state.pack).pack, fact, why);
    });
  }
}
