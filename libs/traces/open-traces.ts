import type { Sdk, SpanCounts } from './sdk.ts';
import { switchTraces } from './spans.ts';
import { traceSettings } from './settings.ts';

let running: Sdk | null = null;

export interface TraceOrder {
  /** Name of the service in the traces, unless OTEL_SERVICE_NAME says otherwise. */
  readonly service: string;
  readonly environment: NodeJS.ProcessEnv;
  /** One sentence for the log. */
  readonly say: (sentence: string) => void;
}

/**
 * Switches traces on where `OTEL_EXPORTER_OTLP_ENDPOINT` is set; otherwise nothing of the SDK is even loaded. Never
 * throws and waits for no network: settings that cannot be used are told in one sentence, and the service goes on
 * without traces. Once a process; `closeTraces` before it is opened again.
 */
export async function openTraces({ service, environment, say }: TraceOrder): Promise<void> {
  if (running !== null) return;
  const settings = traceSettings(environment);
  if (settings === null) return;
  if (typeof settings === 'string') {
    say(settings);
    return;
  }
  try {
    const { startSdk } = await import('./sdk.ts');
    running = startSdk({ ...settings, service: settings.service ?? service, profile: environment.ANJUAN_PROFILE ?? 'development', say });
    switchTraces(true);
  } catch (error) {
    say(`There are no traces: the exporter does not start (${error instanceof Error ? error.name : 'unknown'}).`);
  }
}

/** Counts of this process; null while traces are off. */
export function spanCounts(): SpanCounts | null {
  return running?.counts() ?? null;
}

/** Sends what waits, for two seconds at most, and switches traces off. */
export async function closeTraces(): Promise<void> {
  const closing = running;
  running = null;
  switchTraces(false);
  await closing?.stop();
}
