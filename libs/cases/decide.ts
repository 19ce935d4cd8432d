/**
 * Judges one command on the state that time has already advanced: events, or blockers that say what is missing, by
 * which article, and the earliest lawful day. The rules of a procedure come from its pack; the rules here hold for
 * every pack: time, competence, closed vocabularies.
 */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf } from '#law';
import type { Pack, PackRole } from '#law/pack-format';
import { type Around, closedBlocker, closingBlockers } from './act-rules.ts';
import { amendParty } from './acts/amendment.ts';
import { openCase } from './acts/opening.ts';
import { SERVERS, recordService } from './acts/service-attempt.ts';
import { takeStep } from './acts/step.ts';
import { voidedBy, voidPaper } from './acts/voiding.ts';
import { advance, settle } from './advance.ts';
import { complainedOfInCase, complaintBlockers } from './complained-of.ts';
import { FITS_THE_CASE, blocker, refuse } from './blockers.ts';
import { EventRun } from './event-run.ts';
import { evolve } from './evolve.ts';
import type { Blocker, CaseCommand, CaseEvent, CaseState, Decision } from './model.ts';
import { bookDeposit } from './money/collections.ts';
import { bookPayment, reversePayment } from './money/payments.ts';
import { orderRefund, payRefund, returnRefund } from './money/refunds.ts';
import { askApproval, signApproval, withdrawApproval, withdrawnIn } from './office/approvals.ts';
import { changeSigners, removedIn } from './office/signers.ts';
import { handledIn, handleTask } from './office/tasks.ts';
import { signersAwaited } from './office/turns.ts';
import { beyondTheParty } from './party-acts.ts';
import { performRepresentatives, REPRESENTATIVE_FILERS } from './party/representatives.ts';
import { performPeople } from './people/acts.ts';
import { actedAs, rolesActing, standingBlockers } from './people/standing.ts';
import { partBlockers } from './recusal.ts';
import { reopenCase } from './reopen.ts';
import { issueClosingPapers } from './sheets/closing-papers.ts';
import { fileOriginal, mayComeBack, SHEET_FILERS } from './sheets/originals.ts';
import { askSeal, SEAL_APPLICANTS, SEAL_KEEPERS, useSeal } from './sheets/seals.ts';

export type { Around } from './act-rules.ts';
type Of<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>;

/**
 * Decides a command at an instant. Events follow those of `advance(state, at)`, which the caller appends first; they
 * include what the command makes untrue or fulfils. Never throws for bad input; throws when the record and the loaded
 * law do not fit together (a poison case).
 */
export function decide(before: CaseState | null, command: CaseCommand, now: LegalInstant, book: LawBook, around: Around): Decision {
  // The record never goes back, whatever the machine's clock does.
  const at = before !== null && before.lastRecordedAt > now ? before.lastRecordedAt : now;
  if (command.type === 'openCase') {
    return before === null ? openCase(command, at, book, around) : refuse(blocker('caseExists', '案件已存在', 'the case exists already', FITS_THE_CASE));
  }
  if (before === null) return refuse(blocker('caseUnknown', '没有这个案件', 'there is no such case', FITS_THE_CASE));
  const state = advance(before, at, book).reduce((now, event) => evolve(now, event, now.seq + 1, at, now.caseId), before);
  const { pack } = book.pack(state.pack);
  const { actor } = around;
  const beyond = beyondTheParty({ command, pack, actor, state, book, on: dayOf(command, at), minors: around.minors });
  if (beyond.length > 0) return { blockers: beyond };
  const standing = actor.kind !== 'person' ? [] : standingBlockers(actor, dayOf(command, at), whoMay(command, state, pack), pack.id);
  if (standing.length > 0) return { blockers: standing };
  const complained = complaintBlockers({ pack, named: complainedOfInCase(pack, state), command, actor });
  if (complained.length > 0) return { blockers: complained };
  const recused = partBlockers({ state, pack, actor, command, today: chinaDateOf(at) });
  if (recused.length > 0) return { blockers: recused };
  const run = new EventRun(state, at, actedAs(actor));
  const blockers = command.type === 'advance' ? [] : perform(run, command, pack, book, { ...around, actor: { ...actor, roles: rolesActing(actor) } });
  if (blockers.length > 0) return { blockers };
  settle(run, book.calendars.asKnownOn(chinaDateOf(at)), book);
  return { events: [...run.events, ...advance(run.state, at, book)] };
}

/** The day on which an act is done; what names none is done when it is recorded. */
function dayOf(command: CaseCommand, at: LegalInstant): LegalDate {
  return command.type === 'recordService' ? command.attempt.on : 'on' in command ? command.on : chinaDateOf(at);
}

/** Roles of the office that may do it; none: anybody of the office. */
function whoMay(command: CaseCommand, state: CaseState, pack: Pack): readonly PackRole[] {
  if (command.type === 'takeStep') return pack.steps.find((one) => one.code === command.step)?.by ?? [];
  if (command.type === 'closeCase') return pack.closings.find((one) => one.code === command.closing)?.by ?? [];
  if (command.type === 'reopenCase') return pack.reopenings.find((one) => one.code === command.reopening)?.by ?? [];
  if (command.type === 'recordService') return SERVERS;
  if (command.type === 'voidPaper') return voidedBy(command.paperId, state, pack);
  if (command.type === 'amendParty') return pack.opening.by;
  if (command.type === 'fileOriginal') return SHEET_FILERS;
  if (command.type === 'askSeal') return SEAL_APPLICANTS;
  if (command.type === 'useSeal') return SEAL_KEEPERS;
  if (command.type === 'fileRepresentative' || command.type === 'endRepresentative') return REPRESENTATIVE_FILERS;
  if (command.type === 'signApproval') return signersAwaited(state, command.approvalId);
  if (command.type === 'askApproval') return pack.approvals.find((one) => one.code === command.approval)?.askedBy ?? [];
  if (command.type === 'changeSigners') return command.remove === null ? signersAwaited(state, command.approvalId) : removedIn(state, command.approvalId);
  if (command.type === 'withdrawApproval') return withdrawnIn(state, command.approvalId, pack);
  if (command.type === 'handleTask') return handledIn(command, pack);
  return [];
}

function perform(run: EventRun, command: Exclude<CaseCommand, Of<'openCase'> | Of<'advance'>>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  switch (command.type) {
    case 'takeStep': return takeStep(run, command, pack, book, around);
    case 'recordService': return recordService(run, command, pack, book, around);
    case 'voidPaper': return voidPaper(run, command, pack, around);
    case 'attachFile': return attachFile(run, command);
    case 'amendParty': return amendParty(run, command, pack, around);
    case 'closeCase': return closeCase(run, command, pack, book, around);
    case 'reopenCase': return reopenCase(run, command, pack, book, around);
    case 'fileOriginal': return enter(run, fileOriginal(run.state, command, run.at, pack, around));
    case 'askSeal': return enter(run, askSeal(command, { state: run.state, at: run.at, pack, book, around }));
    case 'useSeal': return enter(run, useSeal(command, { state: run.state, at: run.at, pack, book, around }));
    case 'transferCase': case 'callInFile': case 'returnFile': case 'confirmStep': return performPeople(run, command, pack, book, around);
    case 'fulfilDuty': return fulfilDuty(run, command, around);
    case 'bookPayment': return bookPayment(run, command, pack, book, around);
    case 'bookDeposit': return bookDeposit(run, command, pack, book, around);
    case 'reversePayment': return reversePayment(run, command, pack, book, around);
    case 'orderRefund': return orderRefund(run, command, pack, book, around);
    case 'payRefund': return payRefund(run, command, pack, book, around);
    case 'returnRefund': return returnRefund(run, command, pack, book, around);
    case 'fileRepresentative': case 'endRepresentative': return performRepresentatives(run, command, pack, book, around);
    case 'askApproval': return askApproval(run, command, pack, book, around);
    case 'signApproval': return signApproval(run, command, pack, around);
    case 'changeSigners': return changeSigners(run, command, pack, around);
    case 'withdrawApproval': return withdrawApproval(run, command, around);
    case 'handleTask': return handleTask(run, command, pack, book, around);
  }
}

/** One event, or what stands against it. */
function enter(run: EventRun, judged: { event: CaseEvent } | { blockers: Blocker[] }): Blocker[] {
  if ('blockers' in judged) return judged.blockers;
  run.add(judged.event);
  return [];
}

/** A file is entered once, however often its upload is reported; a closed file takes no more. */
function attachFile(run: EventRun, command: Of<'attachFile'>): Blocker[] {
  const { state } = run;
  if (state.closed !== null && (command.sheetOf === undefined || !mayComeBack(state, command.sheetOf))) return [closedBlocker(state.closed.on)];
  if (!state.files.some((one) => one.fileId === command.file.fileId)) run.add({ type: 'fileAttached', v: 1, occurredOn: chinaDateOf(run.at), file: command.file, ...(command.sheetOf === undefined ? {} : { sheetOf: command.sheetOf }) });
  return [];
}

function closeCase(run: EventRun, command: Of<'closeCase'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const closing = pack.closings.find((one) => one.code === command.closing);
  if (!closing) return [blocker('closingUnknown', `没有结案方式“${command.closing}”`, `there is no closing "${command.closing}"; known: ${pack.closings.map((one) => one.code).join(', ')}`, FITS_THE_CASE, { field: 'closing' })];
  const blockers = closingBlockers({ closing, on: command.on, state: run.state, at: run.at, pack, book, around, mode: 'decide' });
  if (blockers.length > 0) return blockers;
  issueClosingPapers(run, command, closing, book, around);
  run.add({ type: 'caseClosed', v: 1, occurredOn: command.on, closing: closing.code, reason: command.reason });
  for (const duty of run.state.duties.filter((one) => one.status === 'owed')) {
    run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: command.on, dutyId: duty.dutyId, because: 'caseClosed' });
  }
  return [];
}

/** A machine's report that a duty is done; a second report changes nothing, a late one after withdrawal is a fact that is kept. */
function fulfilDuty(run: EventRun, command: Of<'fulfilDuty'>, around: Around): Blocker[] {
  if (around.actor.kind !== 'machine') return [blocker('onlyTheMachine', '此项由系统报告', 'only the machine that fulfils duties reports them', FITS_THE_CASE)];
  const duty = run.state.duties.find((one) => one.dutyId === command.dutyId);
  if (!duty) return [blocker('dutyUnknown', '案件没有这项待办职责', 'the case owes no such duty', FITS_THE_CASE, { field: 'dutyId' })];
  if (duty.status === 'fulfilled') return [];
  run.add({ type: 'dutyFulfilled', v: 1, occurredOn: chinaDateOf(run.at), dutyId: command.dutyId, outcome: duty.status === 'withdrawn' ? `afterWithdrawal:${command.outcome}` : command.outcome, attempts: command.attempts });
  return [];
}
