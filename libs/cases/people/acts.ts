/** Acts about who has a case in hand: it moves, its file is read elsewhere, a second officer confirms. */
import { type LawBook, chinaDateOf } from '#law';
import type { Pack } from '#law/pack-format';
import type { Around } from '../act-rules.ts';
import type { EventRun } from '../event-run.ts';
import type { Blocker, CaseCommand } from '../model.ts';
import { firstOf } from '../rules.ts';
import { actsOf, CONFIRM_RULES, isLate } from './confirmations.ts';
import { CALL_RULES, RETURN_RULES } from './file-loans.ts';
import { TRANSFER_RULES } from './transfer.ts';

export type PeopleCommand = Extract<CaseCommand, { type: 'transferCase' | 'callInFile' | 'returnFile' | 'confirmStep' }>;

/** Does one of them, or answers what stands against it. */
export function performPeople(run: EventRun, command: PeopleCommand, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const { state, at } = run;
  const actorId = around.actor.personId;
  switch (command.type) {
    case 'transferCase': {
      const refused = firstOf(TRANSFER_RULES, { command, state, at, pack, around });
      if (refused.length > 0) return refused;
      run.add({ type: 'caseTransferred', v: 1, occurredOn: command.on, officeId: command.to.officeId, body: command.body, instrument: command.instrument, reason: command.reason, actorId, ...(command.agreement ? { agreement: { offerId: command.agreement.offerId, givenBy: command.agreement.givenBy.personId, takenBy: actorId } } : {}) });
      // Who was to sign belongs to the office that no longer has the case: the new one asks anew.
      for (const { approvalId } of run.state.approvals.filter((one) => one.status === 'open')) run.add({ type: 'approvalMoved', v: 1, occurredOn: command.on, approvalId, status: 'withdrawn', turn: null, returnedTo: null });
      return [];
    }
    case 'callInFile': {
      const refused = firstOf(CALL_RULES, { command, state, at, pack, around });
      if (refused.length > 0) return refused;
      run.add({ type: 'fileCalledIn', v: 1, occurredOn: command.on, officeId: command.to.officeId, instrument: command.instrument, reason: command.reason, actorId });
      return [];
    }
    case 'returnFile': {
      const refused = firstOf(RETURN_RULES, { command, state, at, pack, around });
      if (refused.length > 0) return refused;
      run.add({ type: 'fileReturned', v: 1, occurredOn: command.on, loanSeq: command.loanSeq, actorId });
      return [];
    }
    case 'confirmStep': {
      const asked = { command, act: actsOf(state, pack).find((one) => one.seq === command.stepSeq), actor: around.actor, state, at, pack, book, calendar: book.calendars.asKnownOn(chinaDateOf(at)) };
      const refused = firstOf(CONFIRM_RULES, asked);
      if (refused.length > 0) return refused;
      run.add({ type: 'stepConfirmed', v: 1, occurredOn: chinaDateOf(command.confirmedAt), stepSeq: command.stepSeq, personId: command.personId, confirmedAt: command.confirmedAt, late: isLate(asked), reason: command.reason, actorId });
      return [];
    }
  }
}
