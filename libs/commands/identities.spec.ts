import { describe, expect, it } from '@jest/globals';
import { identityCheckCharacter, legalDate } from '#law';
import type { EdgeCommand, EdgeParty } from './edge.ts';
import { identityErrors, identityWarnings, sameIdentity } from './identities.ts';

const born = (day: string): string => { const digits = `999999${day.replaceAll('-', '')}001`; return digits + identityCheckCharacter(digits); };
const citizen = (identity: Partial<EdgeParty['identity']>): EdgeParty => ({ kind: 'citizen', identity: { name: '陈某', address: '和平路1号', ...identity } });
const opening = (parties: EdgeParty[]): EdgeCommand => ({ type: 'openCase', pack: 'p', parties, facts: {} });
const renderer = { unprintable: () => null };

describe('a parent is older than the child', () => {
  const olderThan = { on: legalDate('2017-10-05'), years: 10, message: { zh: '父母应当先于子女出生，并至少年长十岁', en: 'a parent is born at least ten years earlier' }, article: { zh: '办法第3条', en: 'Order art. 3' } };
  const check = (day: string) => identityErrors([citizen({ identityNumber: born(day) })], { actedOn: legalDate('2018-03-01'), renderer, olderThan });

  it.each(['2017-11-01', '2017-10-05', '2007-10-06'])('refuses one born on %s with a sentence that names the field', (day) => {
    expect(check(day)).toMatchObject([{ field: 'parties.0.identity.identityNumber', rule: 'olderThan' }]);
    expect(check(day)[0]?.message.zh).toContain(`${day}与2017-10-05不符：父母应当先于子女出生`);
  });
  it.each(['2007-10-05', '1984-05-05'])('takes one born on %s', (day) => {
    expect(check(day)).toEqual([]);
  });
  it('asks nothing where the pack has no such rule, or nobody gave a number', () => {
    expect(identityErrors([citizen({ identityNumber: born('2017-11-01') }), citizen({ name: '李某' })], { actedOn: legalDate('2018-03-01'), renderer, olderThan: null })).toEqual([]);
    expect(identityErrors([citizen({})], { actedOn: legalDate('2018-03-01'), renderer, olderThan })).toEqual([]);
  });
});

describe('warnings', () => {
  it('of an old identity number and of a credit code whose check character does not fit, by field', () => {
    expect(identityWarnings(opening([citizen({ identityNumber: born('1980-01-01') }), citizen({ identityNumber: '610725800101001' }), { kind: 'organisation', identity: { name: '某店', address: '路', creditCode: '91350100M000100Y44' } }])).map(({ field, rule }) => [field, rule]))
      .toEqual([['parties.1.identity.identityNumber', 'legacy-15-digit'], ['parties.2.identity.creditCode', 'check-digit']]);
    expect(identityWarnings(opening([{ kind: 'organisation', identity: { name: '某店', address: '路', creditCode: '91350100M000100Y43' } }]))).toEqual([]);
  });
  it('of a correction too, and of nothing else', () => {
    expect(identityWarnings({ type: 'amendParty', party: 'p1', identity: { name: '陈', address: '路', identityNumber: '610725800101001' }, reason: '补录' })).toMatchObject([{ field: 'identity.identityNumber' }]);
    expect(identityWarnings({ type: 'advance' })).toEqual([]);
  });
});

it('says whether a correction changes anything', () => {
  const one = { name: '陈某', address: '和平路1号', identityNumber: born('1980-01-01'), phone: '13800000000' };
  expect(sameIdentity(one, { ...one, name: ' 陈某 ', identityNumber: one.identityNumber.toLowerCase() })).toBe(true);
  for (const change of [{ name: '陈某某' }, { address: '和平路2号' }, { identityNumber: born('1980-01-02') }, { phone: '13800000001' }]) expect(sameIdentity(one, { ...one, ...change })).toBe(false);
  const { phone, ...without } = one;
  expect([phone, sameIdentity(one, without), sameIdentity(without, without)]).toEqual(['13800000000', false, true]);
  // The number of today in place of the one of 15 digits is a correction, though it is the same person.
  expect(sameIdentity({ ...one, identityNumber: '610725800101001' }, { ...one, identityNumber: '61072519800101001X' })).toBe(false);
});
