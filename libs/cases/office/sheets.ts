/** The approval sheet (审批表) of a chain: issued when the approval is first used, with every signature on it. */
import type { LegalDate } from '#law';
import type { Pack } from '#law/pack-format';
import type { EventRun } from '../event-run.ts';

/** Issues the sheets of the approvals under which a step was just taken, each once. */
export function issueApprovalSheets(run: EventRun, approvals: readonly string[], on: LegalDate, authorityId: string, pack: Pack): void {
  for (const approvalId of approvals) {
    const approval = run.state.approvals.find((one) => one.approvalId === approvalId);
    const code = pack.approvals.find((one) => one.code === approval?.approval)?.sheet;
    const sheet = pack.papers.find((one) => one.code === code);
    if (sheet === undefined || run.state.papers.some((one) => one.approval === approvalId)) continue;
    run.add({ type: 'paperIssued', v: 1, occurredOn: on, paper: { paperId: run.nextId, paper: sheet.code, party: null, series: sheet.series, authorityId, approval: approvalId }, number: null, sha256: null, templateSha256: null });
  }
}
