/**
 * What an export says of an event: an activity in the words of the pack, who did it, what it is about. Ids, codes, dates
 * and hashes only: facts, texts and identities stay in the record.
 */
import type { CaseEvent, RecordedEvent } from '#cases/model';

export interface About { type: 'party' | 'paper' | 'clock' | 'duty' | 'approval'; id: string; qualifier: string }
export interface ToldEvent {
  /** Unique in the record: `<caseId>.<seq>`. */
  id: string;
  /** The type of the event, and what of the pack it concerns: `stepTaken:fileCase`. */
  activity: string;
  type: CaseEvent['type'];
  /** The legal day. */
  occurredOn: string;
  /** The instant of the record. */
  recordedAt: string;
  /** By whose command it was recorded: person, party or machine, by id. */
  actor: string;
  about: About[];
  details: Record<string, string | number | boolean>;
}

/** Papers by id, so that service and voiding can be told by the code of the paper; filled as the events of a case pass. */
export type PapersOfCase = Map<string, string>;

type Body = Pick<ToldEvent, 'about' | 'details'> & { of: string | null };

/** `actorId`, `hash`: as the record has them beside the event. */
export function toldEvent(caseId: string, { seq, recordedAt, event }: RecordedEvent, { actorId, hash }: { actorId: string; hash: string }, papers: PapersOfCase): ToldEvent {
  const { of, about, details } = bodyOf(caseId, event, papers);
  return { id: `${caseId}.${seq}`, activity: of === null ? event.type : `${event.type}:${of}`, type: event.type, occurredOn: event.occurredOn, recordedAt, actor: actorId, about, details: { ...details, hash } };
}

const paper = (id: string): About => ({ type: 'paper', id, qualifier: 'of' });
const clock = (id: string): About => ({ type: 'clock', id, qualifier: 'of' });

const enteredLate = ({ late }: { late?: object }): { enteredLate?: true } => (late === undefined ? {} : { enteredLate: true });

function bodyOf(caseId: string, event: CaseEvent, papers: PapersOfCase): Body {
  const party = (id: string | null | undefined, qualifier: string): About[] => (id === null || id === undefined ? [] : [{ type: 'party', id: `${caseId}.${id}`, qualifier }]);
  const code = (id: string): string => papers.get(id) ?? 'unknown';
  const approval = (id: string): About => ({ type: 'approval', id: `${caseId}.${id}`, qualifier: 'under' });
  switch (event.type) {
    case 'caseOpened': return { of: event.pack, about: event.parties.flatMap((one) => party(one.partyId, 'against')), details: { phase: event.phase } };
    case 'stepTaken': return { of: event.step, about: [...party(event.party, 'for'), ...(event.approvals ?? []).map(approval)], details: { ...(event.phase === null ? {} : { phase: event.phase }), ...enteredLate(event) } };
    case 'stepFellDue': return { of: event.step, about: [...party(event.party, 'for'), clock(event.clockId)], details: {} };
    case 'paperIssued':
      papers.set(event.paper.paperId, event.paper.paper);
      return { of: event.paper.paper, about: [paper(event.paper.paperId), ...party(event.paper.party, 'addressee')], details: { ...(event.number === null ? {} : { number: event.number }), ...(event.sha256 === null ? {} : { sha256: event.sha256 }) } };
    case 'paperVoided': return { of: code(event.paperId), about: [paper(event.paperId)], details: {} };
    case 'serviceAttempted': return { of: code(event.paperId), about: [paper(event.paperId), ...party(event.party, 'addressee')], details: { way: event.attempt.way, outcome: event.attempt.outcome, result: event.result } };
    case 'paperServed': return { of: code(event.paperId), about: [paper(event.paperId), ...party(event.party, 'addressee')], details: { way: event.way, effectiveOn: event.effectiveOn } };
    case 'clockLapsed': return { of: event.clock, about: [clock(event.clockId), ...party(event.party, 'of')], details: { dueOn: event.dueOn, calendarVersion: event.calendarVersion, provisional: event.provisional } };
    case 'lapseWithdrawn': return { of: event.because.reason, about: [clock(event.clockId)], details: { lapseSeq: event.lapseSeq } };
    case 'rungReached': return { of: `${event.clock}/${event.rung}`, about: [clock(event.clockId)], details: { dueAt: event.dueAt } };
    case 'phaseEntered': return { of: event.phase, about: [], details: {} };
    case 'dutyOwed': return { of: event.duty.kind, about: [{ type: 'duty', id: event.duty.dutyId, qualifier: 'owed' }, ...(event.duty.paperId === undefined ? [] : [paper(event.duty.paperId)]), ...party(event.duty.party, 'for')], details: event.duty.dueOn === undefined ? {} : { dueOn: event.duty.dueOn } };
    case 'dutyFulfilled': return { of: event.outcome, about: [{ type: 'duty', id: event.dutyId, qualifier: 'fulfilled' }], details: { attempts: event.attempts } };
    case 'dutyWithdrawn': return { of: event.because, about: [{ type: 'duty', id: event.dutyId, qualifier: 'withdrawn' }], details: {} };
    case 'fileAttached': return { of: event.file.purpose, about: [], details: { sha256: event.file.sha256, bytes: event.file.bytes, mediaType: event.file.mediaType } };
    case 'originalFiled': return { of: code(event.paperId), about: [paper(event.paperId)], details: { sha256: event.sha256 } };
    case 'sealAsked': return { of: event.seal, about: [paper(event.paperId)], details: enteredLate(event) };
    case 'sealUsed': return { of: event.seal, about: [paper(event.paperId)], details: { sha256: event.sha256, ...enteredLate(event) } };
    case 'partyAmended': return { of: null, about: party(event.party.partyId, 'of'), details: {} };
    case 'caseTransferred': return { of: null, about: [], details: { officeId: event.officeId } };
    case 'fileCalledIn': return { of: null, about: [], details: { officeId: event.officeId } };
    case 'fileReturned': return { of: null, about: [], details: { loanSeq: event.loanSeq } };
    case 'stepConfirmed': return { of: null, about: [], details: { stepSeq: event.stepSeq, late: event.late } };
    case 'representativeFiled': return { of: event.representative.as, about: party(event.representative.party, 'for'), details: { sha256: event.representative.document.sha256, ...enteredLate(event) } };
    case 'representativeEnded': return { of: null, about: [], details: { number: event.number, ...enteredLate(event) } };
    case 'paymentBooked':
    case 'moneyCollected':
    case 'depositBooked':
    case 'depositReversed':
    case 'paymentReversed': return { of: event.debt, about: party(event.party, 'of'), details: { fen: event.fen, receiptId: event.receiptId } };
    case 'refundOrdered':
    case 'refundPaid':
    case 'refundReturned': return { of: event.debt, about: party(event.party, 'of'), details: { fen: event.fen, refundId: event.refundId } };
    case 'historyImported': return { of: event.fileNumber, about: [], details: { documentNumber: event.documentNumber, lineSha256: event.lineSha256 } };
    case 'lawChanged': return { of: event.lawChangeId, about: [], details: { kind: event.kind, toSha256: event.toSha256 } };
    case 'packEnded': return { of: event.pack, about: [], details: { lastDay: event.lastDay } };
    case 'caseClosed': return { of: event.closing, about: [], details: {} };
    case 'caseReopened': return { of: event.reopening, about: [], details: { phase: event.phase } };
    case 'approvalAsked': return { of: event.approval, about: [approval(event.approvalId)], details: { sha256: event.sha256 } };
    case 'approvalSigned': return { of: event.verdict, about: [approval(event.approvalId)], details: { turn: event.turn } };
    case 'approvalMoved': return { of: event.status, about: [approval(event.approvalId)], details: event.turn === null ? {} : { turn: event.turn } };
    case 'signersChanged': return { of: null, about: [approval(event.approvalId)], details: {} };
    case 'approvalWithdrawn': return { of: null, about: [approval(event.approvalId)], details: {} };
    case 'approvalWaited': return { of: null, about: [approval(event.approvalId)], details: { turn: event.turn } };
    case 'taskHandled': return { of: `${event.verb}/${event.step}`, about: party(event.party, 'for'), details: {} };
  }
}
