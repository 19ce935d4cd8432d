import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { addDays } from '#law/dates';
import { parameterProblem, type LawBook } from '#law/law-book';
import { Code, DateText, DocumentNumberText } from '../http/schemas.ts';
import { wrongField } from '../problems/problem.ts';

const Value = z.union([z.string().max(500), z.number(), z.array(z.number()).max(50)]);
export const ParameterBody = z.strictObject({ pack: Code, code: Code, value: Value, documentNumber: DocumentNumberText, from: DateText, to: DateText.optional() })
  .meta({ id: 'ProposeParameter', examples: [{ pack: 'administrative-penalty', code: 'statementPeriod', value: 3, documentNumber: '勉政发〔2025〕3号', from: '2025-03-01' }] });
const Kept = ParameterBody.extend({ county: z.string() });

/** What is proposed, for the county of the asking person. Throws the problem that names the field. */
export function checkedParameter(book: LawBook, county: string, body: z.infer<typeof ParameterBody>): z.infer<typeof Kept> {
  const loaded = book.find(body.pack);
  if (loaded === undefined) throw wrongField('pack', 'choice', '没有这一政策包。', `There is no such pack; there are: ${book.packs.map(({ pack }) => pack.id).join(', ')}.`);
  const parameter = loaded.pack.parameters.find(({ code }) => code === body.code);
  if (parameter === undefined) throw wrongField('code', 'choice', `该政策包的参数为：${loaded.pack.parameters.map(({ code }) => code).join('、')}。`, `The parameters of this pack are: ${loaded.pack.parameters.map(({ code }) => code).join(', ')}.`);
  const problem = parameterProblem(parameter, body.value);
  if (problem !== null) throw wrongField('value', parameter.type, `“${parameter.name.zh}”的取值不符合类型（${parameter.type}）。`, `"${parameter.name.en}": ${problem}.`);
  if (body.to !== undefined && body.to < body.from) throw wrongField('to', 'order', '不得早于起始日期。', 'This must not be before "from".');
  return { county, ...body };
}

/** Puts an approved value in force: an earlier one without an end ends on the day before, and the open cases of the pack look again. */
export async function enforceParameter(m: EntityManager, proposalId: string, payload: unknown): Promise<void> {
  const { county, pack, code, value, documentNumber, from, to } = Kept.parse(payload);
  await m.query('UPDATE parameter_setting SET valid_to = $5 WHERE county = $1 AND pack = $2 AND code = $3 AND valid_to IS NULL AND valid_from < $4', [county, pack, code, from, addDays(from, -1)]);
  await m.query('INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, valid_to, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [county, pack, code, JSON.stringify(value), documentNumber, from, to ?? null, proposalId]);
  await m.query(`
    INSERT INTO outbox AS o (workflow_id, case_id, office_id) SELECT 'case/' || case_id, case_id, office_id FROM case_head WHERE pack = $1 AND county_id = $2 AND closed_on IS NULL ORDER BY case_id
    ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, changed_at = clock_timestamp()`, [pack, county]);
}
