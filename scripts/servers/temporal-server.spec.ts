import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { progressOf, serverBinaries, serverVersion } from './temporal-server.ts';

const realEnv = { ...process.env };
let folder: string;
let cache: string;
let told: string[];
const tell = (line: string): void => { told.push(line); };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anjuan-server-'));
  cache = join(folder, 'cache/anjuan/temporal-server');
  told = [];
  process.env = { ...realEnv, PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') };
  await mkdir(join(folder, 'bin'));
});
afterEach(async () => {
  process.env = realEnv;
  await rm(folder, { recursive: true });
});

/** A `go` on PATH that does this when it is asked to install; PATH has nothing else, not even `cp`. */
async function go(install: string): Promise<void> {
  const file = join(folder, 'bin/go');
  await writeFile(file, `#!/bin/sh\nif [ "$1" = env ]; then echo go1.26.8; exit 0; fi\n${install}\n`);
  await chmod(file, 0o755);
}
const builds = 'echo "go: downloading a v1" >&2; echo "$@" >> "$GOBIN/../asked"; for one in server sql; do echo "#!/bin/sh" > "$GOBIN/$one"; /bin/chmod 755 "$GOBIN/$one"; done';

describe("Temporal's server", () => {
  it('cannot be had without Go, and that is one sentence', async () => {
    await expect(serverBinaries(tell)).rejects.toMatchObject({
      name: 'ServerProblem', message: `Go is not installed, and Temporal's server ${serverVersion} is built with it: install Go 1.26 or newer (go.dev/dl) so that "go" is on PATH, or use npm start, which needs none.`,
    });
    expect(told).toEqual([]);
  });

  it('is built once, in its version, and then kept', async () => {
    await go(builds);
    const expected = { server: join(cache, serverVersion, 'server'), sqlTool: join(cache, serverVersion, 'sql') };
    expect(await serverBinaries(tell)).toEqual(expected);
    expect(told).toEqual([expect.stringMatching(/^server 1\.32\.0 is not here yet; building it once with go1\.26\.8 \(minutes; log in .*build\.log\) …$/), expect.stringMatching(/^server 1\.32\.0 built \(\d+ s\)$/)]);
    // Neither Go nor a word is needed any more.
    await rm(join(folder, 'bin/go'));
    expect(await serverBinaries(tell)).toEqual(expected);
    expect(told).toHaveLength(2);
    expect(await readFile(join(cache, 'asked'), 'utf8')).toBe('install -v go.temporal.io/server/cmd/server@v1.32.0 go.temporal.io/server/cmd/tools/sql@v1.32.0\n');
  });

  it('that cannot be built leaves nothing behind but what Go said', async () => {
    await go('echo "go: proxy: no route to host" >&2; exit 1');
    await expect(serverBinaries(tell)).rejects.toThrow(/^Go could not build Temporal's server 1\.32\.0 \(it exited with code 1 after \d+ s\): see that it reaches its module proxy .*\n {2}go: proxy: no route to host$/);
    expect(await readdir(cache)).toEqual([]);
  });

  it('removes the half that a build left which was ended in the middle', async () => {
    await mkdir(join(cache, '.half-999999999'), { recursive: true });
    await go(builds);
    await serverBinaries(tell);
    expect((await readdir(cache)).sort()).toEqual([serverVersion, 'asked']);
  });

  it('that another start built meanwhile is taken', async () => {
    await go(`${builds}; /bin/mkdir "$GOBIN/../${serverVersion}"; /bin/cp "$GOBIN"/s* "$GOBIN/../${serverVersion}"`);
    expect(await serverBinaries(tell)).toMatchObject({ server: join(cache, serverVersion, 'server') });
    expect((await readdir(cache)).sort()).toEqual([serverVersion, 'asked']);
  });
});

it('a build says how far it is', () => {
  expect(progressOf('go: downloading a v1\ngo: downloading b v2\n', '15 s')).toBe('fetching: 2 modules (15 s)');
  expect(progressOf('go: downloading a v1\ninternal/cmp\nmath/bits\n', '30 s')).toBe('compiling: 2 packages, last math/bits (30 s)');
});
