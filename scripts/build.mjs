// Compiles apps, libs, workflows and scripts to dist/ with swc, and copies the data files that the product reads. The new
// build takes the place of the old one only when it is whole.
import { transformFile } from '@swc/core';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'dist');
const out = join(root, `.cache/build-${process.pid}`);
const rooms = ['apps', 'libs', 'workflows', 'scripts', 'test/packs', 'test/data', 'test/walks'];
const isTest = (path) => path.endsWith('.spec.ts');

await rm(out, { recursive: true, force: true });
let files = 0;
for (const room of rooms) {
  const entries = await readdir(join(root, room), { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  await Promise.all(entries.filter((entry) => entry.isFile()).map(async (entry) => {
    const from = join(entry.parentPath, entry.name);
    const to = join(out, relative(root, from));
    // Of scripts that run as they are, only those that the product hands out.
    if (isTest(from) || (from.endsWith('.mjs') && room !== 'libs')) return;
    await mkdir(dirname(to), { recursive: true });
    if (!from.endsWith('.ts')) return cp(from, to);
    const target = to.replace(/\.ts$/, '.js');
    const { code, map } = await transformFile(from, {
      swcrc: true, configFile: join(root, '.swcrc'),
      sourceFileName: relative(dirname(join(built, relative(out, target))), from),
      jsc: { rewriteRelativeImportExtensions: true },
    });
    const name = target.split('/').at(-1);
    await writeFile(target, `${code}\n//# sourceMappingURL=${name}.map\n`);
    await writeFile(`${target}.map`, map ?? '');
    files += 1;
  }));
}
const { name, version, imports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const builtImports = Object.fromEntries(Object.entries(imports).map(([key, path]) => [key, path.replace(/\.ts$/, '.js')]));
await writeFile(join(out, 'package.json'), JSON.stringify({ name, version, type: 'module', imports: builtImports }, null, 2));
await rm(built, { recursive: true, force: true });
await rename(out, built);
if (process.argv.includes('--verbose')) console.log(`built ${files} files`);
