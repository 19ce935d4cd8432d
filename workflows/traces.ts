/**
 * Hands the trace of a wake on to the activities that the process begins because of it. Bundled only where traces are
 * wanted. It schedules nothing, waits for nothing and draws no random number, so a history replays with it and without
 * it alike (test/histories).
 *
 * A process lives for years and is woken by one command after another: what belongs to a trace is what it does between
 * the wake that brought it and the next timer that ends. What a timer wakes is nobody's command.
 */
import type { WorkflowInterceptors } from '@temporalio/workflow';
import { traceHeader } from '#contracts/workflow-ids';

type Headers = Readonly<Record<string, unknown>>;

const carrying = <Input extends { readonly headers: Headers }>(input: Input, carried: unknown): Input =>
  (carried === undefined ? input : { ...input, headers: { ...input.headers, [traceHeader]: carried } });

export function interceptors(): WorkflowInterceptors {
  let trace: unknown;
  /** A local activity that failed waits by a timer before it is tried again: it goes on in the trace in which it began. */
  let before: unknown;
  const arrived = (headers: Headers): void => { trace = headers[traceHeader] ?? undefined; };
  const timerEnded = (): void => { before = trace ?? before; trace = undefined; };
  return {
    inbound: [{
      execute(input, next) {
        arrived(input.headers);
        return next(input);
      },
      handleSignal(input, next) {
        arrived(input.headers);
        return next(input);
      },
    }],
    outbound: [{
      // The very promises of the SDK are given back: one more step between them could change the order of what follows.
      startTimer(input, next) {
        const timer = next(input);
        timer.then(timerEnded, () => undefined);
        return timer;
      },
      scheduleActivity: (input, next) => next(carrying(input, trace)),
      scheduleLocalActivity: (input, next) => next(carrying(input, input.attempt > 1 ? trace ?? before : trace)),
      continueAsNew: (input, next) => next(carrying(input, trace)),
    }],
  };
}
