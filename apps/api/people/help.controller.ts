import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { RevealBody } from '../cases/command-bodies.ts';
import { Door } from '../door.module.ts';
import { PaperId } from '../http/schemas.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { helpRequest, HelpRequestList, helpRequests, HelpRequestView, RevealedRequest, revealRequest } from './helping.ts';
import { OrderQuery } from './order-page.ts';

/** Requests for help to the own office: it sees what they show, and nothing else of the file. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('api/help-requests')
export class HelpController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'Open requests for help to the own office, the earliest due first' })
  @ApiOkResponse({ standardSchema: HelpRequestList })
  public list(@Who() { actor }: SignedIn, @Query({ schema: OrderQuery }) query: z.infer<typeof OrderQuery>): Promise<z.infer<typeof HelpRequestList>> {
    return this.door.as(actor, (m) => helpRequests(m, actor, query));
  }

  @Get(':requestId')
  @ApiOperation({ summary: 'One request with the facts, parties, papers and files that it shows; the look is logged' })
  @ApiOkResponse({ standardSchema: HelpRequestView })
  public one(@Who() { actor }: SignedIn, @Param('requestId', { schema: PaperId }) requestId: string): Promise<z.infer<typeof HelpRequestView>> {
    return helpRequest(this.door, actor, requestId);
  }

  @Post(':requestId/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: 'What is asked, and the texts and identities that the request shows, in clear; person, time and reason are logged' })
  @ApiOkResponse({ standardSchema: RevealedRequest })
  public reveal(@Who() { actor }: SignedIn, @Param('requestId', { schema: PaperId }) requestId: string, @Body({ schema: RevealBody }) { why }: z.infer<typeof RevealBody>): Promise<z.infer<typeof RevealedRequest>> {
    return revealRequest(this.door, actor, requestId, why);
  }
}
