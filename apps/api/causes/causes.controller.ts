import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { approveProposal, CauseProposal, proposeCause, rejectProposal } from '#commands';
import { chinaDateOf } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { DateText } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { ProposalView } from '../proposals/proposal-page.ts';
import { checkProposal, settleProposal } from '../proposals/settle.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';
import { CauseList, causeView, CauseView, summaryOf } from './cause-view.ts';

const ProposalId = z.uuid();
const CauseCode = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
const CausesQuery = z.strictObject({
  on: DateText.optional().describe('The day of the act; without it, today by the legal clock.'),
  topic: z.string().max(64).optional(), status: z.enum(['verified', 'unverified', 'inference']).optional(),
});
const CauseQuery = CausesQuery.pick({ on: true });
const CauseBody = CauseProposal.meta({
  id: 'ProposeCause',
  examples: [{
    kind: 'bands', documentNumber: '勉司发〔2026〕8号', from: '2026-12-01', code: 'straw-burnt',
    bands: [{ code: 'minor', name: { zh: '较轻', en: 'minor' }, when: { zh: '焚烧面积不足一亩', en: 'less than one mu burnt' }, amounts: { from: '500.00', to: '1000.00' }, status: 'verified', source: { title: '勉县行政处罚裁量基准', url: 'https://www.example.org/bands', readOn: '2026-11-20' } }],
  }],
});

/** Causes of action: what may be punished, by which article and by how much. */
@ApiTags('causes')
@ApiBearerAuth()
@Controller('api/causes')
export class CausesController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'Causes of the library and of the own county that hold for an act of a day' })
  @ApiOkResponse({ standardSchema: CauseList })
  public async list(@Who() { actor, arrivedAt }: SignedIn, @Query({ schema: CausesQuery }) { on, topic, status }: z.infer<typeof CausesQuery>): Promise<z.infer<typeof CauseList>> {
    const today = chinaDateOf(arrivedAt);
    const day = on ?? today;
    const book = await this.door.as(actor, (m) => this.door.law(m));
    const items = book.causes.all(actor.countyId, today).flatMap((known) => summaryOf(book, actor.countyId, known, day) ?? []);
    return { on: day, items: items.filter((one) => (topic === undefined || one.topic === topic) && (status === undefined || one.status === status)) };
  }

  @Get(':code')
  @ApiOperation({ summary: 'One cause for an act of a day: elements, articles, range, bands, sources' })
  @ApiOkResponse({ standardSchema: CauseView })
  public async cause(@Who() { actor, arrivedAt }: SignedIn, @Param('code', { schema: CauseCode }) code: string, @Query({ schema: CauseQuery }) { on }: z.infer<typeof CauseQuery>): Promise<z.infer<typeof CauseView>> {
    const today = chinaDateOf(arrivedAt);
    const book = await this.door.as(actor, (m) => this.door.law(m));
    const known = book.causes.find(code, actor.countyId, today);
    const view = known === undefined ? null : causeView(book, actor.countyId, known, on ?? today);
    if (view === null) throw notFound();
    return view;
  }

  @Post()
  @OnlyFor('countyLegalOffice')
  @Command()
  @ApiOperation({ summary: 'Propose a cause of the county, or discretion bands, with the document that sets them' })
  @ApiCreatedResponse({ standardSchema: ProposalView })
  public propose(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: CauseBody }) body: CauseProposal): Promise<z.infer<typeof ProposalView>> {
    return settleProposal(this.door, actor, headers, () => proposeCause(this.door.deps, actor, body));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @OnlyFor('countyLegalOffice')
  @Command()
  @ApiOperation({ summary: 'Approve a proposed cause or its bands as the second person; steps follow them from their day' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public approve(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<z.infer<typeof ProposalView>> {
    return checkProposal(this.door, actor, headers, 'cause', id, approveProposal);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @OnlyFor('countyLegalOffice')
  @Command()
  @ApiOperation({ summary: 'Reject a proposed cause or its bands as the second person' })
  @ApiOkResponse({ standardSchema: ProposalView })
  public reject(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: ProposalId }) id: string): Promise<z.infer<typeof ProposalView>> {
    return checkProposal(this.door, actor, headers, 'cause', id, rejectProposal);
  }
}
