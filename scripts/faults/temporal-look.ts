/** What Temporal itself says of our workflows: which run, which are stuck, what keeps failing. */
import { Client, Connection } from '@temporalio/client';
import { wakeSignalName } from '#contracts';

/** An activity that has failed this often and still has not succeeded keeps failing. */
export const MOST_ATTEMPTS = 5;

export interface TemporalState { running: Set<string>; pending: { workflowId: string; activity: string; attempt: number }[]; stuck: string[]; ended: Map<string, string> }

export async function withTemporal<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: '20s' });
  try {
    return await work(new Client({ connection, namespace: 'default' }));
  } finally {
    await connection.close();
  }
}

/** `ended`: runs that did not end well, by their ids. `stuck`: the server's own mark of workflow tasks that fail or time out again and again. */
export function lookAtTemporal(address: string): Promise<TemporalState> {
  return withTemporal(address, async (client) => {
    const state: TemporalState = { running: new Set(), pending: [], stuck: [], ended: new Map() };
    for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL" })) state.stuck.push(workflowId);
    for await (const { workflowId, runId, status } of client.workflow.list({ query: "ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated')" })) state.ended.set(runId, `${workflowId} ${status.name}`);
    for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) state.running.add(workflowId);
    const ids = [...state.running];
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let workflowId = ids.pop(); workflowId !== undefined; workflowId = ids.pop()) {
        const { pendingActivities, pendingWorkflowTask } = await client.workflowService.describeWorkflowExecution({ namespace: 'default', execution: { workflowId } });
        for (const { activityType, attempt } of pendingActivities ?? []) state.pending.push({ workflowId, activity: activityType?.name ?? '', attempt: attempt ?? 0 });
        if ((pendingWorkflowTask?.attempt ?? 0) > MOST_ATTEMPTS) state.stuck.push(`${workflowId} (workflow task, attempt ${pendingWorkflowTask?.attempt ?? 0})`);
      }
    }));
    return state;
  });
}

/** Signals as they may come to us: to workflows that run, that ended, that never were. True where one runs. */
export async function signal(client: Client, workflowId: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(wakeSignalName);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return false;
    throw error;
  }
}
