import { grantsOf, loansOf, officersOnDay, postOnDay } from '#access';
import { ageOn, checkIdentityNumber, chinaDateOf, packCitation, type LegalDate } from '#law';
import { forbiddenWordBlockers, wordingsOfFacts } from '#cases';
import type { FactDefinition, Pack } from '#law/pack-format';
import { ROLE_NAMES } from '#law/role-names';
import type { Confirmation } from '#cases/people/types';
import type { CaseCommand, CaseState, ContentRef, Facts, OfficerOnDay, Party, ServiceAttempt, LateEntry } from '#cases/model';
import type { HallRecord } from '#cases/party/types';
import { isErased, type PartyIdentity } from '#store/content';
import { together } from '#store';
import { findFile } from '#store/files';
import { personOfCase } from './content-owner.ts';
import { bodyOf, invalid, keep, keepOwn, OWN_WORDS, type Arrival } from './arrival.ts';
import { dayOfCommand } from './day-of-command.ts';
import type { EdgeAttempt, EdgeCommand, EdgeFacts, EdgeParty } from './edge.ts';
import { readLate, type LateAct } from './late-entry.ts';
import { namedCaseErrors } from './leads/named-cases.ts';
import { keepSealed } from './leads/sealed-facts.ts';
import { resolveRepresentative } from './party/resolve.ts';
import { officeErrors, resolvePeople } from './people/resolve.ts';
import { readFacts } from './facts.ts';
import { identityErrors, notPrintable, sameIdentity, type OlderThan } from './identities.ts';
import { NotDone, type FieldError } from './outcome.ts';
import { approvedTexts, resolveOffice } from './resolve-office.ts';
import { resolveSheetCommand } from './sheet-commands.ts';

/**
 * Turns a plain command into one of the case engine: texts and identities are encrypted, facts read by the types of
 * the pack, officers looked up with their certificates on the day of the act, the acting body by its grants. Throws
 * NotDone with the fields that cannot be.
 */
export async function resolveCommand(command: EdgeCommand, arrival: Arrival): Promise<CaseCommand> {
  const on = dayOfCommand(command, arrival);
  switch (command.type) {
    case 'openCase': return openCase(command, on, arrival);
    case 'takeStep': return takeStep(command, on, arrival);
    case 'recordService': return {
      type: 'recordService', paperId: command.paperId, party: command.party, attempt: await readAttempt(command.attempt, command.party, arrival),
      officers: await readOfficers(command.officers, command.attempt.on, arrival), ...confirmedNow(command.confirmations, arrival), ...(await lateOf(command, { act: 'service', about: command.paperId, on: command.attempt.on }, arrival)), ...seen(command.basedOn),
      ...(arrival.state === null ? {} : { body: await bodyOf(arrival.book.pack(arrival.state.pack).pack, arrival.state.facts, command.attempt.on, arrival) }),
    };
    case 'voidPaper': return { type: 'voidPaper', paperId: command.paperId, on, reason: await keepReason(arrival, command.reason) };
    case 'closeCase': return closeCase(command, on, arrival);
    case 'reopenCase': return reopenCase(command, on, arrival);
    case 'amendParty': return amendParty(command, on, arrival);
    case 'attachFile': return attachFile(command, arrival);
    case 'fileOriginal':
    case 'askSeal':
    case 'useSeal': return resolveSheetCommand(command, on, { officersOf: (ids) => readOfficers(ids, on, arrival), lateOf: (late, paperId) => lateOf({ late }, { act: 'seal', about: paperId, on }, arrival) });
    case 'transferCase':
    case 'takeOverCase':
    case 'callInFile':
    case 'returnFile':
    case 'confirmStep': return resolvePeople(command, on, arrival);
    case 'fileRepresentative':
    case 'endRepresentative': return resolveRepresentative(command, on, arrival);
    case 'fulfilDuty':
    case 'bookPayment':
    case 'bookDeposit':
    case 'reversePayment':
    case 'orderRefund':
    case 'payRefund':
    case 'returnRefund':
    case 'advance': return command;
    case 'askApproval': case 'signApproval': case 'changeSigners': case 'withdrawApproval': case 'handleTask':
      return resolveOffice(command, arrival, { keepOwn: (personRef, wording) => keepOwn(arrival, personRef, wording), factsOf: (pack, given, personRef, on) => factsOf(pack, given, personRef, on, arrival) });
  }
}

async function openCase(command: Extract<EdgeCommand, { type: 'openCase' }>, on: LegalDate, arrival: Arrival): Promise<CaseCommand> {
  const pack = arrival.book.find(command.pack)?.pack;
  if (pack === undefined) {
    const known = arrival.book.packs.map((one) => one.pack.id);
    throw invalid([{ field: 'pack', rule: 'unknownPack', message: { zh: `没有名为“${command.pack}”的程序，现有：${known.join('、')}。`, en: `There is no pack "${command.pack}"; there are: ${known.join(', ')}.` } }]);
  }
  if (command.parties.length === 0 && pack.party.min > 0) throw invalid([{ field: 'parties', rule: 'minimum', message: { zh: `至少须有${pack.party.min}名${pack.party.name.zh}。`, en: `There must be at least ${pack.party.min} of "${pack.party.name.en}".` } }]);
  const partyIds = command.parties.map((_, index) => ({ partyId: `p${index + 1}` }));
  const facts = await factsOf(pack, command.facts, personOfCase(partyIds), on, arrival);
  const actedOn = dayOfAct(pack, facts) ?? on;
  const errors = identityErrors(command.parties, { actedOn, renderer: arrival.deps.renderer, olderThan: olderThan(pack, facts) });
  if (errors.length > 0) throw invalid(errors);
  const parties: Party[] = [];
  for (const [index, party] of command.parties.entries()) {
    const partyId = `p${index + 1}`;
    parties.push({ partyId, kind: party.kind, ageOnAct: ageOf(party, actedOn), identity: await keep(arrival, partyId, identityContent(party)) });
  }
  return { type: 'openCase', pack: command.pack, on, parties, facts, ...(await readLate(command.late, { act: 'opening', about: null, on }, personOfCase(parties), pack, arrival)), body: await bodyOf(pack, facts, on, arrival) };
}

async function takeStep(command: Extract<EdgeCommand, { type: 'takeStep' }>, on: LegalDate, arrival: Arrival): Promise<CaseCommand> {
  const { state, book } = arrival;
  if (state === null) throw new NotDone({ status: 'notFound' });
  const { pack } = book.pack(state.pack);
  if (!pack.steps.some((step) => step.code === command.step)) throw invalid([notAmong('step', command.step, pack.steps)]);
  const perParty = pack.steps.some((step) => step.code === command.step && step.perParty);
  const approved = await approvedTexts(arrival, arrival.deps.content, command.step, perParty ? command.party ?? null : null);
  const [facts, officers, grants] = await together([
    factsOf(pack, command.facts, personMeant(command.party, state), on, arrival, approved), readOfficers(command.officers, on, arrival), grantsOf(arrival.manager, arrival.officeId, pack.id),
  ]);
  return {
    type: 'takeStep', step: command.step, on, ...(await lateOf(command, { act: 'step', about: command.step, on }, arrival)), ...seen(command.basedOn), ...(command.party === undefined ? {} : { party: command.party }), facts,
    officers, body: await bodyOf(pack, { ...state.facts, ...facts }, on, arrival, grants),
    ...confirmedNow(command.confirmations, arrival), ...(command.shows === undefined ? {} : { shows: command.shows }),
    ...(command.hall ? { hall: await hallOf(command.hall, on, arrival) } : {}),
  };
}

/** Whoever notes that a party refused to sign holds a post in the county on that day. */
async function hallOf({ authority, readBack, signed, witnesses }: NonNullable<Extract<EdgeCommand, { type: 'takeStep' }>['hall']>, on: LegalDate, { manager, officeId }: Arrival): Promise<HallRecord> {
  const [office] = await manager.query<{ county_id: string }[]>('SELECT county_id FROM office WHERE id = $1', [officeId]);
  for (const [index, witness] of witnesses.entries()) {
    const post = await postOnDay(manager, witness, on);
    if (post === null || post.countyId !== office?.county_id) throw invalid([{ field: `hall.witnesses.${index}`, rule: 'unknownPerson', message: { zh: `没有这名人员，或者此人在${on}未在本县任职。`, en: `There is no such person, or this person held no post in the county on ${on}.` } }]);
  }
  return { readBack, signed, witnesses, ...(authority === undefined ? {} : { authority }) };
}

/** PINs that were right, with the instant at which they arrived. */
function confirmedNow(confirmations: readonly { personId: string }[] | undefined, { receivedAt }: Arrival): { confirmations?: Confirmation[] } {
  return confirmations === undefined ? {} : { confirmations: confirmations.map(({ personId }) => ({ personId, confirmedAt: receivedAt })) };
}

/** The identity is held against those of the other parties, which are decrypted for it; age and sameness are judged anew. */
async function amendParty({ party: partyId, identity, reason }: Extract<EdgeCommand, { type: 'amendParty' }>, on: LegalDate, arrival: Arrival): Promise<CaseCommand> {
  const { state, book, deps, manager } = arrival;
  const party = state?.parties.find((one) => one.partyId === partyId);
  if (state === null || party === undefined) throw new NotDone({ status: 'notFound' });
  const { pack } = book.pack(state.pack);
  const actedOn = dayOfAct(pack, state.facts) ?? state.openedOn;
  const others = state.parties.filter((one) => one !== party);
  const kept = await deps.content.read(manager, state.parties.map((one) => one.identity.contentId));
  const known = others.flatMap((one): EdgeParty[] => {
    const value = kept.get(one.identity.contentId);
    return value === undefined || isErased(value) ? [] : [{ kind: one.kind, identity: value as PartyIdentity }];
  });
  const amended: EdgeParty = { kind: party.kind, identity };
  const place = `parties.${known.length}.`;
  const present = kept.get(party.identity.contentId);
  const unchanged = present !== undefined && !isErased(present) && sameIdentity(present as PartyIdentity, identity);
  const errors = identityErrors([...known, amended], { actedOn, renderer: deps.renderer, olderThan: olderThan(pack, state.facts) }).filter(({ field }) => field.startsWith(place));
  if (errors.length > 0) throw invalid(errors.map((error) => ({ ...error, field: error.field.slice(place.length) })));
  return {
    type: 'amendParty', on, ...(unchanged ? { unchanged } : {}), reason: await keepReason(arrival, reason),
    party: { partyId, kind: party.kind, ageOnAct: ageOf(amended, actedOn), identity: await keep(arrival, partyId, identityContent(amended)) },
  };
}

async function closeCase(command: Extract<EdgeCommand, { type: 'closeCase' }>, on: LegalDate, arrival: Arrival): Promise<CaseCommand> {
  const { state, book } = arrival;
  if (state === null) throw new NotDone({ status: 'notFound' });
  const { closings } = book.pack(state.pack).pack;
  if (!closings.some((one) => one.code === command.closing)) throw invalid([notAmong('closing', command.closing, closings)]);
  return { type: 'closeCase', closing: command.closing, on, reason: command.reason === undefined ? null : await keepReason(arrival, command.reason) };
}

async function reopenCase(command: Extract<EdgeCommand, { type: 'reopenCase' }>, on: LegalDate, arrival: Arrival): Promise<CaseCommand> {
  const { state, book } = arrival;
  if (state === null) throw new NotDone({ status: 'notFound' });
  const { pack } = book.pack(state.pack);
  if (!pack.reopenings.some((one) => one.code === command.reopening)) throw invalid([notAmong('reopening', command.reopening, pack.reopenings)]);
  const person = personOfCase(state.parties);
  const facts = await factsOf(pack, command.facts, person, on, arrival);
  return { type: 'reopenCase', reopening: command.reopening, on, facts, reason: await keepReason(arrival, command.reason), body: await bodyOf(pack, { ...state.facts, ...facts }, on, arrival) };
}

/** The reason that an official gives, searched for forbidden words as every text of the authority is. */
async function keepReason(arrival: Arrival, reason: string): Promise<ContentRef> {
  return keepOwn(arrival, personOfCase(arrival.state?.parties ?? []), { field: 'reason', label: OWN_WORDS.reason, text: reason });
}

/** A text about a step or a service of one party is that person's content. */
async function lateOf({ late, party }: Pick<Extract<EdgeCommand, { type: 'takeStep' }>, 'late' | 'party'>, act: LateAct, arrival: Arrival): Promise<{ late?: LateEntry }> {
  if (arrival.state === null) throw new NotDone({ status: 'notFound' });
  return readLate(late, act, personMeant(party, arrival.state), arrival.book.pack(arrival.state.pack).pack, arrival);
}

const seen = (basedOn: number | undefined): { basedOn?: number } => (basedOn === undefined ? {} : { basedOn });

/** A code that the procedure does not have, with those that it has. */
function notAmong(field: string, code: string, known: readonly { code: string }[]): FieldError {
  const codes = known.map((one) => one.code);
  return { field, rule: 'choice', message: { zh: `本程序没有“${code}”，现有：${codes.join('、')}。`, en: `This procedure has no "${code}"; there are: ${codes.join(', ')}.` } };
}

/** A text in a step for one party is that person's content, any other that of the case. */
function personMeant(party: string | undefined, state: CaseState | null): string {
  const parties = state?.parties ?? [];
  return party !== undefined && parties.some((one) => one.partyId === party) ? party : personOfCase(parties);
}

/** All that the papers of a pack say, as one text. */
const papersOf = new WeakMap<Pack, string>();
function textOfPapers(pack: Pack): string {
  const known = papersOf.get(pack) ?? JSON.stringify(pack.papers);
  papersOf.set(pack, known);
  return known;
}

async function factsOf(pack: Pack, given: EdgeFacts, personRef: string, on: LegalDate, arrival: Arrival, approved: ReadonlyMap<string, { text: string; ref: ContentRef }> = new Map()): Promise<Facts> {
  const printed = textOfPapers(pack);
  const { facts, errors } = await readFacts(pack, given, async (fact, text) => { const same = approved.get(fact.code); return same?.text === text ? same.ref : fact.sealed !== false ? keepSealed(arrival, personRef, fact, text) : keep(arrival, personRef, text); });
  for (const fact of pack.facts) {
    const [plain, value] = [given[fact.code], facts[fact.code]];
    const field = `facts.${fact.code}`;
    if (typeof plain === 'string' && (value?.type === 'text' || value?.type === 'code') && printed.includes(`{fact:${fact.code}}`)) errors.push(...notPrintable(arrival.deps.renderer, field, plain, 'text'));
    if (value?.type === 'code' && pack.steps.some((step) => step.asksHelpOf === fact.code)) errors.push(...await officeErrors(arrival, field, value.value));
    if (value?.type === 'code' && fact.namesCase) errors.push(...await namedCaseErrors(arrival, pack, fact, value.value));
    if (value?.type === 'person') errors.push(...await personErrors(field, fact, value.personId, on, arrival));
  }
  if (errors.length > 0) throw invalid(errors);
  const texts = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && (facts[entry[0]]?.type === 'text' || facts[entry[0]]?.type === 'code')));
  const blockers = forbiddenWordBlockers(arrival.book, pack.id, chinaDateOf(arrival.at), wordingsOfFacts(pack, texts));
  if (blockers.length > 0) throw new NotDone({ status: 'refused', blockers });
  return facts;
}

/**
 * A person named in a fact sits in the county of the case on the day of the act, and holds the role that the pack asks
 * for: in the office of the case, in the county legal office, or lent to it (also for a later day, as a hearing is).
 */
async function personErrors(field: string, fact: FactDefinition, personId: string, on: LegalDate, { manager, caseId, officeId }: Arrival): Promise<FieldError[]> {
  const post = await postOnDay(manager, personId, on);
  const [office] = await manager.query<{ county_id: string }[]>('SELECT county_id FROM office WHERE id = $1', [officeId]);
  if (post === null || post.countyId !== office?.county_id) {
    return [{ field, rule: 'unknownPerson', message: { zh: `没有这名人员，或者此人在${on}未在本县任职。`, en: `There is no such person, or this person held no post in the county on ${on}.` } }];
  }
  const wanted = fact.roles ?? (fact.role === undefined ? [] : [fact.role]);
  if (wanted.length === 0) return [];
  const names = { zh: wanted.map((role) => ROLE_NAMES[role].zh).join('、'), en: wanted.map((role) => ROLE_NAMES[role].en).join(', ') };
  if (wanted.some((role) => post.roles.includes(role))) {
    const [of] = await manager.query<{ kind: string }[]>('SELECT kind FROM office WHERE id = $1', [post.officeId]);
    if (post.officeId === officeId || of?.kind === 'countyLegalOffice') return [];
    const loans = await loansOf(manager, personId);
    if (loans.some((loan) => wanted.includes(loan.role) && (loan.to === null || loan.to >= on) && (loan.caseId === null ? loan.borrowingOffice === officeId : loan.caseId === caseId))) return [];
    return [{ field, rule: 'personNotLent', message: { zh: `此人在外机关任职，没有将其作为${names.zh}借调至本案的文件。`, en: `This person belongs to another office, and no order lends the person to this case as ${names.en}.` } }];
  }
  return [{ field, rule: 'personHasNoSuchRole', message: { zh: `此人在${on}未担任${names.zh}。`, en: `On ${on} this person was no ${names.en}.` } }];
}

async function readOfficers(ids: readonly string[], on: LegalDate, { manager, caseId, officeId }: Arrival): Promise<OfficerOnDay[]> {
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice >= 0) throw invalid([{ field: `officers.${twice}`, rule: 'distinct', message: { zh: '此人已列名：两名执法人员应为两个人。', en: 'This person is named already: two officers are two persons.' } }]);
  const { officers, unknown } = await officersOnDay(manager, ids, on, { caseId, officeId });
  if (unknown.length === 0) return officers;
  throw invalid(unknown.map((id) => ({
    field: `officers.${ids.indexOf(id)}`, rule: 'unknownOfficer', message: { zh: `该人员在${on}未在办案机关任职，也未经借调参与本案。`, en: `On ${on} this person held no post in the office of the case and was not lent to it.` },
  })));
}

async function readAttempt(attempt: EdgeAttempt, party: string, arrival: Arrival): Promise<ServiceAttempt> {
  const { note, place, urgency, ...plain } = attempt;
  const attached = new Set(arrival.state?.files.map((file) => file.fileId));
  const missing = (attempt.fileIds ?? []).findIndex((fileId) => !attached.has(fileId));
  if (missing >= 0) throw invalid([{ field: `attempt.fileIds.${missing}`, rule: 'unknownFile', message: { zh: '案卷中没有这个文件。', en: 'The case has no such file.' } }]);
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as Omit<ServiceAttempt, 'note' | 'place' | 'urgency'>;
  const kept = (field: 'note' | 'place' | 'urgency', text: string): Promise<ContentRef> => keepOwn(arrival, personMeant(party, arrival.state), { field: `attempt.${field}`, label: OWN_WORDS[field], text });
  if (place !== undefined) {
    const errors = notPrintable(arrival.deps.renderer, 'attempt.place', place, 'text');
    if (errors.length > 0) throw invalid(errors);
  }
  return { ...given, ...(place === undefined ? {} : { place: await kept('place', place) }), ...(note === undefined ? {} : { note: await kept('note', note) }), ...(urgency === undefined ? {} : { urgency: await kept('urgency', urgency) }) };
}

/** A file enters the record once all of it has arrived, with the values that were measured, not those that were sent. */
async function attachFile(command: Extract<EdgeCommand, { type: 'attachFile' }>, { manager, caseId }: Arrival): Promise<CaseCommand> {
  const file = await findFile(manager, command.file.fileId);
  if (file === undefined || file.caseId !== caseId || file.status !== 'complete' || file.sha256 === null) {
    throw invalid([{ field: 'file.fileId', rule: 'unknownFile', message: { zh: '本案没有这个已完整上传的文件。', en: 'The case has no such file that has arrived whole.' } }]);
  }
  if (file.sha256 !== command.file.sha256) {
    throw invalid([{ field: 'file.sha256', rule: 'sha256', message: { zh: '文件的校验值与收到的内容不符。', en: 'The hash is not that of the file as it arrived.' } }]);
  }
  return { type: 'attachFile', file: { fileId: file.fileId, sha256: file.sha256, bytes: file.bytes, mediaType: file.mediaType, purpose: file.purpose }, ...(command.sheetOf === undefined ? {} : { sheetOf: command.sheetOf }) };
}

/** The day on which the pack takes a person's age, where it names a fact for it. */
function dayOfAct({ party: { ageOn: code } }: Pack, facts: Facts): LegalDate | null {
  const value = code === undefined ? undefined : facts[code];
  return value?.type === 'date' ? value.value : null;
}

/** How old the citizens of a case of this pack were at least on the day of one of its facts. */
function olderThan(pack: Pack, facts: Facts): OlderThan | null {
  const rule = pack.party.olderThan;
  const value = rule === undefined ? undefined : facts[rule.fact];
  return rule === undefined || value?.type !== 'date' ? null : { on: value.value, years: rule.years, message: rule.message, article: packCitation(pack, rule.cite) };
}

/** Full years on a day by the identity number; null where there is none or nobody was born yet. */
export function ageOf({ kind, identity }: EdgeParty, on: LegalDate): number | null {
  const birth = kind === 'citizen' && identity.identityNumber !== undefined ? checkIdentityNumber(identity.identityNumber).birth : null;
  return birth === null || birth > on ? null : ageOn(birth, on);
}

/** An identity as it is kept. */
export function identityContent({ identity }: EdgeParty): Record<string, string> {
  return Object.fromEntries(Object.entries(identity).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
