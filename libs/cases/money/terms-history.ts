/** The terms of a debt as the steps of the case made them: asked for, refused, approved, renegotiated, ended. */
import { LawInputError, formatYuan, isLegalDate, legalDate, packCitation, parseYuan, startOfDay, type Citation, type LegalDate } from '#law';
import type { Cite, Pack, PackDebt, PackTerms } from '#law/pack-format';
import type { DebtTerms, Instalment, TermsEvent } from '#ledger';
import type { CaseState, Facts, TakenStep } from '../model.ts';

/** The steps of one party since the service that established the debt, as the ledger reads them. */
export function historyOf(state: CaseState, pack: Pack, { terms }: PackDebt, party: string, since: number, clocks: readonly { code: string; party: string | null; anchorSeq: number; endsOn: LegalDate | null }[]): DebtTerms['history'] {
  if (terms === undefined) return [];
  const window = clocks.find((one) => one.code === terms.within && one.party === party && one.anchorSeq === since)?.endsOn ?? null;
  return state.steps.filter((step) => step.seq > since && (step.party === null || step.party === party)).flatMap((step): TermsEvent[] => {
    const at = { on: step.on, recordedAt: startOfDay(step.on) };
    if (step.step === terms.application) return [{ ...at, kind: 'applied', timely: window === null || step.on <= window }];
    if (terms.refusals.includes(step.step)) return [{ ...at, kind: 'refused' }];
    if (terms.approvals.includes(step.step)) return [{ ...at, kind: 'approved', instalments: scheduleOf(step, terms), ...accelerationOf(step.facts, terms), cite: citeOf(step, pack, terms) }];
    return terms.ends.includes(step.step) ? [{ ...at, kind: 'ended', cite: citeOf(step, pack, terms) }] : [];
  });
}

function accelerationOf(facts: Facts, { plan }: PackTerms): { acceleration?: { unpaidInstalments: number } } {
  const fact = facts[plan.accelerates];
  return fact?.type === 'integer' && fact.value > 0 ? { acceleration: { unpaidInstalments: fact.value } } : {};
}

function citeOf({ step }: TakenStep, pack: Pack, terms: PackTerms): Citation {
  const cite: Cite = pack.steps.find(({ code }) => code === step)?.cite ?? terms.cite;
  const instrument = pack.instruments.find((one) => one.id === cite.instrument)?.name;
  return { instrument: instrument ?? packCitation(pack, cite), article: cite.article, status: cite.status };
}

/** The instalments that a step fixed: the schedule was computed when it was taken and stands in its event. */
export function scheduleOf({ facts, seq }: Pick<TakenStep, 'facts' | 'seq'>, { plan }: PackTerms): Instalment[] {
  const fact = facts[plan.schedule];
  if (fact?.type !== 'code') throw new Error(`The step ${seq} approves terms without a schedule.`);
  const { lines, problems } = readLines(fact.value);
  if (problems.length > 0) throw new Error(`The step ${seq} holds a schedule that cannot be read.`);
  return lines.map(({ due, fen }) => {
    if (fen === null) throw new Error(`The step ${seq} holds an instalment without an amount.`);
    return { due, fen };
  });
}

/** A schedule as an event keeps it: `2018-06-30=1000.00;2018-07-31=1000.00`. */
export function writeLines(instalments: readonly Instalment[]): string {
  return instalments.map(({ due, fen }) => `${due}=${formatYuan(fen)}`).join(';');
}

export interface LineProblem { zh: string; en: string }

/** Lines of dates, with or without amounts; what cannot be read is named by its line and the rule. */
export function readLines(text: string): { lines: { due: LegalDate; fen: bigint | null }[]; problems: LineProblem[] } {
  const lines: { due: LegalDate; fen: bigint | null }[] = [];
  const problems: LineProblem[] = [];
  for (const [index, line] of text.split(';').entries()) {
    const [due = '', yuan, more] = line.split('=');
    if (!isLegalDate(due) || more !== undefined) { problems.push({ zh: `第${index + 1}行应为日期或者“日期=金额”，例如2018-06-30=1000.00。`, en: `Line ${index + 1} is a date, or DATE=YUAN such as 2018-06-30=1000.00.` }); continue; }
    try {
      lines.push({ due: legalDate(due), fen: yuan === undefined ? null : parseYuan(yuan) });
    } catch (error) {
      if (!(error instanceof LawInputError)) throw error;
      problems.push({ zh: `第${index + 1}行：${error.zh}`, en: `Line ${index + 1}: ${error.message}` });
    }
  }
  return { lines, problems };
}
