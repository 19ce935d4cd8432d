/** What a party may do for itself through the party's door: the steps that a pack opens to parties, each for its own part. */
import { packCitation } from '#law';
import type { Pack } from '#law/pack-format';
import { blocker, houseRule } from './blockers.ts';
import type { Actor, CaseCommand } from './model.ts';
import type { PartyAct } from './party/types.ts';
import type { Rule } from './rules.ts';

interface AskedByParty { command: CaseCommand; pack: Pack; actor: Actor }

export const PARTY_RULES: readonly Rule<AskedByParty>[] = [
  {
    codes: ['notByParty'],
    judge({ command, pack, actor }) {
      if (actor.kind !== 'party') return [];
      const step = command.type === 'takeStep' ? pack.steps.find((one) => one.code === command.step) : undefined;
      if (step?.byParty === true) return [];
      const open = pack.steps.filter((one) => one.byParty);
      return [blocker('notByParty', '此事由行政机关办理，当事人可以自行办理的有：' + open.map((one) => one.name.zh).join('、'), `this is done by the authority; a party itself may: ${open.map((one) => one.name.en).join(', ')}`, step ? packCitation(pack, step.cite) : houseRule('当事人只能办理程序向其开放的事项', 'a party takes the steps that the procedure opens to it'))];
    },
  },
  {
    codes: ['notForOthers'],
    judge: ({ command, actor }) => (actor.kind !== 'party' || (command.type === 'takeStep' && command.party === actor.party) ? [] : [blocker('notForOthers', '当事人只能为自己办理', 'a party acts for itself only', houseRule('当事人只能办理程序向其开放的事项', 'a party takes the steps that the procedure opens to it'), { field: 'party' })]),
  },
];

/** Whose act a step is, where a party takes it: kept with the step, also with one that is not taken for each party. */
export function actOfParty(actor: Actor): { forParty?: PartyAct } {
  return actor.kind !== 'party' || actor.party === undefined ? {} : { forParty: { party: actor.party, as: actor.as ?? 'party' } };
}
