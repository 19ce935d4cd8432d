/**
 * When acts of execution in the field are not done: at night and on statutory holidays, save in urgent circumstances
 * (Compulsion Law art. 43(1)). The law says no hours: night is what the county has set.
 */
import { packCitation, statutoryHoliday, type LawBook } from '#law';
import type { Pack } from '#law/pack-format';
import { blocker } from './blockers.ts';
import type { CaseState, PaperState, ServiceAttempt } from './model.ts';
import type { Rule } from './rules.ts';

interface AskedAtDoor { attempt: ServiceAttempt; paper: PaperState; state: CaseState; pack: Pack; book: LawBook }

/** Holds for every attempt, also one that reached nobody: the visit is the act. */
export const EXECUTION_HOURS_RULES: readonly Rule<AskedAtDoor>[] = [
  {
    codes: ['executionOnHoliday'],
    judge: (asked) => (!barred(asked) || !statutoryHoliday(asked.attempt.on, asked.book.calendars.final()) ? []
      : [say(asked, 'executionOnHoliday', `${asked.attempt.on}是法定节假日，不得实施；情况紧急的，请写明理由`, `${asked.attempt.on} is a statutory holiday: nothing is executed then, save in urgent circumstances, with the reason`, 'attempt.on')]),
  },
  {
    codes: ['executionTimeMissing'],
    judge: (asked) => (!barred(asked) || nightOf(asked) === null || asked.attempt.time !== undefined ? []
      : [say(asked, 'executionTimeMissing', '须写明实施的时间：夜间不得实施', 'say at what time it was done: not at night', 'attempt.time')]),
  },
  {
    codes: ['executionAtNight'],
    judge(asked) {
      const night = nightOf(asked);
      const { time } = asked.attempt;
      if (!barred(asked) || night === null || time === undefined || !within(time, night)) return [];
      return [say(asked, 'executionAtNight', `${time}在夜间（${night.begins}至${night.ends}，${night.document}），不得实施；情况紧急的，请写明理由`, `${time} is at night (${night.begins} to ${night.ends}, ${night.document}): nothing is executed then, save in urgent circumstances, with the reason`, 'attempt.time')];
    },
  },
];

/** Whether the attempt is such an act of a day on which the article is in force, and nobody says that it was urgent. */
function barred({ attempt, paper, pack }: AskedAtDoor): boolean {
  const rule = pack.executionHours;
  if (rule === undefined || attempt.on < rule.from || attempt.urgency !== undefined) return false;
  return rule.service.papers.includes(paper.paper) && rule.service.ways.some((way) => way === attempt.way);
}

/** Night on the day of the attempt; null while the county has not set both of its ends. */
function nightOf({ attempt, state, pack, book }: AskedAtDoor): { begins: string; ends: string; document: string } | null {
  const rule = pack.executionHours;
  if (rule === undefined) return null;
  const [begins, ends] = [rule.night.begins, rule.night.ends].map((code) => book.parameter(state.county, pack.id, code, attempt.on));
  return typeof begins?.value === 'string' && typeof ends?.value === 'string' ? { begins: begins.value, ends: ends.value, document: begins.documentNumber } : null;
}

/** From its beginning up to its end, over midnight where it ends earlier in the day than it begins. */
function within(time: string, { begins, ends }: { begins: string; ends: string }): boolean {
  return begins <= ends ? begins <= time && time < ends : begins <= time || time < ends;
}

function say({ pack }: AskedAtDoor, code: string, zh: string, en: string, field: string): ReturnType<typeof blocker> {
  const rule = pack.executionHours;
  if (rule === undefined) throw new Error(`Pack ${pack.id} has no hours of execution.`);
  return blocker(code, zh, en, packCitation(pack, rule.cite), { field });
}
