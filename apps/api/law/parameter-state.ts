import { z } from 'zod';
import type { LawBook } from '#law/law-book';
import type { LegalDate } from '#law/dates';
import { packCitation } from '#law/citation-text';
import { stepsWaitingFor } from '#law/packs/parameter-use';
import { Bilingual, Day } from '../http/schemas.ts';

const ParameterText = z.union([z.string(), z.number(), z.array(z.number())]);
export const ParameterState = z.strictObject({
  pack: z.string(), code: z.string(), name: Bilingual, type: z.string(), choices: z.array(z.string()).optional(), why: Bilingual, article: Bilingual,
  steps: z.array(z.string()).describe('Steps that wait for it while nobody has set it; `opening`: no case is opened.'),
  set: z.strictObject({ value: ParameterText, documentNumber: z.string(), from: Day, to: Day.nullable() }).nullable().describe('null: nobody has set it; the step that needs it is refused and names it.'),
}).meta({ id: 'ParameterState' });

/** Every parameter of the packs with what the county has set for a day. An unset one never counts as 0. */
export function parameterStates(book: LawBook, county: string, on: LegalDate, only?: string): z.infer<typeof ParameterState>[] {
  return book.packs.filter(({ pack }) => only === undefined || pack.id === only).flatMap(({ pack }) => pack.parameters.map((parameter) => {
    const steps = stepsWaitingFor(pack, parameter.code);
    const set = book.parameter(county, pack.id, parameter.code, on);
    return {
      pack: pack.id, code: parameter.code, name: parameter.name, type: parameter.type, ...(parameter.choices === undefined ? {} : { choices: parameter.choices }),
      why: parameter.why, article: packCitation(pack, parameter.cite),
      steps, set: set === null ? null : { value: set.value, documentNumber: set.documentNumber, from: set.from, to: set.to },
    };
  }));
}
