/** A story told of the office: who asks, signs, returns, adds signers, and who has which task in hand. */
import { legalDate } from '#law';
import type { PackRole } from '#law/pack-format';
import { waitingFor } from '../office/turns.ts';
import type { Actor, ApprovalState, Blocker, PersonOnDay, SignerPlace, TaskHand, TaskVerb, Verdict } from '../index.ts';
import { TOWN, actor, certified, holderOf, ownBody, people } from './county.ts';
import { factsFor, type PlainFacts } from './facts.ts';
import { Story, StoryError } from './story.ts';

/** In whose place somebody acts. */
type Standing = Pick<Actor, 'actingFor' | 'lent'>;

const content = (words: string) => ({ contentId: words, commitment: words });

/** A person of the office with the post held there, or with other posts. */
export function personOnDay(personId: string, roles?: PackRole[]): PersonOnDay {
  return { personId, officeId: TOWN, roles: roles ?? actor(personId).roles };
}
const holders = (roles: readonly PackRole[]): PersonOnDay[] => Object.entries(people).filter(([, role]) => roles.includes(role)).map(([personId]) => personOnDay(personId));
const as = (personId: string, roles?: PackRole[]): Actor => ({ ...actor(personId), ...(roles ? { roles } : {}) });

export interface AskedItem { step: string; party?: string; facts?: PlainFacts }

export class Office {
  constructor(readonly story: Story) {}

  at(day: string, time?: string): this { this.story.at(day, time); return this; }
  takes(...act: Parameters<Story['takes']>): this { this.story.takes(...act); return this; }
  /** Takes a step with nothing but what was approved. */
  takesAsApproved(step: string, options: { by?: string; on?: string; party?: string } = {}): this {
    const by = this.story.pack.steps.find((one) => one.code === step)?.by ?? [];
    this.story.command({ type: 'takeStep', step, on: legalDate(options.on ?? this.story.today), facts: {}, officers: by.includes('officer') ? certified('zhang', 'li') : [], body: ownBody, ...(options.party ? { party: options.party } : {}) }, actor(options.by ?? holderOf(by)));
    return this;
  }

  asks(approval: string, items: readonly AskedItem[], options: { by?: string; signers?: Record<string, (string | PersonOnDay)[]>; approvers?: Record<string, (string | PersonOnDay)[]>; standing?: Standing } = {}): this {
    const { pack } = this.story;
    const stages = pack.approvals.find((one) => one.code === approval)?.stages ?? [];
    this.story.command({
      type: 'askApproval', approval, note: null,
      items: items.map(({ step, party, facts }) => ({ step, party: party ?? null, facts: factsFor(pack, pack.steps.find((one) => one.code === step)?.facts ?? [], facts ?? {}) })),
      signers: Object.fromEntries(Object.entries(options.signers ?? {}).map(([stage, named]) => [stage, named.map((one) => (typeof one === 'string' ? personOnDay(one) : one))])),
      approvers: Object.fromEntries(stages.map((stage) => [stage.code, options.approvers?.[stage.code]?.map((one) => (typeof one === 'string' ? personOnDay(one) : one)) ?? holders(stage.by)])),
    }, { ...actor(options.by ?? 'zhang'), ...options.standing });
    return this;
  }

  signs(by: string, verdict: Verdict = 'agree', to: string | null = null, roles?: PackRole[]): this {
    this.story.command({ type: 'signApproval', approvalId: this.approval.approvalId, verdict, to, opinion: content('opinion') }, as(by, roles));
    return this;
  }

  adds(by: string, person: string | PersonOnDay, place: SignerPlace, standing?: Standing): this {
    this.story.command({ type: 'changeSigners', approvalId: this.approval.approvalId, add: { person: typeof person === 'string' ? personOnDay(person) : person, place }, remove: null, reason: content('reason') }, { ...actor(by), ...standing });
    return this;
  }

  removes(by: string, person: string, standing?: Standing): this {
    this.story.command({ type: 'changeSigners', approvalId: this.approval.approvalId, add: null, remove: person, reason: content('reason') }, { ...actor(by), ...standing });
    return this;
  }

  withdraws(by = 'zhang', standing?: Standing): this {
    this.story.command({ type: 'withdrawApproval', approvalId: this.approval.approvalId, reason: content('reason') }, { ...actor(by), ...standing });
    return this;
  }

  handles(by: string, verb: TaskVerb, step: string, options: { party?: string; to?: string | PersonOnDay; note?: string; standing?: Standing } = {}): this {
    const { to } = options;
    this.story.command({
      type: 'handleTask', verb, step, party: options.party ?? null, to: to === undefined ? null : typeof to === 'string' ? personOnDay(to) : to, note: options.note === undefined ? null : content(options.note),
    }, { ...actor(by), ...options.standing });
    return this;
  }

  refused(codes: string | string[], act: (office: this) => unknown): this {
    this.refusal(codes, act);
    return this;
  }
  refusal(codes: string | string[], act: (office: this) => unknown): Blocker[] {
    return this.story.refusal(codes, () => act(this));
  }

  // ---- what the story sees ----

  /** The last approval that was asked for. */
  get approval(): ApprovalState {
    const found = this.story.state.approvals.at(-1);
    if (!found) throw new StoryError('Nobody has asked for an approval.');
    return found;
  }

  /** Turn that waits, and for whom: roles, then people. */
  get waits(): string {
    const waits = waitingFor(this.approval);
    return waits === null ? this.approval.status : `${this.turnName(waits.turn.key)}: ${[...waits.waiting.roles, ...waits.waiting.oneOf.map((one) => `${one}?`), ...waits.waiting.each].join(' ')}`;
  }

  hand(step: string, party = ''): TaskHand | undefined { return this.story.state.taskHands[`${step}:${party}`]; }

  /** Added turns are named after their signer. */
  private turnName(key: string): string {
    const turn = this.approval.turns.find((one) => one.key === key);
    return turn?.addedBy == null ? key : `+${turn.named?.join('') ?? ''}`;
  }

  /** Key of the turn that was added for a person. */
  turnOfAdded(person: string): string {
    const turn = this.approval.turns.find((one) => one.addedBy !== null && one.named?.includes(person));
    if (!turn) throw new StoryError(`Nobody added ${person}.`);
    return turn.key;
  }
}
