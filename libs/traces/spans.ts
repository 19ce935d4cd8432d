/**
 * Spans, for the places of the service that are worth one. Everything here is free while traces are off: no span, no
 * context, one comparison. A span carries ids, codes and counts; never a name, a number, a text or a value of a person,
 * and never what an error says, which may quote one.
 */
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Context, type Span } from '@opentelemetry/api';

/** Ids, codes and counts. */
export type Facts = Record<string, string | number | boolean | string[]>;
/** Adds facts to the span under way. */
export type Note = (facts: Facts) => void;

export interface SpanOrder {
  readonly kind?: 'internal' | 'server' | 'client' | 'consumer';
  readonly facts?: Facts;
  /** `traceparent` of the span that caused this one, in another process or at another time. */
  readonly under?: string;
  /** Only as a part of something traced: alone it would tell nothing. */
  readonly onlyWithin?: boolean;
  /** What is thrown is an answer, not a fault: the span is not marked as failed. */
  readonly throwsAnswers?: boolean;
}

const kinds = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;
const nothing = (): void => undefined;
let on = false;

/** Whether spans are made at all. */
export const tracing = (): boolean => on;

/** For `openTraces` only. */
export function switchTraces(to: boolean): void {
  on = to;
}

function start(name: string, { kind = 'internal', facts = {} }: SpanOrder, above: Context): Span {
  return trace.getTracer('anjuan').startSpan(name, { kind: kinds[kind], attributes: facts }, above);
}

function isWithin(): boolean {
  return trace.getActiveSpan()?.isRecording() === true;
}

/** Does the work as a span below the one under way, or below `under`. Traces off, or nothing to be a part of: the work alone. */
export async function spanned<T>(name: string, order: SpanOrder, work: (note: Note) => Promise<T>): Promise<T> {
  if (!on || (order.onlyWithin === true && !isWithin())) return work(nothing);
  const above = order.under === undefined ? context.active() : contextOf(order.under);
  const span = start(name, order, above);
  return context.with(trace.setSpan(above, span), async () => {
    try {
      return await work((facts) => { span.setAttributes(facts); });
    } catch (error) {
      fail(span, error, order.throwsAnswers === true);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A span that is ended by hand: where the work is no promise. */
export interface OpenSpan {
  readonly traceId: string;
  readonly note: Note;
  /** Runs synchronously; what it begins belongs to the span. */
  within<T>(work: () => T): T;
  /** A second call does nothing. `error`: what went wrong, of which the span keeps the code. */
  end(error?: unknown): void;
}

/** Begins a span; null while traces are off, or where there is nothing to be a part of. */
export function openSpan(name: string, order: SpanOrder = {}): OpenSpan | null {
  if (!on || (order.onlyWithin === true && !isWithin())) return null;
  const above = order.under === undefined ? context.active() : contextOf(order.under);
  const span = start(name, order, above);
  let open = true;
  return {
    traceId: span.spanContext().traceId,
    note: (facts) => { span.setAttributes(facts); },
    within: (work) => context.with(trace.setSpan(above, span), work),
    end(error) {
      if (!open) return;
      open = false;
      if (error !== undefined) fail(span, error, order.throwsAnswers === true);
      span.end();
    },
  };
}

/** Where somebody stands in a trace, to be gone on from later; undefined while traces are off. */
export const standing = (): Context | undefined => (on ? context.active() : undefined);

/**
 * Work done at once for several who each stand in a trace of their own: of one it is a part; of several it is a trace of
 * its own that names each of theirs.
 */
export function togetherFor<T>(name: string, who: readonly (Context | undefined)[], work: () => Promise<T>): Promise<T> {
  const known = who.filter((one) => one !== undefined);
  const [only] = known;
  if (!on || only === undefined) return work();
  if (known.length === 1) return context.with(only, work);
  const links = known.map((one) => trace.getSpanContext(one)).filter((one) => one !== undefined).map((one) => ({ context: one }));
  const span = trace.getTracer('anjuan').startSpan(name, { attributes: { 'anjuan.count': known.length }, links }, ROOT_CONTEXT);
  return context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
    try {
      return await work();
    } catch (error) {
      fail(span, error, false);
      throw error;
    } finally {
      span.end();
    }
  });
}

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span under way as a `traceparent` of W3C Trace Context; null where there is none. */
export function traceparent(): string | null {
  const here = on ? trace.getSpanContext(context.active()) : undefined;
  return here === undefined ? null : `00-${here.traceId}-${here.spanId}-0${here.traceFlags & TraceFlags.SAMPLED}`;
}

function contextOf(text: string): Context {
  const [, traceId = '', spanId = '', flags = ''] = form.exec(text) ?? [];
  if (traceId === '') return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true });
}

function fail(span: Span, error: unknown, isAnswer: boolean): void {
  span.setAttributes({ 'error.type': codeOf(error) });
  if (!isAnswer) span.setStatus({ code: SpanStatusCode.ERROR });
}

/** The SQLSTATE, the type of an ApplicationFailure, or the name of the class: nothing that was written about a case. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'thrown';
  const own = 'driverError' in error && typeof error.driverError === 'object' && error.driverError !== null ? error.driverError : error;
  for (const field of ['code', 'type', 'name'] as const) {
    const value: unknown = Reflect.get(own, field);
    if ((typeof value === 'string' || typeof value === 'number') && /^[A-Za-z0-9_]{1,60}$/.test(String(value))) return String(value);
  }
  return 'Error';
}
