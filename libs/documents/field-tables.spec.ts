import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fieldTables } from './field-tables.ts';

it('docs/papers.md lists every template with its fields as declared', () => {
  expect(readFileSync(new URL('../../docs/papers.md', import.meta.url), 'utf8')).toContain(fieldTables());
});
