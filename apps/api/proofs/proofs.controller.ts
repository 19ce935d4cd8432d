import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { proveDay, readProof } from '#commands/proof';
import { chinaDateOf, type LegalDate } from '#law/dates';
import { legalNow } from '#store';
import { Door } from '../door.module.ts';
import { Bilingual, DateText, Day, Instant } from '../http/schemas.ts';
import { Problem, wrongField } from '../problems/problem.ts';
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
  /** Proofs being made for somebody who asked: one a day, however many ask. */
  private readonly underWay = new Map<LegalDate, Promise<unknown>>();

  public constructor(private readonly door: Door) {}

  @Get(':date')
  @ApiOperation({ summary: 'The daily proof of the own offices: due instants recomputed from the events against those stored and recorded. One of a past day that is not yet made is made now, and kept, for the county legal office only.' })
  @ApiOkResponse({ standardSchema: ProofView })
  public async proof(@Who() { actor }: SignedIn, @Param('date', { schema: DateText }) date: LegalDate): Promise<z.infer<typeof ProofView>> {
    return await this.kept(actor, date) ?? await this.made(actor, date);
  }

  private async made(actor: SignedIn['actor'], date: LegalDate): Promise<z.infer<typeof ProofView>> {
    const today = await this.door.as(actor, async (m) => chinaDateOf((await legalNow(m)).at));
    if (date >= today) throw wrongField('date', 'past', `${date}尚未结束，还不能核验。`, `${date} is not over; it cannot be proven yet.`);
    if (!actor.roles.includes('countyLegalOffice')) throw new Problem('forbidden', { zh: `${date}的核验尚未作出：每日自动作出；补作由县司法行政机关或者运维人员办理。`, en: `The proof of ${date} is not made yet: it is made daily by itself; to make it afterwards is for the county legal office or the operators.` });
    const making = this.underWay.get(date) ?? proveDay(this.door.deps, date).finally(() => { this.underWay.delete(date); });
    this.underWay.set(date, making);
    await making;
    const proof = await this.kept(actor, date);
    if (proof === null) throw new Error(`The proof of ${date} was not kept.`);
    return proof;
  }

  private kept(actor: SignedIn['actor'], date: LegalDate): Promise<z.infer<typeof ProofView> | null> {
    return this.door.as(actor, async (m) => {
      const proof = await readProof(m, date);
      if (proof === null) return null;
      const [count] = await m.query<{ cases: number }[]>('SELECT count(*)::integer AS cases FROM case_head WHERE opened_on <= $1 AND (closed_on IS NULL OR closed_on >= $1)', [date]);
      const causes: Record<string, number> = {};
      for (const { cause } of proof.differences) causes[cause] = (causes[cause] ?? 0) + 1;
      return { date, madeAt: proof.madeAt, storedCompared: proof.storedCompared, cases: count?.cases ?? 0, causes, differences: proof.differences, doesNotProve: proof.doesNotProve.map(({ zh, en }) => ({ zh, en })) };
    });
  }
}
