import type { FormPart, PaperTemplate } from './fields/field.ts';

type Printed = string | string[] | { label: string; value: string }[];
type Fields = Readonly<Record<string, Printed>>;

/** A part of a form with its texts, as the shared layout prints it. */
export type PrintedPart =
  | { kind: 'party' | 'remedies' | 'contact' }
  | { kind: 'to' | 'text' | 'heading'; text: string }
  | { kind: 'line'; title: string; text: string }
  | { kind: 'paras' | 'numbered'; texts: string[] }
  | { kind: 'pairs'; rows: { label: string; value: string }[] }
  | { kind: 'list'; heads: [string, string]; rows: { label: string; value: string }[] }
  | { kind: 'cells'; rows: { label: string; text: string; opinion: { signer: string | null; day: string | null } | null }[] };

/** The parts of a form that its fields fill, in order. */
export function printedParts({ layout, fields: declared }: PaperTemplate, fields: Fields): PrintedPart[] {
  const labelOf = (name: string): string => declared.find((field) => field.name === name)?.label.zh ?? name;
  return (layout?.parts ?? []).flatMap((part) => printed(part, fields, labelOf));
}

function printed(part: FormPart, fields: Fields, labelOf: (name: string) => string): PrintedPart[] {
  const given = (name: string): boolean => fields[name] !== undefined;
  if ('party' in part) return given('partyName') ? [{ kind: 'party' }] : [];
  if ('remedies' in part) return given('reconsiderationBody') ? [{ kind: 'remedies' }] : [];
  if ('contact' in part) return given('contactAddress') ? [{ kind: 'contact' }] : [];
  if ('to' in part) return given(part.to) ? [{ kind: 'to', text: textOf(fields[part.to]) }] : [];
  if ('say' in part) {
    const names = [...part.say.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    return names.every(given) ? [{ kind: 'text', text: part.say.replaceAll(/\{(\w+)\}/g, (_, name: string) => textOf(fields[name])) }] : [];
  }
  if ('pairs' in part) {
    const rows = part.pairs.filter(given).flatMap((name) => (name.endsWith('Particulars') ? rowsOf(labelOf(name), fields[name]) : [{ label: labelOf(name), value: peopleOf(name, fields[name]) }]));
    return rows.length === 0 ? [] : [{ kind: 'pairs', rows }];
  }
  if ('cells' in part) {
    const rows = part.cells.filter(({ of, opinion }) => given(of) || opinion !== undefined).map(({ of, label, opinion }) => ({
      label: label ?? labelOf(of), text: of === 'officers' ? peopleOf(of, fields[of]) : textOf(fields[of]),
      opinion: opinion === undefined ? null : { signer: given(opinion.signer) ? textOf(fields[opinion.signer]) : null, day: given(opinion.day) ? textOf(fields[opinion.day]) : null },
    }));
    return rows.length === 0 ? [] : [{ kind: 'cells', rows }];
  }
  const value = fields[part.of];
  if (value === undefined) return [];
  if ('line' in part) return [{ kind: 'line', title: part.line, text: textOf(value) }];
  if ('list' in part) return [{ kind: 'list', heads: [...part.list], rows: rowsOf('', value) }];
  return [{ kind: 'heading', text: part.section }, part.numbered ? { kind: 'numbered', texts: textsOf(value) } : { kind: 'paras', texts: textsOf(value) }];
}

function textsOf(value: Printed | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? value.split('\n') : value.map((each) => (typeof each === 'string' ? each : each.value === '' ? each.label : each.label === '' ? each.value : `${each.label}：${each.value}`));
}

function textOf(value: Printed | undefined): string {
  return textsOf(value).join('\n');
}

/** Persons in one line each: 赵承办（执法证号：27060000001）, 周样本（局长）. */
function peopleOf(name: string, value: Printed | undefined): string {
  if (!Array.isArray(value)) return textOf(value);
  return value.map((each) => (typeof each === 'string' ? each : each.value === '' ? each.label : `${each.label}（${name === 'officers' ? '执法证号：' : ''}${each.value}）`)).join('\n');
}

/** A text under its label; rows with the labels they bring. */
function rowsOf(label: string, value: Printed | undefined): { label: string; value: string }[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [{ label, value }];
  return value.map((each) => (typeof each === 'string' ? { label, value: each } : each));
}
