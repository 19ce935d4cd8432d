export { closeTraces, openTraces, spanCounts, type SpanCounts } from './open-traces.ts';
export { openSpan, spanned, standing, togetherFor, traceparent, tracing, type Facts, type Note, type OpenSpan } from './spans.ts';
