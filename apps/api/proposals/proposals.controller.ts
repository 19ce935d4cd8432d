import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { approveProposal, CalendarProposal, ParameterProposal, proposeCalendar, proposeParameter, rejectProposal } from '#commands';
import { chinaDateOf } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { wrongField } from '../problems/problem.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { ProposalPage, proposalPage, ProposalQuery, ProposalView } from './proposal-page.ts';
import { checkProposal, settleProposal } from './settle.ts';

const ProposalId = z.uuid();
const ParameterBody = ParameterProposal.meta({ id: 'ProposeParameter', examples: [{ pack: 'administrative-penalty', code: 'statementPeriod', value: 3, documentNumber: '勉政发〔2025〕3号', from: '2025-03-01' }] });
const CalendarBody = CalendarProposal.meta({
  id: 'ProposeCalendar',
  examples: [{ region: 'CN', year: 2027, notice: { id: '国办发明电〔2026〕9号', title: '国务院办公厅关于2027年部分节假日安排的通知', publishedOn: '2026-11-10', source: 'https://www.gov.cn/' }, days: { '2027-01-01': 'rest' } }],
});

/** What two persons of the county legal office put in force: one proposes, another approves. */
@ApiTags('proposals')
@ApiBearerAuth()
@OnlyFor('countyLegalOffice')
@Controller('api')
export class ProposalsController {
  public constructor(private readonly door: Door) {}

  @Get('proposals')
  @ApiOperation({ summary: 'Proposals of the own offices' })
  @ApiOkResponse({ standardSchema: ProposalPage })
  public list(@Who() { actor }: SignedIn, @Query({ schema: ProposalQuery }) query: z.infer<typeof ProposalQuery>): Promise<z.infer<typeof ProposalPage>> {
    return this.door.as(actor, (m) => proposalPage(m, query));
  }

  @Post('parameters')
  @Command()
  @ApiOperation({ summary: "Propose a county's value of a parameter, with the document that sets it" })
  @ApiCreatedResponse({ standardSchema: ProposalView })
  public parameter(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: ParameterBody }) body: z.infer<typeof ParameterBody>): Promise<ProposalView> {
    return settleProposal(this.door, actor, headers, () => proposeParameter(this.door.deps, actor, body));
  }

  @Post('parameters/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve a proposed parameter as the second person; it is then in force' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public approveParameter(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return checkProposal(this.door, actor, headers, 'parameter', id, approveProposal);
  }

  @Post('parameters/:id/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Reject a proposed parameter as the second person' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public rejectParameter(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return checkProposal(this.door, actor, headers, 'parameter', id, rejectProposal);
  }

  @Post('calendars')
  @Command()
  @ApiOperation({ summary: 'Propose a notice of rest days, or its amendment; whole, it replaces an earlier one for the year' })
  @ApiCreatedResponse({ standardSchema: ProposalView })
  public calendar(@Who() { actor, arrivedAt }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: CalendarBody }) body: z.infer<typeof CalendarBody>): Promise<ProposalView> {
    if (body.notice.publishedOn > chinaDateOf(arrivedAt)) throw wrongField('notice.publishedOn', 'notYet', '通知尚未公布。', 'The notice has not been published yet.');
    return settleProposal(this.door, actor, headers, () => proposeCalendar(this.door.deps, actor, body));
  }

  @Post('calendars/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve a proposed notice as the second person; open cases then follow it' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public approveCalendar(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return checkProposal(this.door, actor, headers, 'calendar', id, approveProposal);
  }

  @Post('calendars/:id/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Reject a proposed notice as the second person' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public rejectCalendar(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return checkProposal(this.door, actor, headers, 'calendar', id, rejectProposal);
  }
}
