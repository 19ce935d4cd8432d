/** The SDK of OpenTelemetry, loaded only where traces are wanted. Spans go out by OTLP over HTTP, as JSON. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOffSampler, AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider, type ReadableSpan, type Sampler, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { TraceSettings } from './settings.ts';

/** Milliseconds that the last spans of a process may hold up its end. */
const lastWords = 2000;
/** Milliseconds between two lines about lost spans, however many are lost. */
const silence = 600_000;
/** No fact of ours is longer; whatever is, is no code. */
const longestFact = 200;

/** Spans since the start: taken by the collector, and lost (the collector did not take them, or too many waited). */
export interface SpanCounts { readonly exported: number; readonly dropped: number }

/** What of the SDK the service needs while it runs. */
export interface Sdk { counts(): SpanCounts; stop(): Promise<void> }

interface SdkOrder extends TraceSettings {
  readonly service: string;
  readonly profile: string;
  readonly say: (sentence: string) => void;
}

/** What became of the spans of this process. */
class Tally {
  waiting = 0;
  exported = 0;
  dropped = 0;
  private saidAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly say: (sentence: string) => void) {}

  lost(spans: number): void {
    this.dropped += spans;
    if (Date.now() - this.saidAt < silence) return;
    this.saidAt = Date.now();
    this.say(`Traces are not complete: the collector does not take them as they come, and ${this.dropped} spans are lost so far. The service goes on as it is.`);
  }
}

/** Passes batches on and counts how they fared. */
class CountedExporter implements SpanExporter {
  constructor(private readonly inner: SpanExporter, private readonly tally: Tally) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.inner.export(spans, (result) => {
      this.tally.waiting -= spans.length;
      if (result.code === ExportResultCode.SUCCESS) this.tally.exported += spans.length;
      else this.tally.lost(spans.length);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}

/** Batches that hold so many spans and no more, sent or under way: a collector that is away costs that much memory. */
class BoundedBatches implements SpanProcessor {
  private readonly batches: BatchSpanProcessor;

  constructor(exporter: SpanExporter, private readonly tally: Tally, private readonly order: TraceSettings) {
    this.batches = new BatchSpanProcessor({ exporter, maxQueueSize: order.mostWaiting, maxExportBatchSize: order.batch, scheduledDelayMillis: order.every });
  }

  onStart(): void {
    // A span is of interest when it is over.
  }

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    if (this.tally.waiting >= this.order.mostWaiting) {
      this.tally.lost(1);
      return;
    }
    this.tally.waiting += 1;
    this.batches.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.batches.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.batches.shutdown();
  }
}

/** Starts the SDK; waits for nothing. Throws where the exporter cannot be made. */
export function startSdk(order: SdkOrder): Sdk {
  const tally = new Tally(order.say);
  const batches = new BoundedBatches(new CountedExporter(new OTLPTraceExporter({ url: order.url }), tally), tally, order);
  const resource = defaultResource().merge(detectResources({ detectors: [envDetector] })).merge(resourceFromAttributes({
    'service.name': order.service, 'service.instance.id': randomUUID(), 'deployment.environment.name': order.profile,
  }));
  const provider = new TracerProvider({ resource, sampler: samplerOf(order), spanLimits: { attributeValueLengthLimit: longestFact }, spanProcessors: [batches] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return {
    counts: () => ({ exported: tally.exported, dropped: tally.dropped }),
    async stop() {
      const enough = new AbortController();
      await Promise.race([provider.shutdown().catch(() => undefined), sleep(lastWords, undefined, { signal: enough.signal }).catch(() => undefined)]);
      enough.abort();
      trace.disable();
      context.disable();
    },
  };
}

function samplerOf({ sampler, ratio }: TraceSettings): Sampler {
  const root = sampler.endsWith('always_off') ? new AlwaysOffSampler() : sampler.endsWith('traceidratio') ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}
