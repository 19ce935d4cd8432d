import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { readProof } from '#commands/proof';
import type { LegalDate } from '#law/dates';
import { Door } from '../door.module.ts';
import { Bilingual, DateText, Day, Instant } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';

const ProofView = z.strictObject({
  date: Day, madeAt: Instant, storedCompared: z.boolean().describe('false for a proof made after the day: stored clocks are then those of a later day.'),
  cases: z.number().int().describe('Cases of the own offices that were open on the day.'),
  causes: z.record(z.string(), z.number().int()),
  differences: z.array(z.strictObject({ caseId: z.uuid(), officeId: z.string(), clockId: z.string().nullable(), kind: z.string(), cause: z.string(), about: z.record(z.string(), z.string().nullable()) })),
  doesNotProve: z.array(Bilingual),
}).meta({ id: 'Proof' });

@ApiTags('proofs')
@ApiBearerAuth()
@Controller('api/proofs')
export class ProofsController {
  public constructor(private readonly door: Door) {}

  @Get(':date')
  @ApiOperation({ summary: 'The daily proof of the own offices: due instants recomputed from the events against those stored and recorded' })
  @ApiOkResponse({ standardSchema: ProofView })
  public proof(@Who() { actor }: SignedIn, @Param('date', { schema: DateText }) date: LegalDate): Promise<z.infer<typeof ProofView>> {
    return this.door.as(actor, async (m) => {
      const proof = await readProof(m, date);
      if (proof === null) throw notFound();
      const [count] = await m.query<{ cases: number }[]>('SELECT count(*)::integer AS cases FROM case_head WHERE opened_on <= $1 AND (closed_on IS NULL OR closed_on >= $1)', [date]);
      const causes: Record<string, number> = {};
      for (const { cause } of proof.differences) causes[cause] = (causes[cause] ?? 0) + 1;
      return { date, madeAt: proof.madeAt, storedCompared: proof.storedCompared, cases: count?.cases ?? 0, causes, differences: proof.differences, doesNotProve: proof.doesNotProve.map(({ zh, en }) => ({ zh, en })) };
    });
  }
}
