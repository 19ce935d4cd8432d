import type { EntityManager } from 'typeorm';
import { chinaDateOf, type LawBook, type LegalDate, type LegalInstant } from '#law';
import { caseWorkflowId, dutyWorkflowId, serviceWorkflowId } from '#contracts';
import { caseMoney, debtStandings, evolve, fold, nextWake, openClocks, powerOfTurn } from '#cases';
import { evolveVersion, type CaseEvent, type CaseState, type OpenClock, type RecordedEvent } from '#cases/model';
import { appendEvents, endIncidentsOf, enterHands, enterRungs, handleCase, markVoided, putOutbox, readEvents, sendAhead, sqlProblem, updateHead, writeFileLoans, writeReadTables, type CaseHand, type CaseHead } from '#store';
import { enterClaims, releaseClaims, type ClaimHashes } from './claims.ts';
import { datedTasks } from './dated-tasks.ts';
import type { CommandDeps } from './deps.ts';
import { keepLedger } from './ledger.ts';
import { NotDone } from './outcome.ts';
import { barComplainedOf } from './leads/complained-of.ts';
import { enterCaseLinks } from './leads/named-cases.ts';
import { sealsForHandlers } from './leads/sealed-facts.ts';
import { issuePaper } from './papers.ts';
import { endCodesWith } from './party/codes.ts';
import { settleOffers } from './people/transfer-offers.ts';
import { enterSealUses } from './seal-register.ts';

/** Under which command, when and by whom events are recorded. */
export interface Entry {
  head: Pick<CaseHead, 'caseId' | 'officeId' | 'caseNumber' | 'seq' | 'headHash' | 'nextWakeAt' | 'calendarVersion' | 'evolveVersion' | 'readTablesSha256' | 'packSha256'>;
  /** The case before the events; null for a new one. */
  before: CaseState | null;
  at: LegalInstant;
  machineAt: LegalInstant;
  book: LawBook;
  /** The law by which `before` was judged, where a change of law makes it another. */
  bookBefore?: LawBook;
  actorId: string;
  commandId: string;
  claims: ClaimHashes;
  /** False when the case's own workflow asked: it sees the answer and needs no wake. */
  wake: boolean;
}

/** A case and its events after a command. */
export interface Recorded { state: CaseState; events: RecordedEvent[] }

/** The state of a case: the snapshot, or the fold of its events where another `evolve` made the snapshot. */
export async function stateOf(manager: EntityManager, head: Pick<CaseHead, 'caseId' | 'evolveVersion' | 'state'>): Promise<CaseState> {
  if (head.evolveVersion === evolveVersion) return head.state;
  const state = fold(head.caseId, await readEvents(manager, head.caseId));
  if (state === null) throw new Error(`Case ${head.caseId} has no events.`);
  return state;
}

/**
 * Records decided events in the transaction: papers are numbered and printed, events chained and appended, read
 * tables, head and outbox follow. Nothing is written when nothing happened and wake, calendar and fold are as they were.
 */
export async function recordEvents(deps: CommandDeps, manager: EntityManager, decided: readonly CaseEvent[], entry: Entry): Promise<Recorded> {
  const { head, at, machineAt, book, actorId, commandId } = entry;
  let state = entry.before;
  const events: RecordedEvent[] = [];
  const [opening] = decided;
  const loaded = book.pack(state?.pack ?? (opening?.type === 'caseOpened' ? opening.pack : ''));
  if (sealsForHandlers(loaded.pack)) await handleCase(manager, head.caseId);
  for (const event of decided) {
    const seq = head.seq + events.length + 1;
    const next = evolve(state, event, seq, at, head.caseId);
    const complete = event.type === 'paperIssued' ? await issuePaper(deps, manager, { event, state: next, seq, at, book, caseNumber: head.caseNumber, actorId }) : event;
    state = complete === event ? next : evolve(state, complete, seq, at, head.caseId);
    events.push({ seq, recordedAt: at, event: complete });
  }
  if (state === null) throw new Error(`Case ${head.caseId} cannot be recorded without its opening.`);
  const nextWakeAt = nextWake(state, at, book);
  const plain = events.map(({ event }) => event);
  const calendarVersion = book.calendars.asKnownOn(chinaDateOf(at)).version;
  if (events.length === 0 && nextWakeAt === head.nextWakeAt && calendarVersion === head.calendarVersion && head.evolveVersion === evolveVersion) return { state, events };
  const headHash = await appendEvents(manager, {
    caseId: head.caseId, seq: head.seq, headHash: head.headHash, commandId, actorId, recordedAt: at, machineAt, pack: loaded.pack.id, packSha256: loaded.sha256, calendarVersion,
  }, plain);
  await enterCaseHands(manager, head.caseId, head.officeId, handsIn(events, book, state));
  await enterRungs(manager, head.caseId, head.officeId, head.seq, plain);
  await markVoided(manager, plain.flatMap((event) => (event.type === 'paperVoided' ? [event.paperId] : [])));
  await settleOffers(manager, head.caseId, plain, actorId, at);
  await enterSealUses(manager, head.caseId, head.officeId, events, state);
  await enterCaseLinks(manager, head, events, loaded.pack);
  await barComplainedOf(manager, head, events, loaded.pack);
  await endCodesWith(manager, head.caseId, plain, state, actorId, at);
  await releaseClaims(manager, state, plain);
  await enterClaims(manager, state, plain, entry.claims, loaded.pack);
  await keepLedger(manager, { before: entry.before, state, officeId: head.officeId, at, book, bookBefore: entry.bookBefore ?? book });
  const touched = dutiesTouched(entry.before, state);
  const clocks = openClocks(state, at, book);
  const readTablesSha256 = await writeReadTables(manager, {
    caseId: head.caseId, officeId: head.officeId, at, clocks, tasks: datedTasks(state, at, book),
    duties: state.duties.filter((duty) => touched.has(duty.dutyId)),
    debts: { standings: debtStandings(state, at, book), before: entry.before !== null && caseMoney(entry.before, entry.before.lastRecordedAt, entry.bookBefore ?? book).debts.length > 0 },
    wakes: () => caseWorkflowId(head.caseId), dutyWorkflow: (duty) => dutyWorkflowId(duty.kind, duty.dutyId),
  }, head.readTablesSha256);
  await endIncidentsOf(manager, head.caseId, 'calendarNoticeMissing', state.duties.filter((duty) => touched.has(duty.dutyId) && duty.kind === 'resolveCalendar' && duty.status !== 'owed').map((duty) => duty.dutyId), at);
  if (JSON.stringify(entry.before?.fileLoans ?? []) !== JSON.stringify(state.fileLoans)) await writeFileLoans(manager, { ...state, officeId: head.officeId });
  // A workflow that wakes too early looks, finds nothing and sleeps again: only what comes sooner, or is to be done, wakes it.
  const sooner = nextWakeAt !== null && (head.nextWakeAt === null || nextWakeAt < head.nextWakeAt);
  const woken = entry.wake && (sooner || touched.size > 0 || plain.some((event) => event.type === 'caseOpened' || event.type === 'caseClosed' || event.type === 'caseReopened'));
  await updateHead(manager, { state, headHash, evolveVersion, closedOn: state.closed?.on ?? null, calendarVersion, nextWakeAt, nextDueOn: nextDue(clocks), woken, armedStill: entry.wake && !woken, readTablesSha256, packSha256: events.length > 0 || head.packSha256 === '' ? loaded.sha256 : head.packSha256 });
  const of = { caseId: head.caseId, officeId: state.officeId };
  if (woken) await putOutbox(manager, caseWorkflowId(head.caseId), of);
  for (const dutyId of attemptedServices(plain, state)) await putOutbox(manager, serviceWorkflowId(dutyId), of);
  return { state, events };
}

/** The earliest day on which a running clock ends; null when none runs. */
export function nextDue(clocks: readonly OpenClock[]): LegalDate | null {
  return clocks.filter(({ status }) => status === 'running').map(({ dueOn }) => dueOn).filter((day) => day !== null).sort()[0] ?? null;
}

/** Duties that are new or no longer as they were, whatever event changed them. */
function dutiesTouched(before: CaseState | null, after: CaseState): Set<string> {
  const was = new Map(before?.duties.map((duty) => [duty.dutyId, duty]));
  return new Set(after.duties.filter((duty) => was.get(duty.dutyId)?.status !== duty.status || was.get(duty.dutyId)?.dueOn !== duty.dueOn).map((duty) => duty.dutyId));
}

/** Services still owed of which an attempt was recorded: their workflow tells whoever has to try next. */
function attemptedServices(events: readonly CaseEvent[], state: CaseState): string[] {
  return events.flatMap((event) => (event.type !== 'serviceAttempted' ? [] : state.duties
    .filter((duty) => duty.kind === 'serve' && duty.status === 'owed' && duty.paperId === event.paperId && duty.party === event.party)
    .map((duty) => duty.dutyId)));
}

/** Who used which power in these events: the person acting and the officers named. */
function handsIn(events: readonly RecordedEvent[], book: LawBook, state: CaseState): CaseHand[] {
  const { pack } = book.pack(state.pack);
  return events.flatMap(({ seq, event }) => {
    if (event.type === 'approvalSigned') {
      const approval = state.approvals.find((one) => one.approvalId === event.approvalId);
      const signed = event.verdict === 'agree' && approval !== undefined ? powerOfTurn(pack, approval, event.turn) : undefined;
      return signed === undefined ? [] : [...new Set([event.signedBy, ...(event.actingFor ? [event.actingFor.personId] : [])])].map((personId) => ({ personId, power: signed, seq }));
    }
    if (event.type !== 'stepTaken') return [];
    const power = pack.steps.find((step) => step.code === event.step)?.power;
    return power === undefined ? [] : [...new Set([event.actorId, ...(event.actingFor ? [event.actingFor.personId] : []), ...event.officers.map((officer) => officer.personId)])].map((personId) => ({ personId, power, seq }));
  });
}

/** What the database refuses, the rules of the pack should have refused; the person is told all the same. */
function enterCaseHands(manager: EntityManager, caseId: string, officeId: string, hands: readonly CaseHand[]): Promise<void> {
  return sendAhead(manager, enterHands(manager, caseId, officeId, hands).catch((error: unknown) => {
    if (sqlProblem(error)?.code !== '23P01') throw error;
    throw new NotDone({
      status: 'refused',
      blockers: [{
        code: 'powersInOneHand', article: { zh: '《中华人民共和国行政处罚法》第57条、第58条、第64条第4项', en: 'Administrative Penalty Law arts. 57, 58, 64(4)' },
        message: { zh: '同一人不得在同一案件中兼任不相容的职责。', en: 'One person may not hold two powers in a case that must be kept apart.' },
        missing: { zh: '由未担任该职责的人员办理', en: 'another person, who did not hold that power' },
      }],
    });
  }));
}
