import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { closeTraces, tracing } from '#traces';
import { AppModule } from './app.module.ts';
import type { Configuration } from './configuration.ts';
import { languageOf } from './http/language.ts';
import { logErrorsOnly, logLine, NestLog } from './http/log.ts';
import { serveOpenApi } from './openapi/document.ts';
import { MethodsOfAddresses } from './http/methods.ts';
import { traceOf, traceRequests } from './http/traces.ts';
import { meter } from './metrics/metrics-listener.ts';
import { Problem } from './problems/problem.ts';
import { problemBody, problemOf } from './problems/problem-filter.ts';
import { answerUnreadable } from './problems/unreadable-request.ts';
import type { SignedInRequest } from './sign-in/access-guard.ts';

/** Largest JSON body, in bytes. */
const largestBody = 1024 * 1024;

/** The API, ready to listen. Throws when the database, the keys or the identity provider are not as configured. */
export async function createApp(configuration: Configuration): Promise<NestFastifyApplication> {
  if (configuration.log === 'error') logErrorsOnly();
  const adapter = new FastifyAdapter({
    trustProxy: configuration.trustedProxies.length === 0 ? false : [...configuration.trustedProxies],
    bodyLimit: largestBody, routerOptions: { maxParamLength: 200 }, forceCloseConnections: 'idle', requestTimeout: 60_000,
    clientErrorHandler: answerUnreadable(configuration.profile),
    // Addresses that cannot be decoded never reach Nest.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(error);
      void reply.code(400).type('application/problem+json; charset=utf-8').send(problemBody(problem, request.url, languageOf(request.headers['accept-language']), configuration.profile));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(await AppModule.for(configuration), adapter, { logger: new NestLog(), bodyParser: false, abortOnError: false });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  // Parts of files are passed on as they arrive; the announced size limits them.
  fastify.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => { done(null, payload); });
  if (tracing()) {
    traceRequests(fastify);
    fastify.addHook('onClose', closeTraces);
  }
  const methods = new MethodsOfAddresses();
  fastify.addHook('onRoute', ({ method, url }) => { methods.add(method, url); });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...(configuration.profile === 'training' ? { 'anjuan-instance': 'TRAINING' } : {}) });
    const allowed = request.is404 ? methods.at(request.url) : [];
    if (allowed.length === 0) {
      done();
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    const problem = new Problem('methodNotAllowed', { zh: `该网址只支持：${allowed.join('、')}。`, en: `This address takes ${allowed.join(', ')}.` });
    void reply.code(405).header('allow', allowed.join(', ')).type('application/problem+json; charset=utf-8').send(problemBody(problem, request.url, language, configuration.profile));
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const trace = traceOf(request);
    logLine('info', 'answered', {
      request: request.id, method: request.method, route: request.routeOptions.url ?? null, status: reply.statusCode, ms: Math.round(reply.elapsedTime),
      actor: (request as SignedInRequest).signedIn?.actor.personId ?? null, ...(trace === undefined ? {} : { trace }),
    });
    done();
  });
  const listen = configuration.metricsAddress === null ? null : meter(fastify, () => app.get(DataSource), configuration.metricsAddress);
  app.enableShutdownHooks();
  serveOpenApi(app);
  await app.init();
  await fastify.ready();
  await listen?.();
  return app;
}
