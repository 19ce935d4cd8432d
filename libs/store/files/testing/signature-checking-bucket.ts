import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const accessKeyId = 'AKIDTEST';
export const secretAccessKey = 'a-secret-of-the-test';

/** What S3 does with one object, over HTTP, for tests: it checks each request's signature (SigV4) and the hash of its body. */
export class SignatureCheckingBucket {
  readonly objects = new Map<string, Buffer>();
  /** Requests that were refused because of their signature. */
  refused = 0;
  /** The next so many requests are answered "slow down". */
  slowDowns = 0;
  readonly #server: Server;
  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<SignatureCheckingBucket> {
    const server = createServer();
    const bucket = new SignatureCheckingBucket(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { status, headers = {}, answer = Buffer.alloc(0) } = bucket.#answer(request, Buffer.concat(parts));
        response.writeHead(status, { 'content-length': answer.length, ...headers }).end(answer);
      });
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return bucket;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => { this.#server.close(() => resolve()); });
  }

  #answer(request: IncomingMessage, body: Buffer): { status: number; headers?: Record<string, string>; answer?: Buffer } {
    if (this.slowDowns > 0) {
      this.slowDowns -= 1;
      return problem(503, 'SlowDown');
    }
    if (!isSigned(request, body)) {
      this.refused += 1;
      return problem(403, 'SignatureDoesNotMatch');
    }
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    if (request.method === 'PUT') {
      this.objects.set(path, body);
      return { status: 200, headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } };
    }
    if (request.method === 'DELETE') {
      this.objects.delete(path);
      return { status: 204 };
    }
    const object = this.objects.get(path);
    if (!object) return problem(404, 'NoSuchKey');
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!range) return { status: 200, answer: object };
    const [from, to] = [Number(range[1]), Math.min(Number(range[2]), object.length - 1)];
    return { status: 206, headers: { 'content-range': `bytes ${from}-${to}/${object.length}` }, answer: object.subarray(from, to + 1) };
  }
}

function problem(status: number, code: string): { status: number; headers: Record<string, string>; answer: Buffer } {
  return { status, headers: { 'content-type': 'application/xml' }, answer: Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`) };
}

/** AWS Signature Version 4, computed anew from the request as it arrived. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const authorization = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  const [, key, date = '', region = '', names = '', signature = ''] = authorization ?? [];
  const at = request.headers['x-amz-date'];
  if (key !== accessKeyId || typeof at !== 'string' || !at.startsWith(date)) return false;
  const bodyHash = createHash('sha256').update(body).digest('hex');
  if (request.headers['x-amz-content-sha256'] !== bodyHash || !names.split(';').includes('host')) return false;
  const url = new URL(request.url ?? '/', 'http://x');
  const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort((a, b) => (a < b ? -1 : 1)).join('&');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [request.method, url.pathname, query, headers, names, bodyHash].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const signing = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), 's3'), 'aws4_request');
  return timingSafeEqual(hmac(signing, toSign), Buffer.from(signature, 'hex'));
}

function hmac(secret: string | Buffer, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}
