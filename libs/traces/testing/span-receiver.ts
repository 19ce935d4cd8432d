import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

interface Value { stringValue?: string; intValue?: string | number; boolValue?: boolean; doubleValue?: number; arrayValue?: { values?: Value[] } }
interface Attribute { key: string; value: Value }
interface Sent { name: string; traceId: string; spanId: string; parentSpanId?: string; attributes?: Attribute[]; status?: { code?: number }; links?: { traceId: string; spanId: string }[] }
interface Request { resourceSpans?: { resource?: { attributes?: Attribute[] }; scopeSpans?: { spans?: Sent[] }[] }[] }

export interface ReceivedSpan {
  readonly name: string;
  readonly service: unknown;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
  readonly links: readonly string[];
}

const valueOf = (value: Value): unknown => value.stringValue ?? value.boolValue ?? value.doubleValue ?? (value.intValue === undefined ? value.arrayValue?.values?.map(valueOf) ?? [] : Number(value.intValue));
const factsOf = (attributes: readonly Attribute[] = []): Record<string, unknown> => Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));

/** A collector for tests: takes spans by OTLP over HTTP as JSON, and keeps what came as it came. */
export class SpanReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** Everything received, to be searched. */
  text = '';
  /** How it answers; by default it takes what comes. */
  answer: (response: ServerResponse) => void = (response) => { response.writeHead(200, { 'content-type': 'application/json' }).end('{}'); };
  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => { parts.push(part); });
    request.on('end', () => {
      const sent = Buffer.concat(parts);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString('utf8');
      if (request.url === '/v1/traces') this.take(text);
      this.answer(response);
    });
  });

  static async listen(): Promise<SpanReceiver> {
    const receiver = new SpanReceiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(text: string): void {
    this.text += text;
    for (const { resource, scopeSpans = [] } of (JSON.parse(text) as Request).resourceSpans ?? []) {
      for (const span of scopeSpans.flatMap(({ spans = [] }) => spans)) {
        this.spans.push({
          name: span.name, service: factsOf(resource?.attributes)['service.name'], traceId: span.traceId, spanId: span.spanId, parent: span.parentSpanId === '' ? undefined : span.parentSpanId,
          facts: factsOf(span.attributes), failed: span.status?.code === 2, links: (span.links ?? []).map((link) => link.spanId),
        });
      }
    }
  }

  /** The spans of a trace of this name. */
  named(name: string, traceId?: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name && (traceId === undefined || span.traceId === traceId));
  }

  /** Names from the beginning of the trace down to this span; `…` where a span is not there. */
  pathTo(span: ReceivedSpan): string[] {
    if (span.parent === undefined) return [span.name];
    const above = this.spans.find((one) => one.traceId === span.traceId && one.spanId === span.parent);
    return [...(above === undefined ? ['…'] : this.pathTo(above)), span.name];
  }
}
