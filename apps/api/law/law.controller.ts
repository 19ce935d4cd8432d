import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { answerDeadline, chinaDateOf, LawInputError } from '#law';
import type { SignedInActor } from '#access';
import type { LawBook } from '#law/law-book';
import { Bilingual, Code, DateText, Day, NearDate } from '../http/schemas.ts';
import { Door } from '../door.module.ts';
import { notFound, wrongField } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { parameterStates, ParameterState } from './parameter-state.ts';

const DeadlineQuery = z.strictObject({
  clock: z.string().min(1).max(40).describe('Id in the law reference').meta({ examples: ['PEN-05'] }),
  from: NearDate.describe('The trigger day; for a backward clock the day of the event.'),
  knownOn: DateText.optional().describe('The calendar as known on this day; without it, with every notice loaded.'),
});
const DeadlineView = z.strictObject({
  clock: z.string(), trigger: z.string(), actor: z.string().nullable(), consequence: z.string().nullable(),
  article: z.string(), instrument: Bilingual, status: z.string(),
  from: Day, raw: Day.nullable(), due: Day.nullable(), lapsesAt: z.string().nullable(), otherCandidate: Day.nullable(), earliest: Day.nullable(), latest: Day.nullable(),
  provisional: z.boolean(), provisionalYears: z.array(z.number().int()), calendarVersion: z.string(), firstFilingDay: Day.optional(),
  explanation: Bilingual, note: z.string().nullable(),
}).meta({ id: 'Deadline' });
const PackSummary = z.strictObject({
  id: z.string(), name: Bilingual, inForce: z.strictObject({ from: Day, to: Day.nullable() }), sha256: z.string(),
  steps: z.number().int(), papers: z.number().int(), clocks: z.number().int(),
}).meta({ id: 'PackSummary', examples: [{ id: 'administrative-penalty', name: { zh: '行政处罚普通程序', en: 'Administrative penalty, ordinary procedure' }, inForce: { from: '2021-07-15', to: null }, sha256: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f', steps: 30, papers: 12, clocks: 9 }] });
const PackList = z.strictObject({ items: z.array(PackSummary) }).meta({ id: 'PackList' });
const PackView = z.strictObject({ id: z.string(), sha256: z.string(), pack: z.record(z.string(), z.unknown()).describe('The pack as data, in the public format (docs/packs.md).') }).meta({ id: 'Pack' });
const ParametersQuery = z.strictObject({ pack: Code.optional(), on: DateText.optional().describe('The day asked about; without it, today by the legal clock.') });
const ParameterList = z.strictObject({ county: z.string(), on: Day, items: z.array(ParameterState) }).meta({ id: 'ParameterList' });

@ApiTags('law')
@ApiBearerAuth()
@Controller('api/law')
export class LawController {
  public constructor(private readonly door: Door) {}

  @Get('deadline')
  @ApiOperation({ summary: 'When does this clock end, counted from this day, and why' })
  @ApiOkResponse({ standardSchema: DeadlineView })
  public async deadline(@Who() { actor }: SignedIn, @Query({ schema: DeadlineQuery }) { clock, from, knownOn }: z.infer<typeof DeadlineQuery>): Promise<z.infer<typeof DeadlineView>> {
    const { calendars } = await this.book(actor);
    try {
      const answer = answerDeadline({ clock, from, ...(knownOn === undefined ? {} : { knownOn }) }, calendars);
      const { result, citation } = answer;
      return {
        clock: answer.clock, trigger: answer.trigger, actor: answer.actor, consequence: answer.consequence,
        article: citation.article, instrument: citation.instrument, status: citation.status ?? 'verified',
        from, raw: result.raw, due: result.due, lapsesAt: result.lapsesAt, otherCandidate: result.otherCandidate, earliest: result.earliestCandidate, latest: result.latestCandidate,
        provisional: result.provisional, provisionalYears: result.provisionalYears, calendarVersion: result.calendarVersion,
        ...(result.firstFilingDay === undefined ? {} : { firstFilingDay: result.firstFilingDay }),
        explanation: { zh: answer.explanation.zh, en: answer.explanation.en }, note: answer.note,
      };
    } catch (error) {
      if (error instanceof LawInputError) throw wrongField('clock', 'clock', error.zh, error.message);
      throw error;
    }
  }

  @Get('packs')
  @ApiOperation({ summary: 'The policy packs that this service knows' })
  @ApiOkResponse({ standardSchema: PackList })
  public async packs(@Who() { actor }: SignedIn): Promise<z.infer<typeof PackList>> {
    const book = await this.book(actor);
    return {
      items: book.packs.map(({ pack, sha256 }) => ({
        id: pack.id, name: pack.name, inForce: { from: pack.inForce.from, to: pack.inForce.to }, sha256, steps: pack.steps.length, papers: pack.papers.length, clocks: pack.clocks.length,
      })),
    };
  }

  @Get('packs/:id')
  @ApiOperation({ summary: 'One pack as data' })
  @ApiOkResponse({ standardSchema: PackView })
  public async pack(@Who() { actor }: SignedIn, @Param('id', { schema: Code }) id: string): Promise<z.infer<typeof PackView>> {
    const loaded = (await this.book(actor)).find(id);
    if (loaded === undefined) throw notFound();
    return { id, sha256: loaded.sha256, pack: loaded.pack };
  }

  @Get('parameters')
  @ApiOperation({ summary: 'What the county has to set, what it has set, by which document, and which steps wait for it' })
  @ApiOkResponse({ standardSchema: ParameterList })
  public async parameters(@Who() { actor, arrivedAt }: SignedIn, @Query({ schema: ParametersQuery }) { pack, on }: z.infer<typeof ParametersQuery>): Promise<z.infer<typeof ParameterList>> {
    const day = on ?? chinaDateOf(arrivedAt);
    const book = await this.book(actor);
    if (pack !== undefined && book.find(pack) === undefined) throw wrongField('pack', 'choice', '没有这一政策包。', `There is no such pack; there are: ${book.packs.map((one) => one.pack.id).join(', ')}.`);
    return { county: actor.countyId, on: day, items: parameterStates(book, actor.countyId, day, pack) };
  }

  private book(actor: SignedInActor): Promise<LawBook> {
    return this.door.as(actor, (m) => this.door.law(m));
  }
}
