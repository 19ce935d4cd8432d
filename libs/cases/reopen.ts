/** A closed case taken up again (重新办理): its decision was quashed, the judiciary sent it back, what was closed must go on. */
import { type LawBook, type LegalDate, type LegalInstant, packCitation } from '#law';
import type { Pack, PackReopening } from '#law/pack-format';
import { type Around, forceBlockers, recordingDayBlockers, roleBlockers, scopeOf } from './act-rules.ts';
import type { EventRun } from './event-run.ts';
import { blocker, houseRule } from './blockers.ts';
import { bodyBlockers } from './competence.ts';
import { factBlockers, readableFacts } from './fact-checks.ts';
import { guardBlockers } from './guards.ts';
import type { ActingBody, AllowedAction, Blocker, CaseCommand, CaseState, Facts } from './model.ts';
import { allOf, firstOf, type Rule } from './rules.ts';

interface AskedReopening { reopening: PackReopening; on: LegalDate; facts: Facts; body: ActingBody; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; around: Around; mode: 'decide' | 'offer' }

/** Whether the case can be taken up again in this way at all. */
export const REOPENING_GATES: readonly Rule<AskedReopening>[] = [
  { codes: ['caseNotClosed'], judge: ({ state }) => (state.closed === null ? [blocker('caseNotClosed', '案件尚未结案', 'the case is not closed', houseRule('已结案件方可重新办理', 'only a closed case is taken up again'))] : []) },
  { codes: ['packNoLongerInForce'], judge: ({ pack, on, at }) => forceBlockers(pack, on, at, true) },
  {
    codes: ['closingNotReopened'],
    judge({ reopening, state, pack }) {
      if (state.closed === null || reopening.from.includes(state.closed.closing)) return [];
      const names = pack.closings.filter((one) => reopening.from.includes(one.code)).map((one) => one.name);
      return [blocker('closingNotReopened', `仅适用于以下列方式结案的案件：${names.map((one) => one.zh).join('、')}`, `possible only after the closing: ${names.map((one) => one.en).join(', ')}`, packCitation(pack, reopening.cite))];
    },
  },
];

export const REOPENING_RULES: readonly Rule<AskedReopening>[] = [
  { codes: ['dateInFuture', 'notDatedBack'], judge: ({ on, at }) => recordingDayBlockers(on, at) },
  { codes: ['roleMissing'], judge: ({ reopening, around }) => roleBlockers(reopening.by, around) },
  { codes: ['bodyWithoutPower'], judge: ({ pack, body, on, state }) => bodyBlockers(pack, body, on, state.facts) },
  { codes: ['factUnknown', 'factType', 'factMissing'], judge: ({ pack, reopening, facts, mode }) => factBlockers(pack, reopening.facts, facts, mode === 'offer') },
  { codes: [], judge: ({ pack, reopening, state, on, at, book, facts, around, mode }) => guardBlockers(pack, reopening.guards, scopeOf(state, on, at, book, { facts: readableFacts(pack, facts), around }), mode) },
];

function reopeningBlockers(asked: AskedReopening): Blocker[] {
  const closedTo = firstOf(REOPENING_GATES, asked);
  return closedTo.length > 0 ? closedTo : allOf(REOPENING_RULES, asked);
}

/**
 * Takes a closed case up again in the phase that the pack names. Papers whose service the closing had called off are
 * owed once more; what lapsed meanwhile is recorded by the advance that follows.
 */
export function reopenCase(run: EventRun, command: Extract<CaseCommand, { type: 'reopenCase' }>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const { state } = run;
  const reopening = pack.reopenings.find((one) => one.code === command.reopening);
  if (!reopening) return [blocker('reopeningUnknown', `没有“${command.reopening}”这种重新办理的方式`, `there is no reopening "${command.reopening}"; known: ${pack.reopenings.map((one) => one.code).join(', ') || 'none'}`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'reopening' })];
  const blockers = reopeningBlockers({ reopening, on: command.on, facts: command.facts, body: command.body, state, at: run.at, pack, book, around, mode: 'decide' });
  if (blockers.length > 0) return blockers;
  run.add({ type: 'caseReopened', v: 1, occurredOn: command.on, reopening: reopening.code, phase: reopening.to, facts: command.facts, reason: command.reason, body: command.body, actorId: around.actor.personId, resumes: reopening.resumes, ...(reopening.clears.length > 0 ? { clears: reopening.clears } : {}) });
  for (const duty of state.duties.filter((one) => one.kind === 'serve' && one.status === 'withdrawn' && one.outcome === 'caseClosed')) {
    const paper = state.papers.find((one) => one.paperId === duty.paperId);
    if (!paper || paper.voided || duty.party === undefined || paper.served[duty.party]) continue;
    run.owe({ kind: 'serve', to: duty.to, about: duty.about, paperId: paper.paperId, party: duty.party, ...(duty.dueOn === undefined ? {} : { dueOn: duty.dueOn }) }, command.on);
  }
  return [];
}

/** The ways in which a closed case can be taken up again today; none while it is open. */
export function reopeningActions(pack: Pack, state: CaseState, at: LegalInstant, on: LegalDate, book: LawBook, around: Around): AllowedAction[] {
  if (state.closed === null) return [];
  return pack.reopenings.map((reopening) => {
    const blockers = reopeningBlockers({ reopening, on, facts: {}, body: state.body, state, at, pack, book, around, mode: 'offer' });
    const needs = reopening.facts.map(({ fact, required }) => {
      const definition = pack.facts.find((one) => one.code === fact);
      return { fact, label: definition?.label ?? { zh: fact, en: fact }, type: definition?.type ?? 'text', required };
    });
    return { action: 'reopenCase' as const, code: reopening.code, name: reopening.name, party: null, allowed: blockers.length === 0, needs, blockers };
  });
}
