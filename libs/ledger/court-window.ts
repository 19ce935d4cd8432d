/**
 * The window in which the court can be asked to enforce (申请人民法院强制执行的期限), one model with two rules. It begins
 * when the party's time to sue ends (Compulsion Law art. 53; Interpretation 2018 art. 156). For a fine with approved
 * deferral or instalments it begins when these end (Penalty Law art. 72(2), since 2021-07-15). For the fee no text says
 * so: it stays at the end of the time to sue.
 */
import { citationOf, clockRecord, computePeriod, specOf, type Calendar, type LegalDate, type PeriodResult } from '#law';

export interface WindowRule {
  /** From when on the window runs from the end of approved terms (for a fine 2021-07-15); null: never. */
  fromTermsSince: LegalDate | null;
  /** A county that set another rule for the fee: its document. Shown as inference. */
  countyDocument?: string;
}

export interface WindowQuestion {
  rule: WindowRule;
  /** The last day of the party's time to sue, rolled; null while it is not known (pending remedy). */
  sueEnds: LegalDate | null;
  /** The last day of approved deferral or instalments; null: none approved. */
  termsEnd: LegalDate | null;
  /** The day on which a judgment on the decision took force: it is enforced on application within two years (Interpretation 2018 art. 153). */
  judgmentOn?: LegalDate;
  /** Working days kept in hand for serving the demand: a county parameter. */
  serviceMarginDays: number;
  calendar: Calendar;
}

export interface CourtWindow {
  /** The day from whose end it runs. */
  anchor: LegalDate;
  runsFrom: 'endOfTimeToSue' | 'endOfTerms' | 'judgment';
  /** The last day on which the court can be asked. */
  endsOn: LegalDate;
  provisional: boolean;
  /** The last day to serve a demand so that ten working days pass and the court can still be asked, margin kept. */
  latestSafeDemand: LegalDate;
  /** Terms that outlast the window need the consent of the county legal office. */
  termsOutlastWindow: boolean;
  reasons: { zh: string; en: string }[];
}

/** The answer. Two windows where a change of law lies inside it: both are shown and the county legal office decides. */
export type WindowAnswer = { windows: [CourtWindow] | [CourtWindow, CourtWindow] } | { unknown: { zh: string; en: string } };

/** The Interpretation of 2000, art. 88 (180 days), gave way to Compulsion Law art. 53 (three months) on this day. */
const COMPULSION_LAW = '2012-01-01' as LegalDate;

/**
 * When the court can be asked, and by when a demand must be served for it.
 *
 * The day of the demand leaves ten full working days before the last day of the window: after the tenth the court can
 * be asked (Compulsion Law arts. 54, 69), on the next working day at the earliest.
 */
export function courtWindow(question: WindowQuestion): WindowAnswer {
  const { rule, sueEnds, termsEnd } = question;
  if (sueEnds === null) return { unknown: { en: 'A remedy is pending: the time to sue has no known end, and the court cannot be asked (Administrative Compulsion Law art. 53).', zh: '救济程序尚未终结，起诉期限届满日未定，不得申请人民法院强制执行（《中华人民共和国行政强制法》第53条）。' } };
  const bySue = (): CourtWindow[] => {
    if (sueEnds >= COMPULSION_LAW) return [windowOf(question, 'COM-02', sueEnds, 'endOfTimeToSue')];
    const older = windowOf(question, 'COM-02a', sueEnds, 'endOfTimeToSue');
    return older.endsOn < COMPULSION_LAW ? [older] : [older, windowOf(question, 'COM-02', sueEnds, 'endOfTimeToSue')];
  };
  const { judgmentOn } = question;
  if (judgmentOn !== undefined) return answer([windowOf(question, 'COM-15', judgmentOn, 'judgment')]);
  if (rule.fromTermsSince === null || termsEnd === null || termsEnd < rule.fromTermsSince) return answer(bySue());
  // Terms that end before the time to sue does not shorten it: art. 53 still asks that it has passed (inference).
  const byTerms = windowOf(question, 'COM-02', termsEnd > sueEnds ? termsEnd : sueEnds, 'endOfTerms');
  // The time to sue ended before the rule was law: whether it reaches this window no text says.
  return sueEnds < rule.fromTermsSince ? answer([...bySue().slice(0, 1), byTerms]) : answer([byTerms]);
}

function answer(windows: readonly CourtWindow[]): WindowAnswer {
  const [first, second] = windows;
  if (first === undefined) throw new TypeError('no window');
  return { windows: second === undefined ? [first] : [first, second] };
}

function windowOf(question: WindowQuestion, clock: 'COM-02' | 'COM-02a' | 'COM-15', anchor: LegalDate, runsFrom: CourtWindow['runsFrom']): CourtWindow {
  const { calendar, rule, termsEnd, serviceMarginDays } = question;
  const record = clockRecord(clock);
  const period = computePeriod(specOf(record), anchor, calendar, citationOf(record));
  const endsOn = period.due ?? anchor;
  const demand = latestSafeDemand(endsOn, serviceMarginDays, calendar);
  const termsOutlastWindow = runsFrom !== 'endOfTerms' && termsEnd !== null && termsEnd > endsOn;
  const reasons = [period.explanation, demand.reason];
  if (runsFrom === 'endOfTerms') {
    reasons.unshift(rule.countyDocument === undefined
      ? { en: `The window runs from the end of the approved terms on ${anchor} (Administrative Penalty Law art. 72(2)).`, zh: `申请期限自批准的暂缓或者分期缴纳期限结束之日${anchor}起计算（《中华人民共和国行政处罚法》第72条第2款）。` }
      : { en: `The window runs from the end of the approved terms on ${anchor} (county rule ${rule.countyDocument}, inference).`, zh: `申请期限自批准的分期期限结束之日${anchor}起计算（县级规定${rule.countyDocument}，推定）。` });
  } else if (termsEnd !== null && runsFrom === 'endOfTimeToSue') {
    reasons.unshift({ en: `No text lets the window wait for approved terms: after ${endsOn} the court can no longer be asked.`, zh: `现行规定未将申请期限顺延至分期期满：${endsOn}以后不得再申请人民法院强制执行。` });
  }
  if (termsOutlastWindow) reasons.push({ en: `The terms end on ${termsEnd}, after the window: they need the consent of the county legal office, with its reason.`, zh: `分期至${termsEnd}届满，晚于申请期限：须经县级法制机构书面同意并说明理由。` });
  return { anchor, runsFrom, endsOn, provisional: period.provisional, latestSafeDemand: demand.day, termsOutlastWindow, reasons };
}

const DEMAND_CITE = { instrument: { zh: '《中华人民共和国行政强制法》', en: 'Administrative Compulsion Law' }, article: 'arts. 54, 69' } as const;

/** Ten full working days, and the margin, between the demand and the last day of the window (compulsion-and-court.md C5: inference). */
export function latestSafeDemand(windowEndsOn: LegalDate, serviceMarginDays: number, calendar: Calendar): { day: LegalDate; reason: { zh: string; en: string } } {
  const back: PeriodResult = computePeriod(
    { length: 10 + serviceMarginDays, unit: 'WD', direction: 'before', roll: 'none', countMode: 'clear' },
    // A last day that is a rest day is no day to ask the court: count from the working day before it.
    computePeriod({ length: 0, unit: 'ND', direction: 'before', roll: 'previous-working-day' }, windowEndsOn, calendar, DEMAND_CITE).due ?? windowEndsOn,
    calendar, DEMAND_CITE,
  );
  const day = back.due ?? windowEndsOn;
  return {
    day,
    reason: {
      en: `A demand must be served by ${day}: ten working days and a margin of ${serviceMarginDays} lie between it and ${windowEndsOn} (Administrative Compulsion Law arts. 54, 69; inference).`,
      zh: `催告书最迟应于${day}送达：距${windowEndsOn}须间隔十个工作日及${serviceMarginDays}个工作日的送达余量（《中华人民共和国行政强制法》第54条、第69条；推定）。`,
    },
  };
}
