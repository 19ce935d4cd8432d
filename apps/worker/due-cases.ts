import { advanceDueCases, type CommandDeps } from '#commands';
import { housekeeping } from '#contracts';
import { noteFailure } from './activities/incidents.ts';

/** Records what time has reached, by the page, until nothing is due or somebody stops it; a case that fails is left to its workflow, which tells of it. */
export async function recordDueCases(commands: CommandDeps, stopping: AbortSignal): Promise<void> {
  let more = true;
  while (more && !stopping.aborted) {
    const outcomes = await advanceDueCases(commands, housekeeping.dueTogether);
    for (const one of outcomes) if (one.status === 'failed') await noteFailure(commands.source, one.caseId, one.error);
    more = outcomes.length === housekeeping.dueTogether;
  }
}
