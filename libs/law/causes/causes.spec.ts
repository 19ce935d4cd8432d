import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, legalDate } from '../dates.ts';
import { shippedCauses } from '../files/cause-files.ts';
import { CauseBook, versionOn } from './cause-book.ts';
import { type CauseFile, REFUSED_KINDS } from './cause-format.ts';
import { bandRange, highestRange, measured, statutoryRange } from './cause-range.ts';
import { checkCauses } from './check-causes.ts';

const files = shippedCauses();
const causes = files.flatMap((file) => file.causes);
const book = new CauseBook(files);
const today = legalDate('2026-11-22');
const ask = (code: string, more: Partial<Parameters<typeof statutoryRange>[1]> = {}) => statutoryRange(book, { county: '610725', code, party: 'citizen', actedOn: today, on: today, base: {}, ...more });
const yuan = (answer: ReturnType<typeof ask>): unknown => (answer.is === 'range' ? [answer.range.min, answer.range.max] : answer.is);

describe('the library that ships', () => {
  it('is whole, and each code stands once', () => {
    for (const file of files) expect(checkCauses(JSON.parse(JSON.stringify(file))).problems).toEqual([]);
    const codes = causes.map((one) => one.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('holds at least forty causes, at least fifteen of which somebody can be fined by today', () => {
    const usable = causes.filter((cause) => { const version = versionOn(cause, today); return version?.status === 'verified' && Object.values(version.ranges).some((range) => range != null); });
    expect([causes.length >= 40, usable.length >= 15]).toEqual([true, true]);
  });

  it('names instrument, kind and source of every basis; what was not read has no amount', () => {
    for (const { instruments, causes: own } of files) for (const cause of own) for (const version of cause.versions) {
      for (const basis of version.basis) {
        const instrument = instruments.find((one) => one.id === basis.instrument);
        expect({ cause: cause.code, kind: REFUSED_KINDS.includes(instrument?.kind as never), source: instrument?.source.url.startsWith('http') }).toEqual({ cause: cause.code, kind: false, source: true });
      }
      if (version.status === 'unverified') expect({ cause: cause.code, amounts: Object.values(version.ranges).filter((range) => range !== null) }).toEqual({ cause: cause.code, amounts: [] });
    }
  });

  it('speaks both languages', () => {
    for (const cause of causes) for (const text of [cause.name, ...cause.elements]) expect({ text, zh: /\p{Script=Han}/u.test(text.zh), en: !/\p{Script=Han}/u.test(text.en) }).toEqual({ text, zh: true, en: true });
  });
});

describe('how much', () => {
  it('Fire Protection Law art. 60: 5,000 to 50,000 yuan for an organisation, up to 500 for a person', () => {
    expect([yuan(ask('fire-lane-occupied', { party: 'organisation' })), yuan(ask('fire-lane-occupied'))]).toEqual([[500_000n, 5_000_000n], [0n, 50_000n]]);
    expect(yuan(ask('fire-equipment-not-kept'))).toBe('noFine');
  });

  it('tiers by the value of the goods (Food Safety Law art. 122): below 10,000 yuan 50,000 to 100,000, else 10 to 20 times', () => {
    expect(yuan(ask('food-without-licence'))).toBe('baseMissing');
    expect(yuan(ask('food-without-licence', { base: { amount: 999_999n } }))).toEqual([5_000_000n, 10_000_000n]);
    expect(yuan(ask('food-without-licence', { base: { amount: 1_000_000n } }))).toEqual([10_000_000n, 20_000_000n]);
  });

  it('parts of a fen are rounded in favour of nobody leaving the range: up below, down above', () => {
    expect(measured({ base: { code: 'a', kind: 'amount', name: { zh: '甲', en: 'a' } }, tiers: [{ min: { times: '0.05' }, max: { times: '0.1' } }] }, { amount: 101n })).toEqual({ min: 6n, max: 10n });
  });

  it('a later law counts only where it is lighter (art. 37)', () => {
    const acted = legalDate('2026-08-14');
    expect(yuan(ask('open-air-barbecue', { actedOn: acted, on: acted }))).toEqual([50_000n, 2_000_000n]);
    expect(yuan(ask('open-air-barbecue', { actedOn: acted }))).toEqual([50_000n, 500_000n]);
    expect(yuan(ask('household-waste-dumped', { actedOn: acted }))).toEqual([10_000n, 50_000n]);
    expect(yuan(ask('household-waste-dumped'))).toEqual([10_000n, 100_000n]);
    expect(yuan(ask('electric-fishing', { actedOn: legalDate('2026-04-30'), on: legalDate('2026-04-30') }))).toEqual([0n, 5_000_000n]);
    expect(yuan(ask('electric-fishing', { actedOn: legalDate('2026-04-30') }))).toBe('unverified');
    expect(yuan(ask('own-construction-waste-dumped', { actedOn: acted }))).toBe('notInForce');
  });

  it('of several norms the higher fine (art. 29)', () => {
    expect(yuan(highestRange([ask('straw-burnt'), ask('forest-open-fire')]))).toEqual([20_000n, 300_000n]);
    expect(yuan(highestRange([ask('straw-burnt'), ask('village-building-without-permit')]))).toEqual([50_000n, 200_000n]);
    expect(yuan(highestRange([ask('straw-burnt'), ask('street-pile')]))).toBe('unverified');
  });

  it('a band is a share of the range, or amounts inside it', () => {
    const [band] = causes.find((one) => one.code === 'fire-lane-occupied')?.versions[0]?.bands ?? [];
    if (band === undefined) throw new Error('There is no band.');
    expect(bandRange(band, { min: 500_000n, max: 5_000_000n })).toEqual({ min: 500_000n, max: 1_850_000n });
    expect(bandRange({ ...band, share: undefined, amounts: { from: '100.00', to: '900.00' } }, { min: 50_000n, max: 200_000n })).toEqual({ min: 50_000n, max: 90_000n });
  });
});

type Change = (file: CauseFile) => void;
const first = (file: CauseFile) => file.causes[0]!.versions[0]!;

const question = fc.record({
  code: fc.constantFrom(...causes.map((one) => one.code)), party: fc.constantFrom('citizen' as const, 'organisation' as const),
  days: fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 400 })), amount: fc.bigInt({ min: 0n, max: 10n ** 12n }), quantity: fc.bigInt({ min: 0n, max: 10n ** 6n }),
});
/** A base of one fen, whose tenth is none; and a range so narrow that no whole fen lies in a middle band. */
const tiny = (amount: bigint): [Parameters<typeof asked>[0]] => [{ code: 'building-without-permit', party: 'citizen', days: [0, 0], amount, quantity: 0n }];
const asked = ({ code, party, days: [first, later], amount, quantity }: { code: string; party: 'citizen' | 'organisation'; days: [number, number]; amount: bigint; quantity: bigint }) => {
  const actedOn = addDays(legalDate('2021-07-15'), first);
  const more = { party, base: { amount, quantity } };
  return { ofAct: ask(code, { ...more, actedOn, on: actedOn }), ofStep: ask(code, { ...more, actedOn, on: addDays(actedOn, later) }) };
};

describe('for any cause, day and base', () => {
  it('the range is no more upside down than its bands, which never leave it', () => {
    fc.assert(fc.property(question, (one) => {
      const { ofStep } = asked(one);
      if (ofStep.is !== 'range') return;
      const { min, max } = ofStep.range;
      expect(min <= max).toBe(true);
      for (const band of ofStep.version.bands) {
        const part = bandRange(band, ofStep.range);
        expect([part.min >= min, part.min <= part.max, part.max <= max]).toEqual([true, true, true]);
      }
    }), { examples: [tiny(1n), tiny(30n), tiny(50n)] });
  });

  it('time makes no fine heavier (art. 37), and a further norm none lighter (art. 29)', () => {
    fc.assert(fc.property(question, question, (one, other) => {
      const [a, b] = [asked(one), asked({ ...one, code: other.code })];
      if (a.ofAct.is === 'range' && a.ofStep.is === 'range') expect(a.ofStep.range.max <= a.ofAct.range.max).toBe(true);
      const both = highestRange([a.ofAct, b.ofAct]);
      if (both.is === 'range' && a.ofAct.is === 'range') expect(both.range.max >= a.ofAct.range.max).toBe(true);
    }));
  });
});

describe('a broken library is refused with the place', () => {
  const cases: [string, Change, RegExp][] = [
    ['a village charter as a basis', (file) => { file.instruments[0]!.kind = 'villageCharter'; }, /is a villageCharter: only a law, a regulation or a rule may set a penalty/],
    ['an instrument that is not there', (file) => { first(file).basis[0]!.instrument = 'NONE'; }, /names the instrument "NONE"/],
    ['a cause declared twice', (file) => { file.causes.push(file.causes[0]!); }, /^cause "[a-z-]+" is declared twice$/],
    ['verified without an article', (file) => { delete first(file).basis[0]!.penalty; }, /called verified, but names no article/],
    ['an unread amount', (file) => { first(file).status = 'unverified'; }, /an amount that was not read stays null/],
    ['a range upside down', (file) => { first(file).ranges.organisation = { tiers: [{ min: { yuan: '9.00' }, max: { yuan: '8.00' } }] }; }, /organisation: the lower bound lies above the upper/],
    ['times of nothing', (file) => { first(file).ranges.organisation = { tiers: [{ min: { times: '1' }, max: { times: '2' } }] }; }, /must name it/],
    ['tiers that do not end', (file) => { first(file).ranges.organisation = { base: { code: 'v', kind: 'amount', name: { zh: '值', en: 'v' } }, tiers: [{ below: '1.00', min: { yuan: '1.00' }, max: { yuan: '2.00' } }] }; }, /tiers rise, and the last has no upper limit/],
    ['days before the instrument', (file) => { first(file).from = legalDate('1990-01-01'); }, /not in force/],
    ['versions that overlap', (file) => { file.causes[0]!.versions.push({ ...first(file), from: legalDate('2022-01-01') }); }, /begins before it has ended/],
    ['no day', (file) => { (first(file) as { from: string }).from = '2026-02-30'; }, /^causes\.0\.versions\.0\.from: not a date/],
  ];
  it.each(cases)('%s', (_name, change, problem) => {
    const file = structuredClone(files.find((one) => one.topic === 'fire')!);
    change(file);
    expect(checkCauses(file).problems.some((one) => problem.test(one))).toBe(true);
  });
});
