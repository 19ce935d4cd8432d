/** What counties have set over the library of causes: what a proposal says, how an approved one is entered, what stands. */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { addDays, Band, Cause, CauseInstrument, chinaDateOf, type CountyCauses, type LegalDate } from '#law';
import type { Blocker } from '#cases/model';
import { legalNow } from '#store';
import { LegalDateField } from './legal-date-field.ts';
import { NotDone } from './outcome.ts';

const Document = { documentNumber: z.string().trim().min(1).max(100), from: LegalDateField, to: LegalDateField.nullable().default(null) };

/** What a county sets, with its document. Steps of these days follow it, both inclusive. */
export const CauseProposal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cause'), ...Document, instruments: z.array(CauseInstrument).min(1).max(10), cause: Cause }),
  z.strictObject({ kind: z.literal('bands'), ...Document, code: z.string().min(1).max(64), bands: z.array(Band).min(1).max(20) }),
]);
export type CauseProposal = z.infer<typeof CauseProposal>;

const codeOf = (input: CauseProposal): string => (input.kind === 'cause' ? input.cause.code : input.code);

/** Enters what was approved. The value before ends on the day before; a mistake for the same days is set right, and both stay on record. */
export async function enterCause(manager: EntityManager, actor: SignedInActor, proposalId: string, input: CauseProposal): Promise<void> {
  const { at } = await legalNow(manager);
  const today = chinaDateOf(at);
  if (input.from < today) throw new NotDone({ status: 'refused', blockers: [backdated(today)] });
  const key = [actor.countyId, codeOf(input), input.kind];
  const [gap] = await manager.query<unknown[]>(
    'SELECT 1 FROM county_cause WHERE county = $1 AND code = $2 AND kind = $3 AND replaced_by IS NULL AND $5::date IS NOT NULL AND valid_from <= $5 AND (valid_to IS NULL OR valid_to > $5) AND (valid_to IS NULL OR valid_to >= $4)', [...key, input.from, input.to]);
  if (gap !== undefined) throw new NotDone({ status: 'refused', blockers: [leavesAGap] });
  await manager.query('UPDATE county_cause SET replaced_by = $5 WHERE county = $1 AND code = $2 AND kind = $3 AND replaced_by IS NULL AND valid_from >= $4', [...key, input.from, proposalId]);
  await manager.query('UPDATE county_cause SET valid_to = $5 WHERE county = $1 AND code = $2 AND kind = $3 AND replaced_by IS NULL AND valid_from < $4 AND (valid_to IS NULL OR valid_to >= $4)', [...key, input.from, addDays(input.from, -1)]);
  const sets = input.kind === 'cause' ? { kind: input.kind, cause: input.cause, instruments: input.instruments } : { kind: input.kind, bands: input.bands };
  await manager.query('INSERT INTO county_cause (county, code, kind, sets, document_number, valid_from, valid_to, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [...key, JSON.stringify(sets), input.documentNumber, input.from, input.to, proposalId]);
}

interface Row { county: string; code: string; sets: CountyCauses['sets']; document_number: string; valid_from: LegalDate; valid_to: LegalDate | null }

/** What counties have in force over the library. */
export async function readCountyCauses(manager: EntityManager): Promise<CountyCauses[]> {
  const rows = await manager.query<Row[]>('SELECT county, code, sets, document_number, valid_from, valid_to FROM county_cause WHERE replaced_by IS NULL ORDER BY county, code, valid_from');
  return rows.map((row) => ({ county: row.county, code: row.code, documentNumber: row.document_number, from: row.valid_from, to: row.valid_to, sets: row.sets }));
}

const house = { zh: '本系统规则：案由和裁量基准由两人设定', en: 'Anjuan: causes and bands by two persons' };
function backdated(today: LegalDate): Blocker {
  return { code: 'causeBackdated', article: house, field: 'from', message: { zh: '案由和裁量基准不得对过去的日期设定。', en: 'Causes and bands are not set for days gone by.' }, earliest: today };
}
const leavesAGap: Blocker = { code: 'causeGap', article: house, field: 'to', message: { zh: '该止日之后将没有设定；请不设止日，需要时另行设定。', en: 'After its last day nothing would be set: leave the last day out, and set what follows by a proposal of its own.' } };
