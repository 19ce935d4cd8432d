/** Where the rehearsal sends each command. */
import { paperReference } from '#documents/paper-reference';
import type { EdgeCommand } from '#commands';
import { SHA_AHEAD } from './world.ts';

/** What the service has named: ids that a turn is about. */
export interface Ids { caseId: string; paperId: string; sha256: string; approvalId: string; stepSeq: number; loanSeq: number; fileId: string; representative: { number: number; party: string }; numbers: Record<string, number> }

/** Where a command is sent and what it says; null for what only machines report, and what comes in by the bank (`receipts-brought-in`). */
export function addressOf(command: EdgeCommand, ids: Ids): { type: string; path: string | null; body: object } {
  const { type } = command;
  const path = `/api/cases/${ids.caseId}`;
  const to = (end: string, body: object): { type: string; path: string; body: object } => ({ type, path: `${path}${end}`, body });
  switch (command.type) {
    case 'openCase': { const { type: _, ...body } = command; return { type, path: '/api/cases', body }; }
    case 'takeStep': { const { type: _, step, ...body } = command; return to(`/steps/${step}`, body); }
    case 'recordService': { const { type: _, paperId: __, ...body } = command; return to(`/papers/${ids.paperId}/service`, body); }
    case 'voidPaper': { const { type: _, paperId: __, ...body } = command; return to(`/papers/${ids.paperId}/void`, body); }
    case 'amendParty': { const { type: _, party, ...body } = command; return to(`/parties/${party}/amend`, body); }
    case 'reopenCase': { const { type: _, ...body } = command; return to('/reopen', body); }
    case 'closeCase': { const { type: _, ...body } = command; return to('/close', body); }
    case 'transferCase': { const { type: _, ...body } = command; return to('/transfer', body); }
    case 'callInFile': { const { type: _, ...body } = command; return to('/file-loans', body); }
    case 'returnFile': { const { type: _, loanSeq: __, ...body } = command; return to(`/file-loans/${ids.loanSeq}/return`, body); }
    case 'confirmStep': { const { type: _, ...body } = command; return to('/confirmations', { ...body, stepSeq: ids.stepSeq }); }
    case 'fileOriginal': { const { type: _, ...body } = command; return to('/scans', { ...body, fileId: ids.fileId, reference: paperReference(ids.paperId) }); }
    case 'askSeal': { const { type: _, paperId: __, ...body } = command; return to(`/papers/${ids.paperId}/seal-requests`, body); }
    case 'useSeal': { const { type: _, paperId: __, ...body } = command; return to(`/papers/${ids.paperId}/seals`, { ...body, sha256: body.sha256 === SHA_AHEAD ? ids.sha256 : body.sha256 }); }
    case 'askApproval': { const { type: _, ...body } = command; return to('/approvals', body); }
    case 'signApproval': { const { type: _, approvalId: __, ...body } = command; return to(`/approvals/${ids.approvalId}/sign`, body); }
    case 'changeSigners': { const { type: _, approvalId: __, ...body } = command; return to(`/approvals/${ids.approvalId}/signers`, body); }
    case 'withdrawApproval': { const { type: _, approvalId: __, ...body } = command; return to(`/approvals/${ids.approvalId}/withdraw`, body); }
    case 'handleTask': { const { type: _, step, verb, ...body } = command; return to(`/tasks/${step}/${verb}`, body); }
    case 'fileRepresentative': return to(`/parties/${command.party}/representatives`, { ...command.representative, fileId: ids.fileId, on: command.on });
    case 'endRepresentative': return to(`/parties/${ids.representative.party}/representatives/${ids.representative.number}/end`, { on: command.on, reason: command.reason });
    // A file is announced, sent and closed (`attach`); an offer is taken up by its address (`Visits`); the others are the machine's.
    case 'attachFile': case 'takeOverCase': case 'fulfilDuty': case 'advance': case 'bookPayment': case 'bookDeposit': case 'reversePayment': case 'orderRefund': case 'payRefund': case 'returnRefund': return { type, path: null, body: {} };
  }
}
