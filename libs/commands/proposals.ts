/**
 * Settings of law by two persons: one proposes a county's parameter, its causes or a calendar notice, another approves. Until then
 * nothing counts; that maker and checker are two is a constraint of the database too.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { calendarWorkflowId } from '#contracts';
import { addDays, chinaDateOf, isLegalDate, LawInputError, parameterProblem, rungProblem, type CalendarVersion, type LegalDate, type LegalInstant } from '#law';
import { forbiddenWordBlockers } from '#cases';
import type { Blocker } from '#cases/model';
import { legalNow, putOutbox, sqlProblem, withActor } from '#store';
import { enterCause, type CauseProposal } from './county-causes.ts';
import type { CommandDeps } from './deps.ts';
import { LegalDateField } from './edge.ts';
import { NotDone, type CommandOutcome } from './outcome.ts';

/** A value that a county sets, with the document that sets it. Dates are inclusive. */
export const ParameterProposal = z.strictObject({
  pack: z.string().min(1).max(100),
  code: z.string().min(1).max(100),
  value: z.union([z.string().max(500), z.number(), z.array(z.number()).max(50)]),
  documentNumber: z.string().trim().min(1).max(100),
  from: LegalDateField,
  to: LegalDateField.nullable().default(null),
});
export type ParameterProposal = z.infer<typeof ParameterProposal>;

/** A notice of the State Council on rest days, whole: it replaces an earlier one for the same year. */
export const CalendarProposal = z.strictObject({
  region: z.string().regex(/^[A-Za-z0-9-]{2,20}$/).default('CN'),
  year: z.number().int().min(1950).max(2200),
  notice: z.strictObject({ id: z.string().trim().min(1).max(100), title: z.string().trim().min(1).max(200), publishedOn: LegalDateField, source: z.string().trim().min(1).max(500) }),
  days: z.record(z.string().refine(isLegalDate, { message: 'not a date of the calendar: YYYY-MM-DD' }), z.enum(['work', 'rest'])),
});
export type CalendarProposal = z.infer<typeof CalendarProposal>;

export interface Proposal {
  proposalId: string;
  officeId: string;
  kind: 'parameter' | 'calendar' | 'cause';
  payload: ParameterProposal | CalendarProposal | CauseProposal;
  status: 'open' | 'approved' | 'rejected';
  maker: string;
  madeAt: LegalInstant;
  checker: string | null;
  checkedAt: LegalInstant | null;
}

/** Why a proposal was not taken or approved; the same shapes as a command's. */
export type ProposalOutcome = { status: 'done'; proposal: Proposal } | Extract<CommandOutcome, { status: 'invalid' | 'refused' | 'notFound' }>;

/** Proposes a parameter for the county of the person. Refused when the pack does not ask for it or the value does not fit. */
export function proposeParameter(deps: CommandDeps, actor: SignedInActor, input: ParameterProposal): Promise<ProposalOutcome> {
  return inProposal(deps, actor, async (manager) => {
    const book = await deps.law.book(manager);
    const pack = book.find(input.pack)?.pack;
    const parameter = pack?.parameters.find((one) => one.code === input.code);
    if (pack === undefined || parameter === undefined) {
      throw invalid(pack === undefined ? 'pack' : 'code', 'unknownParameter', `没有参数“${input.pack}/${input.code}”。`, `There is no parameter "${input.pack}/${input.code}".`);
    }
    const problem = parameterProblem(parameter, input.value) ?? rungProblem(pack, input.code, input.value);
    if (problem !== null) throw invalid('value', parameter.type, `“${parameter.name.zh}”：${problem.zh}。`, `"${parameter.name.en}": ${problem.en}.`);
    if (typeof input.value === 'string' && deps.renderer.unprintable(input.value, 'line') !== null) throw invalid('value', 'printable', `“${parameter.name.zh}”含有不能印在文书上的字符。`, `"${parameter.name.en}" has a character that no paper can print.`);
    if (deps.renderer.unprintable(input.documentNumber, 'line') !== null) throw invalid('documentNumber', 'printable', '发文字号含有不能印出的字符。', 'The document number has a character that cannot be printed.');
    const { at } = await legalNow(manager);
    const blockers = typeof input.value === 'string' ? forbiddenWordBlockers(book, pack.id, chinaDateOf(at), [{ field: 'value', label: parameter.name, text: input.value }]) : [];
    if (blockers.length > 0) throw new NotDone({ status: 'refused', blockers });
    if (input.from < pack.inForce.from || input.from > '2199-12-31') throw invalid('from', 'period', `起日应在程序施行之日（${pack.inForce.from}）以后、2199年以前。`, `The first day must lie between ${pack.inForce.from}, when the procedure came into force, and 2199.`);
    if (input.to !== null && input.to < input.from) throw invalid('to', 'period', '止日早于起日。', 'The last day lies before the first.');
    return insertProposal(manager, actor, 'parameter', input);
  });
}

/** Proposes a calendar notice. */
export function proposeCalendar(deps: CommandDeps, actor: SignedInActor, input: CalendarProposal): Promise<ProposalOutcome> {
  return inProposal(deps, actor, async (manager) => {
    const book = await deps.law.book(manager);
    const version = versionOf(input);
    if (book.calendars.versions.some((one) => one.id === version.id)) throw invalid('notice.id', 'known', '该通知已录入。', 'This notice is loaded already.');
    try {
      book.calendars.with(version);
    } catch (error) {
      if (!(error instanceof LawInputError)) throw error;
      throw invalid('days', 'calendar', error.zh, error.message);
    }
    return insertProposal(manager, actor, 'calendar', input);
  });
}

/** A second person approves: the setting counts from now on, and the cases that it touches are woken. */
export function approveProposal(deps: CommandDeps, actor: SignedInActor, proposalId: string): Promise<ProposalOutcome> {
  return inProposal(deps, actor, async (manager) => {
    const proposal = await checkProposal(manager, actor, proposalId, 'approved');
    if (proposal.kind === 'parameter') await enterParameter(manager, actor, proposalId, proposal.payload as ParameterProposal);
    else if (proposal.kind === 'cause') await enterCause(manager, actor, proposalId, proposal.payload as CauseProposal);
    else await enterCalendar(manager, proposalId, proposal.payload as CalendarProposal, proposal.checkedAt);
    return proposal;
  });
}

/** A second person rejects. */
export function rejectProposal(deps: CommandDeps, actor: SignedInActor, proposalId: string): Promise<ProposalOutcome> {
  return inProposal(deps, actor, (manager) => checkProposal(manager, actor, proposalId, 'rejected'));
}

/** Proposals of the offices of the transaction, newest first; with an id only that one. */
export async function readProposals(manager: EntityManager, proposalId: string | null = null): Promise<Proposal[]> {
  return manager.query<Proposal[]>(`
    SELECT proposal_id AS "proposalId", office_id AS "officeId", kind, payload, status, maker, made_at AS "madeAt", checker, checked_at AS "checkedAt"
    FROM proposal WHERE $1::uuid IS NULL OR proposal_id = $1 ORDER BY made_at DESC, proposal_id`, [proposalId]);
}

/** One transaction of a proposal. What stands in its way is answered, troubles of the service are thrown. */
export async function inProposal(deps: CommandDeps, actor: SignedInActor, work: (manager: EntityManager) => Promise<Proposal>): Promise<ProposalOutcome> {
  try {
    const proposal = await withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, work);
    return { status: 'done', proposal };
  } catch (error) {
    if (error instanceof NotDone) return error.outcome as Exclude<ProposalOutcome, { status: 'done' }>;
    const problem = sqlProblem(error);
    if (problem?.constraint === 'maker_is_not_checker') return { status: 'refused', blockers: [makerIsChecker] };
    if (problem?.constraint === 'one_value_a_day' || problem?.constraint === 'one_cause_a_day' || problem?.constraint === 'parameter_setting_pkey') return { status: 'refused', blockers: [alreadySet] };
    if (problem?.constraint === 'calendar_version_pkey') return { status: 'refused', blockers: [noticeKnown] };
    throw error;
  }
}

/** Enters a proposal that a second person has still to approve. */
export async function insertProposal(manager: EntityManager, actor: SignedInActor, kind: Proposal['kind'], payload: Proposal['payload']): Promise<Proposal> {
  const { at } = await legalNow(manager);
  const proposalId = randomUUID();
  await manager.query('INSERT INTO proposal (proposal_id, office_id, kind, payload, maker, made_at) VALUES ($1, $2, $3, $4, $5, $6)', [proposalId, actor.officeId, kind, JSON.stringify(payload), actor.personId, at]);
  return { proposalId, officeId: actor.officeId, kind, payload, status: 'open', maker: actor.personId, madeAt: at, checker: null, checkedAt: null };
}

async function checkProposal(manager: EntityManager, actor: SignedInActor, proposalId: string, status: 'approved' | 'rejected'): Promise<Proposal> {
  const [locked] = await manager.query<unknown[]>('SELECT 1 FROM proposal WHERE proposal_id = $1 FOR UPDATE', [proposalId]);
  const [proposal] = locked === undefined ? [] : await readProposals(manager, proposalId);
  if (proposal === undefined) throw new NotDone({ status: 'notFound' });
  if (proposal.status !== 'open') throw new NotDone({ status: 'refused', blockers: [closed(proposal.status)] });
  if (proposal.maker === actor.personId) throw new NotDone({ status: 'refused', blockers: [makerIsChecker] });
  const { at } = await legalNow(manager);
  await manager.query('UPDATE proposal SET status = $2, checker = $3, checked_at = $4 WHERE proposal_id = $1', [proposalId, status, actor.personId, at]);
  return { ...proposal, status, checker: actor.personId, checkedAt: at };
}

async function enterParameter(manager: EntityManager, actor: SignedInActor, proposalId: string, setting: ParameterProposal): Promise<void> {
  const key = [actor.countyId, setting.pack, setting.code];
  // No value is changed for days gone by: a period that runs by the old one, printed on a paper, keeps it.
  const { at } = await legalNow(manager);
  const today = chinaDateOf(at);
  const changed = await manager.query<{ valid_from: string; valid_to: string | null }[]>('SELECT valid_from, valid_to FROM parameter_setting WHERE county = $1 AND pack = $2 AND code = $3 AND replaced_by IS NULL AND (valid_to IS NULL OR valid_to >= $4) AND ($5::date IS NULL OR valid_from <= $5)', [...key, setting.from, setting.to]);
  if (setting.from < today && changed.some((one) => one.valid_from < today)) throw new NotDone({ status: 'refused', blockers: [backdated(today)] });
  // A value for some days only would leave nothing after them: the value that it interrupts must be set again by a decision of its own.
  const interrupted = setting.to !== null && changed.some((one) => one.valid_to === null || one.valid_to > (setting.to ?? ''));
  if (interrupted) throw new NotDone({ status: 'refused', blockers: [leavesAGap] });
  // A value for the same or later days is set right by this one; both stay on record, the later approval counts.
  await manager.query('UPDATE parameter_setting SET replaced_by = $6 WHERE county = $1 AND pack = $2 AND code = $3 AND replaced_by IS NULL AND valid_from >= $4 AND ($5::date IS NULL OR valid_from <= $5)', [...key, setting.from, setting.to, proposalId]);
  // The value before ends on the day before; what was judged by it stays judged.
  await manager.query('UPDATE parameter_setting SET valid_to = $5 WHERE county = $1 AND pack = $2 AND code = $3 AND replaced_by IS NULL AND valid_from < $4 AND (valid_to IS NULL OR valid_to >= $4)', [...key, setting.from, addDays(setting.from, -1)]);
  await manager.query('INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, valid_to, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [...key, JSON.stringify(setting.value), setting.documentNumber, setting.from, setting.to, proposalId]);
  await manager.query(`
    INSERT INTO outbox AS o (workflow_id, case_id, office_id)
    SELECT 'case/' || case_id, case_id, office_id FROM case_head WHERE county_id = $1 AND pack = $2 AND closed_on IS NULL ORDER BY case_id
    ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, changed_at = clock_timestamp()`, [actor.countyId, setting.pack]);
}

async function enterCalendar(manager: EntityManager, proposalId: string, proposal: CalendarProposal, at: LegalInstant | null): Promise<void> {
  const version = versionOf(proposal);
  await manager.query('INSERT INTO calendar_version (id, region, year, notice, days, published_on, loaded_at, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [version.id, version.region, version.year, JSON.stringify(version.notice), JSON.stringify(version.days), version.notice.publishedOn, at, proposalId]);
  await putOutbox(manager, calendarWorkflowId(version.id));
}

function versionOf({ region, year, notice, days }: CalendarProposal): CalendarVersion {
  return { id: `${region}-${year}@${notice.publishedOn}`, region, year, notice: { ...notice, known: 'exact' }, days };
}

export function invalid(field: string, rule: string, zh: string, en: string): NotDone {
  return new NotDone({ status: 'invalid', errors: [{ field, rule, message: { zh, en } }] });
}

const article = { zh: '本系统规则：法律参数由两人设定', en: 'Anjuan: settings of law by two persons' };
const makerIsChecker: Blocker = { code: 'makerIsChecker', article, message: { zh: '提出人不得自行批准。', en: 'Who proposed cannot approve.' }, missing: { zh: '由另一人批准', en: 'the approval of another person' } };
const alreadySet: Blocker = { code: 'parameterAlreadySet', article, message: { zh: '该期间已有设定值。', en: 'A value is set for these days already.' } };
const noticeKnown: Blocker = { code: 'calendarAlreadyLoaded', article, message: { zh: '该通知已录入。', en: 'This notice is loaded already.' } };
const leavesAGap: Blocker = { code: 'parameterGap', article, message: { zh: '该止日之后将没有设定值；请不设止日，需要时另行设定后续的值。', en: 'After its last day no value would be set: leave the last day out, and set the later value by a proposal of its own.' } };
function backdated(today: LegalDate): Blocker {
  return { code: 'parameterBackdated', article, message: { zh: '已经生效的设定值不得对过去的日期更改。', en: 'A value in force is not changed for days gone by.' }, earliest: today };
}
function closed(status: string): Blocker {
  return { code: 'proposalClosed', article, message: { zh: `该提议已处理（${status}）。`, en: `The proposal was ${status} already.` } };
}
