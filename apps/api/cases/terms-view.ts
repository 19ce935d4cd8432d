/** The terms of a debt as its case shows them: what was asked for and answered, each instalment, and how long the court can be asked. */
import { z } from 'zod';
import { courtWindowOf, planInForceSince, type CaseDebt, type CaseState } from '#cases';
import { packCitation, type BilingualText, type LawBook, type LegalInstant } from '#law';
import { cited, type Balance, type DebtTerms, type InstalmentState } from '#ledger';
import { Bilingual, Day } from '../http/schemas.ts';

const Reasoned = z.strictObject({ text: Bilingual, article: Bilingual });

export const TermsView = z.strictObject({
  history: z.array(Reasoned.extend({ kind: z.enum(['applied', 'refused', 'approved', 'ended']), on: Day })).describe('What happened to the terms up to the day asked for, the oldest first.'),
  planSince: Day.nullable().describe('Since when approved terms are in force; null: the sum is due at once.'),
  heldSince: Day.nullable().describe('An application that is not answered yet holds the surcharge since then.'),
  acceleratedOn: Day.nullable().describe('The day on which the whole rest fell due, as the approval says.'),
  courtWindow: z.strictObject({
    windows: z.array(z.strictObject({
      anchor: Day, runsFrom: z.enum(['endOfTimeToSue', 'endOfTerms', 'judgment']), endsOn: Day.describe('After it the court can no longer be asked.'), provisional: z.boolean(),
      latestSafeDemand: Day.describe('Served later, a demand leaves no day to ask the court.'), termsOutlastWindow: z.boolean(), reasons: z.array(Bilingual),
    })).describe('Two where a change of law lies inside it.'),
    unknown: Bilingual.nullable().describe('Why there is none yet: a remedy is pending.'), article: Bilingual,
  }).nullable().describe('Null where the procedure has none, or the time to sue has not begun.'),
}).meta({ id: 'Terms' });

interface Place { state: CaseState; at: LegalInstant; book: LawBook }

/** The terms of a debt on the day of its balance; null where its procedure has none. */
export function termsView({ state, at, book }: Place, debt: CaseDebt, balance: Balance): z.infer<typeof TermsView> | null {
  const { definition, terms } = debt;
  const { terms: ofPack } = definition;
  if (ofPack === undefined) return null;
  const { pack } = book.pack(state.pack);
  const day = balance.asOf;
  const history = terms.history.filter(({ on }) => on <= day);
  const planSince = planInForceSince(terms, day);
  const window = courtWindowOf(state, at, book, debt, day);
  return {
    history: history.map((event) => ({ kind: event.kind, on: event.on, text: told(event), article: 'cite' in event ? cited(event.cite) : packCitation(pack, ofPack.cite) })),
    planSince, heldSince: balance.heldSince, acceleratedOn: balance.acceleratedOn,
    courtWindow: window === null || ofPack.window === undefined ? null : {
      windows: 'windows' in window ? window.windows.map(({ anchor, runsFrom, endsOn, provisional, latestSafeDemand, termsOutlastWindow, reasons }) => ({ anchor, runsFrom, endsOn, provisional, latestSafeDemand, termsOutlastWindow, reasons })) : [],
      unknown: 'unknown' in window ? window.unknown : null, article: packCitation(pack, ofPack.window.cite),
    },
  };
}

function told(event: DebtTerms['history'][number]): BilingualText {
  switch (event.kind) {
    case 'applied': return event.timely ? { zh: '当事人在期限内申请暂缓或者分期缴纳', en: 'terms were applied for in time' } : { zh: '当事人逾期申请暂缓或者分期缴纳', en: 'terms were applied for out of time' };
    case 'refused': return { zh: '申请未获批准，原缴纳期限不变', en: 'the application was refused: the first due date stands' };
    case 'approved': {
      const [many, last] = [event.instalments.length, event.instalments.at(-1)?.due ?? event.on];
      return { zh: `批准分${many}期缴纳，末期至${last}`, en: `${many} instalment(s) to ${last} were approved` };
    }
    case 'ended': return { zh: '暂缓或者分期终止，未缴部分于当日到期', en: 'the terms ended: what is unpaid is due on this day' };
  }
}

/** Why an instalment stands as it does, with the article under which it is due. */
export function instalmentReason({ definition, terms }: CaseDebt, { due, paidOn, inDefaultSince, curedOn, state }: InstalmentState, { asOf }: Balance): z.infer<typeof Reasoned> {
  const approved = terms.history.findLast(({ kind, on }) => kind === 'approved' && on <= asOf);
  const cite = approved !== undefined && 'cite' in approved ? approved.cite : terms.dueCite;
  return { text: reasonOf(), article: cited(definition.terms === undefined ? terms.dueCite : cite) };

  function reasonOf(): BilingualText {
    if (state === 'paid') return curedOn === null ? { zh: `${paidOn ?? ''}缴清`, en: `paid on ${paidOn ?? ''}` } : { zh: `${due ?? ''}到期未缴，${curedOn}补缴`, en: `not paid by ${due ?? ''}, made good on ${curedOn}` };
    if (due === null) return { zh: '中止执行，缴纳期限停止计算', en: 'execution is suspended: the period to pay stands still' };
    if (inDefaultSince !== null) return { zh: `${due}到期未缴清，自${inDefaultSince}起逾期`, en: `not paid in full by ${due}: in default since ${inDefaultSince}` };
    return state === 'dueToday' ? { zh: '今日到期', en: 'due today' } : { zh: `${due}到期`, en: `due on ${due}` };
  }
}
