/** An attempt at service: what holds for each before it is looked at, what it comes to, the paper that records it. */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf, packCitation } from '#law';
import type { Pack, PackRole } from '#law/pack-format';
import { type Around, closedBlocker, dateBlockers, forceBlockers, roleBlockers, scopeOf } from '../act-rules.ts';
import { blocker } from '../blockers.ts';
import { bodyBlockers } from '../competence.ts';
import type { EventRun } from '../event-run.ts';
import { actGuards, guardBlockers } from '../guards.ts';
import { judgeLateEntry, marked, type LateJudged } from '../late-entry.ts';
import type { Blocker, CaseCommand, CaseState } from '../model.ts';
import { guardianBlockers, throughGuardian } from '../party/guardians.ts';
import { representativesOf } from '../party/standing.ts';
import { serviceConfirmations, WITH_SERVICE_RULES } from '../people/confirmations.ts';
import { handsActing } from '../people/standing.ts';
import { RECUSAL_RULES } from '../recusal.ts';
import { allOf, firstOf, type Rule } from '../rules.ts';
import { serviceDecision } from '../service.ts';
import { unsealedBlockers } from '../sheets/seals.ts';

type RecordService = Extract<CaseCommand, { type: 'recordService' }>;

/** Who serves. */
export const SERVERS: readonly PackRole[] = ['officer', 'sectionHead', 'head'];

interface AskedService { command: RecordService; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; around: Around }

/** What holds for every attempt at service before it is looked at. Service is a forward act. */
export const ATTEMPT_RULES: readonly Rule<AskedService>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['packNoLongerInForce'], judge: ({ command, at, pack }) => forceBlockers(pack, command.attempt.on, at, true) },
  { codes: ['dateInFuture', 'dateBeforeOpening'], judge: ({ command, state, at, pack }) => dateBlockers(state, command.attempt.on, at, pack) },
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(SERVERS, around) },
  // Service is an act of the body too: outside matters or term of its grant it is refused (Penalty Law art. 20).
  { codes: ['grantOutsideTerm'], judge: ({ command, state, pack }) => bodyBlockers(pack, command.body ?? state.body, command.attempt.on, state.facts) },
  { codes: [], judge: ({ command, state, pack, around }) => allOf(RECUSAL_RULES, { state, pack, on: command.attempt.on, people: [...handsActing(around.actor), ...command.officers.map((one) => one.personId)], step: null, facts: {} }) },
  { codes: [], judge: ({ command, state, at, pack, book, around }) => guardBlockers(pack, actGuards(pack, 'service'), scopeOf(state, command.attempt.on, at, book, { party: command.party, officers: command.officers, around }), 'decide') },
  { codes: ['guardianMissing'], judge: ({ command, state, pack, book, around }) => guardianBlockers(command.party, { state, pack, book, on: command.attempt.on, minors: around.minors }) },
  { codes: ['paperNotSealed'], judge: ({ command, state, pack, book }) => unsealedBlockers(state, command, pack, book) },
];

interface AskedLateService { command: RecordService; late: LateJudged; pack: Pack }

/** A public announcement counts from a posting that everybody could see: one entered after the limit is posted again. */
export const LATE_SERVICE_RULES: readonly Rule<AskedLateService>[] = [
  {
    codes: ['lateEntryAnnouncement'],
    judge: ({ command, late, pack }) => (command.attempt.outcome !== 'posted' || late.countsOn === command.attempt.on || pack.lateEntry === undefined ? []
      : [blocker('lateEntryAnnouncement', '公告送达逾期未录入的，应重新公告', 'an announcement that was not entered in time is posted again', packCitation(pack, pack.lateEntry.cite), { field: 'attempt.on' })]),
  },
];

/** Records an attempt, and the service where it succeeded; or answers what stands against it. */
export function recordService(run: EventRun, command: RecordService, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const refused = firstOf(ATTEMPT_RULES, { command, state: run.state, at: run.at, pack, book, around });
  if (refused.length > 0) return refused;
  const late = judgeLateEntry({ on: command.attempt.on, slipOn: command.attempt.returnSlipOn, late: command.late, helps: 'authority' }, { at: run.at, pack, book, county: run.state.county, actorId: around.actor.personId });
  const served = { command, actor: around.actor, state: run.state, pack, book };
  const untimely = [...late.blockers, ...firstOf(LATE_SERVICE_RULES, { command, late, pack }), ...allOf(WITH_SERVICE_RULES, served)];
  if (untimely.length > 0) return untimely;
  const judged = serviceDecision(run.state, command, chinaDateOf(run.at), pack, book);
  if ('blockers' in judged) return judged.blockers;
  run.add({ type: 'serviceAttempted', v: 1, occurredOn: command.attempt.on, paperId: command.paperId, party: command.party, attempt: command.attempt, officers: command.officers, result: judged.result, ...marked(late), ...(command.basedOn === undefined ? {} : { basedOn: command.basedOn }), ...serviceConfirmations(served), ...guardiansServed(run.state, command, pack, book, around) });
  if (judged.servedOn !== null) {
    // Entered after the limit it counts for the party from the day of recording; the true day stays on record.
    const effectiveOn = late.countsOn > judged.servedOn && late.countsOn !== command.attempt.on ? late.countsOn : judged.servedOn;
    run.add({ type: 'paperServed', v: 1, occurredOn: judged.servedOn, paperId: command.paperId, party: command.party, way: command.attempt.way, rawOn: judged.servedOn, rolledOn: judged.servedOn, effectiveOn });
  }
  issueServicePaper(run, command, judged.result, judged.servedOn ?? command.attempt.on, pack);
  return [];
}

/** In whose hands the paper of a party comes who acts through a guardian. */
function guardiansServed(state: CaseState, { party, attempt: { on } }: RecordService, pack: Pack, book: LawBook, { minors }: Around): { guardians?: number[] } {
  return throughGuardian(party, { state, pack, book, on, minors }) === 'yes' ? { guardians: representativesOf(state, party, on, 'guardian').map((one) => one.seq) } : {};
}

/** The receipt of what was served (Civil Procedure Law art. 87), filled in when it has been, or the announcement itself (art. 95). */
function issueServicePaper(run: EventRun, command: RecordService, result: 'served' | 'failed' | 'pending', on: LegalDate, pack: Pack): void {
  const code = result === 'served' ? pack.servicePapers?.receipt : command.attempt.outcome === 'posted' ? pack.servicePapers?.announcement : undefined;
  const definition = pack.papers.find((one) => one.code === code);
  const about = run.state.papers.find((one) => one.paperId === command.paperId);
  if (!definition || !about) return;
  run.add({
    type: 'paperIssued', v: 1, occurredOn: on, number: null, sha256: null, templateSha256: null,
    paper: { paperId: run.nextId, paper: definition.code, party: command.party, series: definition.series, authorityId: about.authorityId, about: command.paperId },
  });
}
