import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { closeTraces, openSpan, openTraces, spanCounts, spanned, standing, togetherFor, traceparent, tracing } from './index.ts';
import { traceSettings } from './settings.ts';
import { SpanReceiver } from './testing/span-receiver.ts';

let receiver: SpanReceiver;
let said: string[];
beforeEach(async () => {
  receiver = await SpanReceiver.listen();
  said = [];
});
afterEach(async () => {
  await closeTraces();
  await receiver.close();
});

const open = (more: NodeJS.ProcessEnv = {}) => openTraces({ service: 'test', environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_BSP_SCHEDULE_DELAY: '20', ...more }, say: (sentence) => { said.push(sentence); } });

async function until(so: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!so()) {
    if (Date.now() > end) throw new Error(`Waited in vain; received: ${receiver.spans.map(({ name }) => name).join(', ')}`);
    await sleep(10);
  }
}

async function failing(error: unknown, throwsAnswers = false): Promise<void> {
  await expect(spanned('failing', { throwsAnswers }, async () => { await sleep(0); throw error; })).rejects.toBe(error);
}

const of = (more: NodeJS.ProcessEnv) => traceSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', ...more });

describe('traces', () => {
  it('are off unless an endpoint is set: the work is done, and nothing of the SDK is loaded', async () => {
    await openTraces({ service: 'test', environment: {}, say: (sentence) => { said.push(sentence); } });
    expect([tracing(), await spanned('x', {}, () => Promise.resolve(traceparent())), openSpan('x'), standing(), spanCounts(), said]).toEqual([false, null, null, undefined, null, []]);
    // The environment of the child decides; what CommonJS has loaded stands in the cache of the loader.
    const script = `import { createRequire } from 'node:module'; import { openTraces, closeTraces } from '#traces';
      await openTraces({ service: 'test', environment: process.env, say: console.error });
      console.log(Object.keys(createRequire(import.meta.url).cache).filter((path) => /@opentelemetry.(sdk|exporter|otlp|context)/.test(path)).length > 0); await closeTraces();`;
    const { OTEL_EXPORTER_OTLP_ENDPOINT: _, ...environment } = process.env;
    const loads = async (more: NodeJS.ProcessEnv): Promise<string> =>
      (await promisify(execFile)(process.execPath, ['--import', '@swc-node/register/esm-register', '--input-type=module', '-e', script], { cwd: fileURLToPath(new URL('../..', import.meta.url)), env: { ...environment, NODE_OPTIONS: '', ...more } })).stdout.trim();
    expect([await loads({}), await loads({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint })]).toEqual(['false', 'true']);
  });

  it('send spans with their facts, below each other, and go on from a traceparent', async () => {
    await open();
    let carried: string | null = null;
    await spanned('outer', { facts: { count: 2 } }, async (note) => {
      await sleep(1);
      note({ codes: ['a', 'b'] });
      carried = traceparent();
      await spanned('inner', { onlyWithin: true }, async () => { await sleep(1); });
    });
    await spanned('elsewhere', { under: String(carried) }, () => Promise.resolve());
    await spanned('alone', { onlyWithin: true }, () => Promise.resolve());
    await spanned('misled', { under: 'no traceparent' }, () => Promise.resolve());
    await until(() => spanCounts()?.exported === 4);
    const [outer] = receiver.named('outer');
    expect(outer).toMatchObject({ service: 'test', facts: { count: 2, codes: ['a', 'b'] }, parent: undefined, failed: false });
    expect([...receiver.named('inner'), ...receiver.named('elsewhere')].map((span) => [span.traceId === outer?.traceId, span.parent === outer?.spanId])).toEqual([[true, true], [true, true]]);
    expect(receiver.named('misled').map(({ parent, traceId }) => [parent, traceId === outer?.traceId])).toEqual([[undefined, false]]);
    expect([receiver.named('alone'), spanCounts()?.dropped, said]).toEqual([[], 0, []]);
  });

  it('tell of an error its code and never its words', async () => {
    await open();
    await failing(Object.assign(new Error('金丝雀 was here'), { name: 'QueryFailedError', driverError: { code: '23505', detail: '金丝雀' } }));
    await failing(new RangeError('金丝雀 was here'), true);
    await failing(Object.assign(new Error('x'), { code: '金丝雀', name: '金丝雀' }));
    await until(() => receiver.spans.length === 3);
    expect(receiver.spans.map(({ facts, failed }) => [facts['error.type'], failed])).toEqual([['23505', true], ['RangeError', false], ['Error', true]]);
    expect(receiver.text).not.toContain('金丝雀');
  });

  it('name all for whom something is done at once', async () => {
    await open();
    const each = await Promise.all([1, 2].map((n) => spanned(`asks ${n}`, {}, () => Promise.resolve(standing()))));
    await togetherFor('together', each, () => Promise.resolve());
    await togetherFor('for one', each.slice(0, 1), () => spanned('of one', {}, () => Promise.resolve()));
    await until(() => receiver.spans.length === 4);
    const ids = [...receiver.named('asks 1'), ...receiver.named('asks 2')].map(({ spanId }) => spanId);
    expect(receiver.named('together').map(({ links, parent }) => [links, parent])).toEqual([[ids, undefined]]);
    expect(receiver.named('of one').map(({ parent }) => parent)).toEqual([ids[0]]);
  });

  it('that the collector refuses are counted and told of once; the work goes on', async () => {
    receiver.answer = (response) => { response.writeHead(400).end(); };
    await open();
    for (const n of [1, 2, 3]) {
      expect(await spanned('work', {}, () => Promise.resolve(n))).toBe(n);
      await until(() => spanCounts()?.dropped === n);
    }
    expect(said).toEqual([expect.stringContaining('1 spans are lost so far')]);
  });

  it('wait in no greater number than was set while the collector does not answer', async () => {
    receiver.answer = () => undefined;
    // The exporter reads it itself; it would go on trying after the test.
    process.env.OTEL_EXPORTER_OTLP_TIMEOUT = '200';
    await open({ OTEL_BSP_MAX_QUEUE_SIZE: '3', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2' });
    for (let n = 0; n < 10; n += 1) await spanned('work', {}, () => Promise.resolve());
    delete process.env.OTEL_EXPORTER_OTLP_TIMEOUT;
    expect(spanCounts()?.exported).toBe(0);
    expect(spanCounts()?.dropped).toBeGreaterThanOrEqual(7);
    expect(said).toHaveLength(1);
  });

  it('are left out, with one sentence, where the settings cannot be used', async () => {
    await open({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' });
    expect([tracing(), said]).toEqual([false, ['There are no traces: OTEL_EXPORTER_OTLP_ENDPOINT must be an http:// or https:// address.']]);
  });
});

describe('the settings of traces', () => {
  it('are the standard variables', () => {
    expect(of({})).toMatchObject({ url: 'http://collector:4318/v1/traces', sampler: 'parentbased_always_on', mostWaiting: 2048 });
    expect(of({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://other/path', OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1', OTEL_SERVICE_NAME: 'a' })).toMatchObject({ url: 'https://other/path', sampler: 'traceidratio', ratio: 0.1, service: 'a' });
    expect([of({ OTEL_SDK_DISABLED: 'true' }), of({ OTEL_TRACES_EXPORTER: 'none' }), of({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })]).toEqual([null, null, null]);
    expect(of({ OTEL_TRACES_SAMPLER: 'sometimes' })).toContain('OTEL_TRACES_SAMPLER');
  });
});
