import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { readClock, stepTo, TrainingProblem } from '#commands/training';
import { chinaDateOf, isLegalDate, legalDate, legalInstant, type LegalDate, type LegalInstant } from '#law/dates';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { onceApart, type InTransaction } from '../http/once.ts';
import { DateText, Day, Instant } from '../http/schemas.ts';
import { Problem, wrongField } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';

const ClockView = z.strictObject({ mode: z.enum(['wall', 'running', 'stepped']), at: Instant, date: Day }).meta({ id: 'TrainingClock' });
/** The last minute of a day is an instant like any other. */
const Moment = z.string().regex(/^(19|20|21)\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|\+08:00)$/).refine((text) => isLegalDate(text.slice(0, 10)))
  .meta({ format: 'date-time', examples: ['2025-11-13T23:59:00+08:00'] });
const StepBody = z.strictObject({ to: z.union([z.literal('next'), DateText, Moment]).describe('`next`: the next due instant; a day: its 00:00 in China; or an instant.') }).meta({ id: 'StepClock', examples: [{ to: 'next' }] });
const StepView = z.strictObject({
  from: Instant, at: Instant, date: Day, stops: z.number().int(),
  waiting: z.array(z.strictObject({ dutyId: z.string(), caseId: z.uuid(), kind: z.string(), role: z.string().nullable() })).describe('Duties of the own offices that wait for a person or for the outside.'),
}).meta({ id: 'StepDone' });
type StepView = z.infer<typeof StepView>;

/** The legal clock of a training instance. */
@ApiTags('training')
@ApiBearerAuth()
@Controller('api/training/clock')
export class TrainingController {
  public constructor(private readonly door: Door) {}

  @Get()
  @ApiOperation({ summary: 'Where the legal clock stands' })
  @ApiOkResponse({ standardSchema: ClockView })
  public async clock(): Promise<z.infer<typeof ClockView>> {
    const { mode, at } = await readClock(this.door.deps.source);
    return { mode, at, date: chinaDateOf(at) };
  }

  @Post()
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Move the stepped clock to the next due instant, to a day or to an instant; answers when everything due is done' })
  @ApiOkResponse({ standardSchema: StepView })
  public step(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: StepBody }) { to }: z.infer<typeof StepBody>): Promise<StepView> {
    const run: InTransaction = (work) => this.door.as(actor, work);
    return onceApart(run, actor, headers, async () => {
      const { from, at, stops, waiting } = await stepTo(this.door.deps.source, targetOf(to)).catch((error: unknown) => { throw asProblem(error); });
      const own = await run((m) => m.query<{ case_id: string }[]>('SELECT case_id FROM case_head WHERE case_id = ANY ($1::uuid[])', [waiting.map(({ caseId }) => caseId)]));
      const seen = new Set(own.map((row) => row.case_id));
      return { from, at, date: chinaDateOf(at), stops, waiting: waiting.filter(({ caseId }) => seen.has(caseId)) };
    });
  }
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof TrainingProblem)) return error;
  if (error.code === 'goesBack') return wrongField('to', 'goesBack', error.zh, error.en);
  return new Problem('conflict', { zh: error.zh, en: error.en });
}

function targetOf(to: string): LegalDate | LegalInstant | 'next' {
  if (to === 'next') return 'next';
  return isLegalDate(to) ? legalDate(to) : legalInstant(to);
}
