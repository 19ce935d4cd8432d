import { type LegalDate, type LegalInstant, chinaDateOf } from '#law';
import { evolve, idOf } from './evolve.ts';
import type { CaseEvent, CaseState, DutyOwed } from './model.ts';
import type { ActedAs } from './people/types.ts';

/** Acts of persons: their events say in whose place or by what loan the person acted. */
const ACTS = new Set<CaseEvent['type']>(['stepTaken', 'serviceAttempted', 'paperVoided', 'partyAmended', 'caseClosed', 'caseReopened', 'approvalAsked', 'approvalSigned', 'signersChanged', 'approvalWithdrawn', 'taskHandled', 'sealAsked', 'sealUsed']);

/** Builds a run of events, each judged on the state after the one before. */
export class EventRun {
  readonly events: CaseEvent[] = [];
  state: CaseState;
  readonly at: LegalInstant;
  /** The day on which what follows is found: of the command, of the notice, of the last occurrence. */
  today: LegalDate;
  readonly acted: ActedAs;
  constructor(state: CaseState, at: LegalInstant, acted: ActedAs = {}) { this.state = state; this.at = at; this.acted = acted; this.today = chinaDateOf(at); }
  get nextSeq(): number { return this.state.seq + 1; }
  get nextId(): string { return idOf(this.state.caseId, this.nextSeq); }
  add(bare: CaseEvent): void {
    const event = ACTS.has(bare.type) ? { ...bare, ...this.acted } : bare;
    this.state = evolve(this.state, event, this.nextSeq, this.at, this.state.caseId);
    this.events.push(event);
  }
  owe(duty: Omit<DutyOwed, 'dutyId'>, on: LegalDate): void {
    this.add({ type: 'dutyOwed', v: 1, occurredOn: on, duty: { ...duty, dutyId: this.nextId } });
  }
}
