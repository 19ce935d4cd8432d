/** A step of the procedure: what stands against it, its event, the papers and duties that come with it. */
import { type LawBook, type LegalDate, packCitation } from '#law';
import type { Pack, PackPaper, PackStep } from '#law/pack-format';
import { type Around, scopeOf, stepBlockers } from '../act-rules.ts';
import { FITS_THE_CASE, blocker } from '../blockers.ts';
import { measureFine } from '../causes.ts';
import { computeFacts } from '../computed-facts.ts';
import { type ConditionScope, holds } from '../conditions.ts';
import type { EventRun } from '../event-run.ts';
import { withoutFacts } from '../evolve.ts';
import { readableFacts } from '../fact-checks.ts';
import { judgeLateEntry, marked } from '../late-entry.ts';
import type { Blocker, CaseCommand, PaperState } from '../model.ts';
import { asApproved } from '../office/covered-steps.ts';
import { issueApprovalSheets } from '../office/sheets.ts';
import { collect, collectionOf, COLLECTION_RULES } from '../money/collections.ts';
import { FORBEARANCE_RULES, grantOf } from '../money/forbearance-grant.ts';
import { STAGE_RULES, stagesOf } from '../money/agreement-rules.ts';
import { planOf, TERMS_RULES } from '../money/terms.ts';
import { actOfParty } from '../party-acts.ts';
import { confirmationsOf, WITH_STEP_RULES } from '../people/confirmations.ts';
import { helpAround } from '../people/help.ts';
import { SHOWS_RULES } from '../people/shown.ts';
import { papersReplaced } from '../replaced-papers.ts';
import { allOf } from '../rules.ts';

type TakeStep = Extract<CaseCommand, { type: 'takeStep' }>;

/** Takes a step, or answers everything that stands against it. */
export function takeStep(run: EventRun, sent: TakeStep, pack: Pack, book: LawBook, before: Around): Blocker[] {
  const forParty = actOfParty(before.actor, run.state, sent.party, sent.hall);
  const around: Around = forParty === undefined ? before : { ...before, forParty };
  const step = pack.steps.find((one) => one.code === sent.step && !one.byTime);
  if (!step) return [blocker('stepUnknown', `程序“${pack.name.zh}”没有步骤“${sent.step}”`, `"${pack.name.en}" has no step "${sent.step}"`, FITS_THE_CASE, { field: 'step' })];
  const state = step.clears.length === 0 ? run.state : { ...run.state, facts: withoutFacts(run.state.facts, step.clears) };
  const late = judgeLateEntry({ on: sent.on, late: sent.late, helps: step.helps ?? 'authority' }, { at: run.at, pack, book, county: state.county, actorId: around.actor.personId });
  const command = { ...sent, on: late.countsOn };
  if (step.perParty && (command.party === undefined || !state.parties.some((party) => party.partyId === command.party))) {
    return [blocker('partyMissing', '此步骤须对各当事人分别办理，请指明当事人', `this is done for each party: name one of ${state.parties.map((party) => party.partyId).join(', ')}`, packCitation(pack, step.cite), { field: 'party' })];
  }
  const party = step.perParty ? command.party ?? null : null;
  const approved = asApproved(pack, step, party, command.facts, state, scopeOf(state, command.on, run.at, book, { party, facts: readableFacts(pack, command.facts) }));
  const asked = { on: command.on, party, facts: approved.facts, officers: command.officers, body: command.body };
  const given = readableFacts(pack, asked.facts);
  const computed = computeFacts(pack, step, scopeOf(state, command.on, run.at, book, { party, facts: given }));
  const fine = measureFine({ pack, book, county: state.county, parties: state.parties, on: command.on, given, facts: { ...state.facts, ...given } }, step);
  const plan = planOf({ step, on: command.on, party, facts: given, body: command.body, state, at: run.at, pack, book });
  const grant = grantOf({ step, on: command.on, party, facts: given, state, at: run.at, pack, book });
  const stages = stagesOf({ step, on: command.on, party, facts: given, state, at: run.at, pack, book });
  const collection = collectionOf({ step, on: command.on, party, facts: given, state, at: run.at, pack, book });
  const facts = { ...asked.facts, ...computed.facts, ...fine.facts, ...plan?.facts };
  const blockers = [...stepBlockers({ step, ...asked, measured: fine, state, at: run.at, pack, book, around, mode: 'decide' }), ...late.blockers, ...computed.blockers, ...fine.blockers, ...(plan === null ? [] : allOf(TERMS_RULES, plan)), ...(grant === null ? [] : allOf(FORBEARANCE_RULES, grant)), ...(stages === null ? [] : allOf(STAGE_RULES, stages)), ...(collection === null ? [] : allOf(COLLECTION_RULES, collection))];
  const withStep = { step, on: command.on, facts, officers: command.officers, confirmations: command.confirmations ?? [], actor: around.actor, state, pack, book };
  blockers.push(...allOf(WITH_STEP_RULES, withStep), ...allOf(SHOWS_RULES, { ...withStep, shows: command.shows }));
  if (blockers.length > 0) return blockers;
  const perParty = new Set(pack.facts.filter((fact) => fact.perParty).map((fact) => fact.code));
  const scope = scopeOf(state, command.on, run.at, book, { party, facts, officers: command.officers, around });
  const others = state.parties.filter((one) => one.partyId !== party);
  const each = others.every((one) => state.steps.some((taken) => taken.step === step.code && taken.party === one.partyId));
  run.add({
    type: 'stepTaken', v: 1, occurredOn: command.on, step: step.code, party, officers: command.officers, actorId: around.actor.personId, body: command.body,
    facts: Object.fromEntries(Object.entries(facts).filter(([code]) => !perParty.has(code))), partyFacts: Object.fromEntries(Object.entries(facts).filter(([code]) => perParty.has(code))),
    phase: step.to !== undefined && (!step.toWhenEach || each) ? step.to : null,
    claims: step.claims.filter((claim) => !claim.when || holds(claim.when, scope) === true).map((claim) => claim.register), ...(step.releases.length > 0 ? { releases: step.releases } : {}),
    suspends: step.suspends, resumes: step.resumes, ...marked(late), ...(sent.basedOn === undefined ? {} : { basedOn: sent.basedOn }), ...confirmationsOf(withStep), ...helpAround({ ...withStep, shows: command.shows }), ...(approved.approvals.length === 0 ? {} : { approvals: approved.approvals }), ...(step.clears.length > 0 ? { clears: step.clears } : {}), ...(forParty === undefined ? {} : { forParty }),
  });
  issuePapers(run, step, command, party, pack, scope);
  if (collection !== null) collect(run, collection, book);
  issueApprovalSheets(run, approved.approvals, command.on, command.body.authorityId, pack);
  voidReplaced(run, papersReplaced(state, step, party, pack), command.on);
  for (const { owe, when } of step.owes) {
    if (when && holds(when, scope) !== true) continue;
    const due = owe.dueFact === undefined ? undefined : facts[owe.dueFact];
    run.owe({
      kind: owe.duty, to: owe.to, about: owe.about, ...(party === null ? {} : { party }),
      ...(owe.fulfilledBy ? { fulfilledBy: owe.fulfilledBy } : {}), ...(due?.type === 'date' ? { dueOn: due.value } : {}),
    }, command.on);
  }
  return [];
}

/** Papers of a step, one for each party where the pack says so, and the duty to serve them. */
function issuePapers(run: EventRun, step: PackStep, command: TakeStep, party: string | null, pack: Pack, scope: ConditionScope): void {
  for (const issue of step.issues.filter(({ when }) => !when || holds(when, scope) === true)) {
    const paper = pack.papers.find((one) => one.code === issue.paper);
    if (!paper) throw new Error(`Step ${step.code} of pack ${pack.id} issues an unknown paper ${issue.paper}.`);
    const receivers = party !== null ? [party] : paper.perParty ? run.state.parties.map((one) => one.partyId) : [null];
    for (const receiver of receivers) {
      const paperId = run.nextId;
      run.add({ type: 'paperIssued', v: 1, occurredOn: command.on, paper: { paperId, paper: paper.code, party: receiver, series: paper.series, authorityId: command.body.authorityId }, number: null, sha256: null, templateSha256: null });
      const addressees = receiver === null ? run.state.parties.map((one) => one.partyId) : [receiver];
      const dueOn = serviceDueOn(paper, command.on, pack, scope);
      if (paper.serve) for (const addressee of addressees) run.owe({ kind: 'serve', to: 'officer', paperId, party: addressee, ...(dueOn === null ? {} : { dueOn }), about: { zh: `送达《${paper.title.zh}》`, en: `serve "${paper.title.en}"` } }, command.on);
    }
  }
}

/** The day by which a paper is to be served, where a clock runs from its issue to its service. */
function serviceDueOn(paper: PackPaper, issuedOn: LegalDate, pack: Pack, scope: ConditionScope): LegalDate | null {
  const clock = pack.clocks.find(({ start, startAlso, ends }) => (start ? [start, ...startAlso] : []).some((one) => 'issued' in one && one.issued === paper.code) && ends.some((one) => 'served' in one && one.served === paper.code));
  return clock ? scope.clocks.periodEnd(clock.code, issuedOn, null) : null;
}

/** The earlier papers fall only where the step has issued the new one. */
function voidReplaced(run: EventRun, replaced: readonly PaperState[], on: LegalDate): void {
  for (const paper of replaced) {
    const successor = run.state.papers.findLast((one) => one.paper === paper.paper && one.party === paper.party);
    if (successor !== undefined && successor.paperId !== paper.paperId) run.add({ type: 'paperVoided', v: 1, occurredOn: on, paperId: paper.paperId, reason: null, replacedBy: successor.paperId });
  }
}
