import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Door } from '../door.module.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { ClockPage, ClockQuery, countyClocks, CountyQuery, countyView, CountyView } from './county-view.ts';
import { OfficeList, OfficerList, OfficersQuery, officersOn, officesOn, OnDayQuery } from './people-of-office.ts';
import { TeamQuery, TeamTaskPage, TeamTaskQuery, teamTasks, teamView, TeamView } from './team-view.ts';

/** What is open in the own offices: row-level security says which, the county legal office has all of its county. */
@ApiTags('overview')
@ApiBearerAuth()
@Controller('api')
export class OverviewController {
  public constructor(private readonly door: Door) {}

  @Get('team')
  @ApiOperation({ summary: 'Open tasks of the own offices by office, role and step: how many, how many overdue or due soon; each figure with the address of its list' })
  @ApiOkResponse({ standardSchema: TeamView })
  public team(@Who() { actor }: SignedIn, @Query({ schema: TeamQuery }) query: z.infer<typeof TeamQuery>): Promise<z.infer<typeof TeamView>> {
    return this.door.as(actor, (m) => teamView(m, query));
  }

  @Get('team/tasks')
  @ApiOperation({ summary: 'The tasks behind a figure of the team, in pages' })
  @ApiOkResponse({ standardSchema: TeamTaskPage })
  public tasks(@Who() { actor }: SignedIn, @Query({ schema: TeamTaskQuery }) query: z.infer<typeof TeamTaskQuery>): Promise<z.infer<typeof TeamTaskPage>> {
    return this.door.as(actor, (m) => teamTasks(m, query));
  }

  @Get('county')
  @ApiOperation({ summary: 'Open cases by office, procedure and phase, and their clocks: overdue, escalated, provisional; each figure with the address of its list' })
  @ApiOkResponse({ standardSchema: CountyView })
  public county(@Who() { actor }: SignedIn, @Query({ schema: CountyQuery }) query: z.infer<typeof CountyQuery>): Promise<z.infer<typeof CountyView>> {
    return this.door.as(actor, (m) => countyView(m, query));
  }

  @Get('county/clocks')
  @ApiOperation({ summary: 'The clocks behind a figure of the county, in pages, the earliest end first' })
  @ApiOkResponse({ standardSchema: ClockPage })
  public clocks(@Who() { actor }: SignedIn, @Query({ schema: ClockQuery }) query: z.infer<typeof ClockQuery>): Promise<z.infer<typeof ClockPage>> {
    return this.door.as(actor, (m) => countyClocks(m, query));
  }

  @Get('offices')
  @ApiOperation({ summary: 'The own offices and their powers with dates and instruments' })
  @ApiOkResponse({ standardSchema: OfficeList })
  public offices(@Who() { actor }: SignedIn, @Query({ schema: OnDayQuery }) query: z.infer<typeof OnDayQuery>): Promise<z.infer<typeof OfficeList>> {
    return this.door.as(actor, (m) => officesOn(m, query));
  }

  @Get('officers')
  @ApiOperation({ summary: 'Who holds a post in the own offices on a day, with enforcement certificates and qualifications' })
  @ApiOkResponse({ standardSchema: OfficerList })
  public officers(@Who() { actor }: SignedIn, @Query({ schema: OfficersQuery }) query: z.infer<typeof OfficersQuery>): Promise<z.infer<typeof OfficerList>> {
    return this.door.as(actor, (m) => officersOn(m, query));
  }
}
