/**
 * The life of one case, `case/<case id>`.
 *
 *   1. Bring the case to now and ask the record what is owed.
 *   2. Start the service of papers, the hearings and the referrals that are owed; let those that are owed no longer look for themselves.
 *   3. Send the reminders and escalations that are owed; cancel those that are owed no longer.
 *   4. When the case is closed, nothing is owed and no clock runs that a party started since, end. A reopened case starts the same workflow again.
 *   5. Sleep until somebody changes the case, or until the instant that the record named; begin again.
 */
import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { CaseAdvanced, CaseInput } from '#contracts/messages';
import { longestHistory, longestRun, poisonPause } from '#contracts/timeouts';
import { Beside } from './beside.ts';
import { known, lookAt, must, record } from './record.ts';
import { fulfilByTelling } from './telling.ts';
import { Wakes } from './wakes.ts';

export async function caseLife({ caseId, started = [] }: CaseInput): Promise<void> {
  const wakes = new Wakes();
  const beside = new Beside(() => wakes.lookAgain());
  const elsewhere = new Set(started);
  const begun = Date.now();
  let firstPhase: string | undefined;
  let poisoned = false;

  for (;;) {
    wakes.lookingNow();
    const look = await lookAt(() => record.advance(caseId, ...known(beside.finished)));
    if (look.is === 'gone') return;

    if (look.is === 'poisoned' && !poisoned) await must.reportIncident(caseId, 'caseCannotAdvance');
    if (look.is === 'read' && poisoned) await must.endIncident(caseId, 'caseCannotAdvance');
    poisoned = look.is === 'poisoned';

    let phaseChanged = false;
    if (look.is === 'read') {
      await startAndWithdraw(look.answer, elsewhere);
      beside.forget(look.answer.lost);
      remindAndEscalate(look.answer, beside);
      if (look.answer.closed && look.answer.duties.length === 0 && look.answer.wakeAt === null && beside.quiet) return;
      firstPhase ??= look.answer.phase;
      phaseChanged = look.answer.phase !== firstPhase;
    }

    if (beside.quiet && (phaseChanged || runIsLong(begun))) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof caseLife>({ caseId, started: [...elsewhere] });
    }
    if (look.is === 'read') await wakes.sleepUntil(look.answer.wakeAt, begun + longestRun - Date.now());
    else await wakes.sleepUntil(null, poisonPause);
  }
}

/** Service of a paper, a hearing and what lies at the court take weeks and wait for people; the rest is done from here. */
const hasOwnWorkflow = (kind: CaseAdvanced['duties'][number]['kind']): boolean => kind === 'serve' || kind === 'holdHearing' || kind === 'referToCourt';

async function startAndWithdraw({ duties }: CaseAdvanced, elsewhere: Set<string>): Promise<void> {
  const owed = duties.filter(({ kind }) => hasOwnWorkflow(kind));
  const toStart = owed.filter(({ dutyId }) => !elsewhere.has(dutyId));
  if (toStart.length > 0) await must.startDuties(toStart);
  for (const { dutyId } of toStart) elsewhere.add(dutyId);

  const ended = [...elsewhere].filter((dutyId) => !owed.some((duty) => duty.dutyId === dutyId));
  if (ended.length > 0) await must.wakeDuties(ended);
  for (const dutyId of ended) elsewhere.delete(dutyId);
}

function remindAndEscalate({ duties }: CaseAdvanced, beside: Beside): void {
  const owed = duties.filter(({ kind }) => !hasOwnWorkflow(kind));
  for (const duty of owed) beside.begin(duty.dutyId, () => fulfilByTelling(duty));
  beside.cancelExcept(owed.map(({ dutyId }) => dutyId));
}

function runIsLong(begun: number): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > longestHistory || Date.now() >= begun + longestRun;
}
