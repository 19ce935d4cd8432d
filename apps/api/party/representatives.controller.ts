import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { executeCommand, type CommandRequest, type RepresentativeIdentity } from '#commands';
import { chinaDateOf } from '#law/dates';
import { isErased } from '#store/content';
import { commandAnswer } from '../cases/command-answer.ts';
import { CommandAnswer, RevealBody } from '../cases/command-bodies.ts';
import { seeCase } from '../cases/seen-case.ts';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { CaseId, PartyId } from '../http/schemas.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { requestCommand } from './party-requests.ts';
import { RequestAnswer } from './party-schemas.ts';
import { EndRepresentativeBody, HallRequestBody, RepresentativeBody, RepresentativeNumber, RepresentativesView, RevealedRepresentative } from './representative-schemas.ts';
import { representativeViews } from './representative-view.ts';
import { requestTaken } from './request-taken.ts';

/** Who acts for a party, filed at the hall; and what a party says there. */
@ApiTags('cases: the party’s door')
@ApiBearerAuth()
@Controller('api/cases/:id/parties/:partyId')
export class RepresentativesController {
  public constructor(private readonly door: Door) {}

  @Get('representatives')
  @ApiOperation({ summary: 'Letters of authority and guardians of a party, with what each covers; names masked' })
  @ApiOkResponse({ standardSchema: RepresentativesView })
  public list(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string): Promise<z.infer<typeof RepresentativesView>> {
    return this.door.as(actor, async (m) => {
      const book = await this.door.lawOf(m, id);
      const { state, at } = await seeCase(m, id, book);
      if (!state.parties.some((one) => one.partyId === party)) throw notFound();
      return { items: await representativeViews(m, this.door.deps.content, state, book.pack(state.pack).pack, party, chinaDateOf(at), false) };
    });
  }

  @Post('representatives')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'File a letter of authority (授权委托书), or record the guardian of a minor or of a person without capacity; the number in the answer names it', description: 'The scan must be a file of the case. The code for its holder is made by `door-code` with `representative`.' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public file(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Body({ schema: RepresentativeBody }) { on, late, ...representative }: z.infer<typeof RepresentativeBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof CommandAnswer>> {
    return this.execute(who, headers, id, { type: 'fileRepresentative', party, representative, ...(on === undefined ? {} : { on }), ...(late === undefined ? {} : { late }) }, reply);
  }

  @Post('representatives/:number/end')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'The letter is withdrawn or laid down, or the guardianship is over: its codes end at once' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public async end(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Param('number', { schema: RepresentativeNumber }) number: number, @Body({ schema: EndRepresentativeBody }) body: z.infer<typeof EndRepresentativeBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof CommandAnswer>> {
    await this.found(who, id, party, number);
    return this.execute(who, headers, id, { type: 'endRepresentative', number, ...body }, reply);
  }

  @Post('representatives/:number/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: 'The agent or guardian in clear; person, time and reason are logged' })
  @ApiOkResponse({ standardSchema: RevealedRepresentative })
  public reveal(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Param('number', { schema: RepresentativeNumber }) number: number, @Body({ schema: RevealBody }) { why }: z.infer<typeof RevealBody>): Promise<z.infer<typeof RevealedRepresentative>> {
    return this.door.as(actor, async (m) => {
      const { head, state } = await seeCase(m, id, await this.door.lawOf(m, id));
      const one = state.representatives.find((each) => each.seq === number && each.party === party);
      if (one === undefined) throw notFound();
      const { contentId } = one.identity;
      const identity = (await this.door.deps.content.reveal(m, { caseId: id, officeId: head.officeId, contentIds: [contentId], why })).get(contentId);
      if (identity === undefined || isErased(identity)) throw new Problem('gone', { zh: '此人的资料已依法删除。', en: 'The data of this person has been erased.' });
      return { number, ...(identity as RepresentativeIdentity) };
    });
  }

  @Post('requests')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'What a party says at the hall, taken down, read back, signed or finger-marked: the same request as through its own door', description: 'Entered by somebody who does not investigate the case. It counts from its arrival.' })
  @ApiOkResponse({ standardSchema: RequestAnswer })
  public async request(@Who() { actor, arrivedAt }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Body({ schema: HallRequestBody }) body: z.infer<typeof HallRequestBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof RequestAnswer>> {
    const { kind, text, person, ...hall } = body;
    const command = await this.door.as(actor, async (m) => {
      const book = await this.door.lawOf(m, id);
      const { state } = await seeCase(m, id, book);
      if (!state.parties.some((one) => one.partyId === party)) throw notFound();
      return requestCommand({ kind, text, person }, party, book.pack(state.pack).pack);
    });
    const outcome = await executeCommand(this.door.deps, { actor, ...headers, receivedAt: arrivedAt, caseId: id, command: { ...command, hall } });
    commandAnswer(outcome, reply);
    return this.door.as(actor, async (m) => requestTaken(m, await this.door.lawOf(m, id), outcome, { step: command.step, party, arrivedAt }));
  }

  private async found({ actor }: SignedIn, id: string, party: string, number: number): Promise<void> {
    const known = await this.door.as(actor, async (m) => (await seeCase(m, id, await this.door.lawOf(m, id))).state.representatives.some((one) => one.seq === number && one.party === party));
    if (!known) throw notFound();
  }

  private async execute({ actor, arrivedAt }: SignedIn, headers: CommandHeaders, caseId: string, command: CommandRequest['command'], reply: FastifyReply): Promise<z.infer<typeof CommandAnswer>> {
    return commandAnswer(await executeCommand(this.door.deps, { actor, ...headers, receivedAt: arrivedAt, caseId, command }), reply);
  }
}
