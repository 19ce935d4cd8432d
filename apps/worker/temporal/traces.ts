/** Traces over Temporal: a call of its client is a span, its headers carry the trace, an activity goes on in it. */
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import type { Context } from '@temporalio/activity';
import type { ClientInterceptors, WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { ActivityInterceptors, WorkerInterceptors } from '@temporalio/worker';
import { traceHeader } from '#contracts';
import { spanned, traceparent } from '#traces';

function carrying(headers: Headers): Headers {
  const here = traceparent();
  return here === null ? headers : { ...headers, [traceHeader]: defaultPayloadConverter.toPayload(here) };
}

function carriedBy(headers: Headers): string | undefined {
  const payload = headers[traceHeader];
  const text: unknown = payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
  return typeof text === 'string' ? text : undefined;
}

/** A workflow that does not run is an answer, after which it is started. */
const call = (workflowId: string) => ({ kind: 'client', onlyWithin: true, throwsAnswers: true, facts: { 'anjuan.workflow': workflowId } }) as const;

const ofWorkflows: WorkflowClientInterceptor = {
  signal: (input, next) => spanned('Temporal signal', call(input.workflowExecution.workflowId ?? ''), () => next({ ...input, headers: carrying(input.headers) })),
  signalWithStart: (input, next) => spanned('Temporal signalWithStart', call(input.options.workflowId), () => next({ ...input, headers: carrying(input.headers) })),
};

export const clientTraces: ClientInterceptors = { workflow: [ofWorkflows] };

function activityTraces({ info }: Context): ActivityInterceptors {
  return {
    inbound: {
      execute(input, next) {
        const under = carriedBy(input.headers);
        const facts = {
          'anjuan.workflow': info.workflowExecution?.workflowId ?? '', 'anjuan.workflow.run': info.workflowExecution?.runId ?? '', 'anjuan.workflow.type': info.workflowType ?? '',
          'anjuan.activity': info.activityType, 'anjuan.attempt': info.attempt, 'anjuan.local': info.isLocal,
        };
        return spanned(`activity ${info.activityType}`, { kind: 'consumer', facts, ...(under === undefined ? {} : { under }) }, () => next(input));
      },
    },
  };
}

export const workerTraces: WorkerInterceptors = { activity: [activityTraces] };

/** What of the traces goes into the bundle of the workflows: source in development, compiled beside the compiled worker. */
export function workflowTraces(): string {
  const source = fileURLToPath(new URL('../../../workflows/traces.ts', import.meta.url));
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js');
}
