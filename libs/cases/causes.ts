/**
 * What the library of causes says of a case whose pack asks for it (`causes`): the cause is known and rests on law in
 * force on the day of the act; the fine is measured by its range and its bands (Penalty Law arts. 16, 29, 34, 37).
 */
import { type CauseBand, type FineRange, type KnownCause, type LawBook, type LegalDate, type RangeAnswer, addDays, bandRange, bandsOf, formatYuan, highestRange, packCitation, statutoryRange } from '#law';
import type { BilingualText, Pack, PackStep } from '#law/pack-format';
import { blocker } from './blockers.ts';
import type { Blocker, Facts, Party } from './model.ts';
import { KIND_RULES } from './cause-kinds.ts';
import { allOf, type Rule } from './rules.ts';

type Causes = NonNullable<Pack['causes']>;

/** Facts as they will stand with the act, and the day of it. */
export interface AskedCause { pack: Pack; book: LawBook; county: string; parties: readonly Party[]; on: LegalDate; /** What is given with the act itself. */ given: Facts; facts: Facts; /** The amounts that the act measures; none at the opening. */ amounts: readonly string[]; /** Whether the act itself enters the range, or rests on the one of an earlier act. */ entersRange: boolean }

interface Judged extends AskedCause { causes: Causes; answer: RangeAnswer; codes: readonly string[] }

/** What the library gives a step beside what people enter. */
export interface Measured { facts: Facts; blockers: Blocker[]; /** The facts of a range that could not be found: guards that compare with them say nothing. */ unknown: readonly string[] }

const NOTHING: Measured = { facts: {}, blockers: [], unknown: [] };

/** What stands against opening a case for its cause. */
export function openingCauseBlockers(asked: Omit<AskedCause, 'amounts' | 'facts' | 'entersRange'>): Blocker[] {
  const judged = judge({ ...asked, facts: asked.given, amounts: [], entersRange: false });
  return judged === null ? [] : allOf(BASIS_RULES, judged);
}

/** Statutory range and band of a step that measures a fine, and what stands against it. A step that names other causes has them looked at too. */
export function measureFine(asked: Omit<AskedCause, 'amounts' | 'entersRange'>, step: PackStep): Measured {
  const causes = asked.pack.causes;
  if (causes === undefined) return NOTHING;
  const amounts = causes.amounts.filter((code) => step.facts.some((one) => one.fact === code));
  const names = [causes.cause, causes.also].some((code) => asked.given[code] !== undefined);
  const judged = amounts.length > 0 || names ? judge({ ...asked, amounts, entersRange: step.facts.some((one) => one.fact === causes.minimum) }) : null;
  if (judged === null) return NOTHING;
  const unlawful = [...allOf(BASIS_RULES, judged), ...allOf(KIND_RULES, judged)];
  const unknown = judged.answer.is === 'range' ? [] : [causes.minimum, causes.maximum];
  // A warning or a confiscation without a fine is not measured; what is only looked at (nothing given yet) is.
  const withoutFine = Object.keys(asked.given).length > 0 && amounts.every((code) => asked.given[code] === undefined);
  if (unlawful.length > 0 || amounts.length === 0 || withoutFine) return { facts: {}, blockers: unlawful, unknown };
  return { facts: measuredFacts(judged), blockers: allOf(FINE_RULES, judged), unknown };
}

function judge(asked: AskedCause): Judged | null {
  const { pack: { causes }, facts, book, county, on } = asked;
  if (causes === undefined) return null;
  const [cause, also, acted] = [facts[causes.cause], facts[causes.also], causes.actedOn.map((code) => facts[code]).find((fact) => fact !== undefined)];
  // A fact that is missing or of a wrong type is refused by its own name.
  if (cause?.type !== 'code' || acted?.type !== 'date') return null;
  const codes = [...new Set([cause.value, ...(also?.type === 'code' ? also.value.split('/') : [])])];
  const [amount, quantity] = [facts[causes.base], facts[causes.quantity]];
  const base = { ...(amount?.type === 'money' ? { amount: BigInt(amount.fen) } : {}), ...(quantity?.type === 'integer' && quantity.value >= 0 ? { quantity: BigInt(quantity.value) } : {}) };
  const party = asked.parties[0]?.kind ?? 'citizen';
  return { ...asked, causes, codes, answer: highestRange(codes.map((code) => statutoryRange(book.causes, { county, code, party, actedOn: acted.value, on, base }))) };
}

const text = (zh: string, en: string): BilingualText => ({ zh, en });
const named = ({ cause }: KnownCause): BilingualText => text(`“${cause.name.zh}”（${cause.code}）`, `"${cause.name.en}" (${cause.code})`);

function against(judged: Judged, cite: keyof Causes['cites'], code: string, message: BilingualText, more: Partial<Blocker> = {}): Blocker[] {
  return [blocker(code, message.zh, message.en, packCitation(judged.pack, judged.causes.cites[cite]), { field: `facts.${judged.causes.cause}`, ...more })];
}

/** Whether there is a cause to punish at all. */
export const BASIS_RULES: readonly Rule<Judged>[] = [
  {
    codes: ['causeUnknown'],
    judge(asked) {
      if (asked.answer.is !== 'unknown') return [];
      const strange = asked.codes.filter((code) => asked.book.causes.find(code, asked.county, asked.on) === undefined).join(', ');
      return against(asked, 'basis', 'causeUnknown', text(`案由库中没有“${strange}”`, `the library of causes has no "${strange}"`), { missing: text('案由库中的案由，或者由县录入的案由', 'a cause of the library, or one that the county enters with its document') });
    },
  },
  {
    codes: ['basisNotLaw'],
    judge: (asked) => (asked.answer.is === 'notLaw' ? against(asked, 'basis', 'basisNotLaw', text(`《${asked.answer.instrument.zh}》不是法律、法规、规章，不得作为行政处罚的依据`, `"${asked.answer.instrument.en}" is neither a law nor a regulation nor a rule: it cannot be the basis of a penalty`), { missing: text('法律、行政法规、地方性法规或者规章的条文', 'an article of a law, an administrative or local regulation, or a government rule') }) : []),
  },
  {
    codes: ['causeNotInForce'],
    judge(asked) {
      const { answer } = asked;
      if (answer.is !== 'notInForce') return [];
      const from = answer.from === null ? text('', '') : text(`，自${answer.from}起适用`, `; it holds from ${answer.from}`);
      return against(asked, 'laterLaw', 'causeNotInForce', text(`案由${named(answer.known).zh}在行为发生之日没有所依据的规定${from.zh}`, `the cause ${named(answer.known).en} had no rule in force on the day of the act${from.en}`));
    },
  },
  {
    codes: ['noLongerUnlawful'],
    judge: (asked) => (asked.answer.is === 'lawfulSince' ? against(asked, 'laterLaw', 'noLongerUnlawful', text(`案由${named(asked.answer.known).zh}自${addDays(asked.answer.day, 1)}起不再认为是违法，适用新的规定`, `the cause ${named(asked.answer.known).en} is no longer unlawful from ${addDays(asked.answer.day, 1)} on; the later law counts`)) : []),
  },
];

/** Whether this much may be imposed. */
export const FINE_RULES: readonly Rule<Judged>[] = [
  {
    codes: ['causeUnverified'],
    judge(asked) {
      const { answer } = asked;
      if (answer.is !== 'unverified') return [];
      const article = text(answer.article.zh || '（条文未录入）', answer.article.en || '(no article entered)');
      return against(asked, 'range', 'causeUnverified', text(`案由${named(answer.known).zh}的罚款幅度尚未核实：${article.zh}`, `the range of ${named(answer.known).en} has not been verified: ${article.en}`), {
        missing: text('由县司法局核对条文原文后，附文号录入该案由的幅度', 'the county legal office reads the article and enters the range with its document number'),
      });
    },
  },
  {
    codes: ['noFineForCause'],
    judge: (asked) => (asked.answer.is === 'noFine' ? against(asked, 'range', 'noFineForCause', text(`案由${named(asked.answer.known).zh}对此类当事人没有规定罚款：${asked.answer.article.zh}`, `the law gives no fine for ${named(asked.answer.known).en} and this kind of party: ${asked.answer.article.en}`)) : []),
  },
  {
    codes: ['fineBaseMissing'],
    judge(asked) {
      const { answer, causes } = asked;
      if (answer.is !== 'baseMissing') return [];
      return against(asked, 'range', 'fineBaseMissing', text(`罚款按“${answer.base.name.zh}”计算，须填写该数额`, `the fine is measured by the ${answer.base.name.en}, which is not given`), { field: `facts.${answer.base.kind === 'amount' ? causes.base : causes.quantity}`, missing: answer.base.name });
    },
  },
  {
    codes: ['correctionFirst'],
    judge(asked) {
      const { answer, facts, causes } = asked;
      const refused = causes.refused.some(({ fact, is }) => { const said = facts[fact]; return said?.type === 'boolean' && said.value === is; });
      if (answer.is !== 'range' || !answer.version.correctFirst || refused) return [];
      return against(asked, 'range', 'correctionFirst', text(`${answer.article.zh}：责令改正后拒不改正或者逾期不改正的，方可罚款`, `${answer.article.en}: a fine follows only where an order to correct was refused or not met in time`), { field: `facts.${causes.refused[0]?.fact ?? ''}`, missing: text('责令改正及拒不改正的记录', 'the record that the order to correct was not followed') });
    },
  },
  {
    codes: ['rangeDiffers'],
    judge(asked) {
      const { answer, causes } = asked;
      if (answer.is !== 'range') return [];
      const facts = asked.entersRange ? asked.given : asked.facts;
      const { min, max } = answer.range;
      const differs = ([[causes.minimum, min], [causes.maximum, max]] as const).find(([code, fen]) => { const fact = facts[code]; return fact?.type === 'money' && BigInt(fact.fen) !== fen; });
      if (differs === undefined) return [];
      return against(asked, 'range', 'rangeDiffers', text(`法定幅度为${formatYuan(min)}元至${formatYuan(max)}元：${answer.article.zh}；与所填或者所告知的不符`, `the statutory range is ${formatYuan(min)} to ${formatYuan(max)} yuan (${answer.article.en}), not what was entered or notified`), { field: `facts.${differs[0]}`, missing: text('按此幅度重新告知', 'a notice by this range') });
    },
  },
  {
    codes: ['bandUnknown'],
    judge(asked) {
      const { facts, causes, answer } = asked;
      const band = facts[causes.band];
      const bands = bandsFor(asked);
      if (answer.is !== 'range' || band?.type !== 'code' || bands.some((one) => one.code === band.value)) return [];
      return against(asked, 'discretion', 'bandUnknown', text(`裁量基准中没有“${band.value}”一档`, `the discretion bands have no "${band.value}"`), { field: `facts.${causes.band}`, missing: listed(bands) });
    },
  },
  {
    codes: ['bandMissing'],
    judge(asked) {
      const { facts, causes, answer } = asked;
      const bands = bandsFor(asked);
      if (answer.is !== 'range' || bands.length === 0 || facts[causes.band]?.type === 'code') return [];
      return against(asked, 'discretion', 'bandMissing', text('该案由有裁量基准，须写明所适用的一档', 'the cause has discretion bands: name the one that applies'), { field: `facts.${causes.band}`, missing: listed(bands) });
    },
  },
  {
    codes: ['outsideBandWithoutReasons'],
    judge(asked) {
      const { facts, causes } = asked;
      const outside = outsideBand(asked);
      if (outside === null || facts[causes.reasons] !== undefined) return [];
      return against(asked, 'discretion', 'outsideBandWithoutReasons', text(`所处罚款超出裁量基准“${outside.band.name.zh}”一档（${formatYuan(outside.range.min)}元至${formatYuan(outside.range.max)}元），须说明理由`, `the fine lies outside the band "${outside.band.name.en}" (${formatYuan(outside.range.min)} to ${formatYuan(outside.range.max)} yuan): reasons are needed`), { field: `facts.${causes.reasons}`, missing: text('裁量理由，并由负责人集体讨论', 'reasons of discretion, and collective discussion') });
    },
  },
];

function bandsFor({ answer, parties }: Judged): readonly CauseBand[] {
  return answer.is === 'range' ? bandsOf(answer.known, answer.version, parties[0]?.kind ?? 'citizen') : [];
}

function listed(bands: readonly CauseBand[]): BilingualText {
  return text(bands.map((one) => `${one.code}（${one.name.zh}：${one.when.zh}）`).join('；') || '该案由没有裁量基准', bands.map((one) => `${one.code} (${one.name.en}: ${one.when.en})`).join('; ') || 'the cause has no bands');
}

/** The band that an amount of the act leaves, while it stays inside the statutory range. Below the minimum it is mitigation, which has rules of its own. */
function outsideBand(asked: Judged): { band: CauseBand; range: FineRange } | null {
  const { answer, facts, causes, given, amounts } = asked;
  const code = facts[causes.band];
  const band = code?.type === 'code' ? bandsFor(asked).find((one) => one.code === code.value) : undefined;
  if (answer.is !== 'range' || band === undefined) return null;
  const range = bandRange(band, answer.range);
  const leaves = amounts.some((each) => {
    const amount = given[each];
    const fen = amount?.type === 'money' ? BigInt(amount.fen) : null;
    return fen !== null && fen >= answer.range.min && fen <= answer.range.max && (fen < range.min || fen > range.max);
  });
  return leaves ? { band, range } : null;
}

/** What is recorded with the act, so that its own guards and later acts can read it. */
function measuredFacts(asked: Judged): Facts {
  const { answer, causes } = asked;
  if (answer.is !== 'range') return {};
  const { known, version, range } = answer;
  return {
    [causes.minimum]: { type: 'money', fen: range.min.toString() }, [causes.maximum]: { type: 'money', fen: range.max.toString() },
    [causes.rule]: { type: 'code', value: `${known.cause.code}/${version.from}` }, [causes.outsideBand]: { type: 'boolean', value: outsideBand(asked) !== null },
  };
}
