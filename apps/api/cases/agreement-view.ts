/** Enforcement agreements on a debt as its case shows them: each stage, and whether it was kept. */
import { z } from 'zod';
import { agreementsOf, type Agreement, type CaseDebt, type CaseMoney, type CaseState } from '#cases';
import { formatYuan, packCitation, type LawBook, type LegalDate } from '#law';
import { Bilingual, Day } from '../http/schemas.ts';

const Yuan = z.string().meta({ pattern: String.raw`^-?\d+\.\d{2}$`, examples: ['2000.00'] });
export const AgreementView = z.strictObject({
  step: z.number().int().describe('The step that recorded it.'), since: Day, endedOn: Day.nullable().describe('Breached, the execution over, the application withdrawn, or another agreement made.'),
  stages: z.array(z.strictObject({
    number: z.number().int(), due: Day, amount: Yuan, keptOn: Day.nullable().describe('The day by which so much had been paid since the agreement.'),
    state: z.enum(['kept', 'running', 'missed', 'ended']).describe('missed: past and not paid, or paid after its day; ended: the agreement was over before.'),
  })).describe('Empty where none were agreed.'), article: Bilingual,
}).meta({ id: 'EnforcementAgreement' });

/** Up to the end of a day, the oldest first. */
export function agreementViews({ state, money, book }: { state: CaseState; money: CaseMoney; book: LawBook }, { key, definition }: CaseDebt, day: LegalDate): z.infer<typeof AgreementView>[] {
  const { agreement } = definition;
  if (agreement === undefined) return [];
  const article = packCitation(book.pack(state.pack).pack, agreement.cite);
  return agreementsOf(state, money, key.debt).filter(({ party, on }) => party === key.party && on <= day).map((one) => {
    const endedOn = one.endedOn !== null && one.endedOn <= day ? one.endedOn : null;
    return {
      step: one.seq, since: one.on, endedOn, article,
      stages: one.stages.map((stage) => {
        const keptOn = stage.metOn !== null && stage.metOn <= day ? stage.metOn : null;
        return { number: stage.number, due: stage.due, amount: formatYuan(stage.fen), keptOn, state: stateOf(stage, { keptOn, endedOn, day }) };
      }),
    };
  });
}

function stateOf({ due }: Agreement['stages'][number], { keptOn, endedOn, day }: { keptOn: LegalDate | null; endedOn: LegalDate | null; day: LegalDate }): 'kept' | 'running' | 'missed' | 'ended' {
  if (keptOn !== null && keptOn <= due) return 'kept';
  if (endedOn !== null && endedOn <= due) return 'ended';
  return due < day ? 'missed' : 'running';
}
