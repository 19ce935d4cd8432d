import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { openClocks, simulate, type Assumption } from '#cases';
import { EdgeAttempt, EdgeFacts, LegalDateField } from '#commands';
import { readFacts } from '#commands/facts';
import type { LawBook } from '#law/law-book';
import { addDays, chinaDateOf } from '#law/dates';
import type { Pack } from '#law/pack-format';
import type { Configuration } from '../configuration.ts';
import { Bilingual, BlockerView, Day, NearDate, PartyId } from '../http/schemas.ts';
import { Problem, wrongField } from '../problems/problem.ts';
import { ClockView } from './case-schemas.ts';
import { seeCase } from './seen-case.ts';

const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,79}$/);
const PaperName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/).describe('Code or id of a paper; of a code the last one that has not reached the party.');

const Assumed = z.union([
  z.strictObject({ on: LegalDateField, step: Code, party: PartyId.optional(), facts: EdgeFacts.default({}) }),
  z.strictObject({ on: LegalDateField, served: PaperName, party: PartyId.optional() }).extend(EdgeAttempt.omit({ on: true, note: true, fileIds: true, outcome: true }).shape).extend({ outcome: EdgeAttempt.shape.outcome.optional().describe('Without it: received; of an announcement: posted.') }),
  z.strictObject({ on: LegalDateField, closing: Code }),
  z.strictObject({ none: Code.describe('A step that nobody takes, by its code or a word of it: hearing.') }),
]);

export const SimulateBody = z.strictObject({
  assumptions: z.array(Assumed).max(50).default([]),
  until: NearDate.optional().describe('The last day played, at most ten years ahead; without it a year after the last assumption.'),
}).meta({ id: 'Simulate', examples: [{ assumptions: [{ on: '2025-03-14', served: 'penalty-notice', way: 'post', returnSlipOn: '2025-03-14' }, { none: 'hearing' }], until: '2025-06-30' }] });

export const SimulationView = z.strictObject({
  from: Day.describe('Today, by legal time.'), until: Day,
  moments: z.array(z.strictObject({
    on: Day, kind: z.enum(['happens', 'clockBegins', 'clockMoves', 'refused']), about: z.string(), sentence: Bilingual, explanation: Bilingual.optional(), article: Bilingual.optional(), dueOn: Day.nullable().optional(), party: z.string().nullable().optional(),
    assumption: z.number().int().optional().describe('Which assumption brought it about, from 0; without it time alone did.'), blockers: z.array(BlockerView).optional(),
  })).describe('What would happen, in order: acts, papers, service, clocks that begin, move and lapse; an assumption that the law refuses stands with what is missing and changes nothing.'),
  phase: z.strictObject({ code: z.string(), name: Bilingual }), closed: Day.nullable(), clocks: z.array(ClockView).describe('As they would stand at the end.'),
  assumes: z.array(Bilingual).describe('What was taken for granted beside the assumptions.'),
}).meta({ id: 'Simulation' });

/** What every simulation takes for granted. */
const GRANTED = [
  { zh: '办理人员均有相应职责、证件和资格，且不相容的职责由不同人员担任。', en: 'Whoever acts is entitled, certified and qualified, and powers that must be kept apart are in different hands.' },
  { zh: '登记簿上没有他案占用，当事人未提出假设以外的请求。', en: 'No other case holds the registers; no party asks for anything beside the assumptions.' },
  { zh: '法律、参数和日历如今日所知。', en: 'Law, parameters and calendars stay as they are known today.' },
];

const LONGEST = 3_660;

/** Plays a case forward in a transaction that can write nothing. Throws `validation` for values that cannot be. */
export async function simulateCase(m: EntityManager, caseId: string, { assumptions, until }: z.infer<typeof SimulateBody>, book: LawBook, profile: Configuration['profile']): Promise<z.infer<typeof SimulationView>> {
  await m.query('SET TRANSACTION READ ONLY');
  const { state, at } = await seeCase(m, caseId, book);
  const { pack } = book.pack(state.pack);
  const today = chinaDateOf(at);
  const last = assumptions.flatMap((one) => ('on' in one ? [one.on] : [])).filter((day) => day > today).sort().at(-1) ?? today;
  const end = until ?? addDays(last, 365);
  if (end < today || end > addDays(today, LONGEST)) throw wrongField('until', 'range', '应在今日之后十年以内。', 'This must lie within ten years from today.');
  const farthest = assumptions.findIndex((one) => 'on' in one && (one.on > end || one.on < state.openedOn));
  if (farthest >= 0) throw wrongField(`assumptions.${farthest}.on`, 'range', '应在受理日与推演终止日之间。', 'This must lie between the opening of the case and the end of the simulation.');
  const played = simulate(state, await read(assumptions, pack), end, at, book, { county: state.county, profile });
  return {
    from: today, until: end, assumes: GRANTED, moments: played.moments, closed: played.state.closed?.on ?? null,
    phase: { code: played.state.phase, name: pack.phases.find((phase) => phase.code === played.state.phase)?.name ?? { zh: played.state.phase, en: played.state.phase } },
    clocks: openClocks(played.state, played.at, book).map(({ candidates, ...clock }) => ({ ...clock, candidates: candidates === null ? null : [...candidates] })),
  };
}

async function read(assumptions: z.infer<typeof SimulateBody>['assumptions'], pack: Pack): Promise<Assumption[]> {
  return Promise.all(assumptions.map(async (one, index): Promise<Assumption> => {
    if ('step' in one) {
      // Texts are not kept: what they say changes nothing in what the law does.
      const { facts, errors } = await readFacts(pack, one.facts, () => Promise.resolve({ contentId: 'assumed', commitment: 'assumed' }));
      if (errors.length > 0) throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: errors.map((error) => ({ ...error, field: `assumptions.${index}.${error.field}` })) });
      return { on: one.on, step: one.step, facts, ...(one.party === undefined ? {} : { party: one.party }) };
    }
    if ('served' in one) {
      const { on, served, party, outcome, way, ...details } = one;
      const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
      return { on, served, ...(party === undefined ? {} : { party }), attempt: { way, ...given, outcome: outcome ?? (way === 'announcement' ? 'posted' : 'received') } };
    }
    return one;
  }));
}
