import { randomUUID } from 'node:crypto';
import type { CaseCommand } from '#cases/model';
import type { LegalDate } from '#law';
import { invalid, keep, keepOwn, OWN_WORDS, type Arrival } from '../arrival.ts';
import { personOfCase } from '../content-owner.ts';
import { readLate } from '../late-entry.ts';
import { NotDone, type FieldError } from '../outcome.ts';
import type { RepresentativeEdge } from './edge.ts';

/** What is kept, encrypted, of an agent or guardian. */
export interface RepresentativeIdentity { name: string; phone?: string; identityNumber?: string; licence?: string; firm?: string }

/** Identities and reasons are encrypted, each person under a key of their own; the file is one of the case. */
export async function resolveRepresentative(command: RepresentativeEdge, on: LegalDate, arrival: Arrival): Promise<CaseCommand> {
  const { state } = arrival;
  if (state === null) throw new NotDone({ status: 'notFound' });
  const { pack } = arrival.book.pack(state.pack);
  if (command.type === 'endRepresentative') {
    const ref = personOfCase(state.parties);
    // Through its own door the party says why in its own words.
    const reason = arrival.actor.kind === 'party' ? await keep(arrival, ref, command.reason) : await keepOwn(arrival, ref, { field: 'reason', label: OWN_WORDS.reason, text: command.reason });
    return { type: 'endRepresentative', number: command.number, on, reason, ...(await readLate(command.late, { act: 'representationEnd', about: String(command.number), on }, ref, pack, arrival)) };
  }
  const { representative: sent, party } = command;
  const from = sent.from ?? on;
  const errors: FieldError[] = [];
  if (sent.to !== undefined && sent.to < from) errors.push({ field: 'to', rule: 'order', message: { zh: '期限的终止日不得早于起始日。', en: 'The last day is not before the first.' } });
  if (sent.as === 'agent' && sent.profession !== 'other' && sent.person.licence === undefined) errors.push({ field: 'person.licence', rule: 'required', message: { zh: '律师、基层法律服务工作者应当填写执业证号。', en: 'A lawyer or legal worker gives the number of the licence.' } });
  if (errors.length > 0) throw invalid(errors);
  const file = state.files.find((one) => one.fileId === sent.fileId);
  const identity = await keep(arrival, `${party}-${sent.as}-${randomUUID().slice(0, 8)}`, Object.fromEntries(Object.entries(sent.person).filter(([, value]) => value !== undefined)));
  // A file that the case does not have is refused by the engine, which says what is missing.
  const document = { fileId: sent.fileId, sha256: file?.sha256 ?? '' };
  return {
    type: 'fileRepresentative', on, ...(await readLate(command.late, { act: 'representation', about: party, on }, party, pack, arrival)),
    representative: sent.as === 'agent'
      ? { party, as: 'agent', authority: sent.authority, scope: sent.scope, profession: sent.profession, relation: null, ground: null, from, to: sent.to, document, identity }
      : { party, as: 'guardian', authority: null, scope: [], profession: null, relation: sent.relation, ground: sent.ground, from, to: sent.to ?? null, document, identity },
  };
}
