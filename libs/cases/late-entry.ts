/**
 * Late entry (补录): what was done without a network is entered within the county's limit, counted in working days from
 * the day of the act or, with a reason, from the end of the obstacle, which excuses for as long again as the limit is:
 * no word of an obstacle brings an act of months ago back to its day. Later still it is recorded too, marked, with the
 * consent that the pack asks for; then it keeps its true day where that helps the party, else the day of recording counts.
 */
import { type Calendar, type LegalDate, type LawBook, addDays, chinaDateOf, computePeriod, packCitation, type LegalInstant } from '#law';
import { ROLE_NAMES } from '#law/role-names';
import type { BilingualText, Pack } from '#law/pack-format';
import { blocker } from './blockers.ts';
import { citation } from './clocks.ts';
import { parameterBlocker } from './guards.ts';
import type { Blocker, LateEntry, LateMark } from './model.ts';
import { firstOf, type Rule } from './rules.ts';

type Rules = NonNullable<Pack['lateEntry']>;

/** An act with its own day, as these rules look at it. */
export interface AskedLate { on: LegalDate; /** From where twice the limit runs. */ knownOn: LegalDate; late: LateEntry | undefined; today: LegalDate; limit: number | null; rules: Rules; pack: Pack; calendar: Calendar; actorId: string }

/** Last day of entry counted from a day; where the calendar is not published yet, the latest that it can be. */
function lastDay(from: LegalDate, limit: number, { calendar, pack, rules }: AskedLate): LegalDate {
  const period = computePeriod({ length: limit, unit: 'WD', direction: 'after', roll: 'none' }, from, calendar, citation(pack, rules.cite));
  return period.latestCandidate ?? period.due ?? from;
}

/** So many working days are never over before as many days are. */
const within = (from: LegalDate, asked: AskedLate): boolean => asked.limit !== null && (asked.today <= addDays(from, asked.limit) || asked.today <= lastDay(from, asked.limit, asked));
const inTime = (asked: AskedLate): boolean => asked.today <= asked.on || within(asked.on, asked);
/** Nobody but the person who enters it says that there was an obstacle: what is older than two limits needs consent, whenever it ended. */
const recent = (asked: AskedLate): boolean => within(asked.knownOn, { ...asked, limit: twice(asked.limit) });
const twice = (limit: number | null): number | null => (limit === null ? null : 2 * limit);
const afterObstacle = (asked: AskedLate): boolean => asked.late !== undefined && within(asked.late.obstacleEndedOn, asked) && recent(asked);

/** The first that stands against entering it now. */
export const LATE_RULES: readonly Rule<AskedLate>[] = [
  { codes: ['parameterNotSet'], judge: ({ on, today, limit, rules, pack }) => (on < today && limit === null ? [parameterBlocker(pack, rules.parameter)] : []) },
  {
    codes: ['lateEntryNotExplained'],
    judge(asked) {
      const { late, on, limit, pack, rules } = asked;
      if (late !== undefined || inTime(asked)) return [];
      const last = lastDay(on, limit ?? 0, asked);
      return [blocker('lateEntryNotExplained', `${on}的事项应于${last}前录入，已逾期`, `what was done on ${on} was to be entered by ${last}`, packCitation(pack, rules.cite), {
        field: 'late', missing: { zh: '补录的理由和障碍消除之日', en: 'the reason of the late entry and the day on which the obstacle ended' },
      })];
    },
  },
  {
    codes: ['lateEntryObstacleWrong'],
    judge: ({ late, on, today, pack, rules }) => (late === undefined || (late.obstacleEndedOn >= on && late.obstacleEndedOn <= today) ? []
      : [blocker('lateEntryObstacleWrong', `障碍消除之日应在${on}至${today}之间`, `the obstacle ended between ${on} and ${today}`, packCitation(pack, rules.cite), { field: 'late.obstacleEndedOn' })]),
  },
  {
    codes: ['lateEntryConsentMissing'],
    judge(asked) {
      const { late, knownOn, limit, pack, rules } = asked;
      if (late === undefined || late.consent !== undefined || inTime(asked) || afterObstacle(asked)) return [];
      const [last] = [lastDay(late.obstacleEndedOn, limit ?? 0, asked), lastDay(knownOn, twice(limit) ?? 0, asked)].sort();
      return [blocker('lateEntryConsentMissing', `补录期限已于${last}届满（自障碍消除之日起${limit ?? 0}个工作日，最长自办理之日起${twice(limit) ?? 0}个工作日），须经同意方可录入`, `the time for a late entry ended on ${last} (${limit ?? 0} working days from the end of the obstacle, at most ${twice(limit) ?? 0} from the day of the act); it now needs written consent`, packCitation(pack, rules.cite), {
        field: 'late.consentId', missing: { zh: `${ROLE_NAMES[rules.consentBy].zh}登记的书面同意`, en: `the written consent, recorded by the ${ROLE_NAMES[rules.consentBy].en}` },
      })];
    },
  },
  {
    codes: ['lateEntryConsentInvalid'],
    judge({ late, actorId, pack, rules }) {
      const why = late?.consent === undefined ? null : whyInvalid(late.consent, actorId, ROLE_NAMES[rules.consentBy]);
      return why === null ? [] : [blocker('lateEntryConsentInvalid', why.zh, why.en, packCitation(pack, rules.cite), { field: 'late.consentId' })];
    },
  },
];

function whyInvalid({ entitled, personId, against }: NonNullable<LateEntry['consent']>, actorId: string, by: BilingualText): BilingualText | null {
  if (!entitled || personId === actorId) return { zh: `同意补录的人应为${by.zh}，且不是录入人`, en: `consent is given by the ${by.en}, and not by the person who enters it` };
  if (against === 'otherAct') return { zh: '所引的同意不是就本事项、本日作出的', en: 'the consent is to another act, or to one of another day' };
  return against === 'used' ? { zh: '所引的同意已用于另一次补录', en: 'another entry rests on this consent already' } : null;
}

/** The day that counts for an act, how its event is marked, and what stands against entering it. */
export interface LateJudged { blockers: Blocker[]; countsOn: LegalDate; mark: LateMark | null }

/** The mark of its event, where there is one. */
export const marked = ({ mark }: Pick<LateJudged, 'mark'>): { late?: LateMark } => (mark === null ? {} : { late: mark });

/**
 * Judges when an act is entered. `slipOn`: the day on the post's slip. `helps`: whose the act is; one of the authority
 * that comes after the limit counts from the day on which it is recorded, so that it opens nothing that the law has
 * closed meanwhile.
 */
export function judgeLateEntry({ on, late, helps, slipOn }: { on: LegalDate; late: LateEntry | undefined; helps: 'party' | 'authority'; slipOn?: LegalDate | undefined }, { at, pack, book, county, actorId }: { at: LegalInstant; pack: Pack; book: LawBook; county: string; actorId: string }): LateJudged {
  const today = chinaDateOf(at);
  if (pack.lateEntry === undefined) return { blockers: [], countsOn: on, mark: null };
  const value = book.parameter(county, pack.id, pack.lateEntry.parameter, on)?.value;
  // A letter could be entered from the day on its slip. What a party did keeps its day in any case: the obstacle alone bounds it.
  const knownOn = helps === 'party' ? late?.obstacleEndedOn ?? on : slipOn !== undefined && slipOn > on ? slipOn : on;
  const asked: AskedLate = { on, knownOn, late, today, limit: typeof value === 'number' ? value : null, rules: pack.lateEntry, pack, calendar: book.calendars.asKnownOn(today), actorId };
  const blockers = firstOf(LATE_RULES, asked);
  if (late === undefined || blockers.length > 0) return { blockers, countsOn: on, mark: null };
  const { consent } = late;
  const mark: LateMark = { doneOn: on, obstacleEndedOn: late.obstacleEndedOn, reason: late.reason, ...(consent === undefined ? {} : { consent: { ...(consent.consentId === undefined ? {} : { consentId: consent.consentId }), documentNumber: consent.documentNumber, personId: consent.personId } }) };
  return { blockers, mark, countsOn: helps === 'party' || inTime(asked) || afterObstacle(asked) ? on : today };
}
