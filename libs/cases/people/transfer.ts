/** A case moves to another office of the county, with its clocks, its file and its history: by an order of the county legal office, or by both heads. */
import type { LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import { type Around, closedBlocker, recordingDayBlockers, roleBlockers } from '../act-rules.ts';
import { blocker, houseRule } from '../blockers.ts';
import { bodyBlockers } from '../competence.ts';
import type { CaseCommand, CaseState } from '../model.ts';
import type { Rule } from '../rules.ts';

type Transfer = Extract<CaseCommand, { type: 'transferCase' }>;
interface AskedTransfer { command: Transfer; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

const order = houseRule('案件移送管辖须有县司法行政部门的书面决定，或者移送、受移送机关负责人一致同意', 'a case moves by a written order of the county legal office, or by the heads of both offices');

/** What must hold for the case to move: the first that stands against it is the answer. */
export const TRANSFER_RULES: readonly Rule<AskedTransfer>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['roleMissing'], judge: ({ command, around }) => roleBlockers(command.agreement === undefined ? ['countyLegalOffice'] : ['head', 'countyLegalOffice'], around) },
  {
    // Both sign: the head of the office that has the case today, and the head of the one that takes it over.
    codes: ['transferNotAgreed'],
    judge({ command: { agreement, to }, state, around }) {
      if (agreement === undefined) return [];
      const { givenBy } = agreement;
      const both = givenBy.officeId === state.officeId && givenBy.roles.includes('head') && around.actor.officeId === to.officeId && givenBy.personId !== around.actor.personId;
      return both ? [] : [blocker('transferNotAgreed', '移送须由本案承办机关现任负责人提出，由受移送机关负责人接收', 'the head of the office that has the case gives it, the head of the other takes it over', order, { missing: { zh: '双方负责人签署', en: 'the signatures of both heads' } })];
    },
  },
  // From the day on which it moves the acts are the other office's; what was done before was not its.
  { codes: ['dateInFuture', 'notDatedBack'], judge: ({ command, at }) => recordingDayBlockers(command.on, at) },
  {
    codes: ['transferToItself'],
    judge: ({ command, state }) => (command.to.officeId === state.officeId ? [blocker('transferToItself', '案件已在该机关', 'the case is with that office already', order, { field: 'toOfficeId' })] : []),
  },
  {
    codes: ['transferOutOfCounty'],
    judge: ({ command, state }) => (command.to.countyId === state.county ? [] : [blocker('transferOutOfCounty', '只能移送本县的机关', 'the case moves to an office of the county only', order, { field: 'toOfficeId' })]),
  },
  // The receiving office has the power for this kind of case on that day (Penalty Law arts. 20, 24).
  { codes: ['grantOutsideMatters'], judge: ({ command, state, pack }) => bodyBlockers(pack, command.body, command.on, state.facts) },
];
