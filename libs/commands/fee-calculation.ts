/**
 * How the fee of one parent was reached (Order 357 art. 3(2)), a line each as 名称：内容, so that whoever gets the paper
 * can check the sum: the base with its year and kind, the rule of the province and the multiple with the document that
 * set them, the number of extra children, and the multiplication itself.
 */
import { formatYuan, type Fen, type LawBook, type ParameterValue } from '#law';
import type { Operand, Pack } from '#law/pack-format';
import type { CaseState, FactValue, TakenStep } from '#cases/model';

export interface CalculationScope { pack: Pack; book: LawBook; state: CaseState; party: string | null }

/** One input of the formula: what was entered, or what the county set and by which document. */
interface Input { fact?: FactValue; set?: { value: ParameterValue; documentNumber: string } }

const BASE_YEARS: Partial<Record<string, string>> = { 'birth-1': '子女出生的上一年度', 'discovery-1': '发现的上一年度', 'decision-1': '作出征收决定的上一年度' };
const RULES: Partial<Record<string, { name: string; how: string }>> = {
  'shandong-2016': { name: '山东省2016年标准', how: '每多生育一个子女征收一次' },
  henan: { name: '河南省标准', how: '对每一方当事人分别征收' },
  jiangsu: { name: '江苏省标准', how: '实际收入为计征基数二倍以上的，对超过计征基数的部分另行加收' },
};

/**
 * The calculation of a computed amount for the party of a paper, and the sum of the other parent once it is known.
 * Null where nothing has been computed for this party.
 */
export function feeCalculation(fact: string, scope: CalculationScope): string | null {
  const own = scope.party === null ? null : sumOf(fact, scope.party, scope);
  if (own === null) return null;
  const others = scope.state.parties.filter(({ partyId }) => partyId !== scope.party).map(({ partyId }) => sumOf(fact, partyId, scope)).filter((sum) => sum !== null);
  return [...own.lines, `计算：${own.multiplied}`, ...others.map((sum) => `另一方当事人：${sum.forOthers}`)].join('\n');
}

interface Sum { lines: string[]; multiplied: string; forOthers: string }

function sumOf(fact: string, party: string, { pack, book, state }: CalculationScope): Sum | null {
  const step = pack.steps.find((one) => one.computes.some((rule) => rule.fact === fact));
  const rule = step?.computes.find((one) => one.fact === fact);
  const taken = state.steps.findLast((one) => one.step === step?.code && one.party === party);
  const amount = state.partyFacts[party]?.[fact];
  if (rule === undefined || taken === undefined || amount?.type !== 'money') return null;
  const inputs = new Map(Object.entries(rule.inputs).map(([name, operand]) => [name, inputOf(operand, taken, { book, state })]));
  const base = fen(inputs.get('base'));
  const named = text(inputs.get('rule'));
  const multiple = text(inputs.get('multiple'));
  if (base === null || multiple === null || named === null) return null;
  const children = named === 'shandong-2016' ? text(inputs.get('extraChildren')) ?? '1' : null;
  const income = fen(inputs.get('realIncome'));
  const excess = named === 'jiangsu' && income !== null && income >= base * 2n ? { income, factor: text(inputs.get('excessFactor')) ?? '1' } : null;
  const usual = `${formatYuan(base)}元×${multiple}倍${children === null ? '' : `×${children}个`}`;
  const due = `${formatYuan(BigInt(amount.fen))}元`;
  return {
    lines: [
      `计征基数：${formatYuan(base)}元${bracketed(baseOf(inputs, pack))}`,
      ...line('基数年度', BASE_YEARS[text(inputs.get('baseYearRule')) ?? ''], documents(inputs.get('baseYearRule'))),
      ...line('计征标准', `计征基数的${multiple}倍，${RULES[named]?.how ?? named}`, [...(RULES[named] === undefined ? [] : [RULES[named].name]), ...documents(inputs.get('rule'), inputs.get('multiple'))]),
      ...(children === null ? [] : [`多生育子女数：${children}个`]),
      ...(excess === null ? [] : [`实际收入：${formatYuan(excess.income)}元，超过计征基数的部分按${excess.factor}倍加收`]),
    ],
    multiplied: excess === null ? `${usual}＝${due}` : `${usual}＋（${formatYuan(excess.income)}元－${formatYuan(base)}元）×${excess.factor}倍＝${due}`,
    // What the other parent earned is not for this paper.
    forOthers: excess === null ? `${usual}＝${due}` : `${due}（含对实际收入超过计征基数部分的加收）`,
  };
}

/** As it was when the step computed the amount: facts as entered then, parameters of that day. */
function inputOf(operand: Operand, taken: TakenStep, { book, state }: Pick<CalculationScope, 'book' | 'state'>): Input {
  if ('parameter' in operand) {
    const set = book.parameter(state.county, state.pack, operand.parameter, taken.on);
    return set === null ? {} : { set };
  }
  if (!('fact' in operand)) return {};
  const fact = taken.facts[operand.fact] ?? state.partyFacts[taken.party ?? '']?.[operand.fact] ?? state.facts[operand.fact];
  return fact === undefined ? {} : { fact };
}

/** 2017年度农村居民年人均纯收入 */
function baseOf(inputs: ReadonlyMap<string, Input>, pack: Pack): string {
  const [year, kind] = [text(inputs.get('baseYear')), text(inputs.get('baseKind'))];
  const labels = pack.facts.flatMap((fact) => fact.choices ?? []).find((choice) => choice.value === kind)?.label.zh;
  return `${year === null ? '' : `${year}年度`}${labels ?? ''}`;
}

function line(label: string, value: string | undefined, sources: readonly string[]): string[] {
  return value === undefined ? [] : [`${label}：${value}${bracketed(sources.join('，'))}`];
}

const bracketed = (content: string): string => (content === '' ? '' : `（${content}）`);

/** Numbers of the documents that set the inputs, each once. */
function documents(...inputs: (Input | undefined)[]): string[] {
  return [...new Set(inputs.flatMap((input) => (input?.set === undefined ? [] : [input.set.documentNumber])))];
}

function fen(input: Input | undefined): Fen | null {
  return input?.fact?.type === 'money' ? BigInt(input.fact.fen) : null;
}

function text(input: Input | undefined): string | null {
  if (input?.set !== undefined) return String(input.set.value);
  const fact = input?.fact;
  return fact?.type === 'integer' || fact?.type === 'choice' || fact?.type === 'code' ? String(fact.value) : null;
}
