/**
 * What time does to approvals: after as many days as the county allows a stage to wait, somebody is told. Time signs
 * nothing and approves nothing.
 */
import { type LawBook, type LegalInstant, addDays, chinaDateOf, legalInstant, startOfDay } from '#law';
import type { BilingualText, PackRole } from '#law/pack-format';
import type { EventRun } from '../event-run.ts';
import type { CaseState } from '../model.ts';
import type { ApprovalState } from './model.ts';
import { turnOf } from './turns.ts';

interface Warning { approval: ApprovalState; turn: string; at: LegalInstant; to: PackRole; name: BilingualText }

/** Warnings still to come (or due) of the turns that wait. */
function warnings(state: CaseState, book: LawBook): Warning[] {
  if (state.closed !== null || state.packEnded) return [];
  const { pack } = book.pack(state.pack);
  return state.approvals.flatMap((approval) => {
    const turn = approval.status === 'open' ? turnOf(approval, approval.turn) : undefined;
    const stage = pack.approvals.find((one) => one.code === approval.approval)?.stages.find((one) => one.code === turn?.stage);
    if (turn === undefined || stage?.waits === undefined) return [];
    const since = chinaDateOf(approval.since);
    const parameter = (code: string) => book.parameter(state.county, pack.id, code, since)?.value ?? null;
    const days = parameter(stage.waits.days.parameter);
    if (typeof days !== 'number') return [];
    const hour = parameter('reminderHour');
    const [hours = 0, minutes = 0] = (typeof hour === 'string' ? hour : '00:00').split(':').map(Number);
    const at = legalInstant(new Date(Date.parse(startOfDay(addDays(since, days))) + (hours * 60 + minutes) * 60_000));
    // A turn that waits anew after a return is warned of anew; at the same instant once.
    return approval.waited.some((one) => one.turn === turn.key && one.dueAt === at) ? [] : [{ approval, turn: turn.key, at, to: stage.waits.to, name: stage.name }];
  });
}

/** Occurrences for `advance`, the next of which is also a wake. */
export function approvalOccurrences(state: CaseState, book: LawBook): { at: LegalInstant; rank: number; key: string; record(run: EventRun): void }[] {
  return warnings(state, book).map(({ approval: { approvalId }, turn, at, to, name }) => ({
    at, rank: 0, key: `${approvalId} ${turn}`,
    record(run: EventRun): void {
      const on = chinaDateOf(at);
      run.add({ type: 'approvalWaited', v: 1, occurredOn: on, approvalId, turn, dueAt: at });
      run.owe({ kind: 'escalate', to, approvalId, turn, about: { zh: `审批环节“${name.zh}”长时间未签署，请督促`, en: `the stage "${name.en}" of an approval has long been waiting` } }, on);
    },
  }));
}

/** Reminders and warnings about a signature are withdrawn when it is no longer waited for. */
export function closeApprovalDuties(run: EventRun): void {
  for (const duty of run.state.duties.filter((one) => one.status === 'owed' && one.approvalId !== undefined)) {
    const approval = run.state.approvals.find((one) => one.approvalId === duty.approvalId);
    if (approval?.status !== 'open' || approval.turn !== duty.turn) run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: run.today, dutyId: duty.dutyId, because: 'approvalMovedOn' });
  }
}
