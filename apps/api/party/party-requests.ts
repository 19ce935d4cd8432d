import type { z } from 'zod';
import type { EdgeCommand } from '#commands';
import type { Pack, PackStep } from '#law/pack-format';
import { Problem, wrongField } from '../problems/problem.ts';
import { REQUEST_KINDS, type RequestBody } from './party-schemas.ts';

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a request is in a procedure: the step, the facts that take its words and the person it names, and what its kind says already. */
export interface RequestStep { kind: RequestKind; step: PackStep; text: string | null; person: string | null; more: Readonly<Record<string, string | boolean>> }

/** Steps that take the requests, and the fact that takes the text. */
const STEPS: Readonly<Record<RequestKind, { step: string; text: string | null }>> = {
  statement: { step: 'submitStatement', text: 'statement' }, hearing: { step: 'requestHearing', text: null }, withdrawHearing: { step: 'withdrawHearingRequest', text: null }, complaint: { step: 'complain', text: 'complaintText' },
  recusal: asked(), fileCopy: asked(), correction: asked(), interpreter: asked(), other: asked(),
};

function asked(): { step: string; text: string } {
  return { step: 'askByParty', text: 'requestText' };
}

/** The kinds of request that a procedure is open to, with their steps. A request for recusal is the procedure's own step, where it has one that is open to the party. */
export function openKinds(pack: Pack): RequestStep[] {
  return REQUEST_KINDS.flatMap((kind) => {
    const found = kind === 'recusal' ? ownRecusal(pack) ?? plainRequest(pack, kind) : plainRequest(pack, kind);
    return found === null ? [] : [found];
  });
}

function plainRequest(pack: Pack, kind: RequestKind): RequestStep | null {
  const { step: code, text } = STEPS[kind];
  const step = pack.steps.find((one) => one.code === code && one.byParty);
  if (step === undefined) return null;
  const takes = (code: string): boolean => step.facts.some(({ fact }) => fact === code);
  // What the procedure does not know as a request is not asked for in it: a recusal after the decision.
  if (takes('requestKind') && pack.facts.find((one) => one.code === 'requestKind')?.choices?.some(({ value }) => value === kind) !== true) return null;
  // What is sent through the door, or signed at the hall, is in writing.
  return { kind, step, text, person: null, more: { ...(takes('requestKind') ? { requestKind: kind } : {}), ...(takes('waivedInWriting') ? { waivedInWriting: true } : {}) } };
}

/** Decided by the head, by the decision of the procedure (Penalty Law art. 43): the text is the reason, and the step says that the party asks. */
function ownRecusal(pack: Pack): RequestStep | null {
  const step = pack.steps.find((one) => one.code === pack.recusal?.request && one.byParty);
  if (step === undefined || pack.recusal === undefined) return null;
  const facts = step.facts.flatMap(({ fact }) => pack.facts.filter((one) => one.code === fact));
  const more = facts.filter((one) => one.type === 'choice' && one.choices?.some(({ value }) => value === 'party')).map((one) => [one.code, 'party']);
  return { kind: 'recusal', step, text: facts.find((one) => one.type === 'text')?.code ?? null, person: pack.recusal.person, more: Object.fromEntries(more) as Record<string, string> };
}

/** The command that a request is. Throws the problem that names what the procedure does not open. */
export function requestCommand({ kind, text, person }: z.infer<typeof RequestBody>, party: string, pack: Pack): Extract<EdgeCommand, { type: 'takeStep' }> {
  const open = openKinds(pack).find((one) => one.kind === kind);
  if (open === undefined) throw new Problem('forbidden', { zh: '本程序没有开放这一事项。', en: 'This procedure does not open this matter.' });
  if (open.text === null && text !== undefined) throw wrongField('text', 'unknownField', '此项无须填写内容。', 'This request takes no text.');
  if (open.text !== null && text === undefined) throw wrongField('text', 'required', '请填写内容。', 'Write what it is about.');
  if (open.person === null && person !== undefined) throw wrongField('person', 'unknownField', '此项无须指明人员。', 'This request names nobody.');
  if (open.person !== null && person === undefined) throw wrongField('person', 'required', '请指明被申请回避的人员，可从handlers中选择。', 'Name the person who shall step back: one of `handlers`.');
  return {
    type: 'takeStep', step: open.step.code, party, officers: [],
    facts: { ...open.more, ...(open.text === null || text === undefined ? {} : { [open.text]: text }), ...(open.person === null || person === undefined ? {} : { [open.person]: person }) },
  };
}
