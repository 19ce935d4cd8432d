import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CallInFileCommand, ConfirmStepCommand, ReturnFileCommand, TransferCaseCommand } from '#commands';
import { sendCommand } from '../cases/send-command.ts';
import { CommandAnswer } from '../cases/command-bodies.ts';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { CaseId } from '../http/schemas.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';

const TransferBody = TransferCaseCommand.omit({ type: true }).meta({ id: 'TransferCase', examples: [{ toOfficeId: '610725101', instrument: '勉司移〔2025〕1号', on: '2025-03-05', reason: '违法行为发生地在武侯镇' }] });
const CallInBody = CallInFileCommand.omit({ type: true }).meta({ id: 'CallInFile', examples: [{ toOfficeId: '610725-legal', instrument: '勉司调〔2025〕1号', on: '2025-03-05', reason: '备案审查' }] });
const ReturnBody = ReturnFileCommand.omit({ type: true, loanSeq: true }).meta({ id: 'ReturnFile', examples: [{ on: '2025-03-12' }] });
const ConfirmBody = ConfirmStepCommand.omit({ type: true }).meta({ id: 'ConfirmStep', examples: [{ stepSeq: 5, confirmation: { personId: '00000000-0000-4000-8000-000000000002', pin: '285714' } }] });
const LoanSeq = z.coerce.number().int().min(1).max(2_147_483_647);
type Answer = z.infer<typeof CommandAnswer>;

/** Who has a case in hand: it moves to another office, its file is read elsewhere, a second officer confirms. */
@ApiTags('cases: commands')
@ApiBearerAuth()
@Controller('api/cases/:id')
export class HandsController {
  public constructor(private readonly door: Door) {}

  @Post('transfer')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Move the case to another office of the county, by an order of the county legal office; clocks, numbers and history go along' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public transfer(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: TransferBody }) body: z.infer<typeof TransferBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'transferCase', ...body }, reply);
  }

  @Post('file-loans')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'Call in the file (调审): an office of the county reads it until it is returned, and each reading is logged' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public callIn(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: CallInBody }) body: z.infer<typeof CallInBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'callInFile', ...body }, reply);
  }

  @Post('file-loans/:seq/return')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'The file that was called in is returned; `seq` is the event that called it in' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public giveBack(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('seq', { schema: LoanSeq }) loanSeq: number, @Body({ schema: ReturnBody }) body: z.infer<typeof ReturnBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'returnFile', loanSeq, ...body }, reply);
  }

  @Post('confirmations')
  @HttpCode(200)
  @Command({ ifMatch: true })
  @ApiOperation({ summary: 'A named officer confirms an act with the own PIN, on the device of whoever is signed in; after the days of the county only with a reason, by its legal office' })
  @ApiOkResponse({ standardSchema: CommandAnswer })
  public confirm(@Who() who: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Body({ schema: ConfirmBody }) body: z.infer<typeof ConfirmBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return sendCommand(this.door, who, headers, id, { type: 'confirmStep', ...body }, reply);
  }
}
