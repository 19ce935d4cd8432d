import type { CaseCommand } from '#cases/model';
import type { LegalDate } from '#law';
import { bodyOf, invalid, keepOwn, OWN_WORDS, type Arrival } from '../arrival.ts';
import { personOfCase } from '../content-owner.ts';
import type { EdgeCommand } from '../edge.ts';
import { NotDone, type FieldError } from '../outcome.ts';
import { offerGiven } from './transfer-offers.ts';

type PeopleEdge = Extract<EdgeCommand, { type: 'transferCase' | 'takeOverCase' | 'callInFile' | 'returnFile' | 'confirmStep' }>;

/** Commands about who has the case in hand: reasons are encrypted, offices and the receiving body looked up. */
export async function resolvePeople(command: PeopleEdge, on: LegalDate, arrival: Arrival): Promise<CaseCommand> {
  const { state, book, manager } = arrival;
  if (state === null) throw new NotDone({ status: 'notFound' });
  const kept = (text: string) => keepOwn(arrival, personOfCase(state.parties), { field: 'reason', label: OWN_WORDS.reason, text });
  switch (command.type) {
    case 'transferCase': {
      const to = await officeOf(arrival, 'toOfficeId', command.toOfficeId);
      // The engine refuses others by their role; nobody else sees what powers that office has.
      const body = arrival.actor.roles.includes('countyLegalOffice') ? await bodyOf(book.pack(state.pack).pack, state.facts, on, { manager, officeId: to.officeId }) : state.body;
      return { type: 'transferCase', on, instrument: command.instrument, reason: await kept(command.reason), to, body };
    }
    case 'takeOverCase': {
      const { toOfficeId, instrument, reason, givenBy } = await offerGiven(manager, command.offerId, arrival.caseId, on);
      // Powers of the receiving office are its own to see; the engine refuses anybody else.
      const body = arrival.actor.officeId === toOfficeId ? await bodyOf(book.pack(state.pack).pack, state.facts, on, { manager, officeId: toOfficeId }) : state.body;
      return { type: 'transferCase', on, instrument, reason, to: await officeOf(arrival, 'offerId', toOfficeId), body, agreement: { offerId: command.offerId, givenBy } };
    }
    case 'callInFile': return { type: 'callInFile', on, instrument: command.instrument, reason: await kept(command.reason), to: await officeOf(arrival, 'toOfficeId', command.toOfficeId) };
    case 'returnFile': return { type: 'returnFile', on, loanSeq: command.loanSeq };
    case 'confirmStep': return {
      type: 'confirmStep', stepSeq: command.stepSeq, personId: command.confirmation.personId, confirmedAt: arrival.receivedAt,
      reason: command.reason === undefined ? null : await kept(command.reason),
    };
  }
}

async function officeOf(arrival: Arrival, field: string, officeId: string): Promise<{ officeId: string; countyId: string }> {
  const [office] = await arrival.manager.query<{ county_id: string }[]>('SELECT county_id FROM office WHERE id = $1', [officeId]);
  if (office === undefined) throw invalid([{ field, rule: 'unknownOffice', message: { zh: '没有这个机关。', en: 'There is no such office.' } }]);
  return { officeId, countyId: office.county_id };
}

/** Help is asked of an office of the county. */
export async function officeErrors(arrival: Arrival, field: string, officeId: string): Promise<FieldError[]> {
  const [office] = await arrival.manager.query<{ id: string }[]>('SELECT o.id FROM office o JOIN office own ON own.county_id = o.county_id WHERE o.id = $1 AND own.id = $2', [officeId, arrival.officeId]);
  return office === undefined ? [{ field, rule: 'unknownOffice', message: { zh: '本县没有这个机关。', en: 'The county has no such office.' } }] : [];
}
