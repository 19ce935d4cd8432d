import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Door } from '../door.module.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { leadFigures, LeadFigureQuery, LeadFigures } from './lead-figures.ts';
import { LeadPage, LeadQuery, listLeads } from './lead-list.ts';

/** Leads and complaints (举报线索). A lead is a case of the pack `leads`: it is opened, worked on and read as one; these addresses list and count. */
@ApiTags('leads')
@ApiBearerAuth()
@Controller('api/leads')
export class LeadsController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'Leads of the own offices with their answer period, in pages; never who complained, and none that is about the asking person' })
  @ApiOkResponse({ standardSchema: LeadPage })
  public list(@Who() { actor }: SignedIn, @Query({ schema: LeadQuery }) query: z.infer<typeof LeadQuery>): Promise<z.infer<typeof LeadPage>> {
    return this.door.as(actor, (m) => listLeads(m, query));
  }

  @Get('figures')
  @ApiOperation({ summary: 'Leads by office, channel and outcome: open, due soon, late, unsettled; each figure with the address of its list' })
  @ApiOkResponse({ standardSchema: LeadFigures })
  public figures(@Who() { actor }: SignedIn, @Query({ schema: LeadFigureQuery }) query: z.infer<typeof LeadFigureQuery>): Promise<z.infer<typeof LeadFigures>> {
    return this.door.as(actor, async (m) => leadFigures(m, query, await this.door.law(m)));
  }
}
