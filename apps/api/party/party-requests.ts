import type { z } from 'zod';
import type { EdgeCommand } from '#commands';
import type { Pack, PackStep } from '#law/pack-format';
import { Problem, wrongField } from '../problems/problem.ts';
import { REQUEST_KINDS, type RequestBody } from './party-schemas.ts';

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Steps that take the requests, and the fact that takes the text. */
const STEPS: Readonly<Record<RequestKind, { step: string; text: string | null }>> = {
  statement: { step: 'submitStatement', text: 'statement' }, hearing: { step: 'requestHearing', text: null }, complaint: { step: 'complain', text: 'complaintText' },
  recusal: asked(), fileCopy: asked(), correction: asked(), interpreter: asked(), other: asked(),
};

function asked(): { step: string; text: string } {
  return { step: 'askByParty', text: 'requestText' };
}

/** The kinds of request that a procedure is open to, with their steps. */
export function openKinds(pack: Pack, scope: readonly string[]): { kind: RequestKind; step: PackStep }[] {
  return REQUEST_KINDS.flatMap((kind) => {
    const step = pack.steps.find((one) => one.code === STEPS[kind].step && one.byParty);
    return step === undefined || (scope.length > 0 && !scope.includes(step.code)) ? [] : [{ kind, step }];
  });
}

/** The command that a request is. Throws the problem that names what the procedure or the letter of authority does not open. */
export function requestCommand({ kind, text }: z.infer<typeof RequestBody>, party: string, pack: Pack, scope: readonly string[]): Extract<EdgeCommand, { type: 'takeStep' }> {
  const open = openKinds(pack, scope);
  if (!open.some((one) => one.kind === kind)) {
    throw new Problem('forbidden', { zh: '本程序或者授权委托书没有开放这一事项。', en: 'This procedure, or the letter of authority, does not open this matter.' });
  }
  const { step, text: fact } = STEPS[kind];
  if (fact === null && text !== undefined) throw wrongField('text', 'unknownField', '要求听证无须填写内容。', 'A request for a hearing takes no text.');
  if (fact !== null && text === undefined) throw wrongField('text', 'required', '请填写内容。', 'Write what it is about.');
  return { type: 'takeStep', step, party, officers: [], facts: { ...(step === 'askByParty' ? { requestKind: kind } : {}), ...(fact === null || text === undefined ? {} : { [fact]: text }) } };
}
