import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { chinaDateOf } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { once } from '../http/once.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { CalendarBody, checkedCalendar, enforceCalendar } from './calendar-proposal.ts';
import { checkedParameter, enforceParameter, ParameterBody } from './parameter-proposal.ts';
import { approve, listProposals, ProposalPage, ProposalQuery, ProposalView, propose } from './proposal-store.ts';

const ProposalId = z.uuid();

/** What two persons of the county legal office put in force: one proposes, another approves. */
@ApiTags('proposals')
@ApiBearerAuth()
@OnlyFor('countyLegalOffice')
@Controller('api')
export class ProposalsController {
  public constructor(private readonly door: Door) {}

  @Get('proposals')
  @ApiOperation({ summary: 'Proposals of the own office' })
  @ApiOkResponse({ standardSchema: ProposalPage })
  public list(@Who() { actor }: SignedIn, @Query({ schema: ProposalQuery }) query: z.infer<typeof ProposalQuery>): Promise<z.infer<typeof ProposalPage>> {
    return this.door.as(actor, (m) => listProposals(m, query));
  }

  @Post('parameters')
  @Command()
  @ApiOperation({ summary: "Propose a county's value of a parameter, with the document that sets it" })
  @ApiCreatedResponse({ standardSchema: ProposalView })
  public parameter(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: ParameterBody }) body: z.infer<typeof ParameterBody>): Promise<ProposalView> {
    return this.door.as(actor, (m) => once(m, actor, headers, async () => propose(m, actor, 'parameter', checkedParameter(await this.door.law(m), actor.countyId, body))));
  }

  @Post('parameters/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve a proposed parameter as the second person; it is then in force' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public approveParameter(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return this.door.as(actor, (m) => once(m, actor, headers, () => approve(m, actor, 'parameter', id, (payload) => enforceParameter(m, id, payload))));
  }

  @Post('calendars')
  @Command()
  @ApiOperation({ summary: 'Propose a notice of rest days, or its amendment' })
  @ApiCreatedResponse({ standardSchema: ProposalView })
  public calendar(@Who() { actor, arrivedAt }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: CalendarBody }) body: z.infer<typeof CalendarBody>): Promise<ProposalView> {
    return this.door.as(actor, (m) => once(m, actor, headers, async () => propose(m, actor, 'calendar', { ...checkedCalendar(await this.door.law(m), body, chinaDateOf(arrivedAt)) })));
  }

  @Post('calendars/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve a proposed notice as the second person; open cases then follow it' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public approveCalendar(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<ProposalView> {
    return this.door.as(actor, (m) => once(m, actor, headers, async () => {
      const book = await this.door.law(m);
      return approve(m, actor, 'calendar', id, (payload) => enforceCalendar(m, book, id, payload));
    }));
  }
}
