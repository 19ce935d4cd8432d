import { z } from 'zod';

/** The variables of OpenTelemetry that are read here; the exporter reads the rest of `OTEL_EXPORTER_OTLP_…` (headers, timeout, compression, certificates) itself. */
const Environment = z.object({
  OTEL_SDK_DISABLED: z.string().default('false'),
  OTEL_TRACES_EXPORTER: z.string().default('otlp'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().optional(),
  OTEL_TRACES_SAMPLER: z.enum(['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio']).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  OTEL_BSP_MAX_QUEUE_SIZE: z.coerce.number().int().min(1).max(100_000).default(2048),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: z.coerce.number().int().min(1).max(10_000).default(512),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce.number().int().min(1).max(60_000).default(5000),
  OTEL_SERVICE_NAME: z.string().optional(),
});

export interface TraceSettings {
  /** Where spans are sent to. */
  readonly url: string;
  readonly sampler: z.infer<typeof Environment>['OTEL_TRACES_SAMPLER'];
  /** Share of traces kept, 0 to 1; of the samplers by ratio. */
  readonly ratio: number;
  /** Spans that wait to be sent, at most. */
  readonly mostWaiting: number;
  readonly batch: number;
  /** Milliseconds between two batches. */
  readonly every: number;
  readonly service: string | null;
}

/** Null: no traces are wanted. A string: why they cannot be had, as one sentence. */
export function traceSettings(environment: NodeJS.ProcessEnv): TraceSettings | string | null {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => name.startsWith('OTEL_') && value !== ''));
  if (given.OTEL_EXPORTER_OTLP_ENDPOINT === undefined && given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT === undefined) return null;
  const read = Environment.safeParse(given);
  if (!read.success) return `There are no traces: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`;
  const { data } = read;
  if (data.OTEL_SDK_DISABLED.toLowerCase() === 'true' || data.OTEL_TRACES_EXPORTER === 'none') return null;
  const name = data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT === undefined ? 'OTEL_EXPORTER_OTLP_ENDPOINT' : 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
  const endpoint = data[name] ?? '';
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint)) return `There are no traces: ${name} must be an http:// or https:// address.`;
  return {
    // The common address gets the path of the signal, the one for traces is taken as it is.
    url: name === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? `${endpoint.replace(/\/$/, '')}/v1/traces` : endpoint,
    sampler: data.OTEL_TRACES_SAMPLER, ratio: data.OTEL_TRACES_SAMPLER_ARG, mostWaiting: data.OTEL_BSP_MAX_QUEUE_SIZE,
    batch: Math.min(data.OTEL_BSP_MAX_EXPORT_BATCH_SIZE, data.OTEL_BSP_MAX_QUEUE_SIZE), every: data.OTEL_BSP_SCHEDULE_DELAY, service: data.OTEL_SERVICE_NAME ?? null,
  };
}
