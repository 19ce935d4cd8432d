import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EdgeCommand } from '#commands/edge';
import { TaskVerbField } from '#commands/office-edge';

const root = process.cwd();
const documents = ['README.md', ...['docs', 'docs/decisions'].flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`))];
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts);

/** Heading as a link names it. */
const anchor = (heading: string): string => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');

describe.each(documents)('%s', (document) => {
  const text = textOf(document);

  it('links to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target));
    const broken = links.filter((target) => {
      const [path = '', heading] = target.split('#');
      const file = path === '' ? join(root, document) : resolve(root, dirname(document), path);
      if (!existsSync(file)) return true;
      return heading !== undefined && ![...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].some(([, title = '']) => anchor(title) === heading);
    });
    expect(broken).toEqual([]);
  });

  it('names commands that exist', () => {
    const named = [...text.matchAll(/\bnpm (?:run (?:--silent )?([a-z][\w:-]*)|(start|test)\b)/g)].map(([, run, short]) => run ?? short);
    expect(named.filter((name) => name !== undefined && !scripts.includes(name))).toEqual([]);
  });

  it('names files of this repository that exist', () => {
    const named = [...text.matchAll(/`((?:apps|libs|scripts|workflows|docs|test)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('docs/operating.md', () => {
  it('has a line for each setting of API and worker, and none besides', () => {
    const settings = [...`${textOf('apps/api/configuration.ts')}${textOf('apps/worker/settings.ts')}${textOf('libs/traces/settings.ts')}`.matchAll(/^ {2}([A-Z][A-Z_]+): z\./gm)].map(([, name]) => name);
    const table = /## Settings\n([\s\S]*?)\n## /.exec(textOf('docs/operating.md'))?.[1] ?? '';
    const lines = [...table.matchAll(/^\| (`[A-Z].*?) \|/gm)].flatMap(([, names = '']) => [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
    expect(new Set(lines)).toEqual(new Set([...settings, 'DATABASE_OWNER_URL']));
  });
});

describe('docs/glossary.md', () => {
  const terms = new Set([...textOf('docs/glossary.md').matchAll(/`(\w+)`/g)].map(([, term]) => term));

  it('has every command and every event', () => {
    const models = readdirSync(join(root, 'libs/cases'), { recursive: true, encoding: 'utf8' }).filter((name) => /(^|\/)(model|types)\.ts$/.test(name)).map((name) => textOf(`libs/cases/${name}`)).join('\n');
    const events = [...new Set([...models.matchAll(/\btype: '(\w+)'; v: 1/g)].map(([, type]) => type))];
    expect(events.length).toBeGreaterThan(30);
    const commands = EdgeCommand.options.map((option) => option.shape.type.value);
    expect([...commands, ...events].filter((term) => !terms.has(term))).toEqual([]);
  });

  it('has every verb of a task', () => {
    expect(TaskVerbField.options.filter((verb) => !terms.has(verb))).toEqual([]);
  });
});

describe('the README', () => {
  it('has a line for each command of package.json that a person runs', () => {
    const hidden = ['build', 'keys', 'migrate'];
    const missing = scripts.filter((name) => !name.startsWith('pre') && !hidden.includes(name) && !new RegExp(`npm (run )?${name}\\b`).test(textOf('README.md')));
    expect(missing).toEqual([]);
  });
});
