/** Help asked of another office of the county (Penalty Law art. 26): it sees what the request shows until it has answered. */
import { packCitation } from '#law';
import type { Pack, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import type { Actor, CaseState, Facts } from '../model.ts';
import type { Rule } from '../rules.ts';
import type { FileLoan, HelpShows, StepAround } from './types.ts';

interface AskedHelp { step: PackStep; facts: Facts; actor: Actor; state: CaseState; pack: Pack }

/** The office that a step asks for help, by the fact that names it. */
export function officeAsked(step: PackStep, facts: Facts): string | null {
  const value = step.asksHelpOf === undefined ? undefined : facts[step.asksHelpOf];
  return value?.type === 'code' ? value.value : null;
}

/** The open request to this office. */
export function requestTo(officeId: string, state: CaseState): FileLoan | undefined {
  return state.fileLoans.find((one) => one.kind === 'help' && one.to === null && one.officeId === officeId);
}

export const HELP_RULES: readonly Rule<AskedHelp>[] = [
  {
    codes: ['helpOfOneself'],
    judge: ({ step, facts, state, pack }) => (officeAsked(step, facts) === state.officeId ? [blocker('helpOfOneself', '不得请求本机关自己协助', 'an office does not ask itself for help', packCitation(pack, step.cite), { field: `facts.${step.asksHelpOf ?? ''}` })] : []),
  },
  {
    codes: ['helpAskedAlready'],
    judge({ step, facts, state, pack }) {
      const asked = officeAsked(step, facts);
      return asked === null || !requestTo(asked, state) ? [] : [blocker('helpAskedAlready', '已请求该机关协助，尚未答复', 'this office was asked for help and has not answered yet', packCitation(pack, step.cite), { field: `facts.${step.asksHelpOf ?? ''}` })];
    },
  },
  {
    codes: ['notAskedForHelp'],
    judge: ({ step, actor, state, pack }) => (!step.answersHelp || requestTo(actor.officeId, state) ? [] : [blocker('notAskedForHelp', '只有被请求协助的机关才能答复', 'only the office that was asked answers', packCitation(pack, step.cite))]),
  },
];

/** What a step does to the file: lends it to the office asked, brings it back with its answer. */
export function helpAround({ step, facts, actor, shows }: Pick<AskedHelp, 'step' | 'facts' | 'actor'> & { shows: HelpShows | undefined }): Pick<StepAround, 'lendsTo' | 'shows' | 'returnsFrom'> {
  const asked = officeAsked(step, facts);
  return { ...(asked === null ? {} : { lendsTo: asked, ...(shows === undefined ? {} : { shows }) }), ...(step.answersHelp ? { returnsFrom: actor.officeId } : {}) };
}
