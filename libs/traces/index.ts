export { closeTraces, openTraces, spanCounts } from './open-traces.ts';
export type { SpanCounts } from './sdk.ts';
export { openSpan, spanned, standing, togetherFor, traceparent, tracing, type Facts, type Note, type OpenSpan } from './spans.ts';
