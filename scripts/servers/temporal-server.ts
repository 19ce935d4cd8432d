import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startChild } from './child.ts';
import { argumentsOf } from './running-process.ts';
import { errorCode, reasonOf, ServerProblem } from './server-problem.ts';
import { isExecutable, programFolder } from './temporal-cli.ts';

const execute = promisify(execFile);

/** The version of Temporal's server that the development server (temporal-cli.ts) contains too. */
export const serverVersion = '1.32.0';

/** The programs of a real Temporal: the server, and the tool that makes its schema, which it carries inside. */
export interface ServerBinaries {
  readonly server: string;
  readonly sqlTool: string;
}

/** What Go calls the two packages, and the files that it makes of them. */
const packages = [`go.temporal.io/server/cmd/server@v${serverVersion}`, `go.temporal.io/server/cmd/tools/sql@v${serverVersion}`] as const;
const [serverFile, sqlFile] = process.platform === 'win32' ? ['server.exe', 'sql.exe'] : ['server', 'sql'];

/** Go is not here, so there is no way to a Temporal of several processes on this machine. */
export class GoIsMissing extends ServerProblem {}

/** A line about the build every so many milliseconds. */
const tellEvery = 15_000;

/**
 * The programs in the cache (`~/.cache/anjuan/temporal-server/<version>/`), built once with Go where they are not there
 * yet: minutes on a free machine. `tell` gets a line when the build begins, every fifteen seconds, and when it is done.
 * Throws GoIsMissing, or ServerProblem with what Go said.
 */
export async function serverBinaries(tell: (line: string) => void): Promise<ServerBinaries> {
  const folder = programFolder('temporal-server', serverVersion);
  const binaries = { server: join(folder, serverFile), sqlTool: join(folder, sqlFile) };
  if (await isExecutable(binaries.server) && await isExecutable(binaries.sqlTool)) return binaries;
  const go = await goVersion();
  const above = join(folder, '..');
  try {
    await mkdir(above, { recursive: true });
    await removeHalves(above);
  } catch (error) {
    throw new ServerProblem(`The folder ${above}, in which Temporal's server is kept, cannot be used (${reasonOf(error)}): make it writable, or set XDG_CACHE_HOME.`);
  }
  const half = join(above, `.half-${process.pid}`);
  await mkdir(half);
  tell(`server ${serverVersion} is not here yet; building it once with ${go} (minutes; log in ${join(half, 'build.log')}) …`);
  await build(half, tell);
  try {
    await rename(half, folder);
  } catch (error) {
    // Another start built the same meanwhile.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
    if (!(await isExecutable(binaries.server))) throw new ServerProblem(`The folder ${folder} is there without Temporal's server: remove it and start again.`);
    await rm(half, { recursive: true, force: true });
  }
  return binaries;
}

/** `go1.26.8`. Throws GoIsMissing where no Go runs. */
async function goVersion(): Promise<string> {
  try {
    const { stdout } = await execute('go', ['env', 'GOVERSION'], { timeout: 60_000, env: process.env });
    return stdout.trim();
  } catch (error) {
    const why = errorCode(error) === 'ENOENT' ? 'Go is not installed' : `"go env" fails (${reasonOf(error).trim().split('\n').at(-1)})`;
    throw new GoIsMissing(`${why}, and Temporal's server ${serverVersion} is built with it: install Go 1.26 or newer (go.dev/dl) so that "go" is on PATH, or use npm start, which needs none.`);
  }
}

async function build(half: string, tell: (line: string) => void): Promise<void> {
  const began = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - began) / 1_000)} s`;
  // A build for another machine would put the programs elsewhere.
  const { GOOS: _os, GOARCH: _arch, ...env } = process.env;
  const child = await startChild({
    name: 'Go', command: 'go', args: ['install', '-v', ...packages], logFile: join(half, 'build.log'), cwd: half, env: { ...env, GOBIN: half },
  });
  let told = performance.now();
  while (!child.hasEnded()) {
    await sleep(100);
    if (performance.now() - told < tellEvery) continue;
    told = performance.now();
    tell(progressOf(await child.written(), seconds()));
  }
  const how = await child.ended;
  if (how !== 'exited with code 0') {
    const lines = await child.lastLines(8);
    await rm(half, { recursive: true, force: true });
    throw new ServerProblem(`Go could not build Temporal's server ${serverVersion} (it ${how} after ${seconds()}): see that it reaches its module proxy (go env GOPROXY) and start again; what is compiled by then is kept. Its last lines:\n${lines.replaceAll(/^/gm, '  ')}`);
  }
  tell(`server ${serverVersion} built (${seconds()})`);
}

/** How far the build is, by what `go install -v` has written: a line a module fetched, a line a package compiled. */
export function progressOf(written: string, seconds: string): string {
  const lines = written.split('\n').filter((line) => line !== '');
  const fetched = lines.filter((line) => line.startsWith('go: ')).length;
  const compiled = lines.length - fetched;
  return compiled === 0 ? `fetching: ${fetched} modules (${seconds})` : `compiling: ${compiled} packages, last ${lines.at(-1)} (${seconds})`;
}

/** Removes what builds left that were ended in the middle. */
async function removeHalves(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /^\.half-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && (Number(pid) === process.pid || await argumentsOf(Number(pid)) === undefined)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
