// Runs before `npm start` and the tests on plain Node, before anything is installed: checks the Node version and
// installs the locked packages when they are missing or were installed for another lock file, platform or Node.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19) || major >= 26) {
  console.error(`Anjuan needs Node.js 20.19 or newer, below 26; this is ${process.versions.node}. Install a supported version and run the command again.`);
  process.exit(1);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const fingerprint = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
  .digest('hex');
const mark = `${root}node_modules/.installed`;
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== fingerprint) {
  console.error('Installing packages (npm ci); this takes about half a minute the first time …');
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: !npm && process.platform === 'win32' });
  if (done.status !== 0) {
    console.error('npm ci failed. Check the network and the lines above, then run the command again.');
    process.exit(1);
  }
  writeFileSync(mark, fingerprint);
}
