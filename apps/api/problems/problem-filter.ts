import { Catch, HttpException, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordIsAway } from '#store';
import { Configuration } from '../configuration.ts';
import { languageOf, type Language } from '../http/language.ts';
import { logLine } from '../http/log.ts';
import { problemKinds, type ProblemKind } from './kinds.ts';
import { Problem } from './problem.ts';

/** Every error becomes a problem document (RFC 9457). What we did not expect is logged without its text, which may hold data. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  public constructor(private readonly configuration: Configuration) {}

  public catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (!(error instanceof Problem) && (problem.kind === 'internal' || problem.kind === 'unavailable')) logUnexpected(request, error);
    if (reply.sent || reply.raw.headersSent) return;
    void reply.code(problemKinds[problem.kind].status).headers({ ...problem.more.headers, 'content-language': languageOf(request.headers['accept-language']) === 'zh' ? 'zh-CN' : 'en', vary: 'Accept-Language' })
      .type('application/problem+json; charset=utf-8').send(problemBody(problem, request.url, languageOf(request.headers['accept-language']), this.configuration.profile));
  }
}

/** The document that the API answers. */
export function problemBody(problem: Problem, url: string, language: Language, profile: Configuration['profile']): Record<string, unknown> {
  const { status, ...title } = problemKinds[problem.kind];
  const { errors, blockers } = problem.more;
  return {
    type: `/api/problems/${problem.kind}`,
    title: title[language],
    status,
    detail: problem.detail[language],
    instance: url.split('?')[0],
    ...(errors === undefined ? {} : { errors: errors.map(({ message, ...rest }) => ({ ...rest, message: message[language] })) }),
    ...(blockers === undefined ? {} : { blockers: blockers.map(({ message, article, missing, ...rest }) => ({ ...rest, message: message[language], article: article[language], ...(missing === undefined ? {} : { missing: missing[language] }) })) }),
    ...(profile === 'training' ? { training: true } : {}),
  };
}

const byStatus = new Map<number, ProblemKind>([
  [400, 'malformed'], [401, 'unauthenticated'], [403, 'forbidden'], [404, 'notFound'], [405, 'methodNotAllowed'], [408, 'requestTimeout'], [413, 'tooLarge'],
  [414, 'malformed'], [415, 'unsupportedMediaType'], [429, 'tooManyRequests'], [431, 'headersTooLarge'], [503, 'unavailable'],
]);

const details: Partial<Record<ProblemKind, { zh: string; en: string }>> = {
  malformed: { zh: '请求无法解析：请检查JSON与网址的格式。', en: 'The request cannot be parsed: check the JSON and the address.' },
  notFound: { zh: '没有这一网址。', en: 'There is nothing at this address.' },
  tooLarge: { zh: '请求内容超过允许的大小（1 MB；文件请按续传接口上传）。', en: 'The body exceeds the allowed size (1 MB; files go through the resumable upload).' },
  unsupportedMediaType: { zh: '请以application/json发送。', en: 'Send application/json.' },
  unavailable: { zh: '数据库或依赖服务暂时不可用，请稍后重试。', en: 'The database or a service is away for the moment; try again.' },
  internal: { zh: '未曾预料的错误，已记录。', en: 'Something unexpected happened; it has been logged.' },
};

/** The problem that an error amounts to. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isAway(error)) return of('unavailable', { 'retry-after': '5' });
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number') {
    const kind = byStatus.get(status) ?? (status >= 400 && status < 500 ? 'malformed' : 'internal');
    return of(kind);
  }
  return of('internal');
}

function of(kind: ProblemKind, headers?: Record<string, string>): Problem {
  const { zh, en } = problemKinds[kind];
  return new Problem(kind, details[kind] ?? { zh, en }, headers === undefined ? {} : { headers });
}

/** PostgreSQL is away, starting or shutting down, or a file finds no room. */
function isAway(error: unknown): boolean {
  return !(error instanceof Problem) && (recordIsAway(error) || /^(ENOSPC|EDQUOT)$/.test(codeOf(error) ?? '') || (error instanceof Error && error.message.startsWith('Query read timeout')));
}

function codeOf(error: unknown): string | null {
  const own = (error as { code?: unknown } | null)?.code ?? (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  return typeof own === 'string' ? own : null;
}

function logUnexpected(request: FastifyRequest, error: unknown): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim()) : [];
  const driver = (error as { driverError?: { constraint?: string; table?: string; routine?: string } } | null)?.driverError;
  logLine('error', 'unexpected', {
    request: request.id, route: request.routeOptions.url ?? null, error: error instanceof Error ? error.name : typeof error, code: codeOf(error),
    constraint: driver?.constraint ?? null, table: driver?.table ?? null, frames,
  });
}
