/** Kinds of penalty beside a fine that a cause's rule gives: nobody is warned, and nothing taken, without a provision for it (Penalty Law art. 38: a penalty without basis is void). */
import { type CauseVersion, type LawBook, type LegalDate, packCitation, versionOn } from '#law';
import type { Pack } from '#law/pack-format';
import { blocker } from './blockers.ts';
import type { Facts } from './model.ts';
import type { Rule } from './rules.ts';

type Kind = CauseVersion['other'][number];
interface AskedKinds { pack: Pack; book: LawBook; county: string; on: LegalDate; given: Facts; facts: Facts; codes: readonly string[] }

const KINDS: Record<Kind, { zh: string; en: string }> = {
  warning: { zh: '警告', en: 'a warning' }, confiscateIncome: { zh: '没收违法所得', en: 'the confiscation of illegal income' }, confiscateGoods: { zh: '没收非法财物', en: 'the confiscation of goods' },
  orderToStop: { zh: '责令停止', en: 'an order to stop' }, demolition: { zh: '责令拆除', en: 'demolition' }, restoration: { zh: '责令恢复原状', en: 'restoration' }, closure: { zh: '责令关闭', en: 'closure' }, replant: { zh: '责令补种', en: 'replanting' },
};

/** What the rules of the causes give beside a fine, as they stood on the day of the act or stand on the day of the step; null where no rule is known. */
function givenBy({ pack: { causes }, book, county, on, facts, codes }: AskedKinds): ReadonlySet<Kind> | null {
  const acted = causes?.actedOn.map((code) => facts[code]).find((fact) => fact?.type === 'date');
  const versions = codes.flatMap((code) => {
    const known = book.causes.find(code, county, on);
    return known === undefined ? [] : [acted?.type === 'date' ? versionOn(known.cause, acted.value) : undefined, versionOn(known.cause, on)];
  }).filter((version) => version !== undefined);
  return versions.length === 0 ? null : new Set(versions.flatMap((version) => version.other));
}

export const KIND_RULES: readonly Rule<AskedKinds>[] = [
  {
    codes: ['penaltyNotOfCause'],
    judge(asked) {
      const { pack, given } = asked;
      const rules = givenBy(asked);
      if (pack.causes === undefined || rules === null) return [];
      return pack.causes.kinds.filter(({ fact, value, kind }) => {
        const imposed = given[fact];
        return imposed !== undefined && (value === undefined || (imposed.type === 'choice' && imposed.value === value)) && !rules.has(kind);
      }).map(({ fact, kind, cite }) => blocker('penaltyNotOfCause', `案由所依据的规定没有“${KINDS[kind].zh}”`, `the rule of the cause does not give ${KINDS[kind].en}`, packCitation(pack, cite), {
        field: `facts.${fact}`, missing: { zh: '规定此种处罚的法律、法规、规章条文，由县附文号录入案由库', en: 'the article that gives this penalty, entered into the library by the county with its document number' },
      }));
    },
  },
];
