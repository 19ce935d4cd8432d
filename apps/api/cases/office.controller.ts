import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { TaskVerbField } from '#commands';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { CaseId, Code, PaperId } from '../http/schemas.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { ofCase, sendCommand } from './send-command.ts';
import { CommandAnswer, RevealBody } from './command-bodies.ts';
import { AskApprovalBody, ChangeSignersBody, HandleTaskBody, RevealedApproval, RevealedTask, RevealTaskBody, SignApprovalBody, WithdrawApprovalBody } from './office-bodies.ts';
import { revealApproval, revealTask } from './office-view.ts';
import { ApprovalToSign } from './case-schemas.ts';
import { approvalToSign } from './case-view.ts';
import { asSigner } from '../people/reading.ts';
import { seeCase } from './seen-case.ts';

type Answer = z.infer<typeof CommandAnswer>;

/** Approvals before a step, and tasks in people's hands. Nothing is approved by time, by nobody, or by whoever asks. */
@ApiTags('cases: office')
@ApiBearerAuth()
@Controller('api/cases')
export class OfficeController {
  public constructor(private readonly door: Door) {}

  @Post(':id/approvals')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Ask for an approval of steps with the facts with which they are to be taken' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public ask(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: AskApprovalBody }) body: z.infer<typeof AskApprovalBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'askApproval', ...body }, reply);
  }

  @Get(':id/approvals/:approvalId')
  @ApiOperation({ summary: 'One approval: also for a signer of another office while the signature waits, who sees nothing else of the case' })
  @ApiOkResponse({ standardSchema: ApprovalToSign })
  public approval(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('approvalId', { schema: PaperId }) approvalId: string): Promise<z.infer<typeof ApprovalToSign>> {
    return asSigner(this.door, actor, id, ofCase(id, approvalId), async (m) => { const book = await this.door.lawOf(m, id); return approvalToSign(await seeCase(m, id, book), approvalId, { m, book }); });
  }

  @Post(':id/approvals/:approvalId/sign')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Sign: agree, return to an earlier stage or the handler, or refuse; each with an opinion' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public sign(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('approvalId', { schema: PaperId }) approvalId: string, @Body({ schema: SignApprovalBody }) body: z.infer<typeof SignApprovalBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'signApproval', approvalId: ofCase(id, approvalId), ...body }, reply);
  }

  @Post(':id/approvals/:approvalId/signers')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Add a signer before, after or beside the stage that waits, or take one out' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public signers(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('approvalId', { schema: PaperId }) approvalId: string, @Body({ schema: ChangeSignersBody }) body: z.infer<typeof ChangeSignersBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'changeSigners', approvalId: ofCase(id, approvalId), ...body }, reply);
  }

  @Post(':id/approvals/:approvalId/withdraw')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Take a request back, open or approved and not yet used' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public withdraw(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('approvalId', { schema: PaperId }) approvalId: string, @Body({ schema: WithdrawApprovalBody }) body: z.infer<typeof WithdrawApprovalBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'withdrawApproval', approvalId: ofCase(id, approvalId), ...body }, reply);
  }

  @Post(':id/approvals/:approvalId/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: 'What is proposed and what was said to it, in clear; person, time and reason are logged' })
  @ApiOkResponse({ standardSchema: RevealedApproval })
  public reveal(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('approvalId', { schema: PaperId }) approvalId: string, @Body({ schema: RevealBody }) { why }: z.infer<typeof RevealBody>): Promise<z.infer<typeof RevealedApproval>> {
    return asSigner(this.door, actor, id, ofCase(id, approvalId), async (m) => revealApproval(m, this.door.deps.content, await seeCase(m, id, await this.door.lawOf(m, id)), ofCase(id, approvalId), why));
  }

  @Post(':id/tasks/:step/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: 'What delegates gave back with a task, in clear; person, time and reason are logged' })
  @ApiOkResponse({ standardSchema: RevealedTask })
  public revealResults(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('step', { schema: Code }) step: string, @Body({ schema: RevealTaskBody }) { party, why }: z.infer<typeof RevealTaskBody>): Promise<z.infer<typeof RevealedTask>> {
    return this.door.as(actor, async (m) => revealTask(m, this.door.deps.content, await seeCase(m, id, await this.door.lawOf(m, id)), step, party ?? null, why));
  }

  @Post(':id/tasks/:step/:verb')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Claim, assign, transfer, delegate, give back, copy, urge or release a task; `step` may name an approval to copy or urge' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public task(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('step', { schema: Code }) step: string, @Param('verb', { schema: TaskVerbField }) verb: z.infer<typeof TaskVerbField>, @Body({ schema: HandleTaskBody }) body: z.infer<typeof HandleTaskBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'handleTask', step, verb, ...body }, reply);
  }
}
