/** The reasons of a period in words, as a lawyer would check them: rule, anchor, count, suspensions, roll, calendar, what is open. */
import { articleInChinese } from './article.ts';
import type { Calendar } from './calendar.ts';
import { weekdayOf, type LegalDate } from './dates.ts';
import type { Citation, PeriodResult, PeriodSpec } from './period-types.ts';

const WEEKDAY_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const WEEKDAY_ZH = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];
const KIND_EN = { weekday: 'working day', weekend: 'rest day', holiday: 'holiday', makeUp: 'make-up working day' };
const KIND_ZH = { weekday: '工作日', weekend: '休息日', holiday: '节假日', makeUp: '调休上班日' };
const UNIT_EN = { ND: 'natural day(s)', WD: 'working day(s)', MO: 'month(s)', YEAR: 'year(s)' };
const UNIT_ZH = { ND: '日', WD: '个工作日', MO: '个月', YEAR: '年' };

export function explainPeriod(spec: PeriodSpec, result: PeriodResult, calendar: Calendar, citation: Citation): { zh: string; en: string } {
  const en = [`${citation.instrument.en} ${citation.article}${citation.status === undefined || citation.status === 'verified' ? '' : ` (${citation.status})`}.`];
  const zh = [`依据：${citation.instrument.zh}${articleInChinese(citation.article, citation.instrument.zh)}${STATUS_ZH[citation.status ?? 'verified']}。`];
  const day = (date: LegalDate): { en: string; zh: string } => {
    const { kind, provisional } = calendar.day(date);
    const weekday = weekdayOf(date);
    return {
      en: `${date} (${WEEKDAY_EN[weekday]}, ${KIND_EN[kind]}${provisional ? ', no notice yet' : ''})`,
      zh: `${date}（${WEEKDAY_ZH[weekday]}，${KIND_ZH[kind]}${provisional ? '，通知尚未发布' : ''}）`,
    };
  };
  const put = (pair: { en: string; zh: string }): void => { en.push(pair.en); zh.push(pair.zh); };

  if (result.due === null || result.raw === null) put(openSuspension(spec, result));
  else {
    put(count(spec, result, day(result.raw)));
    put(rolled(spec, result, day));
    if (result.firstFilingDay !== undefined) put({ en: `First filing day: ${result.firstFilingDay}.`, zh: `最早申请日：${result.firstFilingDay}。` });
  }
  for (const { from, to, ground, article } of result.suspensions) {
    put({
      en: `Not counted: ${from} to ${to ?? 'still open'}, both days included (${ground}${article === undefined ? '' : `, ${article}`}).`,
      zh: `不计入期间：${from}至${to ?? '尚未结束'}，首尾两日均不计（${ground}${article === undefined ? '' : `，${article}`}）。`,
    });
  }
  if (result.due !== null) put({ en: `It lapses at 24:00 China time on ${result.due}.`, zh: `期间于${result.due}二十四时（北京时间）届满。` });
  if (result.provisional) {
    const years = result.provisionalYears.join(', ');
    put({
      en: `Provisional: the holiday notice for ${years} is not loaded; the day lies between ${result.earliestCandidate} and ${result.latestCandidate} and is computed again when the notice is.`,
      zh: `暂定：${result.provisionalYears.join('、')}年节假日安排通知尚未载入，届满日在${result.earliestCandidate}至${result.latestCandidate}之间，通知载入后重新计算。`,
    });
  }
  put({ en: `Calendar ${result.calendarVersion}.`, zh: `日历版本：${result.calendarVersion}。` });
  return { zh: zh.filter(Boolean).join(''), en: en.filter(Boolean).join(' ') };
}

const STATUS_ZH = { verified: '', unverified: '（未核实）', inference: '（推定）' };

function openSuspension(spec: PeriodSpec, result: PeriodResult): { en: string; zh: string } {
  if (spec.unit === 'FIX') return { en: '', zh: '' };
  return {
    en: `${spec.length} ${UNIT_EN[spec.unit]} after ${result.anchor}; the period is suspended and its end is not known yet.`,
    zh: `自${result.anchor}次日起算${spec.length}${UNIT_ZH[spec.unit]}；期间中止，届满日尚不能确定。`,
  };
}

function count(spec: PeriodSpec, { anchor, raw, suspensions }: PeriodResult, at: { en: string; zh: string }): { en: string; zh: string } {
  const { length, unit } = spec;
  if (unit === 'FIX') return { en: `Fixed date ${at.en}.`, zh: `固定日期：${at.zh}。` };
  const trigger = { en: `The trigger day ${anchor} is not counted.`, zh: `${anchor}为起算事由发生日，不计入期间。` };
  if (spec.direction === 'before') {
    if (spec.countMode === 'clear') {
      const kind = unit === 'WD' ? 'clear working day(s)' : `clear ${UNIT_EN[unit]}`;
      return { en: `${length} ${kind} lie between ${at.en} and the event on ${anchor}.`, zh: `${at.zh}与${anchor}之间间隔${length}${unit === 'WD' ? '个完整工作日' : UNIT_ZH[unit]}，首尾两日均不计。` };
    }
    return { en: `${length} ${UNIT_EN[unit]} before the event on ${anchor}: ${at.en}.`, zh: `自${anchor}向前推算${length}${UNIT_ZH[unit]}：${at.zh}。` };
  }
  if (unit === 'WD') {
    return { en: `${trigger.en} Working day number ${length} after ${anchor} is ${at.en}.`, zh: `${trigger.zh}其后第${length}个工作日为${at.zh}。` };
  }
  const clamped = (unit === 'MO' || unit === 'YEAR') && raw !== null && raw.slice(8) !== anchor.slice(8) && suspensions.length === 0;
  return {
    en: `${trigger.en} ${length} ${UNIT_EN[unit]} after ${anchor} end on ${at.en}${clamped ? '; the month has no such day, so the period ends at month-end' : ''}.`,
    zh: `${trigger.zh}${length}${UNIT_ZH[unit]}的最后一日为${at.zh}${clamped ? '（该月无对应日，以月末为准）' : ''}。`,
  };
}

function rolled(spec: PeriodSpec, { raw, due, otherCandidate, provisional }: PeriodResult, day: (date: LegalDate) => { en: string; zh: string }): { en: string; zh: string } {
  if (raw === null || due === null || spec.unit === 'WD') return { en: '', zh: '' };
  if (spec.roll === 'absolute' || spec.roll === 'none') return { en: 'This limit does not roll.', zh: '该期限不因节假日顺延。' };
  if (spec.roll === 'previous-working-day') {
    return due === raw ? { en: 'It is a working day: no earlier act needed.', zh: '当日为工作日，无须提前。' } : { en: `Act on ${day(due).en}, the working day before it.`, zh: `应提前至前一工作日${day(due).zh}。` };
  }
  if (spec.roll === 'next-working-day-citizen-only') {
    if (spec.laterDateHelps === 'authority') return { en: 'The statute is silent on a roll and the later day would help the authority: the raw date binds (inference).', zh: '法律未规定顺延，且顺延有利于行政机关，故以原定日为准（推定）。' };
    if (spec.laterDateHelps !== 'citizen') {
      const both = otherCandidate === null || provisional ? '' : ` ${day(otherCandidate).en} if the roll applies.`;
      return { en: `Whether it rolls is not settled: both days are shown.${both}`, zh: `是否顺延尚无定论，两日并列${otherCandidate === null || provisional ? '' : `：如顺延，为${day(otherCandidate).zh}`}。` };
    }
  }
  if (due === raw) return { en: 'No roll needed.', zh: '最后一日为工作日，无须顺延。' };
  const ground = spec.roll === 'next-working-day' ? { en: '', zh: '' } : { en: ' (by analogy, in the citizen\'s favour: inference)', zh: '（参照适用，有利于当事人：推定）' };
  return { en: `The first working day after it is ${day(due).en}${ground.en}.`, zh: `最后一日为休息日，顺延至其后第一个工作日${day(due).zh}${ground.zh}。` };
}
