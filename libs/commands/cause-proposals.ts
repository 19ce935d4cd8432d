/**
 * A county's own causes of action and discretion bands, by two persons and a document: the first proposes what was read
 * in the law, the second approves it. The causes that ship are replaced for the county by its own of the same code.
 */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { addDays, Band, Cause, CauseInstrument, causeProblems, chinaDateOf, REFUSED_KINDS, type CountyCauses, type LegalDate } from '#law';
import type { Blocker } from '#cases/model';
import { legalNow } from '#store';
import type { CommandDeps } from './deps.ts';
import { LegalDateField } from './edge.ts';
import { NotDone } from './outcome.ts';
import { inProposal, insertProposal, invalid, type ProposalOutcome } from './proposals.ts';

const Document = { documentNumber: z.string().trim().min(1).max(100), from: LegalDateField, to: LegalDateField.nullable().default(null) };

/** What a county sets, with its document. Steps of these days follow it, both inclusive. */
export const CauseProposal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cause'), ...Document, instruments: z.array(CauseInstrument).min(1).max(10), cause: Cause }),
  z.strictObject({ kind: z.literal('bands'), ...Document, code: z.string().min(1).max(64), bands: z.array(Band).min(1).max(20) }),
]);
export type CauseProposal = z.infer<typeof CauseProposal>;

const codeOf = (input: CauseProposal): string => (input.kind === 'cause' ? input.cause.code : input.code);

/** Proposes a cause or bands for the county of the person. A circular, a rule of a unit and a village charter are refused as a basis. */
export function proposeCause(deps: CommandDeps, actor: SignedInActor, input: CauseProposal): Promise<ProposalOutcome> {
  return inProposal(deps, actor, async (manager) => {
    if (input.to !== null && input.to < input.from) throw invalid('to', 'period', '止日早于起日。', 'The last day lies before the first.');
    if (input.from > '2199-12-31') throw invalid('from', 'period', '起日应在2199年以前。', 'The first day must lie before 2200.');
    if (input.kind === 'cause') checkCause(input);
    else {
      const { at } = await legalNow(manager);
      const known = (await deps.law.book(manager)).causes.find(input.code, actor.countyId, chinaDateOf(at));
      if (known === undefined) throw invalid('code', 'causeUnknown', `案由库中没有“${input.code}”。`, `The library of causes has no "${input.code}".`);
      const latest = known.cause.versions.at(-1);
      const problems = latest === undefined ? [] : causeProblems({ ...known.cause, versions: [{ ...latest, bands: input.bands }] }, known.instruments);
      if (problems[0] !== undefined) throw invalid('bands', 'bands', `裁量基准有误：${problems[0]}`, `The bands are not whole: ${problems[0]}.`);
    }
    return insertProposal(manager, actor, 'cause', input);
  });
}

function checkCause({ cause, instruments }: Extract<CauseProposal, { kind: 'cause' }>): void {
  const refused = instruments.findIndex((one) => (REFUSED_KINDS as readonly string[]).includes(one.kind));
  if (refused >= 0) throw new NotDone({ status: 'refused', blockers: [notLaw(instruments[refused]?.name ?? { zh: '', en: '' }, refused)] });
  const [problem] = causeProblems(cause, instruments);
  if (problem !== undefined) throw invalid('cause', 'cause', `案由有误：${problem}`, `The cause is not whole: ${problem}.`);
}

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

const article = { zh: '《中华人民共和国行政处罚法》第16条', en: 'Administrative Penalty Law art. 16' };
function notLaw(name: Blocker['message'], index: number): Blocker {
  return {
    code: 'basisNotLaw', article, field: `instruments.${index}.kind`, message: { zh: `《${name.zh}》不是法律、法规、规章，不得设定行政处罚。`, en: `"${name.en}" is neither a law nor a regulation nor a rule: it cannot set a penalty.` },
    missing: { zh: '法律、行政法规、地方性法规或者规章的条文', en: 'an article of a law, an administrative or local regulation, or a government rule' },
  };
}
const house = { zh: '本系统规则：案由和裁量基准由两人设定', en: 'Anjuan: causes and bands by two persons' };
function backdated(today: LegalDate): Blocker {
  return { code: 'causeBackdated', article: house, field: 'from', message: { zh: '案由和裁量基准不得对过去的日期设定。', en: 'Causes and bands are not set for days gone by.' }, earliest: today };
}
const leavesAGap: Blocker = { code: 'causeGap', article: house, field: 'to', message: { zh: '该止日之后将没有设定；请不设止日，需要时另行设定。', en: 'After its last day nothing would be set: leave the last day out, and set what follows by a proposal of its own.' } };
