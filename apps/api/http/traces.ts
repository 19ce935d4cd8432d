import type { FastifyInstance, FastifyRequest } from 'fastify';
import { openSpan, type OpenSpan } from '#traces';

/** Asked every few seconds by whoever watches, or open for hours: a span of them says nothing. */
const untold = /^\/api\/(health|changes)\b/;
const spans = new WeakMap<FastifyRequest, OpenSpan>();

/**
 * A span for each request: method, route of the OpenAPI document and status, never the address that was asked. A trace
 * begins here: what a client sends as `traceparent` is not taken, so nobody outside decides what is kept.
 */
export function traceRequests(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const span = untold.test(route) ? null : openSpan(`${request.method} ${route}`, { kind: 'server', facts: { 'http.request.method': request.method, 'http.route': route, 'anjuan.request': request.id } });
    if (span === null) {
      done();
      return;
    }
    spans.set(request, span);
    span.within(done);
  });
  // The body arrives as events of the socket, which know of no span: what follows goes on in it.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.within(done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.note({ 'http.response.status_code': reply.statusCode });
    span?.end(reply.statusCode >= 500 ? { code: String(reply.statusCode) } : undefined);
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    spans.get(request)?.end({ code: 'aborted' });
    done();
  });
}

/** The trace of a request, for its line in the log; undefined where it has none. */
export function traceOf(request: FastifyRequest): string | undefined {
  return spans.get(request)?.traceId;
}
