/** Facts that a step computes by a named formula of the law; nobody enters them, and a missing input names itself. */
import { FEE_RULES, LawInputError, feeAmount, packCitation, type FeeRule } from '#law';
import type { Pack, PackStep } from '#law/pack-format';
import { type Comparable, type ConditionScope, operandValue } from './conditions.ts';
import type { Blocker, Facts } from './model.ts';

export function computeFacts(pack: Pack, step: PackStep, scope: ConditionScope): { facts: Facts; blockers: Blocker[] } {
  const facts: Facts = {};
  const blockers: Blocker[] = [];
  for (const rule of step.computes) {
    const inputs = new Map(Object.entries(rule.inputs).map(([name, operand]) => [name, operandValue(operand, scope)]));
    const missing = Object.entries(rule.inputs).filter(([name]) => inputs.get(name) == null && !rule.optional.includes(name));
    for (const [name, operand] of missing) {
      // A missing parameter or fact is named by its own blocker (`parameterNotSet`, `factMissing`) where the step asks for it.
      const source = 'parameter' in operand ? operand.parameter : 'fact' in operand ? operand.fact : name;
      blockers.push({ code: 'amountInputMissing', field: source, message: { zh: `计算金额缺少“${source}”`, en: `the amount cannot be computed without "${source}"` }, article: packCitation(pack, step.cite) });
    }
    if (missing.length > 0) continue;
    try {
      facts[rule.fact] = { type: 'money', fen: socialMaintenanceFee(inputs).toString() };
    } catch (error) {
      if (!(error instanceof LawInputError)) throw error;
      blockers.push({ code: 'amountNotComputable', message: { zh: error.zh, en: error.message }, article: packCitation(pack, step.cite) });
    }
  }
  return { facts, blockers };
}

/** Order 357 art. 3(2), by the rule of the province: for one parent. */
function socialMaintenanceFee(inputs: Map<string, Comparable | null>): bigint {
  const number = (name: string): bigint | undefined => { const value = inputs.get(name); return value?.kind === 'number' ? value.number : undefined; };
  const named = inputs.get('rule');
  const rule = named?.kind === 'text' ? FEE_RULES.find((one): one is FeeRule => one === named.text) : undefined;
  const base = number('base');
  if (rule === undefined || base === undefined) throw new LawInputError('The rule of the province or the base is not one that is known.', '计征规则或者计征基数无效。');
  const multiple = number('multiple');
  const children = number('extraChildren');
  const income = number('realIncome');
  const excess = number('excessFactor');
  return feeAmount({
    rule, baseFen: { parent: base },
    ...(multiple === undefined ? {} : { multiple: multiple.toString() }), ...(children === undefined ? {} : { extraChildren: Number(children) }),
    ...(income === undefined ? {} : { realIncomeFen: { parent: income } }), ...(excess === undefined ? {} : { excessFactor: excess.toString() }),
  }).totalFen;
}
