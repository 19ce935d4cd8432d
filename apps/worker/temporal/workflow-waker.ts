import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { failedProcess, parseWorkflowId, relay, taskQueue, wakeSignalName, workflowTypes, type WorkflowKind } from '#contracts';

/** gRPC codes that mean "Temporal is not there now": deadline, resource exhausted, unavailable, and a cancelled call. */
const awayCodes = new Set([1, 4, 8, 14]);

/** Whether Temporal is away, as opposed to having refused. */
export function temporalIsAway(error: unknown): boolean {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = 'cause' in cause ? cause.cause : undefined) {
    if (isGrpcServiceError(cause) && awayCodes.has(cause.code)) return true;
    // A server that has just started does not know its namespaces yet (NOT_FOUND of the namespace, not of a workflow).
    if ('message' in cause && typeof cause.message === 'string' && /^Namespace .* (is )?not found/i.test(cause.message)) return true;
  }
  return false;
}

/** Wakes workflows by id, and starts those that do not run. */
export class WorkflowWaker {
  constructor(private readonly client: Client) {}

  /**
   * The workflow of this id looks at the record again: a signal (2 ms) where it runs, signal-with-start (15 ms) where it
   * does not. Throws when Temporal does not take it.
   */
  async wake(workflowId: string): Promise<void> {
    if (await this.wakeIfRunning(workflowId)) return;
    const named = parseWorkflowId(workflowId);
    if (named === null) throw new RangeError(`"${workflowId}" is the id of no workflow of ours.`);
    await this.inTime(() => this.client.workflow.signalWithStart(workflowTypes[named.kind], {
      workflowId, taskQueue, args: [inputOf(named.kind, named.key)], retry: failedProcess, signal: wakeSignalName, signalArgs: [],
    }));
  }

  /** As `wake`, but false where the workflow does not run, and nothing is started. */
  async wakeIfRunning(workflowId: string): Promise<boolean> {
    try {
      await this.inTime(() => this.client.workflow.getHandle(workflowId).signal(wakeSignalName));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError && !temporalIsAway(error)) return false;
      throw error;
    }
  }

  private inTime<T>(call: () => Promise<T>): Promise<T> {
    return this.client.withDeadline(Date.now() + relay.callDeadline, call);
  }
}

/** A workflow's input follows from its id: nothing but the id needs to be known to start it again. */
function inputOf(kind: WorkflowKind, key: string): object {
  switch (kind) {
    case 'case': return { caseId: key };
    case 'service':
    case 'hearing': case 'referral': return { dutyId: key };
    case 'calendar': return { version: key };
    case 'lawchange': return { lawChangeId: key };
    case 'bankimport': return { importId: key };
    case 'refundround': return { roundId: key };
    case 'proof': return { date: key };
  }
}
