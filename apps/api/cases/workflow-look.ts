import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Connection, isGrpcServiceError, type WorkflowService } from '@temporalio/client';
import { z } from 'zod';
import { spanned } from '#traces';
import { Configuration } from '../configuration.ts';
import { Instant } from '../http/schemas.ts';

export const WorkflowView = z.strictObject({
  workflowId: z.string(), status: z.string(), runId: z.string(), startedAt: Instant.nullable(), closedAt: Instant.nullable(), historyLength: z.number().int(),
  pendingActivities: z.array(z.strictObject({ activity: z.string(), attempt: z.number().int(), lastFailure: z.string().nullable() })),
  lastWake: z.strictObject({ by: z.enum(['signal', 'timer']), at: Instant }).nullable(),
}).meta({ id: 'Workflow' });

/** Milliseconds until Temporal counts as away. */
const patience = 1500;
/** Newest history events in which the last wake is looked for. */
const lookBack = 40;
const NOT_FOUND = 5;

type Described = Awaited<ReturnType<WorkflowService['describeWorkflowExecution']>>;
type Stamp = { seconds?: unknown; nanos?: number | null } | null | undefined;

/** Asks Temporal about workflows. The API works without it. */
@Injectable()
export class WorkflowLook implements OnApplicationShutdown {
  private readonly connection: Connection | null;

  public constructor(private readonly configuration: Configuration) {
    this.connection = configuration.temporalAddress === null ? null : Connection.lazy({ address: configuration.temporalAddress });
  }

  /** The workflows of these ids that Temporal knows; null when it does not answer. */
  public async at(workflowIds: readonly string[]): Promise<z.infer<typeof WorkflowView>[] | null> {
    const { connection } = this;
    if (connection === null) return null;
    try {
      return await spanned('Temporal describe', { kind: 'client', onlyWithin: true, facts: { 'anjuan.count': workflowIds.length } }, () => connection.withDeadline(Date.now() + patience, async () => {
        const found = await Promise.all(workflowIds.map((workflowId) => this.one(connection, workflowId)));
        return found.filter((view) => view !== null);
      }));
    } catch (error) {
      if (isGrpcServiceError(error) || (error instanceof Error && /connect|deadline|Unexpected error while making gRPC/i.test(error.message))) return null;
      throw error;
    }
  }

  public async onApplicationShutdown(): Promise<void> {
    await this.connection?.close();
  }

  private async one({ workflowService }: Connection, workflowId: string): Promise<z.infer<typeof WorkflowView> | null> {
    const namespace = this.configuration.temporalNamespace;
    try {
      const described = await workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
      const runId = described.workflowExecutionInfo?.execution?.runId ?? '';
      const { history } = await workflowService.getWorkflowExecutionHistoryReverse({ namespace, execution: { workflowId, runId }, maximumPageSize: lookBack });
      const wake = history?.events?.find((event) => event.workflowExecutionSignaledEventAttributes != null || event.timerFiredEventAttributes != null);
      const at = instantOf(wake?.eventTime);
      return { ...summaryOf(workflowId, described), lastWake: wake === undefined || at === null ? null : { by: wake.timerFiredEventAttributes == null ? 'signal' : 'timer', at } };
    } catch (error) {
      if (isGrpcServiceError(error) && (error.code as number) === NOT_FOUND) return null;
      throw error;
    }
  }
}

const statuses = ['unspecified', 'running', 'completed', 'failed', 'canceled', 'terminated', 'continuedAsNew', 'timedOut'];

function summaryOf(workflowId: string, { workflowExecutionInfo: info, pendingActivities }: Described): Omit<z.infer<typeof WorkflowView>, 'lastWake'> {
  return {
    workflowId, status: statuses[info?.status ?? 0] ?? 'unspecified', runId: info?.execution?.runId ?? '', startedAt: instantOf(info?.startTime), closedAt: instantOf(info?.closeTime), historyLength: Number(info?.historyLength ?? 0),
    pendingActivities: (pendingActivities ?? []).map((activity) => ({
      activity: activity.activityType?.name ?? '', attempt: activity.attempt ?? 0,
      // The type only: a failure's text is written by whatever failed.
      lastFailure: activity.lastFailure?.applicationFailureInfo?.type ?? (activity.lastFailure == null ? null : 'failure'),
    })),
  };
}

function instantOf(stamp: Stamp): string | null {
  return stamp == null ? null : new Date(Number(stamp.seconds ?? 0) * 1000 + Math.floor((stamp.nanos ?? 0) / 1_000_000)).toISOString();
}
