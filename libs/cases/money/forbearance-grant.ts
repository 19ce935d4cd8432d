/** A forbearance as it is granted: what it rests on, and what stands against it. */
import { packCitation, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { Pack, PackDebt, PackForbearance, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import { lastSafeDemandOf } from '../clocks.ts';
import { referredTo } from '../conditions.ts';
import type { CaseState, Facts } from '../model.ts';
import type { Rule } from '../rules.ts';

interface Granting { step: PackStep; on: LegalDate; party: string | null; facts: Facts; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook }
interface Grant extends Granting { debt: PackDebt; terms: PackForbearance; proposal: number; until: LegalDate; forParty: string }

/** What a step grants, by its proposal; null for every other step, and where the proposal is not there (said by its own blocker). */
export function grantOf(asked: Granting): Grant | null {
  const debt = asked.pack.money?.debts.find(({ forbearance }) => forbearance?.grant === asked.step.code);
  if (debt?.forbearance === undefined || asked.party === null) return null;
  const terms = debt.forbearance;
  const proposal = asked.state.steps.find(({ seq, party }) => seq === referredTo(asked.facts[terms.ref]) && party === asked.party);
  const until = proposal?.facts[terms.until];
  return proposal === undefined || until?.type !== 'date' ? null : { ...asked, debt, terms, proposal: proposal.seq, until: until.value, forParty: asked.party };
}

/** What stands against granting a forbearance. */
export const FORBEARANCE_RULES: readonly Rule<Grant>[] = [
  {
    codes: ['forbearanceOver'],
    judge: ({ until, on, pack, terms }) => (until >= on ? [] : [blocker('forbearanceOver', `所提出的暂缓催缴至${until}为止，该日已过`, `what was proposed ends on ${until}, which is past`, packCitation(pack, terms.cite), { missing: { zh: '新的期限', en: 'a proposal with another last day' } })]),
  },
  {
    // Who lets that day pass gives the court up: as with terms that outlast the window, the county legal office consents.
    codes: ['forbearanceOutlastsDemand'],
    judge: ({ state, at, book, pack, debt, terms, proposal, until, on, forParty }) => {
      const last = lastSafeDemandOf(state, at, book, debt.code, forParty, on);
      if (last === null || last < on || until < last) return [];
      const consented = state.steps.some((step) => step.step === terms.consent && step.on <= on && referredTo(step.facts[terms.ref]) === proposal);
      return consented ? [] : [blocker('forbearanceOutlastsDemand', `最迟催告日为${last}：暂缓催缴至${until}的，此后催告将来不及申请人民法院强制执行，须经县级法制机构书面同意并说明理由`, `the last safe day of a demand is ${last}: forbearance until ${until} leaves no time to ask the court, and needs the consent of the county legal office with its reason`, packCitation(pack, terms.cite), { missing: { zh: '县级法制机构的同意意见', en: 'the consent of the county legal office' } })];
    },
  },
];
