/**
 * Old files (历史案卷) enter in a state in which nothing goes on from them: one JSON line a file, each read and judged by
 * itself, in one transaction with its papers, or not at all. The same line twice is the same file.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { historyEvents, historyProblems, type HistoricalFile, type HistoryProblem, type ImportedLevy } from '#cases';
import type { Party } from '#cases/model';
import { chinaDateOf, LawInputError, parseYuan } from '#law';
import { insertHead, legalNow, NO_EVENT_BEFORE, sqlProblem, withActor } from '#store';
import { acceptedMediaTypes, CaseFiles, FileRefused, mostUploads, type FileStorage } from '#store/files';
import { bodyOf, keep, keepOwn, type Arrival } from '../arrival.ts';
import { personOfCase } from '../content-owner.ts';
import type { CommandDeps } from '../deps.ts';
import { EdgeParty } from '../edge.ts';
import { Code, Line, Words } from '../edge-fields.ts';
import { identityErrors } from '../identities.ts';
import { LegalDateField } from '../legal-date-field.ts';
import { NotDone } from '../outcome.ts';
import { recordEvents } from '../record.ts';
import { ageOf, identityContent } from '../resolve.ts';

/** So many uploads of a person in one case can be under way. */
const MOST_PAPERS = mostUploads;

const Yuan = z.string().refine((text) => isYuan(text), { message: 'not an amount in yuan with at most two decimals, from 0.00' });
const HistoricalParty = EdgeParty.extend({
  decidedOn: LegalDateField.optional(), servedOn: LegalDateField.optional(), decided: Yuan.optional(), received: Yuan.default('0.00'), lastReceivedOn: LegalDateField.optional(),
}).refine((party) => (party.decidedOn === undefined) === (party.decided === undefined), { message: 'decidedOn and decided stand together', path: ['decided'] })
  .refine((party) => party.decidedOn !== undefined || (party.servedOn === undefined && party.lastReceivedOn === undefined && parseYuan(party.received) === 0n), { message: 'without a decision nothing was served or received', path: ['decidedOn'] });

/** One line of the file. Sums in yuan as text; papers by their path beside the file, with the SHA-256 of their bytes. */
export const HistoricalLine = z.strictObject({
  fileNumber: Line.max(100), office: z.string().regex(/^[A-Za-z0-9-]{1,64}$/), filedOn: LegalDateField, closing: Code, closedOn: LegalDateField, reason: Words.max(2000).optional(),
  parties: z.array(HistoricalParty).min(1).max(20),
  papers: z.array(z.strictObject({ path: z.string().min(1).max(500), sha256: z.string().regex(/^[0-9a-f]{64}$/), mediaType: z.string().min(3).max(100), purpose: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/) })).max(MOST_PAPERS).default([]),
});
export type HistoricalLine = z.infer<typeof HistoricalLine>;

export type HistoryOutcome =
  | { line: number; fileNumber: string | null; status: 'imported' | 'alreadyThere' | 'fits'; caseId: string | null }
  | { line: number; fileNumber: string | null; status: 'refused'; problems: HistoryProblem[] };

export interface HistoryImport {
  deps: CommandDeps;
  /** Where the bytes of papers go. */
  storage: FileStorage;
  actor: SignedInActor;
  pack: string;
  /** Of the instruction under which old files are imported. */
  documentNumber: string;
  /** Beside which the paths of papers lie. */
  folder: string;
  /** False: everything is judged and nothing stays. */
  apply: boolean;
}

/** Takes the lines one after the other. Throws only for troubles of the service; what it has imported by then stays. */
export async function* importHistory(input: HistoryImport, lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<HistoryOutcome> {
  const numbers = new Map<string, number>();
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const plain = line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (plain.trim() === '') continue;
    yield await importLine(input, line, plain, numbers);
  }
}

async function importLine(input: HistoryImport, line: number, text: string, numbers: Map<string, number>): Promise<HistoryOutcome> {
  const read = readLine(text);
  if ('problems' in read) return { line, fileNumber: null, status: 'refused', problems: read.problems };
  const { file } = read;
  const refused = (problems: HistoryProblem[]): HistoryOutcome => ({ line, fileNumber: file.fileNumber, status: 'refused', problems });
  const number = `${file.office} ${file.fileNumber}`;
  const before = numbers.get(number);
  if (before !== undefined) return refused([problem('fileNumber', 'repeated', `与第${before}行的档案号相同。`, `Line ${before} has the same file number.`)]);
  numbers.set(number, line);
  if (!input.actor.offices.includes(file.office)) return refused([problem('office', 'unknownOffice', '没有这个机构，或者不属于本县。', 'There is no such office, or it is not of your county.')]);
  const papers: PaperBytes[] = [];
  for (const [index, paper] of file.papers.entries()) {
    const bytes = await bytesOf(input.folder, paper);
    if ('problem' in bytes) return refused([{ ...bytes.problem, field: `papers.${index}.${bytes.problem.field}` }]);
    papers.push({ ...paper, bytes: bytes.bytes });
  }
  const stored = new Set<string>();
  const storage: FileStorage = { put: (name, bytes) => { stored.add(name); return input.storage.put(name, bytes); }, get: (name, from, to) => input.storage.get(name, from, to), remove: (name) => input.storage.remove(name) };
  try {
    const caseId = await withActor(input.deps.source, { actorId: input.actor.personId, offices: input.actor.offices }, async (manager) => {
      const written = await writeCase({ ...input, storage }, manager, { file, papers, lineSha256: sha256(canonicalLine(file)) });
      if (!input.apply) throw new Fits(written);
      return written;
    });
    return { line, fileNumber: file.fileNumber, status: 'imported', caseId };
  } catch (error) {
    // What is refused was rolled back, so its papers go too. A connection lost at the commit says nothing: there they stay.
    if (isAnswer(error)) for (const name of stored) await input.storage.remove(name);
    if (error instanceof Fits) return { line, fileNumber: file.fileNumber, status: 'fits', caseId: null };
    if (error instanceof AlreadyThere) return error.sameLine ? { line, fileNumber: file.fileNumber, status: 'alreadyThere', caseId: error.caseId } : refused([takenNumber]);
    if (error instanceof NotFit) return refused(error.problems);
    if (error instanceof FileRefused) return refused([problem('papers', error.why, `文件不能入卷：${error.message}`, error.message)]);
    if (error instanceof NotDone && error.outcome.status === 'invalid') return refused(error.outcome.errors.map(({ field, rule, message }) => ({ field, rule, message })));
    if (error instanceof NotDone && error.outcome.status === 'refused') return refused(error.outcome.blockers.map(({ field, code, message }) => ({ field: field ?? 'office', rule: code, message })));
    // Two imports at once: the other one was first.
    if (sqlProblem(error)?.constraint === NUMBER_TAKEN) return refused([takenNumber]);
    throw error;
  }
}

const NUMBER_TAKEN = 'case_head_case_number_key';

function isAnswer(error: unknown): boolean {
  return [Fits, AlreadyThere, NotFit, FileRefused, NotDone].some((kind) => error instanceof kind) || sqlProblem(error)?.constraint === NUMBER_TAKEN;
}

/** The dry run comes to its end by leaving its transaction. */
class Fits extends Error { constructor(readonly caseId: string) { super('fits'); } }
class AlreadyThere extends Error { constructor(readonly caseId: string, readonly sameLine: boolean) { super('already there'); } }
class NotFit extends Error { constructor(readonly problems: HistoryProblem[]) { super('does not fit'); } }

type PaperBytes = HistoricalLine['papers'][number] & { bytes: Buffer };

async function writeCase({ deps, storage, actor, pack: packId, documentNumber }: HistoryImport, manager: EntityManager, { file, papers, lineSha256 }: { file: HistoricalLine; papers: readonly PaperBytes[]; lineSha256: string }): Promise<string> {
  const [office] = await manager.query<{ short: string }[]>('SELECT short_name AS short FROM office WHERE id = $1', [file.office]);
  const caseNumber = `${office?.short ?? file.office}旧档 ${file.fileNumber}`;
  const [there] = await manager.query<{ caseId: string; same: boolean }[]>(`
    SELECT h.case_id AS "caseId", EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = h.case_id AND e.type = 'historyImported' AND e.payload ->> 'lineSha256' = $2) AS same
    FROM case_head h WHERE h.case_number = $1`, [caseNumber, lineSha256]);
  if (there !== undefined) throw new AlreadyThere(there.caseId, there.same);
  const { at, machineAt } = await legalNow(manager);
  const today = chinaDateOf(at);
  const book = await deps.law.openingBook(manager, actor.countyId);
  const loaded = book.find(packId);
  if (loaded === undefined) throw new NotFit([problem('pack', 'unknownPack', `没有程序“${packId}”。`, `There is no pack "${packId}".`)]);
  const { pack } = loaded;
  const levies = file.parties.flatMap((party, index): ImportedLevy[] => (party.decidedOn === undefined || party.decided === undefined ? [] : [{
    party: `p${index + 1}`, decidedOn: party.decidedOn, servedOn: party.servedOn ?? null, decidedFen: String(parseYuan(party.decided)), receivedFen: String(parseYuan(party.received)), lastReceivedOn: party.lastReceivedOn ?? null,
  }]));
  const problems = [...identityErrors(file.parties, { actedOn: file.filedOn, renderer: deps.renderer }), ...historyProblems({ ...file, levies }, pack, today)];
  if (file.parties.length > pack.party.max) problems.push(problem('parties', 'maximum', `当事人不得多于${pack.party.max}名。`, `There are at most ${pack.party.max} parties.`));
  if (problems.length > 0) throw new NotFit(problems);

  const caseId = randomUUID();
  const body = await bodyOf(pack, {}, file.filedOn, { manager, officeId: file.office });
  await insertHead(manager, { caseId, officeId: file.office, countyId: actor.countyId, pack: pack.id, caseNumber, openedOn: file.filedOn, at });
  const arrival: Arrival = { deps, manager, caseId, officeId: file.office, state: null, book, at, receivedAt: at, actor: { personId: actor.personId, officeId: actor.officeId, roles: actor.roles, kind: 'person' } };
  const parties: Party[] = [];
  for (const [index, party] of file.parties.entries()) {
    const partyId = `p${index + 1}`;
    parties.push({ partyId, kind: party.kind, ageOnAct: ageOf(party, file.filedOn), identity: await keep(arrival, partyId, identityContent(party)) });
  }
  const reason = file.reason === undefined ? null : await keepOwn(arrival, personOfCase(parties), { field: 'reason', label: { zh: '理由', en: 'Reason' }, text: file.reason }, pack.id);
  const entered: HistoricalFile['papers'] = [];
  const keeper = new CaseFiles(storage, deps.keys);
  const inHere = <T>(work: (m: EntityManager) => Promise<T>): Promise<T> => work(manager);
  for (const paper of papers) {
    const { fileId } = await keeper.begin(inHere, { caseId, officeId: file.office, purpose: paper.purpose, mediaType: paper.mediaType, bytes: paper.bytes.length });
    await keeper.writePart(inHere, fileId, 0, one(paper.bytes));
    const whole = await keeper.complete(inHere, fileId, paper.sha256);
    entered.push({ fileId, sha256: whole.sha256, bytes: whole.bytes, mediaType: whole.mediaType, purpose: whole.purpose });
  }
  const events = historyEvents({ ...file, reason, parties, levies, papers: entered }, { pack, officeId: file.office, county: actor.countyId, body, actorId: actor.personId, documentNumber, lineSha256, today });
  const head = { caseId, officeId: file.office, caseNumber, seq: 0, headHash: NO_EVENT_BEFORE, nextWakeAt: null, calendarVersion: '', evolveVersion: 0, readTablesSha256: null, packSha256: '' };
  // Nothing is owed and nothing runs: no workflow is woken for it.
  await recordEvents(deps, manager, events, { head, before: null, at, machineAt, book, actorId: actor.personId, commandId: randomUUID(), claims: {}, wake: false });
  return caseId;
}

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> { yield await Promise.resolve(bytes); }

function readLine(text: string): { file: HistoricalLine } | { problems: HistoryProblem[] } {
  if (text.includes('\uFFFD')) return { problems: [problem('', 'utf8', '本行不是有效的UTF-8文本。', 'This line is not UTF-8 text.')] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problems: [problem('', 'json', '本行不是一个完整的JSON对象。', 'This line is not one whole JSON object.')] };
  }
  const parsed = HistoricalLine.safeParse(json);
  if (parsed.success) return { file: parsed.data };
  return { problems: parsed.error.issues.map((issue) => problem(issue.path.join('.'), issue.code === 'custom' ? 'form' : issue.code, `格式不符：${issue.message}`, issue.message)) };
}

/** What a line says, however it is spaced and in whatever order its fields stand. */
function canonicalLine(file: HistoricalLine): string {
  const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(sorted) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)])) : value);
  return JSON.stringify(sorted(file));
}

async function bytesOf(folder: string, paper: HistoricalLine['papers'][number]): Promise<{ bytes: Buffer } | { problem: HistoryProblem }> {
  const path = resolve(folder, paper.path);
  const inside = relative(folder, path);
  if (isAbsolute(paper.path) || inside.startsWith('..') || inside === '') return { problem: problem('path', 'outsideFolder', '文件须位于导入文件所在文件夹内。', 'A paper lies in the folder of the file.') };
  if (!Object.hasOwn(acceptedMediaTypes, paper.mediaType)) return { problem: problem('mediaType', 'mediaType', `可接受的类型：${Object.keys(acceptedMediaTypes).join('、')}。`, `Accepted are ${Object.keys(acceptedMediaTypes).join(', ')}.`) };
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' || error.code === 'EISDIR' ? null : Promise.reject(error)));
  if (bytes === null) return { problem: problem('path', 'missing', '没有这个文件。', 'There is no such paper.') };
  const found = sha256(bytes);
  return found === paper.sha256 ? { bytes } : { problem: problem('sha256', 'sha256', `文件的SHA-256为${found}。`, `The SHA-256 of this paper is ${found}.`) };
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const problem = (field: string, rule: string, zh: string, en: string): HistoryProblem => ({ field, rule, message: { zh, en } });
const takenNumber = problem('fileNumber', 'otherContent', '该档案号已导入，内容与本行不同。', 'A file of this number was imported with another content.');

function isYuan(text: string): boolean {
  try {
    parseYuan(text);
    return true;
  } catch (error) {
    if (error instanceof LawInputError) return false;
    throw error;
  }
}
