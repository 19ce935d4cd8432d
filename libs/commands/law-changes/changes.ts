/**
 * A change of law, or a correction of our data, by its people: tried (dry run), proposed, read line by line, and signed
 * by two persons of the county legal office, who each name the manifest that they have seen. The signature gates only
 * the rewriting of open cases; where a text ends, it ends by itself.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import type { Blocker, LawChangeKind } from '#cases/model';
import { lawChangeWorkflowId } from '#contracts';
import type { LegalInstant } from '#law';
import { keepPacks, legalNow, putOutbox, sqlProblem, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import { NotDone, type CommandOutcome } from '../outcome.ts';
import { casesUnderOtherText, drawnLines, type LawChangeLine, type LineStatus } from './lines.ts';
import { readProposedText, type LawChangeProposal } from './proposed-text.ts';

export const lawChangeStatuses = ['drafting', 'open', 'applying', 'applied', 'rejected'] as const;
export type LawChangeStatus = (typeof lawChangeStatuses)[number];

export interface LawChange {
  lawChangeId: string; officeId: string; county: string; pack: string; kind: LawChangeKind; toSha256: string; fileSha256: string;
  documentNumber: string; reason: string; status: LawChangeStatus; round: number; afterCase: string | null; manifest: string | null;
  proposedBy: string; proposedAt: LegalInstant;
}
export interface LawChangeSignature { round: number; place: number; personId: string; manifest: string; signedAt: LegalInstant }
/** Counts of lines by status, and how many rewrite something. */
export interface LawChangeProgress { lines: number; rewritten: number; byStatus: Record<LineStatus, number> }
export interface ReadLawChange extends LawChange { signatures: LawChangeSignature[]; progress: LawChangeProgress }
export interface ReadLine extends LawChangeLine { round: number; status: LineStatus; seq: number | null }

export type LawChangeOutcome<T> = { status: 'done'; answer: T } | Extract<CommandOutcome, { status: 'invalid' | 'refused' | 'notFound' }>;

/** What a proposed text would rewrite, a page of open cases at a time, by id. Nothing is written. */
export interface DryRun { kind: LawChangeKind; toSha256: string; newestSha256: string; lines: LawChangeLine[]; next: string | null }

export function tryLawChange(deps: CommandDeps, actor: SignedInActor, input: LawChangeProposal, page: { after: string | null; limit: number }): Promise<LawChangeOutcome<DryRun>> {
  return inLawChange(deps, actor, async (manager) => {
    const { text, kind, newest } = await readProposedText(deps, manager, actor, input);
    const ids = await casesUnderOtherText(manager, actor.countyId, text, page.after, page.limit + 1);
    const lines = await drawnLines(deps, manager, ids.slice(0, page.limit), { lawChangeId: '', text });
    return { kind, toSha256: text.sha256, newestSha256: newest.sha256, lines, next: ids.length > page.limit ? ids[page.limit - 1] ?? null : null };
  });
}

/** Proposes it. The lines are drawn up by `lawchange/<id>`, a page at a time; then it is open to be signed. */
export function proposeLawChange(deps: CommandDeps, actor: SignedInActor, input: LawChangeProposal): Promise<LawChangeOutcome<ReadLawChange>> {
  return inLawChange(deps, actor, async (manager) => {
    const { text, kind, fileSha256 } = await readProposedText(deps, manager, actor, input);
    await keepPacks(manager, [{ sha256: text.sha256, pack: text.pack.id, bytes: text.bytes }]);
    const { at } = await legalNow(manager);
    const lawChangeId = randomUUID();
    await manager.query(`
      INSERT INTO law_change (law_change_id, office_id, county, pack, kind, to_sha256, file_sha256, document_number, reason, proposed_by, proposed_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [lawChangeId, actor.officeId, actor.countyId, text.pack.id, kind, text.sha256, fileSha256, input.documentNumber, input.reason, actor.personId, at]);
    await putOutbox(manager, lawChangeWorkflowId(lawChangeId));
    return seen(manager, lawChangeId);
  });
}

/**
 * Signs the lines of the round: `manifest` names what the person has seen. With the second person's signature it is
 * adopted, from then on the text for new cases of the county, and applying begins.
 */
export function signLawChange(deps: CommandDeps, actor: SignedInActor, lawChangeId: string, manifest: string): Promise<LawChangeOutcome<ReadLawChange>> {
  return inLawChange(deps, actor, async (manager) => {
    const change = await locked(manager, lawChangeId);
    if (change.status !== 'open') throw refused(notOpen(change.status));
    if (change.manifest !== manifest) throw refused(otherManifest);
    const [{ count } = { count: 0 }] = await manager.query<{ count: number }[]>('SELECT count(*)::integer AS count FROM law_change_signature WHERE law_change_id = $1 AND round = $2', [lawChangeId, change.round]);
    const { at } = await legalNow(manager);
    await manager.query('INSERT INTO law_change_signature (law_change_id, round, place, person_id, office_id, manifest, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [lawChangeId, change.round, count + 1, actor.personId, change.officeId, manifest, at]);
    if (count === 1) await beginApplying(manager, change, at);
    return seen(manager, lawChangeId);
  });
}

/** Gives it up before anything was applied, or leaves what was held back as it is. */
export function rejectLawChange(deps: CommandDeps, actor: SignedInActor, lawChangeId: string): Promise<LawChangeOutcome<ReadLawChange>> {
  return inLawChange(deps, actor, async (manager) => {
    const change = await locked(manager, lawChangeId);
    if (change.status !== 'open' && change.status !== 'drafting') throw refused(notOpen(change.status));
    await setChange(manager, lawChangeId, { status: change.round === 1 ? 'rejected' : 'applied', round: change.round, afterCase: null, manifest: change.manifest });
    return seen(manager, lawChangeId);
  });
}

async function beginApplying(manager: EntityManager, change: LawChange, at: LegalInstant): Promise<void> {
  if (change.round === 1) {
    await manager.query('INSERT INTO pack_adoption (law_change_id, county, pack, sha256, file_sha256, adopted_at) VALUES ($1, $2, $3, $4, $5, $6)', [change.lawChangeId, change.county, change.pack, change.toSha256, change.fileSha256, at]);
    // An end of force binds at once, whatever becomes of the lines: every open case looks at the law anew.
    await manager.query(`
      INSERT INTO outbox AS o (workflow_id, case_id, office_id)
      SELECT 'case/' || case_id, case_id, office_id FROM case_head WHERE county_id = $1 AND pack = $2 AND closed_on IS NULL ORDER BY case_id
      ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, changed_at = clock_timestamp()`, [change.county, change.pack]);
  }
  await manager.query("UPDATE law_change_line SET status = 'listed', error = NULL WHERE law_change_id = $1 AND round = $2 AND status IN ('heldBack', 'failed')", [change.lawChangeId, change.round]);
  await setChange(manager, change.lawChangeId, { status: 'applying', round: change.round, afterCase: null, manifest: change.manifest });
  await putOutbox(manager, lawChangeWorkflowId(change.lawChangeId));
}

export async function setChange(manager: EntityManager, lawChangeId: string, to: Pick<LawChange, 'status' | 'round' | 'afterCase' | 'manifest'>): Promise<void> {
  await manager.query('UPDATE law_change SET status = $2, round = $3, after_case = $4, manifest = $5, changed_at = clock_timestamp() WHERE law_change_id = $1', [lawChangeId, to.status, to.round, to.afterCase, to.manifest]);
}

const COLUMNS = `law_change_id AS "lawChangeId", office_id AS "officeId", county, pack, kind, to_sha256 AS "toSha256", file_sha256 AS "fileSha256", document_number AS "documentNumber",
  reason, status, round, after_case AS "afterCase", manifest, proposed_by AS "proposedBy", proposed_at AS "proposedAt"`;

/** A change whose row is held until the end of the transaction. Throws NotDone notFound. */
export async function locked(manager: EntityManager, lawChangeId: string): Promise<LawChange> {
  const [change] = await manager.query<LawChange[]>(`SELECT ${COLUMNS} FROM law_change WHERE law_change_id = $1 FOR UPDATE`, [lawChangeId]);
  if (change === undefined) throw new NotDone({ status: 'notFound' });
  return change;
}

/** A change with its signatures and progress; null when it is not there. */
export async function readLawChange(manager: EntityManager, lawChangeId: string): Promise<ReadLawChange | null> {
  const [change] = await manager.query<LawChange[]>(`SELECT ${COLUMNS} FROM law_change WHERE law_change_id = $1`, [lawChangeId]);
  if (change === undefined) return null;
  const signatures = await manager.query<LawChangeSignature[]>('SELECT round, place, person_id AS "personId", manifest, signed_at AS "signedAt" FROM law_change_signature WHERE law_change_id = $1 ORDER BY round, place', [lawChangeId]);
  const counts = await manager.query<{ status: LineStatus; count: number; rewritten: number }[]>('SELECT status, count(*)::integer AS count, count(*) FILTER (WHERE rewritten)::integer AS rewritten FROM law_change_line WHERE law_change_id = $1 GROUP BY status', [lawChangeId]);
  const byStatus: Record<LineStatus, number> = { listed: 0, applied: 0, heldBack: 0, failed: 0, closed: 0 };
  for (const { status, count } of counts) byStatus[status] = count;
  const sum = (of: (row: { count: number; rewritten: number }) => number): number => counts.reduce((all, row) => all + of(row), 0);
  return { ...change, signatures, progress: { lines: sum(({ count }) => count), rewritten: sum(({ rewritten }) => rewritten), byStatus } };
}

/** Changes of the county, the newest first. */
export function readLawChanges(manager: EntityManager, page: { before: [LegalInstant, string] | null; limit: number }): Promise<LawChange[]> {
  return manager.query<LawChange[]>(`SELECT ${COLUMNS} FROM law_change WHERE $1::timestamptz IS NULL OR (proposed_at, law_change_id) < ($1, $2::uuid) ORDER BY proposed_at DESC, law_change_id DESC LIMIT $3`, [page.before?.[0] ?? null, page.before?.[1] ?? null, page.limit]);
}

/** Lines by case id; `everything` lists those too that rewrite nothing. */
export function readLines(manager: EntityManager, lawChangeId: string, page: { after: string | null; limit: number; status: LineStatus | null; everything: boolean }): Promise<ReadLine[]> {
  return manager.query<ReadLine[]>(`
    SELECT of_case AS "caseId", revision, drawn_on AS "drawnOn", before, after, rewritten, hash, round, status, seq, error FROM law_change_line
    WHERE law_change_id = $1 AND ($2::uuid IS NULL OR of_case > $2) AND ($4::text IS NULL OR status = $4) AND ($5 OR rewritten OR error IS NOT NULL OR status = 'heldBack') ORDER BY of_case LIMIT $3`, [lawChangeId, page.after, page.limit, page.status, page.everything]);
}

async function seen(manager: EntityManager, lawChangeId: string): Promise<ReadLawChange> {
  const change = await readLawChange(manager, lawChangeId);
  if (change === null) throw new Error(`The change of law ${lawChangeId} was written and is not seen.`);
  return change;
}

/** One transaction of a change. What stands in its way is answered, troubles of the service are thrown. */
async function inLawChange<T>(deps: CommandDeps, actor: SignedInActor, work: (manager: EntityManager) => Promise<T>): Promise<LawChangeOutcome<T>> {
  try {
    return { status: 'done', answer: await withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, work) };
  } catch (error) {
    if (error instanceof NotDone) return error.outcome as Exclude<LawChangeOutcome<T>, { status: 'done' }>;
    const problem = sqlProblem(error);
    if (problem?.constraint === 'two_persons_sign') return { status: 'refused', blockers: [makerIsChecker] };
    if (problem?.constraint === 'law_change_one_at_a_time') return { status: 'refused', blockers: [anotherUnderWay] };
    throw error;
  }
}

const refused = (blocker: Blocker): NotDone => new NotDone({ status: 'refused', blockers: [blocker] });
const article = { zh: '本系统规则：法律变更须由两人签署后方可改写在办案件', en: 'Anjuan: a change of law rewrites open cases by the signatures of two persons' };
const makerIsChecker: Blocker = { code: 'makerIsChecker', article, message: { zh: '同一人不得签署两次。', en: 'One person does not sign twice.' }, missing: { zh: '由另一人签署', en: 'the signature of another person' } };
const anotherUnderWay: Blocker = { code: 'lawChangeUnderWay', article, message: { zh: '该程序另有一项变更尚未办结。', en: 'Another change of this pack is under way.' } };
const otherManifest: Blocker = { code: 'manifestDiffers', article, message: { zh: '清单已变，请重新查看各行后签署。', en: 'The lines are not those that you name: look at them again before you sign.' } };
function notOpen(status: LawChangeStatus): Blocker {
  return { code: 'lawChangeNotOpen', article, message: { zh: `该变更不在待签署状态（${status}）。`, en: `The change does not wait for a signature: it is ${status}.` } };
}
