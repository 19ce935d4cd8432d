import type { EntityManager } from 'typeorm';
import { certificatesOn } from '#access';
import { MissingGlyphError, PaperFieldsError, paperReference } from '#documents';
import { chinaDateOf, formatDocumentNumber, LawInputError, type LawBook, type LegalDate, type LegalInstant } from '#law';
import { fieldsOf, forbiddenWordBlockers, scopeOf, wordingsOfFacts, wordingsOfPaper } from '#cases';
import type { ApprovalState, Blocker, CaseEvent, CaseState } from '#cases/model';
import { namedInApproval } from './approval-fields.ts';
import { stepOfPaper } from '#cases/evolve';
import type { Pack, PackPaper } from '#law/pack-format';
import { insertPaper, takeNumber } from '#store';
import { isErased, type PartyIdentity } from '#store/content';
import { personOfCase } from './content-owner.ts';
import type { CommandDeps } from './deps.ts';
import { isForHandlers } from './leads/sealed-facts.ts';
import { paymentSlips } from './money-in/references.ts';
import { NotDone } from './outcome.ts';
import { paperFields, stepsWithOfficers, type PaperScope } from './paper-fields.ts';
import { answeredFor, handlersOf, printedAround } from './paper-sheet.ts';
import { doorOf, makePartyCode } from './party/codes.ts';
import { guardiansOf } from './party/minors.ts';
import type { RepresentativeIdentity } from './party/resolve.ts';
import { withReferredFacts } from './referred-facts.ts';
import type { PaperService } from './service-fields.ts';

/** Issued papers lie in the database, in the transaction that issues them. */
const MOST_BYTES = 1_048_576;

type PaperIssued = Extract<CaseEvent, { type: 'paperIssued' }>;

export interface PaperIssue {
  event: PaperIssued;
  /** The case with the event in it, and every event before. */
  state: CaseState;
  seq: number;
  at: LegalInstant;
  book: LawBook;
  caseNumber: string;
  actorId: string;
}

/**
 * Numbers, prints, seals and keeps one paper, and fills its event. Numbers come from the series of the authority in
 * whose name the paper goes out (the principal under entrustment) and the China year of issue. A paper that cannot be
 * printed refuses the command.
 */
export async function issuePaper(deps: CommandDeps, manager: EntityManager, issue: PaperIssue): Promise<PaperIssued> {
  const { event, state, seq, book } = issue;
  const { paper } = event;
  const { pack } = book.pack(state.pack);
  const declared = pack.papers.find((one) => one.code === paper.paper);
  if (declared === undefined) throw new Error(`The pack ${pack.id} has no paper ${paper.paper}.`);
  const { caseId, officeId } = state;
  const number = paper.series === null ? null : (await takeNumber(manager,
    { series: paper.series, authorityId: paper.authorityId, year: Number(event.occurredOn.slice(0, 4)), caseId, officeId, paperId: paper.paperId },
    (short, n) => formatDocumentNumber(`${short}${paper.series ?? ''}`, Number(event.occurredOn.slice(0, 4)), n))).text;
  const referred = paper.about === undefined ? withReferredFacts(state, pack, seq) : state;
  const numbered: CaseState = { ...referred, papers: state.papers.map((one) => (one.paperId === paper.paperId ? { ...one, number } : one)) };
  const service = serviceOf(numbered, paper);
  const definition: PackPaper = { ...declared, fields: fieldsOf(declared, scopeOf(numbered, event.occurredOn, issue.at, book, { party: paper.party })) };
  const words = await wordsFor(deps, manager, { ...issue, state: numbered }, definition, service);
  const issuer = words.office(paper.authorityId);
  if (issuer === null) throw new Error(`The authority ${paper.authorityId} is no office of this record.`);
  const forbidden = forbiddenWordBlockers(book, pack.id, chinaDateOf(issue.at), [...wordingsOfPaper(definition), ...wordingsOfFacts(pack, factsPrinted(definition, pack, numbered, paper.party, words.text))]);
  if (forbidden.length > 0) throw new NotDone({ status: 'refused', blockers: forbidden });
  try {
    const fields = paperFields(definition, { ...words, service, pack, book, state: numbered, at: issue.at, on: event.occurredOn, party: paper.party, caseNumber: issue.caseNumber, actorId: issue.actorId, approval: approvalOf(numbered, event), closing: closingOf(event, words.text) });
    const atDoor = await doorOf(pack, definition.serve, { m: manager, content: deps.content, state: numbered, book, on: chinaDateOf(issue.at), party: paper.party });
    const doorCode = atDoor === null ? null : await makePartyCode(deps.keys, manager, { caseId, officeId, ...atDoor, paperId: paper.paperId, at: issue.at, by: issue.actorId });
    const ordering = numbered.papers.find(({ paperId }) => paperId === paper.paperId);
    const printed = deps.renderer.render({
      template: definition.template, number, issuedOn: event.occurredOn, issuer: issuer.name,
      entrustedTo: state.body.basis === 'entrusted' ? words.office(state.officeId)?.name ?? null : null,
      substitution: paper.about === undefined ? substitutionOf(state, seq, words.person) : null,
      fields: { caseNumber: issue.caseNumber, ...fields }, training: deps.profile === 'training', reference: paperReference(paper.paperId), doorCode, payments: ordering === undefined ? [] : await paymentSlips(manager, { state: numbered, pack, paper: ordering, on: event.occurredOn, at: issue.at }), answeredFor: paper.about === undefined ? answeredFor(numbered, seq, pack, { actorId: issue.actorId, served: definition.serve }, words) : null, ...printedAround(definition),
    });
    if (printed.bytes.length > MOST_BYTES) throw new PaperFieldsError(definition.template, 'fields', { zh: `文书有${printed.bytes.length}字节，超过${MOST_BYTES}字节：请缩短文字，或者将其作为附件归档。`, en: `the paper has ${printed.bytes.length} bytes, more than ${MOST_BYTES}: shorten its texts, or file them as an attachment.` });
    const { keyId, sealed } = await deps.people.sealBytes(manager, { caseId, officeId, personRef: paper.party ?? personOfCase(state.parties), id: paper.paperId, bytes: Buffer.from(printed.bytes) });
    await insertPaper(manager, {
      paperId: paper.paperId, caseId, officeId, seq, paper: paper.paper, party: paper.party, number, authorityId: paper.authorityId, sha256: printed.sha256,
      templateSha256: printed.templateSha256, mediaType: printed.mediaType, sealed, keyId, issuedOn: event.occurredOn, handlersOnly: isForHandlers(pack, declared),
    });
    return { ...event, number, sha256: printed.sha256, templateSha256: printed.templateSha256 };
  } catch (error) {
    throw refusalOf(error, definition.title.zh, definition.title.en);
  }
}

/** Texts and codes of the record that a paper would print; they may have been entered when their words were still allowed. */
function factsPrinted(definition: PackPaper, pack: Pack, state: CaseState, party: string | null, text: (contentId: string) => string | null): Record<string, string> {
  const printed = Object.values(definition.fields).flat().join('\n');
  return Object.fromEntries(pack.facts.filter((fact) => printed.includes(`{fact:${fact.code}}`)).flatMap(({ code }) => {
    const value = (party === null ? undefined : state.partyFacts[party]?.[code]) ?? state.facts[code];
    const words = value?.type === 'text' ? text(value.content.contentId) : value?.type === 'code' ? value.value : null;
    return words === null ? [] : [[code, words]];
  }));
}

function approvalOf(state: CaseState, { paper }: PaperIssued): ApprovalState | null {
  return state.approvals.find((one) => one.approvalId === paper.approval) ?? null;
}

function closingOf({ paper: { closing } }: PaperIssued, text: (contentId: string) => string | null): PaperScope['closing'] {
  return closing === undefined ? undefined : { code: closing.code, reason: closing.reason === null ? null : text(closing.reason.contentId) };
}

/** What the typesetter will not print is for the person to mend, not a fault of the service. */
function refusalOf(error: unknown, zh: string, en: string): unknown {
  if (!(error instanceof PaperFieldsError || error instanceof MissingGlyphError || error instanceof LawInputError)) return error;
  const field = error instanceof LawInputError ? {} : { field: error.field };
  const blocker: Blocker = {
    code: error instanceof MissingGlyphError ? 'paperCharacterNotPrintable' : 'paperFieldMissing', article: { zh: '本系统规则：文书不完整不得发出', en: 'Anjuan: no paper goes out incomplete' }, ...field,
    message: { zh: `《${zh}》不能制作：${error.zh}`, en: `"${en}" cannot be printed: ${error.message}` },
  };
  return new NotDone({ status: 'refused', blockers: [blocker] });
}

/** Who acted for whom in the step that issues the paper, and by which written authority. */
function substitutionOf(state: CaseState, seq: number, nameOf: (personId: string) => string | null): string | null {
  const step = stepOfPaper(state, seq);
  if (step?.actingFor === undefined) return null;
  const { personId, instrument } = step.actingFor;
  return `${nameOf(step.actorId) ?? step.actorId}受委托代行${nameOf(personId) ?? personId}职责，依据${instrument}`;
}

/** The attempt that a receipt or an announcement records, and the paper it is about. */
function serviceOf(state: CaseState, paper: PaperIssued['paper']): PaperService | null {
  const about = state.papers.find((one) => one.paperId === paper.about);
  const last = about?.attempts.findLast((one) => one.party === paper.party);
  return about === undefined || last === undefined ? null : { paper: about, attempt: last.attempt, officerIds: last.officerIds, servedOn: about.served[last.party]?.rawOn ?? null };
}

interface Office { name: string; address: string | null; phone: string | null }

/** Names and texts that the paper may print, read in this transaction: identities and texts of the case, persons, offices. */
async function wordsFor(deps: CommandDeps, manager: EntityManager, { event, state, actorId, book, at }: PaperIssue, definition: PackPaper, service: PaperService | null) {
  const listed = JSON.stringify(definition.fields).includes('{listed:') ? state.steps.map((step) => step.facts) : [];
  const facts = [state.facts, ...Object.values(state.partyFacts), ...listed].flatMap((all) => Object.values(all));
  const approved = namedInApproval(approvalOf(state, event));
  const texts = [...approved.contents, ...facts.flatMap((value) => (value.type === 'text' ? [value.content.contentId] : [])), ...[service?.attempt.note, service?.attempt.urgency, service?.attempt.place].flatMap((one) => (one === undefined ? [] : [one.contentId])), ...(event.paper.closing?.reason ? [event.paper.closing.reason.contentId] : [])];
  const by = await guardiansOf(deps, manager, { state, book, on: chinaDateOf(at) });
  const contents = await deps.content.read(manager, [...state.parties.map((party) => party.identity.contentId), ...[...by.values()].flat().map((one) => one.identity.contentId), ...texts]);
  const people = await namesOf(manager, [actorId, ...approved.people, ...facts.flatMap((value) => (value.type === 'person' ? [value.personId] : [])), ...state.steps.flatMap((step) => [...step.officerIds, step.actorId, ...(step.actingFor ? [step.actingFor.personId] : [])]), ...(service?.officerIds ?? [])]);
  const offices = new Map((await manager.query<(Office & { id: string })[]>('SELECT id, name, address, phone FROM office WHERE id = ANY ($1)', [[state.officeId, state.body.authorityId]])).map((row) => [row.id, row]));
  const officers = new Map<string, string>();
  for (const code of stepsWithOfficers(definition)) {
    const taken = state.steps.findLast((step) => !step.byTime && (code === '' || step.step === code));
    if (taken === undefined) continue;
    officers.set(code, await linesOf(manager, taken.officerIds, taken.on, people));
  }
  const certificates = await certificatesOn(manager, handlersOf(state, book.pack(state.pack).pack), event.occurredOn);
  const servers = service === null ? null : await linesOf(manager, service.officerIds, service.attempt.on, people);
  return {
    servers,
    identity: (partyId: string): PartyIdentity | null => {
      const party = state.parties.find((one) => one.partyId === partyId);
      const value = party === undefined ? undefined : contents.get(party.identity.contentId);
      if (value === undefined || isErased(value)) return null;
      const identity = value as PartyIdentity;
      const guardians = (by.get(partyId) ?? []).flatMap((one) => { const kept = contents.get(one.identity.contentId); return kept === undefined || isErased(kept) ? [] : [(kept as RepresentativeIdentity).name]; });
      return guardians.length === 0 ? identity : { ...identity, name: `${identity.name}（监护人：${guardians.join('、')}）` };
    },
    text: (contentId: string): string | null => {
      const value = contents.get(contentId);
      return typeof value === 'string' ? value : null;
    },
    person: (personId: string): string | null => people.get(personId) ?? null,
    certificate: (personId: string): string | null => certificates.get(personId)?.certificate ?? null,
    office: (officeId: string): Office | null => offices.get(officeId) ?? null,
    officersOf: (step: string): string | null => officers.get(step) ?? null,
  };
}

/** Each officer a line: the name, and the certificate as it stood on the day of the act. */
async function linesOf(manager: EntityManager, ids: readonly string[], on: LegalDate, people: ReadonlyMap<string, string>): Promise<string> {
  const certificates = await certificatesOn(manager, ids, on);
  return ids.map((id) => `${people.get(id) ?? id}：${certificates.get(id)?.certificate ?? '无执法证件'}`).join('\n');
}

async function namesOf(manager: EntityManager, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await manager.query<{ id: string; display_name: string }[]>('SELECT id, display_name FROM account WHERE id::text = ANY ($1)', [[...new Set(personIds)]]);
  return new Map(rows.map((row) => [row.id, row.display_name]));
}
