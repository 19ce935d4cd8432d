import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { approveProposal, CalendarProposal, ParameterProposal, proposeCalendar, proposeParameter, readProposals, rejectProposal, type ProposalOutcome } from '#commands';
import { chinaDateOf } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { onceApart } from '../http/once.ts';
import { notFound, Problem, wrongField } from '../problems/problem.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { ProposalPage, proposalPage, ProposalQuery, proposalView, ProposalView } from './proposal-page.ts';

const ProposalId = z.uuid();
const ParameterBody = ParameterProposal.meta({ id: 'ProposeParameter', examples: [{ pack: 'administrative-penalty', code: 'statementPeriod', value: 3, documentNumber: '勉政发〔2025〕3号', from: '2025-03-01' }] });
const CalendarBody = CalendarProposal.meta({
  id: 'ProposeCalendar',
  examples: [{ region: 'CN', year: 2027, notice: { id: '国办发明电〔2026〕9号', title: '国务院办公厅关于2027年部分节假日安排的通知', publishedOn: '2026-11-10', source: 'https://www.gov.cn/' }, days: { '2027-01-01': 'rest' } }],
});
type Kind = 'parameter' | 'calendar';

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
    return this.settle(actor, headers, () => proposeParameter(this.door.deps, actor, body));
  }

  @Post('parameters/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve a proposed parameter as the second person; it is then in force' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public approveParameter(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return this.check(actor, headers, 'parameter', id, approveProposal);
  }

  @Post('parameters/:id/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Reject a proposed parameter as the second person' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public rejectParameter(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return this.check(actor, headers, 'parameter', id, rejectProposal);
  }

  @Post('calendars')
  @Command()
  @ApiOperation({ summary: 'Propose a notice of rest days, or its amendment; whole, it replaces an earlier one for the year' })
  @ApiCreatedResponse({ standardSchema: ProposalView })
  public calendar(@Who() { actor, arrivedAt }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: CalendarBody }) body: z.infer<typeof CalendarBody>): Promise<ProposalView> {
    if (body.notice.publishedOn > chinaDateOf(arrivedAt)) throw wrongField('notice.publishedOn', 'notYet', '通知尚未公布。', 'The notice has not been published yet.');
    return this.settle(actor, headers, () => proposeCalendar(this.door.deps, actor, body));
  }

  @Post('calendars/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve a proposed notice as the second person; open cases then follow it' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public approveCalendar(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return this.check(actor, headers, 'calendar', id, approveProposal);
  }

  @Post('calendars/:id/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Reject a proposed notice as the second person' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public rejectCalendar(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return this.check(actor, headers, 'calendar', id, rejectProposal);
  }

  private async check(actor: SignedInActor, headers: CommandHeaders, kind: Kind, id: string, judge: typeof approveProposal): Promise<ProposalView> {
    const [proposal] = await this.door.as(actor, (m) => readProposals(m, id));
    if (proposal?.kind !== kind) throw notFound();
    return this.settle(actor, headers, () => judge(this.door.deps, actor, id));
  }

  private settle(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<ProposalOutcome>): Promise<ProposalView> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => {
      const outcome = await work();
      switch (outcome.status) {
        case 'done': return proposalView(outcome.proposal);
        case 'invalid': throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: outcome.errors });
        case 'refused': throw new Problem('blocked', { zh: '不能办理，原因见blockers。', en: 'This cannot be done; see blockers.' }, { blockers: outcome.blockers });
        case 'notFound': throw notFound();
      }
    });
  }
}
