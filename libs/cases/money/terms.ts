/**
 * Terms as they are approved: the plan that is asked for, made to instalments that add up to what is owed, and what
 * stands against it. The instalments are computed once, when the step is taken, and stand in its event: a payment that is
 * reported later changes what is paid of them, never what was agreed.
 */
import { packCitation, type LawBook, type LegalDate, type LegalInstant, chinaDateOf } from '#law';
import type { Pack, PackDebt, PackStep, PackTerms } from '#law/pack-format';
import { makeSchedule, type Instalment, type ScheduleProblem, type ScheduleRequest, type WindowAnswer } from '#ledger';
import { blocker } from '../blockers.ts';
import { caseMoney, clockInstances } from '../clocks.ts';
import type { ActingBody, CaseState, Facts } from '../model.ts';
import type { Rule } from '../rules.ts';
import { windowFor } from './court.ts';
import { balanceOf } from './debts.ts';
import { readLines, writeLines, type LineProblem } from './terms-history.ts';

interface Asked { step: PackStep; on: LegalDate; party: string | null; facts: Facts; body: ActingBody; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook }

/** A plan as it is asked for with a step, judged. */
export interface Plan {
  asked: Asked;
  debt: PackDebt;
  terms: PackTerms;
  /** Whether the step fixes instalments; others of `terms` only answer. */
  fixes: boolean;
  /** Null: no served decision makes the party owe it. */
  owedFen: bigint | null;
  lineProblems: LineProblem[];
  problems: ScheduleProblem[];
  instalments: readonly Instalment[];
  window: WindowAnswer | null;
  /** What the step keeps: the schedule. */
  facts: Facts;
}

/** The plan of a step that decides on terms; null for every other step. */
export function planOf(asked: Asked): Plan | null {
  const { pack, step, party, on, state, at, book } = asked;
  const debt = pack.money?.debts.find(({ terms }) => terms !== undefined && [...terms.approvals, ...terms.refusals].includes(step.code));
  if (debt?.terms === undefined || party === null) return null;
  const { terms } = debt;
  const bare: Plan = { asked, debt, terms, fixes: terms.approvals.includes(step.code), owedFen: null, lineProblems: [], problems: [], instalments: [], window: null, facts: {} };
  const balance = balanceOf(caseMoney(state, at, book), debt.code, party, on);
  if (!bare.fixes || balance === null) return bare;
  const owedFen = balance.principalDueFen + balance.principalNotDueFen;
  const { request, lineProblems } = requestOf(asked.facts, terms, owedFen);
  if (request === null) return { ...bare, owedFen, lineProblems };
  const cap = terms.capMonths === undefined ? undefined : book.parameter(state.county, pack.id, terms.capMonths, on)?.value;
  const made = makeSchedule(request, { totalFen: owedFen, from: on, capMonths: typeof cap === 'number' ? cap : null });
  if ('problems' in made) return { ...bare, owedFen, lineProblems, problems: made.problems };
  const last = made.instalments.at(-1);
  return {
    ...bare, owedFen, lineProblems, instalments: made.instalments, window: last === undefined ? null : windowOfTerms(asked, debt, party, on, last.due),
    facts: { [terms.plan.schedule]: { type: 'code', value: writeLines(made.instalments) } },
  };
}

const none = (zh: string, en: string) => ({ request: null, lineProblems: [{ zh, en }] });

/** What is asked for, from the facts; null where something of it is missing (said by its own blocker). */
function requestOf(facts: Facts, { plan }: PackTerms, owedFen: bigint): { request: ScheduleRequest | null; lineProblems: LineProblem[] } {
  const [method, first, count, share, text] = [facts[plan.method], facts[plan.first], facts[plan.count], facts[plan.firstShare], facts[plan.lines]];
  const firstShareFen = share?.type === 'money' ? { firstShareFen: BigInt(share.fen) } : {};
  if (method?.type !== 'choice') return { request: null, lineProblems: [] };
  switch (method.value) {
    case 'weekly': case 'monthly':
      if (first?.type !== 'date' || count?.type !== 'integer') return none('按周、按月分期须写明首期到期日和期数。', 'Weekly and monthly instalments need the first day and their number.');
      return { request: { method: method.value, first: first.value, count: count.value, ...firstShareFen }, lineProblems: [] };
    case 'deferral':
      if (first?.type !== 'date') return none('延期缴纳须写明到期日。', 'A deferral needs the day on which it ends.');
      return { request: { method: 'custom', instalments: [{ due: first.value, fen: owedFen }] }, lineProblems: [] };
    default: {
      if (text?.type !== 'code') return none('按指定日期分期须逐行写明日期（自定金额的并写明金额）。', 'Instalments on given dates need a line for each, with its day and, where amounts are chosen, its amount.');
      const { lines, problems } = readLines(text.value);
      const bare = lines.findIndex(({ fen }) => (fen === null) === (method.value === 'custom'));
      if (problems.length > 0) return { request: null, lineProblems: problems };
      if (bare >= 0) return method.value === 'custom' ? none(`第${bare + 1}行缺少金额。`, `Line ${bare + 1} lacks its amount.`) : none(`第${bare + 1}行有金额：等额分期只写日期。`, `Line ${bare + 1} has an amount: equal instalments have days only.`);
      if (method.value === 'dates') return { request: { method: 'dates', dates: lines.map(({ due }) => due), ...firstShareFen }, lineProblems: [] };
      return { request: { method: 'custom', instalments: lines.flatMap(({ due, fen }) => (fen === null ? [] : [{ due, fen }])) }, lineProblems: [] };
    }
  }
}

/**
 * The window to the court for terms that end on a day. A pending remedy can only move it to a later day, so it is looked at
 * without one.
 */
function windowOfTerms({ state, at, pack, book }: Asked, debt: PackDebt, party: string, on: LegalDate, termsEnd: LegalDate): WindowAnswer | null {
  const calendar = book.calendars.asKnownOn(chinaDateOf(at));
  return windowFor({ state, pack, book, calendar, instances: clockInstances(state, calendar, book) }, debt, party, on, termsEnd, false);
}

/** Terms that outlast the last window in which the court can be asked. */
function outlasting({ window }: Plan): { endsOn: LegalDate } | null {
  const last = window !== null && 'windows' in window ? window.windows.at(-1) : undefined;
  return last?.termsOutlastWindow === true ? { endsOn: last.endsOn } : null;
}

/** What stands against terms, each line with its rule. */
export const TERMS_RULES: readonly Rule<Plan>[] = [
  {
    // Order 357 art. 6(2): the department approves or refuses; an entrusted office receives and forwards.
    codes: ['termsNotDecidedHere'],
    judge: ({ asked: { body, pack }, terms }) => (terms.decidedOn.includes(body.basis) ? []
      : [blocker('termsNotDecidedHere', '受委托的机关只能接收并附意见转送申请，由委托机关决定', 'an office that acts by entrustment receives the application and forwards it with its opinion; the principal decides', packCitation(pack, terms.cite), { missing: { zh: '委托机关的决定', en: 'the decision of the principal' } })]),
  },
  {
    codes: ['nothingOwed'],
    judge: ({ asked: { pack, on }, terms, owedFen, fixes }) => (!fixes || (owedFen !== null && owedFen > 0n) ? []
      : [blocker('nothingOwed', `${on}当日没有应缴未缴的款项`, `on ${on} nothing is owed`, packCitation(pack, terms.cite))]),
  },
  {
    codes: ['planLineUnreadable'],
    judge: ({ asked: { pack }, terms, lineProblems }) => lineProblems.map(({ zh, en }) => blocker('planLineUnreadable', zh, en, packCitation(pack, terms.cite), { field: `facts.${terms.plan.lines}` })),
  },
  {
    codes: ['planFaulty'],
    judge: ({ asked: { pack }, terms, problems }) => problems.filter(({ code }) => code !== 'cap' && code !== 'total').map(({ zh, en }) => blocker('planFaulty', zh, en, packCitation(pack, terms.cite), { field: `facts.${terms.plan.lines}` })),
  },
  {
    codes: ['planBeyondCap'],
    judge: ({ asked: { pack, book, state, on }, terms, problems }) => problems.filter(({ code }) => code === 'cap').map(({ zh, en }) => {
      const document = terms.capMonths === undefined ? undefined : book.parameter(state.county, pack.id, terms.capMonths, on)?.documentNumber;
      return blocker('planBeyondCap', `${zh}（${document ?? ''}）`, `${en} (${document ?? ''})`, packCitation(pack, terms.cite), { field: `facts.${terms.plan.lines}` });
    }),
  },
  {
    codes: ['termsOutlastWindow'],
    judge: (plan) => {
      const { asked: { pack, state, party, on }, terms } = plan;
      const beyond = outlasting(plan);
      const since = state.steps.findLast(({ step, party: of }) => step === terms.application && of === party)?.seq ?? 0;
      if (beyond === null || terms.window?.consent === undefined || state.steps.some((step) => step.step === terms.window?.consent && step.party === party && step.on <= on && step.seq > since)) return [];
      return [blocker('termsOutlastWindow', `${beyond.endsOn}以后不得再申请人民法院强制执行；分期晚于该日届满的，须经县级法制机构书面同意并说明理由`, `after ${beyond.endsOn} the court can no longer be asked: terms that end later need the consent of the county legal office, with its reason`, packCitation(pack, terms.window.cite), { missing: { zh: '县级法制机构的同意意见', en: 'the consent of the county legal office' } })];
    },
  },
];

