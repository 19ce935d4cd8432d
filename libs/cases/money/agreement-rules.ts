/** What an enforcement agreement with stages must be to be recorded: lines that can be read, in order, not above what is owed. */
import { addDays, formatYuan, packCitation, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { Pack, PackDebt, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import { caseMoney } from '../clocks.ts';
import type { CaseState, Facts } from '../model.ts';
import type { Rule } from '../rules.ts';
import { balanceOf } from './debts.ts';
import { readLines, type LineProblem } from './terms-history.ts';

interface Asked { step: PackStep; on: LegalDate; party: string | null; facts: Facts; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook }
interface AskedStages { asked: Asked; agreement: NonNullable<PackDebt['agreement']>; owedFen: bigint; lines: readonly { due: LegalDate; fen: bigint | null }[]; lineProblems: LineProblem[] }

/** The stages that a step would fix; null for every other step, and where none are given. */
export function stagesOf(asked: Asked): AskedStages | null {
  const { pack, step, party, on, facts, state, at, book } = asked;
  const debt = pack.money?.debts.find(({ agreement }) => agreement?.step === step.code);
  const text = debt?.agreement === undefined ? undefined : facts[debt.agreement.stages];
  if (debt?.agreement === undefined || party === null || text?.type !== 'code') return null;
  const { lines, problems } = readLines(text.value);
  return { asked, agreement: debt.agreement, owedFen: balanceOf(caseMoney(state, at, book), debt.code, party, on)?.balanceFen ?? 0n, lines, lineProblems: problems };
}

/** What stands against stages, each line with its rule. */
export const STAGE_RULES: readonly Rule<AskedStages>[] = [
  {
    codes: ['stageLineUnreadable'],
    judge: ({ asked: { pack }, agreement, lines, lineProblems }) => [
      ...lineProblems, ...lines.flatMap(({ fen }, index): LineProblem[] => (fen === null ? [{ zh: `第${index + 1}行缺少金额。`, en: `Line ${index + 1} lacks its amount.` }] : fen > 0n ? [] : [{ zh: `第${index + 1}行的金额应大于零。`, en: `The amount of line ${index + 1} is above nought.` }])),
    ].map(({ zh, en }) => blocker('stageLineUnreadable', zh, en, packCitation(pack, agreement.cite), { field: `facts.${agreement.stages}` })),
  },
  {
    codes: ['stagesOutOfOrder'],
    judge: ({ asked: { pack, on }, agreement, lines }) => lines.flatMap(({ due }, index) => (due > (lines[index - 1]?.due ?? addDays(on, -1)) ? []
      : [blocker('stagesOutOfOrder', `第${index + 1}行的日期应晚于前一行，且不早于协议之日。`, `The day of line ${index + 1} lies after the line before it, and not before the agreement.`, packCitation(pack, agreement.cite), { field: `facts.${agreement.stages}` })])),
  },
  {
    codes: ['stagesAboveOwed'],
    judge: ({ asked: { pack }, agreement, lines, owedFen }) => {
      const sum = lines.reduce((total, { fen }) => total + (fen ?? 0n), 0n);
      return sum <= owedFen ? [] : [blocker('stagesAboveOwed', `各阶段合计${formatYuan(sum)}元，高于尚欠的${formatYuan(owedFen)}元。`, `The stages come to ${formatYuan(sum)} yuan, more than the ${formatYuan(owedFen)} that are owed.`, packCitation(pack, agreement.cite), { field: `facts.${agreement.stages}` })];
    },
  },
];
