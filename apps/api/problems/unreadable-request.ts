import type { Socket } from 'node:net';
import type { Configuration } from '../configuration.ts';
import { languageOf } from '../http/language.ts';
import { logLine } from '../http/log.ts';
import { problemKinds, type ProblemKind } from './kinds.ts';
import { Problem } from './problem.ts';
import { problemBody } from './problem-filter.ts';

/** Time for the sender to read the answer before the connection is cut, in milliseconds. */
const grace = 1_000;

/**
 * Answers what Node could not read as HTTP, before there is a request: an address or headers beyond 16 KiB, a request
 * that does not end, no HTTP at all. The same problem document as everywhere; then the connection ends.
 */
export function answerUnreadable(profile: Configuration['profile']): (error: NodeJS.ErrnoException & { rawPacket?: unknown }, socket: Socket) => void {
  return (error, socket) => {
    // Reset by the sender, or answered already: what still arrives of the same request fails again.
    if (error.code === 'ECONNRESET' || socket.destroyed || socket.writableEnded) return;
    const { kind, zh, en } = whyUnreadable(error.code);
    const { status } = problemKinds[kind];
    const language = languageOf(acceptedLanguage(error.rawPacket));
    const body = JSON.stringify(problemBody(new Problem(kind, { zh, en }), '/', language, profile));
    const head = [
      `HTTP/1.1 ${status} ${problemKinds[kind].en}`, 'content-type: application/problem+json; charset=utf-8', `content-length: ${Buffer.byteLength(body)}`, `content-language: ${language === 'zh' ? 'zh-CN' : 'en'}`,
      'cache-control: no-store', 'x-content-type-options: nosniff', 'vary: Accept-Language', ...(profile === 'training' ? ['anjuan-instance: TRAINING'] : []), 'connection: close',
    ];
    logLine('info', 'answered', { request: null, method: null, route: null, status, code: error.code ?? null });
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    socket.resume();
    setTimeout(() => socket.destroy(), grace).unref();
  };
}

function whyUnreadable(code: string | undefined): { kind: ProblemKind; zh: string; en: string } {
  if (code === 'HPE_HEADER_OVERFLOW') return { kind: 'headersTooLarge', zh: '网址与请求头合计超过16 KB。', en: 'Address and headers together exceed 16 KB.' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { kind: 'requestTimeout', zh: '请求未在限定时间内发完。', en: 'The request did not arrive whole in time.' };
  return { kind: 'malformed', zh: '收到的内容不是可读的HTTP请求。', en: 'What arrived cannot be read as an HTTP request.' };
}

/** The header of the first packet, as far as it arrived. */
function acceptedLanguage(packet: unknown): string | undefined {
  return Buffer.isBuffer(packet) ? /\r\naccept-language:([^\r\n]{1,200})/i.exec(packet.toString('latin1'))?.[1] : undefined;
}
