import { Context } from '@temporalio/activity';
import { ProofInput, proofWorkflowId, type Activities } from '#contracts';
import type { CommandDeps } from '#commands';
import { proveDay } from '#commands/proof';
import { addDays, chinaDateOf, legalDate, legalInstant } from '#law';
import { signDailyHeads } from '#store/verify';
import { legalNow, MACHINE, pruneIdempotency, putOutbox, rearmCases, withActor } from '#store';

/** Keys of commands are kept this long. */
const idempotencyDays = 90;
const prunedAtOnce = 1000;

/** The daily round and the proof. */
export function dayActivities(commands: Pick<CommandDeps, 'source' | 'law' | 'keys'>): Pick<Activities, 'proveDay' | 'beginDay'> {
  const { source } = commands;
  return {
    async proveDay(input) {
      const { date } = ProofInput.parse({ date: input });
      const proof = await proveDay(commands, legalDate(date), { onPage: (cases) => Context.current().heartbeat(cases) });
      await signYesterday(commands);
      return { cases: proof.cases, clocks: proof.clocks, differences: proof.differences.length, unexplained: proof.differences.filter(({ cause }) => cause === 'unexplained').length };
    },

    async beginDay() {
      const { date, machineAt } = await withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
        const now = await legalNow(manager);
        const yesterday = addDays(chinaDateOf(now.at), -1);
        await putOutbox(manager, proofWorkflowId(yesterday));
        return { date: yesterday, machineAt: now.machineAt };
      });
      await rearmCases(source, { everything: false });
      const before = legalInstant(new Date(Date.parse(machineAt) - idempotencyDays * 86_400_000));
      for (let gone = prunedAtOnce; gone === prunedAtOnce;) gone = await pruneIdempotency(source, before, prunedAtOnce);
      return { date };
    },
  };
}

/**
 * Signs the heads of all cases for the day before the legal day, unless that is done: a chain for each case alone cannot
 * show a cut tail or a dropped case.
 */
export async function signYesterday({ source, keys }: Pick<CommandDeps, 'source' | 'keys'>): Promise<void> {
  await withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
    const { at, machineAt } = await legalNow(manager);
    await signDailyHeads(manager, keys, { day: addDays(chinaDateOf(at), -1), at: machineAt });
  });
}
