import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Blocker, CaseEvent, RecordedEvent } from '#cases';
import type { CommandOutcome, MovedSince } from '#commands';
import { caseWorkflowId } from '#contracts';
import { etagOf } from '../http/command.ts';
import { keyReused } from '../http/once.ts';
import { notFound, Problem } from '../problems/problem.ts';
import type { CommandAnswer, EventLine } from './command-bodies.ts';

/** The answer to a command that was done; every other outcome becomes its problem. */
export function commandAnswer(outcome: CommandOutcome, reply: FastifyReply): z.infer<typeof CommandAnswer> {
  switch (outcome.status) {
    case 'done':
      void reply.header('etag', etagOf(outcome.revision));
      return {
        caseId: outcome.caseId, caseNumber: outcome.caseNumber, workflowId: caseWorkflowId(outcome.caseId), phase: outcome.phase, revision: outcome.revision, repeated: outcome.repeated, warnings: outcome.warnings,
        events: outcome.events.map(eventLine),
        movedSince: outcome.movedSince === null ? null : movedView(outcome.movedSince),
        papers: outcome.events.flatMap(({ event }) => (event.type === 'paperIssued' ? [{ paperId: event.paper.paperId, paper: event.paper.paper, party: event.paper.party, number: event.number, sha256: event.sha256 }] : [])),
      };
    case 'refused':
      throw blocked(outcome.blockers);
    case 'invalid':
      throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: outcome.errors });
    case 'stale':
      throw new Problem('stale', { zh: `案件现为第${outcome.revision}版，请重新读取后再办理。`, en: `The case now stands at revision ${outcome.revision}; read it again.` }, { headers: { etag: etagOf(outcome.revision) } });
    case 'notFound':
      throw notFound();
    case 'keyReused':
      throw keyReused();
  }
}

/** The law is against it, for these reasons. */
export function blocked(blockers: Blocker[]): Problem {
  return new Problem('blocked', { zh: '依法尚不能办理，原因见blockers。', en: 'The law does not allow this now; see blockers.' }, { blockers });
}

function eventLine({ seq, recordedAt, event }: RecordedEvent): z.infer<typeof EventLine> {
  return { seq, type: event.type, occurredOn: event.occurredOn, recordedAt, about: aboutOf(event) };
}

function movedView({ basedOn, foundAt, events }: MovedSince): NonNullable<z.infer<typeof CommandAnswer>['movedSince']> {
  return {
    basedOn, foundAt, events: events.map(eventLine),
    message: {
      zh: `所据为案卷第${basedOn}版，录入时案卷已至第${foundAt}版，其间另有${events.length}项记录，请核对是否影响本次办理。`,
      en: `This rests on revision ${basedOn}; the case stood at ${foundAt} when it was entered, with ${events.length} more on record: see whether they change anything here.`,
    },
  };
}

function aboutOf(event: CaseEvent): string | null {
  switch (event.type) {
    case 'caseOpened': return event.pack;
    case 'stepTaken':
    case 'stepFellDue': return event.step;
    case 'paperIssued': return event.paper.paper;
    case 'paperVoided':
    case 'originalFiled':
    case 'sealAsked':
    case 'sealUsed':
    case 'serviceAttempted':
    case 'paperServed': return event.paperId;
    case 'clockLapsed':
    case 'rungReached': return event.clock;
    case 'lapseWithdrawn': return event.clockId;
    case 'phaseEntered': return event.phase;
    case 'dutyOwed': return event.duty.dutyId;
    case 'dutyFulfilled':
    case 'dutyWithdrawn': return event.dutyId;
    case 'fileAttached': return event.file.fileId;
    case 'caseTransferred':
    case 'fileCalledIn': return event.officeId;
    case 'fileReturned': return String(event.loanSeq);
    case 'stepConfirmed': return String(event.stepSeq);
    case 'partyAmended': return event.party.partyId;
    case 'paymentBooked':
    case 'moneyCollected':
    case 'depositBooked':
    case 'depositReversed':
    case 'paymentReversed': return event.debt;
    case 'refundOrdered':
    case 'refundPaid':
    case 'refundReturned': return event.refundId;
    case 'historyImported': return event.fileNumber;
    case 'lawChanged': return event.lawChangeId;
    case 'packEnded': return event.pack;
    case 'caseClosed': return event.closing;
    case 'caseReopened': return event.reopening;
    case 'approvalAsked': return event.approval;
    case 'approvalSigned':
    case 'approvalMoved':
    case 'signersChanged':
    case 'approvalWithdrawn':
    case 'approvalWaited': return event.approvalId;
    case 'taskHandled': return event.step;
    case 'representativeFiled': return event.representative.party;
    case 'representativeEnded': return String(event.number);
  }
}
