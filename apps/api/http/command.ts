import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { canonicalJson } from '#store';
import { refuseUnstorable } from './unstorable.ts';
import { Problem } from '../problems/problem.ts';

/** What tells one sending of a command from another. */
export interface CommandHeaders {
  route: string;
  idempotencyKey: string;
  bodyHash: string;
  /** The revision that the sender has seen. */
  ifMatch?: number;
}

/** Headers of a command, for the document. */
export function Command(options: { ifMatch?: boolean } = {}): MethodDecorator {
  const headers = [ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Chosen by the sender, 1 to 200 visible characters. The same key and body is the same command; the same key with another body is an error.', schema: { type: 'string', minLength: 1, maxLength: 200, pattern: String.raw`^[\x21-\x7e]+$`, examples: ['0f8fad5b-d9cb-469f-a165-70867728950e'] } })];
  if (options.ifMatch === true) headers.push(ApiHeader({ name: 'If-Match', required: false, description: 'ETag of the case as the sender saw it; answered with 412 if it has changed since.', schema: { type: 'string', pattern: String.raw`^(\*|(W/)?"\d{1,9}")$`, examples: ['"7"'] } }));
  return applyDecorators(...headers);
}

/** The command headers of a request. Throws `headerInvalid` that names the header. */
export const Headers = createParamDecorator((_: unknown, context: ExecutionContext): CommandHeaders => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const key = request.headers['idempotency-key'];
  const missing = key === undefined || key === '';
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw wrongHeader('Idempotency-Key', missing ? 'required' : 'form', missing ? '每一命令都必须带有Idempotency-Key请求头。' : '应为1至200个可见的ASCII字符。', missing ? 'Every command needs the header Idempotency-Key.' : 'This must be 1 to 200 visible ASCII characters.');
  }
  refuseUnstorable(request.body, false);
  const ifMatch = revisionOf(request.headers['if-match']);
  return {
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    idempotencyKey: key,
    bodyHash: createHash('sha256').update(canonicalJson({ address: request.url, body: withoutPins(request.body) ?? null })).digest('hex'),
    ...(ifMatch === null ? {} : { ifMatch }),
  };
});

/** The body without PINs: a hash over six known digits would give them away. */
function withoutPins(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body, (key, value: unknown) => (key === 'pin' ? '' : value))) as unknown;
}

export function etagOf(revision: number): string {
  return `"${revision}"`;
}

function revisionOf(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null;
  const revision = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(header)?.[1];
  if (revision === undefined) throw wrongHeader('If-Match', 'form', '应为案件的ETag，例如"7"。', 'This must be the ETag of a case, such as "7".');
  return Number(revision);
}

function wrongHeader(field: string, rule: string, zh: string, en: string): Problem {
  return new Problem('headerInvalid', { zh, en }, { errors: [{ field, rule, message: { zh, en } }] });
}
