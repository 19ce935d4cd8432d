import { openTasks, type CaseState, type OpenTask } from '#cases';
import { stepBlockers } from '#cases/act-rules';
import { chinaDateOf, type LawBook, type LegalDate, type LegalInstant } from '#law';

/** A task with the earliest lawful day of its step (while the party may still be heard, say); null when no day stands against it. */
export interface DatedTask extends OpenTask { notBefore: LegalDate | null }

/** What waits for people at an instant, each with the days between which it may and should be done. */
export function datedTasks(state: CaseState, at: LegalInstant, book: LawBook): DatedTask[] {
  return openTasks(state, at, book).map((task) => ({ ...task, notBefore: earliestDay(task, state, at, book) }));
}

/** The latest of the earliest days that the rules name for anybody of the right role: all of them must have come. */
function earliestDay({ step: code, party, role }: OpenTask, state: CaseState, at: LegalInstant, book: LawBook): LegalDate | null {
  const { pack } = book.pack(state.pack);
  const step = pack.steps.find((one) => one.code === code);
  if (step === undefined) return null;
  const today = chinaDateOf(at);
  const around = { actor: { personId: '', officeId: state.officeId, roles: [role], kind: 'person' as const }, county: state.county, claims: {}, profile: 'production' as const, caseId: state.caseId };
  const days = stepBlockers({ step, on: today, party, facts: {}, officers: undefined, body: state.body, state, at, pack, book, around, mode: 'offer' })
    .flatMap(({ earliest }) => (earliest !== undefined && earliest > today ? [earliest] : [])).sort();
  return days.at(-1) ?? null;
}
