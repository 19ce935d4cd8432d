import { paperTemplates } from './templates.ts';

/** All templates with their fields as Markdown tables; docs/papers.md holds them, and a test keeps it so. */
export function fieldTables(): string {
  return paperTemplates().map((template) => [
    `### \`${template.code}\` ${template.title.zh}`,
    '',
    `${template.title.en}.`,
    '',
    '| Field | Kind | 名称 | Meaning | Required |',
    '|---|---|---|---|---|',
    ...template.fields.map(({ name, kind, label, required }) => `| \`${name}\` | ${kind} | ${label.zh} | ${label.en} | ${
      required === 'always' ? 'yes' : required === 'never' ? '' : 'with' in required ? `with \`${required.with}\`` : `unless \`${required.unless}\``} |`),
    '',
  ].join('\n')).join('\n');
}
