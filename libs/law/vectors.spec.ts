import { describe, expect, it } from '@jest/globals';
import { readReference } from './files/reference-files.ts';
import { checkVectors } from './vectors.ts';

const vectors = readReference('vectors.json') as { id: string; kind: string; input: Record<string, unknown>; expected: Record<string, unknown> }[];

describe('the worked examples', () => {
  it('holds 179 of nine kinds', () => {
    expect(vectors).toHaveLength(179);
    expect(new Set(vectors.map(({ kind }) => kind)).size).toBe(9);
  });

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    expect(checkVectors([vector]).failures).toEqual([]);
  });

  it('fails when any expected value is changed', () => {
    const spoiled = vectors.map((vector) => ({ ...vector, expected: Object.fromEntries(Object.entries(vector.expected).map(([field, value]) => [field, field === 'alsoAccept' ? ['人民币玖元整'] : `${JSON.stringify(value)}?`])) }));
    expect(checkVectors(spoiled)).toMatchObject({ passed: 0, failed: 179 });
  });
});

const sentenceOf = (entry: unknown): string => checkVectors([entry]).failures[0]?.sentence ?? '';

describe('a file of examples that is not what it should be', () => {
  const deadline = { id: 'X', kind: 'deadline', input: { trigger: '2025-09-28', length: 5, unit: 'WD', direction: 'after', roll: 'none', calendar: 'final' }, expected: { due: '2025-10-11' } };

  it('names the entry and what is wrong with it', () => {
    expect(checkVectors([deadline]).failed).toBe(0);
    expect(sentenceOf({ ...deadline, kind: 'divination' })).toMatch(/unknown kind "divination"; known: deadline/);
    expect(sentenceOf({ ...deadline, kind: 'constructor' })).toMatch(/unknown kind/);
    expect(sentenceOf({ ...deadline, expected: {} })).toMatch(/expected is empty/);
    expect(sentenceOf({ ...deadline, expected: { dew: '2025-10-11' } })).toMatch(/expected\.dew is not computed for deadline/);
    expect(sentenceOf({ ...deadline, input: { ...deadline.input, trigger: '2026-02-30' } })).toMatch(/malformed: trigger is not a date/);
    expect(sentenceOf({ ...deadline, input: { ...deadline.input, length: 2.5 } })).toMatch(/malformed: length/);
    expect(sentenceOf({ ...deadline, input: { ...deadline.input, calendar: 'old' } })).toMatch(/needs calendarOverrides/);
    expect(sentenceOf({ kind: 'deadline' })).toMatch(/malformed: input/);
    expect(sentenceOf(null)).toMatch(/malformed: entry/);
    expect(sentenceOf({ ...deadline, expected: { due: '2025-10-10' } })).toBe('due: expected "2025-10-10", got "2025-10-11"');
    expect(checkVectors([null]).failures[0]?.id).toBe('entry 1');
    expect(checkVectors({})).toMatchObject({ passed: 0, failed: 1 });
  });
});
