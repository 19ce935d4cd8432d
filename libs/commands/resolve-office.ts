/** Plain commands of the office, turned into those of the case engine: opinions are encrypted, people looked up in their posts of the day. */
import type { EntityManager } from 'typeorm';
import { holdersInCounty, postOnDay, signersLent } from '#access';
import { chinaDateOf, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import type { CaseState, ContentRef, Facts, OfficeCommand, PersonOnDay } from '#cases/model';
import type { Wording } from '#cases';
import { together } from '#store';
import { isErased, type ContentStore } from '#store/content';
import { OWN_WORDS } from './arrival.ts';
import { personOfCase } from './content-owner.ts';
import type { EdgeFacts } from './edge-fields.ts';
import type { OfficeEdgeCommand } from './office-edge.ts';
import { NotDone } from './outcome.ts';

interface OfficeArrival { manager: EntityManager; caseId: string; officeId: string; state: CaseState | null; book: LawBook; at: LegalInstant }
/** What the resolver of all commands lends: keeping a text of the authority, and reading facts by the types of the pack. */
interface Lent { keepOwn(personRef: string, wording: Wording): Promise<ContentRef>; factsOf(pack: Pack, given: EdgeFacts, personRef: string, on: LegalDate): Promise<Facts> }

export async function resolveOffice(command: OfficeEdgeCommand, arrival: OfficeArrival, lent: Lent): Promise<OfficeCommand> {
  const { state, book, at } = arrival;
  if (state === null) throw new NotDone({ status: 'notFound' });
  const today = chinaDateOf(at);
  const keep = (field: keyof typeof OWN_WORDS, text: string): Promise<ContentRef> => lent.keepOwn(personOfCase(state.parties), { field, label: OWN_WORDS[field], text });
  const person = (id: string, field: string): Promise<PersonOnDay> => personOf(arrival, id, today, field, true);
  switch (command.type) {
    case 'askApproval': {
      const { pack } = book.pack(state.pack);
      const items = [];
      for (const { step, party, facts } of command.items) {
        const personRef = party !== undefined && state.parties.some((one) => one.partyId === party) ? party : personOfCase(state.parties);
        items.push({ step, party: party ?? null, facts: await lent.factsOf(pack, facts, personRef, today) });
      }
      const signers: Record<string, PersonOnDay[]> = {};
      for (const [stage, ids] of Object.entries(command.signers)) signers[stage] = await together(ids.map((id) => person(id, `signers.${stage}`)));
      return { type: 'askApproval', approval: command.approval, items, signers, approvers: await approversOf(arrival, pack, command.approval, today), note: command.note === undefined ? null : await keep('note', command.note) };
    }
    case 'signApproval': return { type: 'signApproval', approvalId: command.approvalId, verdict: command.verdict, to: command.to ?? null, opinion: await keep('opinion', command.opinion) };
    case 'changeSigners': return {
      type: 'changeSigners', approvalId: command.approvalId, remove: command.remove ?? null, reason: await keep('reason', command.reason),
      add: command.add === undefined ? null : { person: await person(command.add.person, 'add.person'), place: command.add.place },
    };
    case 'withdrawApproval': return { type: 'withdrawApproval', approvalId: command.approvalId, reason: await keep('reason', command.reason) };
    case 'handleTask': return {
      type: 'handleTask', verb: command.verb, step: command.step, party: command.party ?? null, to: command.to === undefined ? null : await personOf(arrival, command.to, today, 'to', false), note: command.note === undefined ? null : await keep('note', command.note),
    };
  }
}

/** The person in the post of the day; whoever has none, or sits in another county, is no person to name. */
async function personOf({ manager, caseId, officeId }: OfficeArrival, personId: string, on: LegalDate, field: string, asSigner: boolean): Promise<PersonOnDay> {
  const post = await postOnDay(manager, personId, on);
  const [office] = await manager.query<{ county_id: string; legal: string | null }[]>("SELECT county_id, (SELECT l.id FROM office l WHERE l.county_id = office.county_id AND l.kind = 'countyLegalOffice' AND l.id = $2) AS legal FROM office WHERE id = $1", [officeId, post?.officeId ?? null]);
  if (post !== null && post.countyId === office?.county_id) {
    const named = { personId, officeId: post.officeId, roles: post.roles, ...(office.legal === null ? {} : { countyLegal: true as const }) };
    if (post.officeId === officeId) return named;
    // By a loan the person acts in the role of the loan and in no other.
    const loans = (await signersLent(manager, { caseId, officeId }, on)).filter((one) => one.personId === personId && one.lendingOffice === post.officeId && (asSigner || !one.approvalsOnly));
    const [first] = loans;
    return first === undefined ? named : { ...named, roles: [...new Set(loans.map((one) => one.role))], lentBy: first.orderNumber };
  }
  throw new NotDone({ status: 'invalid', errors: [{ field, rule: 'unknownPerson', message: { zh: `没有这名人员，或者此人在${on}未在本县任职。`, en: `There is no such person, or this person held no post in the county on ${on}.` } }] });
}

/** By stage, everybody who could sign it unnamed: holders of its post today in the office of the case, those lent to it, and the county legal office, which sees the case. */
async function approversOf({ manager, caseId, officeId }: OfficeArrival, pack: Pack, approval: string, on: LegalDate): Promise<Record<string, PersonOnDay[]>> {
  const stages = pack.approvals.find((one) => one.code === approval)?.stages ?? [];
  const holders = await holdersInCounty(manager, officeId, [...new Set(stages.flatMap((stage) => stage.by))], on);
  const lent = (await signersLent(manager, { caseId, officeId }, on)).filter((one) => !one.approvalsOnly).map((one): PersonOnDay => ({ personId: one.personId, officeId: one.lendingOffice, roles: [one.role], lentBy: one.orderNumber }));
  const see = [...holders.filter((one) => one.officeId === officeId || one.roles.includes('countyLegalOffice')), ...lent];
  return Object.fromEntries(stages.map((stage) => [stage.code, see.filter((one) => one.roles.some((role) => stage.by.includes(role)))]));
}

/**
 * Texts of a step that was approved, by fact: given again in the same words, they are the approved ones and not new
 * content.
 */
export async function approvedTexts({ manager, state }: OfficeArrival, content: ContentStore, step: string, party: string | null): Promise<Map<string, { text: string; ref: ContentRef }>> {
  const items = (state?.approvals ?? []).filter((one) => one.status === 'approved').flatMap((one) => one.items.filter((item) => item.step === step && item.party === party && item.takenSeq === null));
  const refs = items.flatMap((item) => Object.entries(item.facts).flatMap(([code, value]) => (value.type === 'text' ? [{ code, ref: value.content }] : [])));
  if (refs.length === 0) return new Map();
  const kept = await content.read(manager, refs.map(({ ref }) => ref.contentId));
  return new Map(refs.flatMap(({ code, ref }) => {
    const text = kept.get(ref.contentId);
    return typeof text === 'string' && !isErased(text) ? [[code, { text, ref }] as const] : [];
  }));
}

