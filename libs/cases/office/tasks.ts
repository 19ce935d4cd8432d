/** What people do with a task beside taking its step: claim, assign, transfer, delegate, give back, copy, urge, release. */
import { type LawBook, type LegalDate, chinaDateOf, packCitation } from '#law';
import type { Pack, PackRole, PackStep } from '#law/pack-format';
import { type Around, closedBlocker, roleBlockers } from '../act-rules.ts';
import { openTasks } from '../actions.ts';
import type { EventRun } from '../event-run.ts';
import { blocker, houseRule } from '../blockers.ts';
import type { Actor, Blocker, CaseCommand, CaseState, DutyOwed, OpenTask } from '../model.ts';
import { handsActing } from '../people/standing.ts';
import { firstOf, type Rule } from '../rules.ts';
import { handKey } from './fold.ts';
import type { ApprovalState, TaskHand, TaskVerb } from './model.ts';
import { elsewhere, rolesHere, signsAs, worksOnCase } from './people.ts';
import { waitingFor } from './turns.ts';

type HandleTask = Extract<CaseCommand, { type: 'handleTask' }>;

/** `step`: null where the task is a signature that waits (named by the code of its approval). */
interface AskedTask { command: HandleTask; step: PackStep | null; approval: ApprovalState | null; hand: TaskHand; open: boolean; state: CaseState; today: LegalDate; pack: Pack; around: Around }

/** Who sees to it that work lies in the right hands. */
const LEADERS: readonly PackRole[] = ['sectionHead', 'deputyHead', 'head'];
const TO_SOMEBODY = new Set<TaskVerb>(['assign', 'transfer', 'delegate', 'copy']);
const OF_THE_HOLDER = new Set<TaskVerb>(['transfer', 'delegate', 'release', 'giveBack']);
const rule = houseRule('承办人办理，负责人调派', 'the holder does it, the head may assign it anew');

/** The first that stands against it is the answer. */
export const TASK_RULES: readonly Rule<AskedTask>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  {
    codes: ['partyMissing'],
    judge: ({ step, command, state, pack }) => (step === null || step.perParty === (command.party !== null && state.parties.some((one) => one.partyId === command.party)) ? [] : [blocker('partyMissing', '须指明步骤所针对的当事人', 'name the party of the step', packCitation(pack, step.cite), { field: 'party' })]),
  },
  {
    codes: ['signatureNotHandedOn'],
    judge: ({ step, command }) => (step === null && command.verb !== 'urge' && command.verb !== 'copy' ? [blocker('signatureNotHandedOn', '签署不得转交；可以加签、减签', 'a signature is not handed on; signers are added or taken out', houseRule('签署人由审批程序确定', 'who signs is fixed by the approval'), { field: 'verb' })] : []),
  },
  {
    codes: ['taskNotOpen'],
    judge: ({ open, hand, command }) => (open || (hand.holder !== null && command.verb !== 'claim') ? [] : [blocker('taskNotOpen', '现在没有这项待办', 'there is no such task now', rule, { field: 'step' })]),
  },
  {
    codes: ['roleMissing'],
    judge({ command, step, around }) {
      if (command.verb === 'claim') return roleBlockers(step?.by ?? [], around);
      return command.verb === 'assign' ? roleBlockers(LEADERS, around) : [];
    },
  },
  {
    codes: ['taskHeldBy'],
    judge: ({ command, hand }) => (command.verb === 'claim' && hand.holder !== null ? [blocker('taskHeldBy', '此事项已有承办人', 'this task has a holder already', rule)] : []),
  },
  {
    codes: ['taskNotYours'],
    judge({ command, hand, around }) {
      const hands = handsActing(around.actor);
      const own = [hand.holder, ...(command.verb === 'giveBack' ? [hand.delegators[0] ?? null] : [])].some((one) => one !== null && hands.includes(one));
      return !OF_THE_HOLDER.has(command.verb) || own ? [] : [blocker('taskNotYours', '只有承办人可以转办、委派、交回或者退回待领', 'only the holder hands it on, delegates it, gives it back or releases it', rule)];
    },
  },
  {
    codes: ['taskDelegated'],
    judge: ({ command, hand }) => ((command.verb === 'transfer' || command.verb === 'release') && hand.delegators.length > 0 ? [blocker('taskDelegated', '受委派的事项只能交回或者再委派', 'what was delegated is given back or delegated on', rule)] : []),
  },
  {
    codes: ['taskNotDelegated'],
    judge: ({ command, hand }) => (command.verb === 'giveBack' && hand.delegators.length === 0 ? [blocker('taskNotDelegated', '此事项并非受委派而来，无从交回', 'this was not delegated, so it goes back to nobody', rule)] : []),
  },
  { codes: ['personMissing'], judge: ({ command }) => (TO_SOMEBODY.has(command.verb) && command.to === null ? [blocker('personMissing', '须指明人员', 'name the person', rule, { field: 'to' })] : []) },
  { codes: ['personOfOtherOffice'], judge: ({ command, state }) => (command.to === null || worksOnCase(state, command.to) ? [] : [elsewhere('to')]) },
  {
    codes: ['personWithoutRole'],
    judge: ({ command, step, state }) => ((command.verb === 'assign' || command.verb === 'transfer') && step !== null && step.by.length > 0 && !(command.to && rolesHere(state, command.to).some((role) => step.by.includes(role))) ? [blocker('personWithoutRole', '该人员无权办理此步骤', 'this person may not take the step', rule, { field: 'to' })] : []),
  },
  {
    codes: ['alreadyInHand'],
    judge({ command, hand }) {
      const to = command.to?.personId;
      const again = to !== undefined && (command.verb === 'copy' ? hand.copies.includes(to) : hand.holder === to || hand.delegators.includes(to));
      return again ? [blocker('alreadyInHand', '该人员已经承办或者已经抄送', 'this person has it, or a copy of it, already', rule, { field: 'to' })] : [];
    },
  },
  {
    codes: ['urgedToday'],
    judge: ({ command, hand, around, today }) => (command.verb === 'urge' && hand.urged.some((one) => one.by === around.actor.personId && one.on === today) ? [blocker('urgedToday', '今天已经催办', 'you have urged this today', houseRule('同一人每日催办一次', 'one reminder a day and person'))] : []),
  },
];

export function handleTask(run: EventRun, command: HandleTask, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const { state, at } = run;
  const step = pack.steps.find((one) => one.code === command.step && !one.byTime) ?? null;
  const approval = step === null ? state.approvals.findLast((one) => one.approval === command.step && one.status === 'open' && (command.party === null || one.items.some((item) => item.party === command.party))) ?? null : null;
  if (step === null && !pack.approvals.some((one) => one.code === command.step)) return [blocker('taskUnknown', `程序没有“${command.step}”`, `the procedure has neither a step nor an approval "${command.step}"`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'step' })];
  const today = chinaDateOf(at);
  const open = approval !== null || openTasks(state, at, book).some((task: OpenTask) => task.approvalId === null && task.step === command.step && task.party === command.party);
  const hand = state.taskHands[handKey(command.step, command.party)] ?? { step: command.step, party: command.party, holder: null, delegators: [], copies: [], urged: [], results: [] };
  const refused = firstOf(TASK_RULES, { command, step, approval, hand, open, state, today, pack, around });
  if (refused.length > 0) return refused;
  run.add({
    type: 'taskHandled', v: 1, occurredOn: today, verb: command.verb, step: command.step, party: command.party, handledBy: around.actor.personId, to: command.to?.personId ?? null, note: command.note,
    hand: handAfter(hand, command, around.actor, today),
  });
  for (const duty of tellings(command, hand, step, approval, pack)) run.owe(duty, today);
  return [];
}

/** Which roles a substitute must have been given to do this with a task: those of the step, or of whoever sees to it that work lies in the right hands. */
export function handledIn({ verb, step: code }: Pick<HandleTask, 'verb' | 'step'>, pack: Pack): readonly PackRole[] {
  return verb === 'assign' ? LEADERS : pack.steps.find((one) => one.code === code)?.by ?? [];
}

/** What a substitute takes in hand lies in the hand of the absent person, who finds it there. */
function handAfter(hand: TaskHand, { verb, to, note }: HandleTask, actor: Actor, today: LegalDate): TaskHand {
  const person = to?.personId ?? null;
  const { personId: by } = signsAs(actor);
  switch (verb) {
    case 'claim': return { ...hand, holder: by };
    case 'assign': return { ...hand, holder: person, delegators: [] };
    case 'transfer': return { ...hand, holder: person };
    case 'delegate': return { ...hand, holder: person, delegators: [by, ...hand.delegators] };
    // The delegate brings a result back; the delegator who takes it back gets none.
    case 'giveBack': return { ...hand, holder: hand.delegators[0] ?? null, delegators: hand.delegators.slice(1), results: note !== null && hand.holder === by ? [...hand.results, note] : hand.results };
    case 'copy': return { ...hand, copies: [...hand.copies, ...(person === null ? [] : [person])] };
    case 'urge': return { ...hand, urged: [...hand.urged, { by: actor.personId, on: today }] };
    case 'release': return { ...hand, holder: null };
  }
}

/** Who is told: the new holder, the delegator, the reader of a copy, whoever is urged. */
function tellings({ verb, to, party }: HandleTask, hand: TaskHand, step: PackStep | null, approval: ApprovalState | null, pack: Pack): Omit<DutyOwed, 'dutyId'>[] {
  const name = step?.name ?? pack.approvals.find((one) => one.code === approval?.approval)?.name ?? { zh: hand.step, en: hand.step };
  const role = step?.by[0] ?? null;
  const tell = (toRole: PackRole | null, person: string | null, zh: string, en: string): Omit<DutyOwed, 'dutyId'>[] => (toRole === null ? [] : [{
    kind: 'remind', to: toRole, ...(person === null ? {} : { toPerson: person }), ...(party === null ? {} : { party }), ...(approval === null ? {} : { approvalId: approval.approvalId, turn: approval.turn ?? '' }),
    about: { zh: `${zh}：${name.zh}`, en: `${en}: ${name.en}` },
  }]);
  switch (verb) {
    case 'assign': return tell(to?.roles[0] ?? role, to?.personId ?? null, '已指派给您', 'assigned to you');
    case 'transfer': return tell(to?.roles[0] ?? role, to?.personId ?? null, '已转给您办理', 'transferred to you');
    case 'delegate': return tell(to?.roles[0] ?? role, to?.personId ?? null, '已委派给您', 'delegated to you');
    case 'giveBack': return tell(role, hand.delegators[0] ?? null, '委派事项已交回', 'given back to you');
    case 'copy': return tell(to?.roles[0] ?? role, to?.personId ?? null, '抄送', 'a copy for you');
    case 'claim': case 'release': return [];
    case 'urge': {
      const waits = approval === null ? null : waitingFor(approval);
      if (waits === null) return tell(role, hand.holder, '请尽快办理', 'please see to it');
      const { roles, oneOf, each } = waits.waiting;
      return [...roles.flatMap((one) => tell(one, null, '请尽快签署', 'please sign')), ...[...oneOf, ...each].flatMap((person) => tell(waits.turn.by[0] ?? null, person, '请尽快签署', 'please sign'))];
    }
  }
}
