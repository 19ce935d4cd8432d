/** Programs from PyPI in a virtual environment of their own under `.cache/python/`, made once for each list of versions. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The reason for which a Python tool cannot be used here; what needs it did not run, and says so. */
export class NoPython extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NoPython';
  }
}

/** A Python of at least 3.11, by its command. Throws NoPython. */
async function python(): Promise<string> {
  for (const command of ['python3', 'python3.13', 'python3.12', 'python3.11', 'python']) {
    try {
      await run(command, ['-c', 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 11) else 1)']);
      return command;
    } catch (error) {
      // Not installed, too old, or without venv: the next one may do.
      if (!(error instanceof Error)) throw error;
    }
  }
  throw new NoPython('no Python 3.11 or newer with venv is installed');
}

/**
 * The folder of programs (`bin`) of a virtual environment that holds exactly what the requirements file names. Says when
 * it installs. Throws NoPython where there is no Python or the packages cannot be had.
 */
export async function pythonTools(cache: string, requirements: string, say: (line: string) => void): Promise<string> {
  const wanted = createHash('sha256').update(await readFile(requirements)).digest('hex').slice(0, 16);
  const folder = join(cache, 'python', wanted);
  const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (await access(join(folder, 'complete')).then(() => true, () => false)) return bin;
  const command = await python();
  say('Installing the Python tools (once, about half a minute) …');
  await rm(folder, { recursive: true, force: true });
  try {
    await run(command, ['-m', 'venv', folder]);
    await run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], { maxBuffer: 1 << 26 });
    await run(join(bin, 'python'), ['-c', `open(${JSON.stringify(join(folder, 'complete.new'))}, 'w').close()`]);
    await rename(join(folder, 'complete.new'), join(folder, 'complete'));
  } catch (error) {
    throw new NoPython(`the Python packages cannot be installed: ${error instanceof Error ? error.message.split('\n').slice(-4).join(' ') : String(error)}`);
  }
  return bin;
}
