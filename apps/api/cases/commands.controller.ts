import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { CaseId, Code, PaperId, PartyId } from '../http/schemas.ts';
import { Problem } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { ofCase, sendCommand } from './send-command.ts';
import { AmendPartyBody, CloseCaseBody, CommandAnswer, OpenCaseBody, RecordServiceBody, ReopenCaseBody, TakeStepBody, VoidPaperBody } from './command-bodies.ts';

type Answer = z.infer<typeof CommandAnswer>;

/** Commands: each is judged by the law as it stands and done in one transaction, or refused with the article. */
@ApiTags('cases: commands')
@ApiBearerAuth()
@Controller('api/cases')
export class CommandsController {
  public constructor(private readonly door: Door) {}

  @Post()
  @Command()
  @ApiOperation({ summary: 'Open a case; its workflow `case/<id>` starts by itself' })
  @ApiCreatedResponse({ standardSchema: CommandAnswer })
  public async open(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: OpenCaseBody }) { officeId, ...body }: z.infer<typeof OpenCaseBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    if (officeId !== undefined && officeId !== who.actor.officeId) {
      throw new Problem('forbidden', { zh: '案件只能由本人所在机关立案。', en: 'A case can be opened for the own office only.' }, { errors: [{ field: 'officeId', rule: 'ownOffice', message: { zh: '只能是本机关。', en: 'This can only be the own office.' } }] });
    }
    const answer = await sendCommand(this.door, who, headers, randomUUID(), { type: 'openCase', ...body }, reply);
    void reply.header('location', `/api/cases/${answer.caseId}`);
    return answer;
  }

  @Post(':id/steps/:step')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Take a step of the procedure' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public step(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('step', { schema: Code }) step: string, @Body({ schema: TakeStepBody }) body: z.infer<typeof TakeStepBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'takeStep', step, ...body }, reply);
  }

  @Post(':id/papers/:paperId/service')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Record an attempt at service of a paper' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public service(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('paperId', { schema: PaperId }) paperId: string, @Body({ schema: RecordServiceBody }) body: z.infer<typeof RecordServiceBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'recordService', paperId: ofCase(id, paperId), ...body }, reply);
  }

  @Post(':id/papers/:paperId/void')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Void a paper; its number stays taken' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public voidPaper(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('paperId', { schema: PaperId }) paperId: string, @Body({ schema: VoidPaperBody }) body: z.infer<typeof VoidPaperBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'voidPaper', paperId: ofCase(id, paperId), ...body }, reply);
  }

  @Post(':id/parties/:partyId/amend')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: "Correct or complete a party's identity, until a paper has reached that party; the identity before stays on record" })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public amend(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Body({ schema: AmendPartyBody }) body: z.infer<typeof AmendPartyBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'amendParty', party, ...body }, reply);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Close the case' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public close(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: CloseCaseBody }) body: z.infer<typeof CloseCaseBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'closeCase', ...body }, reply);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Take a closed case up again; its workflow `case/<id>` starts again under the same id' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public reopen(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: ReopenCaseBody }) body: z.infer<typeof ReopenCaseBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'reopenCase', ...body }, reply);
  }
}
