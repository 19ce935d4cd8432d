import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { paperTemplates } from '#documents';
import { articleInChinese } from '../article.ts';
import { clockIds, clockRecord } from '../clock-reference.ts';
import { shippedPacks } from '../files/pack-files.ts';
import { readSettings } from '../files/settings-file.ts';
import type { BilingualText, Pack, PackPeriod } from '../pack-format.ts';
import { checkPack } from './check-pack.ts';
import { stepsWaitingFor } from './parameter-use.ts';

const packs = shippedPacks().map(({ pack }) => pack);
const each = packs.map((pack) => [pack.id, pack] as const);
const fileOf = (id: string): Record<string, unknown> => JSON.parse(readFileSync(fileURLToPath(new URL(`./${id}.json`, import.meta.url)), 'utf8')) as Record<string, unknown>;
const DEMO = fileURLToPath(new URL('../../../scripts/seed/demo-parameters.json', import.meta.url));

/** Every bilingual text of a pack, with its place. */
function textsOf(value: unknown, place = ''): { place: string; text: BilingualText }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('zh' in value && 'en' in value) return [{ place, text: value as BilingualText }];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${place}/${key}`));
}

/** Every citation of a pack with its place. */
function citesOf(value: unknown, place = ''): { place: string; cite: { instrument: string; article: string; status: string } }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'instrument' in value && 'article' in value ? [{ place, cite: value as { instrument: string; article: string; status: string } }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => citesOf(inner, `${place}/${key}`))];
}

describe.each(each)('the pack %s', (id, pack) => {
  it('is whole', () => {
    expect(checkPack(fileOf(id)).problems).toEqual([]);
  });

  it('speaks Chinese and English, each in its own words', () => {
    for (const { place, text } of textsOf(pack)) {
      expect({ place, zh: /\p{Script=Han}/u.test(text.zh), en: /\p{Script=Han}/u.test(text.en), empty: text.en.trim() === '' }).toEqual({ place, zh: true, en: false, empty: false });
    }
  });

  it('says every refusal in both languages, and one code never means two things', () => {
    const guards = [...pack.opening.guards, ...pack.steps.flatMap((step) => step.guards), ...pack.closings.flatMap((closing) => closing.guards)];
    expect(guards.length).toBeGreaterThan(10);
    for (const guard of guards) expect(guard.message.zh.length * guard.message.en.length).toBeGreaterThan(0);
    for (const step of pack.steps) {
      const bare = step.guards.filter((guard) => guard.when === undefined).map((guard) => guard.code);
      expect({ step: step.code, twice: bare.filter((code, index) => bare.indexOf(code) !== index) }).toEqual({ step: step.code, twice: [] });
    }
  });

  it('cites articles in a form that Chinese can be printed of', () => {
    const instruments = pack.instruments.map((one) => one.name.en);
    for (const { place, cite } of citesOf(pack)) {
      const [first = '', ...more] = cite.article.split('; ');
      const numbered = /^arts?\. \d+(-\d+)?(\(\d+\))*(, \d+(-\d+)?(\(\d+\))*)*$/;
      expect({ place, first, ok: numbered.test(first) }).toEqual({ place, first, ok: true });
      expect({ place, plural: first.startsWith('arts.') }).toEqual({ place, plural: /[,-]/.test(first) });
      for (const part of more) expect({ place, part, ok: instruments.some((name) => part.startsWith(`${name} `) && numbered.test(part.slice(name.length + 1))) }).toEqual({ place, part, ok: true });
    }
  });

  it('counts its clocks as the law reference does', () => {
    const compared = pack.clocks.filter((clock) => clockIds().includes(clock.code));
    // No law of the reference fixes how soon a lead is answered: both periods are the county's.
    if (id !== 'leads') expect(compared.length).toBeGreaterThanOrEqual(4);
    for (const clock of compared) {
      const record = clockRecord(clock.code);
      const { length, unit, direction, roll, laterDateHelps, countMode } = clock.period;
      if (record.unit === 'PARAM') {
        // No legal length: the county sets it. The roll of the reference is that of natural days; working days need none.
        expect({ clock: clock.code, length: typeof length, status: clock.cite.status, roll: unit === 'WD' ? 'none' : record.roll }).toEqual({ clock: clock.code, length: 'object', status: record.status, roll });
        continue;
      }
      expect({ clock: clock.code, length, unit, direction, roll, laterDateHelps: laterDateHelps ?? null, countMode: countMode ?? null, status: clock.cite.status })
        .toEqual({ clock: clock.code, length: record.length, unit: record.unit, direction: record.direction, roll: record.roll, laterDateHelps: record.laterDateHelps ?? null, countMode: record.countMode ?? null, status: record.status });
    }
  });

  it('leaves every unverified length to the county', () => {
    for (const clock of pack.clocks) {
      for (const { period, cite } of [clock, ...clock.variants]) if (cite.status === 'unverified') expect({ clock: clock.code, length: typeof period.length }).toEqual({ clock: clock.code, length: 'object' });
      for (const rung of clock.rungs) expect({ clock: clock.code, rung: typeof rung.daysAfterStart }).toEqual({ clock: clock.code, rung: 'object' });
    }
    const unverified = pack.clocks.filter((clock) => clockIds().includes(clock.code) && clockRecord(clock.code).status === 'unverified');
    for (const clock of unverified) expect(typeof clock.period.length).toBe('object');
  });

  it('has a step that waits for each parameter of its own', () => {
    for (const parameter of pack.parameters) expect({ parameter: parameter.code, waits: stepsWaitingFor(pack, parameter.code).length > 0 || readsInCondition(pack, parameter.code) || printedWhereSet(pack, parameter.code) || parameter.code === pack.confirmation?.required || parameter.code === pack.confirmation?.within || pack.sealBeforeService?.parameter === parameter.code || namedInTerms(pack, parameter.code) || countsOnTheWayToCourt(pack, parameter.code) || saysWhenNightIs(pack, parameter.code) }).toEqual({ parameter: parameter.code, waits: true });
  });

  it('fills the templates: every field exists, no required field is left out', () => {
    const templates = paperTemplates();
    for (const paper of pack.papers) {
      const template = templates.find((one) => one.code === paper.template);
      const known = template?.fields.map((field) => field.name) ?? [];
      expect({ paper: paper.code, template: template?.code, unknown: Object.keys(paper.fields).filter((field) => !known.includes(field)) }).toEqual({ paper: paper.code, template: paper.template, unknown: [] });
      const missing = (template?.fields ?? []).filter((field) => {
        if (paper.fields[field.name] !== undefined || field.required === 'never') return false;
        if (field.required === 'always') return true;
        return 'with' in field.required ? paper.fields[field.required.with] !== undefined : paper.fields[field.required.unless] === undefined;
      });
      expect({ paper: paper.code, missing: missing.map((field) => field.name) }).toEqual({ paper: paper.code, missing: [] });
      const lists = Object.entries(paper.fields).filter(([name, text]) => Array.isArray(text) && !['paragraphs', 'rows'].includes(template?.fields.find((field) => field.name === name)?.kind ?? ''));
      expect({ paper: paper.code, lists: lists.map(([name]) => name) }).toEqual({ paper: paper.code, lists: [] });
      expect(paper.title.zh).toBe(template?.title.zh);
    }
  });

  it('uses what it declares', () => {
    const text = JSON.stringify({ ...fileOf(id), instruments: [] });
    for (const instrument of pack.instruments) expect({ instrument: instrument.id, used: text.includes(`"instrument":"${instrument.id}"`) || text.includes(`; ${instrument.name.en} `) }).toEqual({ instrument: instrument.id, used: true });
    for (const paper of pack.papers) expect({ paper: paper.code, issued: Object.values(pack.servicePapers ?? {}).includes(paper.code) || pack.approvals.some((one) => one.sheet === paper.code) || [...pack.steps, ...pack.closings].some((one) => one.issues.some((issue) => issue.paper === paper.code)) }).toEqual({ paper: paper.code, issued: true });
    for (const fact of pack.facts) {
      const asked = [...pack.opening.facts, ...pack.steps.flatMap((step) => step.facts)].some((one) => one.fact === fact.code) || pack.steps.some((step) => step.computes.some((rule) => rule.fact === fact.code)) || [pack.causes?.rule, pack.causes?.outsideBand, ...pack.money?.debts.map(({ terms }) => terms?.plan.schedule) ?? []].includes(fact.code);
      expect({ fact: fact.code, asked }).toEqual({ fact: fact.code, asked: true });
    }
  });
});

/** Whether a paper prints the parameter where it is set, and does without it where it is not. */
function printedWhereSet(pack: Pack, code: string): boolean {
  return pack.papers.some((paper) => paper.variants.some(({ when, fields }) => JSON.stringify(when).includes(`"parameterSet":"${code}"`) && JSON.stringify(fields).includes(`{parameter:${code}}`)));
}

/** Read only by the `when` of a guard: it blocks nothing, it chooses. */
/** What widens or narrows terms where it is set. */
function namedInTerms(pack: Pack, code: string): boolean {
  return pack.money?.debts.some(({ terms }) => terms?.capMonths === code || terms?.window?.rule === code || terms?.window?.margin === code) ?? false;
}
/** What begins with a missed day, or with the service of a decision, holds up no step: without its days nobody is reminded. */
function countsOnTheWayToCourt(pack: Pack, code: string): boolean {
  return pack.clocks.filter(({ start }) => start !== undefined && ('overdue' in start || 'courtWindow' in start)).some((clock) => JSON.stringify([clock.period, clock.rungs]).includes(`{"parameter":"${code}"}`));
}
/** Unset, it bars nothing: a statutory holiday does without. */
function saysWhenNightIs({ executionHours }: Pack, code: string): boolean {
  return executionHours !== undefined && [executionHours.night.begins, executionHours.night.ends].includes(code);
}
function readsInCondition(pack: Pack, parameter: string): boolean {
  return JSON.stringify(pack.steps).includes(`{"parameter":"${parameter}"}`);
}

const variant = (pack: string, clock: string): PackPeriod | undefined => packs.find((one) => one.id === pack)?.clocks.find((one) => one.code === clock)?.variants[0]?.period;

describe('variants of a clock', () => {
  it('five years of limitation, as in the reference', () => {
    const { length, unit, roll } = clockRecord('PEN-02');
    expect(variant('administrative-penalty', 'PEN-01')).toMatchObject({ length, unit, roll });
  });

  // Administrative Litigation Law of 1989, art. 39: three months; the reference holds the text from 2015-05-01 only.
  it('three months to sue before 2015-05-01', () => {
    expect(variant('social-maintenance-fee', 'LIT-01')).toMatchObject({ length: 3, unit: 'MO', roll: 'next-working-day' });
  });
});

describe('the demo county', () => {
  it('sets every parameter but the grounds of suspension, the hearing thresholds and the hours of night, each with a document number', () => {
    const settings = readSettings(DEMO, shippedPacks());
    const unset = packs.flatMap((pack) => pack.parameters.filter((parameter) => !settings.some((one) => one.county === '610725' && one.pack === pack.id && one.code === parameter.code)).map((parameter) => `${pack.id} ${parameter.code}`));
    // Without a rule of its own the window to the court runs from the end of the time to sue.
    // Without a threshold every party to a fine is told of the right to a hearing.
    expect(unset).toEqual(['administrative-penalty suspensionGrounds', 'administrative-penalty hearingThresholdCitizen', 'administrative-penalty hearingThresholdOrganisation', 'administrative-penalty nightBegins', 'administrative-penalty nightEnds', 'social-maintenance-fee courtWindowRule', 'social-maintenance-fee nightBegins', 'social-maintenance-fee nightEnds']);
    for (const setting of settings) expect(setting.documentNumber).toMatch(/^演示〔\d{4}〕\d+号$/);
  });
});

/** A copy of the penalty pack with one thing changed. */
function broken(change: (pack: PackFile) => void): readonly string[] {
  const pack = fileOf('administrative-penalty') as unknown as PackFile;
  change(pack);
  return checkPack(pack).problems;
}
interface PackFile {
  [key: string]: unknown;
  initialPhase: string;
  steps: { code: string; guards: { code: string; cite: Record<string, unknown>; require: unknown; message: Record<string, unknown> }[]; issues?: { paper: string }[]; from: string[]; owes?: unknown[] }[];
  clocks: { code: string; period: Record<string, unknown>; start?: unknown; onLapse?: unknown[] }[];
  papers: { code: string; fields: Record<string, unknown> }[];
  parameters: { code: string; type: string; choices?: string[] }[];
  closings: { code: string }[];
  inForce: { to: string | null };
}
const step = (pack: PackFile, code: string): PackFile['steps'][number] => pack.steps.find((one) => one.code === code)!;

describe('a broken pack is refused with the place', () => {
  const cases: [string, (pack: PackFile) => void, RegExp][] = [
    ['an unknown step', (pack) => { step(pack, 'fileCase').guards[0]!.require = { step: 'proposeFilling' }; }, /^step fileCase, guard filingNotProposed: names the step "proposeFilling", which the pack does not have$/],
    ['an unknown clock', (pack) => { step(pack, 'decidePenalty').guards[1]!.require = { lapsed: 'PEN-99' }; }, /^step decidePenalty, guard partyNotHeard: names the clock "PEN-99"/],
    ['an unknown paper', (pack) => { step(pack, 'fileCase').issues = [{ paper: 'no-such-form' }]; }, /^step fileCase: names the paper "no-such-form"/],
    ['an unknown phase', (pack) => { step(pack, 'fileCase').from = ['leed']; }, /^step fileCase: names the phase "leed"/],
    ['an unknown initial phase', (pack) => { pack.initialPhase = 'start'; }, /^initialPhase: names the phase "start"/],
    ['an unknown parameter', (pack) => { pack.clocks.find((one) => one.code === 'PEN-07')!.period['length'] = { parameter: 'statmentPeriod' }; }, /^clock PEN-07: names the parameter "statmentPeriod"/],
    ['an unknown instrument', (pack) => { step(pack, 'fileCase').guards[0]!.cite['instrument'] = 'no-such-law'; }, /guard filingNotProposed: names the instrument "no-such-law"/],
    ['a step declared twice', (pack) => { pack.steps.push(step(pack, 'fileCase')); }, /^step "fileCase" is declared twice$/],
    ['a closing declared twice', (pack) => { pack.closings.push(pack.closings[0]!); }, /^closing "notFiled" is declared twice$/],
    ['a missing article', (pack) => { delete step(pack, 'fileCase').guards[0]!.cite['article']; }, /^steps\.1\.guards\.0\.cite\.article: /],
    ['a refusal in one language', (pack) => { delete step(pack, 'fileCase').guards[0]!.message['en']; }, /^steps\.1\.guards\.0\.message\.en: /],
    ['a word that the format does not know', (pack) => { pack['wokflow'] = []; }, /^the file: .*wokflow/],
    ['a fraction of a day', (pack) => { pack.clocks[1]!.period['length'] = 1.5; }, /^clocks\.1\.period\.length: /],
    ['a choice without choices', (pack) => { pack.parameters[0]!.type = 'choice'; }, /^parameter statementPeriod: a choice needs its choices$/],
    ['an hour of night that is no time', (pack) => { (pack['executionHours'] as { night: { begins: string } }).night.begins = 'statementPeriod'; }, /^executionHours: the parameter "statementPeriod" is a time$/],
    ['a demand that is no paper of the pack', (pack) => { (pack['executionHours'] as { service: { papers: string[] } }).service.papers = ['no-such-form']; }, /^executionHours: names the paper "no-such-form"/],
    ['a forbearance of what knows none', (pack) => { pack.clocks[0]!.start = { forbearance: 'fine' }; }, /^clock .*: the debt "fine" knows no forbearance$/],
    ['an end without the sentence that refuses', (pack) => { pack.inForce.to = '2030-01-01'; }, /^inForce: a pack with an end needs "after"/],
    ['a lapse that produces a step of people', (pack) => { pack.clocks[1]!.onLapse = [{ produce: 'decidePenalty' }]; }, /^clock PEN-03: produces the step "decidePenalty", which is not marked byTime$/],
    ['a placeholder for a fact that is not there', (pack) => { pack.papers.find((paper) => paper.code === 'filing-approval-form')!.fields['cause'] = '{fact:causeNam}'; }, /^paper filing-approval-form, field cause: \{fact:causeNam\} names the fact/],
    ['a placeholder of the wrong kind', (pack) => { pack.papers.find((paper) => paper.code === 'filing-approval-form')!.fields['cause'] = '{money:causeName}'; }, /\{money:causeName\} prints a fact of type money/],
    ['the calculation of what no step computes', (pack) => { pack.papers.find((paper) => paper.code === 'filing-approval-form')!.fields['cause'] = '{calculation:fine}'; }, /\{calculation:fine\} names "fine", which no step computes/],
    ['a placeholder that nobody knows', (pack) => { pack.papers.find((paper) => paper.code === 'filing-approval-form')!.fields['cause'] = '{secret:x}'; }, /\{secret:x\} is no placeholder/],
  ];
  it.each(cases)('%s', (_name, change, sentence) => {
    expect(broken(change)).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]));
  });

  it('names all problems, not the first', () => {
    expect(broken((pack) => { pack.initialPhase = 'start'; step(pack, 'fileCase').from = ['leed']; })).toHaveLength(2);
  });
});

describe('an article in Chinese', () => {
  it.each([
    ['art. 45(2)', '中华人民共和国行政处罚法', '第45条第2款'],
    ['arts. 64(1), 85', '中华人民共和国行政处罚法', '第64条第1项、第85条'],
    ['art. 59(1)(5)', '中华人民共和国行政处罚法', '第59条第1款第5项'],
    ['art. 3(3)', '财政违法行为处罚处分条例', '第3条第3项'],
    ['art. 3(3)', '社会抚养费征收管理办法', '第3条第3款'],
    ['arts. 92-94', '中华人民共和国民事诉讼法', '第92条至第94条'],
    ['art. 92 (numbering before 2022)', '中华人民共和国民事诉讼法', '第92条（2022年以前的条文序号）'],
  ])('%s of %s', (article, instrument, expected) => {
    expect(articleInChinese(article, instrument)).toBe(expected);
  });
});
