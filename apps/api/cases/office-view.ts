import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { ApprovalState, CaseState, Facts } from '#cases';
import { handKey } from '#cases/office/fold';
import { stageName } from '#cases/office/covered-steps';
import { askersOf } from '#cases/office/people';
import { isOutdated, waitingFor } from '#cases/office/turns';
import type { Pack } from '#law/pack-format';
import type { ContentStore } from '#store/content';
import { notFound } from '../problems/problem.ts';
import type { ApprovalView, FactView, TaskInHandView } from './case-schemas.ts';
import type { RevealedApproval, RevealedTask } from './office-bodies.ts';
import type { SeenCase } from './seen-case.ts';

/** People named by id in approvals and tasks. */
export function officePeople(state: CaseState): string[] {
  return [
    ...state.approvals.flatMap((one) => [...askersOf(one), ...one.signatures.flatMap((signature) => [signature.personId, signature.by]), ...one.turns.flatMap((turn) => [...(turn.named ?? []), ...turn.also.flatMap((added) => [added.personId, added.addedBy]), ...(turn.addedBy === null ? [] : [turn.addedBy])])]),
    ...Object.values(state.taskHands).flatMap((hand) => [...(hand.holder === null ? [] : [hand.holder]), ...hand.delegators, ...hand.copies, ...hand.urged.map((one) => one.by)]),
  ];
}

/** Approvals with who signed what when, and tasks with who has them in hand. Texts are hidden, as everywhere. */
export function officeView(state: CaseState, pack: Pack, factViews: (facts: Facts) => z.infer<typeof FactView>[]): { approvals: z.infer<typeof ApprovalView>[]; tasksInHand: z.infer<typeof TaskInHandView>[] } {
  return {
    approvals: state.approvals.map((one) => {
      const chain = pack.approvals.find(({ code }) => code === one.approval);
      return {
        approvalId: one.approvalId, approval: one.approval, name: chain?.name ?? { zh: one.approval, en: one.approval }, status: one.status,
        outdated: chain !== undefined && (one.status === 'open' || one.status === 'approved') && one.items.some((item) => item.takenSeq === null) && isOutdated(state, chain, one),
        askedBy: one.askedBy, askedFor: one.askedFor, askedOn: one.askedOn, endedOn: one.endedOn, sha256: one.sha256, turn: one.turn, since: one.since,
        items: one.items.map((item) => ({ step: item.step, name: pack.steps.find(({ code }) => code === item.step)?.name ?? { zh: item.step, en: item.step }, party: item.party, facts: factViews({ ...item.facts, ...item.computed }), taken: item.takenSeq !== null })),
        waitsFor: waitingFor(one)?.waiting ?? null,
        turns: one.turns.map(({ key, stage, by, signing, named, also, addedBy, orders }) => ({ turn: key, stage, name: stageName(chain, stage), by, signing, named, also, addedBy, orders: orders ?? {} })),
        signatures: one.signatures.map(({ seq, turn, personId, by, verdict, to, on, counts }) => ({ seq, turn, by, inPlaceOf: personId === by ? null : personId, verdict, to, on, counts })),
      };
    }),
    tasksInHand: Object.values(state.taskHands).map(({ step, party, holder, delegators, copies, urged, results }) => ({ step, party, holder, delegators, copies, urged, results: results.length })),
  };
}

/** What an approval proposes and what was said to it, in clear; logged. Throws `notFound`. */
export async function revealApproval(m: EntityManager, content: ContentStore, { head, state }: SeenCase, approvalId: string, why: string): Promise<z.infer<typeof RevealedApproval>> {
  const approval = state.approvals.find((one) => one.approvalId === approvalId);
  if (approval === undefined) throw notFound();
  const proposed = textsOf(approval);
  const read = await content.reveal(m, { caseId: head.caseId, officeId: head.officeId, why, contentIds: [...(approval.note === null ? [] : [approval.note.contentId]), ...proposed.map(({ contentId }) => contentId), ...approval.signatures.map((one) => one.opinion.contentId)] });
  const words = (contentId: string | undefined): string | null => { const text = contentId === undefined ? undefined : read.get(contentId); return typeof text === 'string' ? text : null; };
  return {
    approvalId, note: words(approval.note?.contentId),
    items: approval.items.map((item, index) => ({ step: item.step, party: item.party, texts: Object.fromEntries(proposed.filter((one) => one.item === index).flatMap(({ fact, contentId }) => { const text = words(contentId); return text === null ? [] : [[fact, text]]; })) })),
    opinions: approval.signatures.flatMap(({ seq, opinion }) => { const text = words(opinion.contentId); return text === null ? [] : [{ seq, text }]; }),
  };
}

/** What delegates gave back with a task, in clear; logged. */
export async function revealTask(m: EntityManager, content: ContentStore, { head, state }: SeenCase, step: string, party: string | null, why: string): Promise<z.infer<typeof RevealedTask>> {
  const hand = state.taskHands[handKey(step, party)];
  if (hand === undefined) throw notFound();
  const read = await content.reveal(m, { caseId: head.caseId, officeId: head.officeId, why, contentIds: hand.results.map((one) => one.contentId) });
  return { step, party, results: hand.results.flatMap(({ contentId }) => { const text = read.get(contentId); return typeof text === 'string' ? [text] : []; }) };
}

function textsOf({ items }: ApprovalState): { item: number; fact: string; contentId: string }[] {
  return items.flatMap(({ facts }, item) => Object.entries(facts).flatMap(([fact, value]) => (value.type === 'text' ? [{ item, fact, contentId: value.content.contentId }] : [])));
}
