/** Adding signers before, after or beside the stage that waits (加签), and taking them out (减签). */
import { type LegalInstant, chinaDateOf } from '#law';
import type { Pack, PackApproval, PackRole } from '#law/pack-format';
import { type Around, closedBlocker } from '../act-rules.ts';
import type { EventRun } from '../event-run.ts';
import { blocker, houseRule } from '../blockers.ts';
import type { Blocker, CaseCommand, CaseState } from '../model.ts';
import { handsActing } from '../people/standing.ts';
import { firstOf, type Rule } from '../rules.ts';
import { findApproval, lentSigners, moveOn, signerTwice } from './approvals.ts';
import type { ApprovalState, ApprovalTurn } from './model.ts';
import { approvalUnknown, askersOf, elsewhere, isHandler, maySign, notOpen, packOver, rolesHere, selfApproval, signsAs } from './people.ts';
import { isAwaited, signersOf, waitingFor } from './turns.ts';

type ChangeSigners = Extract<CaseCommand, { type: 'changeSigners' }>;
interface AskedChange { command: ChangeSigners; approval: ApprovalState; chain: PackApproval; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** Where a person stands among the signers: named for a stage, added to one, or added with a turn of his own. */
function placesOf(approval: ApprovalState, personId: string): { turn: ApprovalTurn; addedBy: string | null }[] {
  return approval.turns.flatMap((turn) => [
    ...(turn.named?.includes(personId) ? [{ turn, addedBy: turn.addedBy }] : []),
    ...turn.also.filter((one) => one.personId === personId).map((one) => ({ turn, addedBy: one.addedBy })),
  ]);
}

const pending = (approval: ApprovalState, personId: string) => placesOf(approval, personId).find(({ turn }) => !signersOf(approval, turn.key).includes(personId));

export const SIGNER_RULES: readonly Rule<AskedChange>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['packNoLongerInForce'], judge: ({ pack, at }) => packOver(pack, at) },
  { codes: ['approvalNotOpen'], judge: ({ approval }) => notOpen(approval) },
  { codes: ['changeUnclear'], judge: ({ command }) => ((command.add === null) === (command.remove === null) ? [blocker('changeUnclear', '每次只能增加或者减少一名签署人', 'add one signer, or take one out', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'))] : []) },
  { codes: ['selfApproval'], judge: ({ state, pack, approval, around, command }) => (isHandler(state, pack, askersOf(approval), ...handsActing(around.actor)) || (command.add !== null && isHandler(state, pack, askersOf(approval), command.add.person.personId)) ? [selfApproval()] : []) },
  {
    codes: ['notYourTurn'],
    judge({ command, approval, around }) {
      const waits = waitingFor(approval);
      return command.add === null || (waits !== null && isAwaited(waits, signsAs(around.actor).personId, signsAs(around.actor).roles)) ? [] : [blocker('notYourTurn', '只有当前应签署的人可以加签', 'only somebody whose turn it is adds signers', houseRule('加签由当前签署人提出', 'signers are added by whoever is to sign'))];
    },
  },
  { codes: ['personOfOtherOffice'], judge: ({ command, chain, state }) => (command.add === null || maySign(state, chain.stages, command.add.person) ? [] : [elsewhere('add')]) },
  {
    codes: ['signerTwice'],
    judge({ command, approval, around, pack, chain }) {
      if (command.add === null) return [];
      const { personId } = command.add.person;
      const known = handsActing(around.actor).includes(personId) || placesOf(approval, personId).length > 0 || approval.signatures.some((one) => one.counts && one.personId === personId);
      return known ? [signerTwice(pack, chain)] : [];
    },
  },
  {
    codes: ['signerUnknown', 'signerHasSigned'],
    judge({ command, approval }) {
      if (command.remove === null || pending(approval, command.remove)) return [];
      return placesOf(approval, command.remove).length === 0 ? [blocker('signerUnknown', '此人不是指定的签署人', 'this person is not among the named signers', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'remove' })]
        : [blocker('signerHasSigned', '此人已经签署，不得减签', 'this person has signed and is not taken out', houseRule('已签署的意见不得删去', 'a signature that was given stands'), { field: 'remove' })];
    },
  },
  {
    codes: ['notYourSigner'],
    judge({ command, approval, around }) {
      const place = command.remove === null ? undefined : pending(approval, command.remove);
      if (place === undefined || (place.addedBy !== null && handsActing(around.actor).includes(place.addedBy)) || around.actor.roles.includes('head')) return [];
      return [blocker('notYourSigner', '加签的人由加签人减去，其他签署人由行政机关负责人减去', 'an added signer is taken out by whoever added him, any other by the head', houseRule('谁加签谁减签', 'signers are taken out by whoever added them, or by the head'), { field: 'remove' })];
    },
  },
  {
    codes: ['lastSigner'],
    judge({ command, approval }) {
      const place = command.remove === null ? undefined : pending(approval, command.remove);
      const only = place !== undefined && place.turn.addedBy === null && place.turn.named?.length === 1 && place.turn.named[0] === command.remove;
      return only ? [blocker('lastSigner', '环节的最后一名签署人不得减去', 'the last signer of a stage is not taken out', houseRule('没有签署人的环节不能视为批准', 'nothing is approved by nobody'), { field: 'remove' })] : [];
    },
  },
];

/** Who takes a signer out: somebody who signs at one of the stages, or the head. */
export function removedIn(state: CaseState, approvalId: string): readonly PackRole[] {
  return [...new Set<PackRole>([...state.approvals.find((one) => one.approvalId === approvalId)?.turns.flatMap((turn) => turn.by) ?? [], 'head'])];
}

export function changeSigners(run: EventRun, command: ChangeSigners, pack: Pack, around: Around): Blocker[] {
  const found = findApproval(run.state, command.approvalId, pack);
  if (found === null) return [approvalUnknown()];
  const { approval, chain } = found;
  const refused = firstOf(SIGNER_RULES, { command, approval, chain, state: run.state, at: run.at, pack, around });
  if (refused.length > 0) return refused;
  // Whoever acts for an absent signer adds in the place of that signer, who may take the added one out again.
  const by = signsAs(around.actor).personId;
  const now = approval.turn ?? '';
  const at = approval.turns.findIndex((turn) => turn.key === now);
  const turns = command.add !== null ? withAdded(approval, at, { ...command.add, person: { ...command.add.person, roles: rolesHere(run.state, command.add.person, chain.stages.flatMap((stage) => stage.fromCounty)) } }, by, run.nextSeq) : without(approval, command.remove ?? '');
  run.add({
    type: 'signersChanged', v: 1, occurredOn: chinaDateOf(run.at), approvalId: approval.approvalId, turns, added: command.add?.person.personId ?? null, place: command.add?.place ?? null, removed: command.remove,
    changedBy: around.actor.personId, reason: command.reason,
  });
  // A turn that went with its signer hands on to the one that stood after it.
  const gone = !turns.some((turn) => turn.key === now);
  if (gone && turns[at] === undefined) run.add({ type: 'approvalMoved', v: 1, occurredOn: chinaDateOf(run.at), approvalId: approval.approvalId, status: 'approved', turn: null, returnedTo: null });
  else moveOn(run, approval.approvalId, command.add?.place === 'before' || gone ? turns[at]?.key ?? now : now);
  return [];
}

function withAdded({ turns }: ApprovalState, at: number, { person, place }: NonNullable<ChangeSigners['add']>, by: string, seq: number): ApprovalTurn[] {
  const current = turns[at];
  if (current === undefined) return turns;
  if (place === 'parallel') return turns.map((turn) => (turn === current ? { ...turn, also: [...turn.also, { personId: person.personId, addedBy: by }], ...(person.lentBy === undefined ? {} : { orders: { ...turn.orders, ...lentSigners([person]).orders } }) } : turn));
  const own: ApprovalTurn = { key: `${current.stage}+${seq}`, stage: current.stage, by: person.roles, signing: 'all', named: [person.personId], also: [], addedBy: by, ...lentSigners([person]) };
  return turns.toSpliced(place === 'before' ? at : at + 1, 0, own);
}

function without(approval: ApprovalState, personId: string): ApprovalTurn[] {
  const place = pending(approval, personId);
  return approval.turns.flatMap((turn) => {
    if (turn !== place?.turn) return [turn];
    if (turn.addedBy !== null && turn.named?.includes(personId)) return [];
    return [{ ...turn, named: turn.named?.filter((one) => one !== personId) ?? null, also: turn.also.filter((one) => one.personId !== personId) }];
  });
}
