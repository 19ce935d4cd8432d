/** A party's identity, corrected or completed. */
import { type LegalInstant, packCitation } from '#law';
import type { Pack } from '#law/pack-format';
import { type Around, closedBlocker, forceBlockers, recordingDayBlockers, roleBlockers } from '../act-rules.ts';
import { FITS_THE_CASE, blocker, houseRule } from '../blockers.ts';
import type { EventRun } from '../event-run.ts';
import type { Blocker, CaseCommand, CaseState, Party } from '../model.ts';
import { firstOf, type Rule } from '../rules.ts';

type AmendParty = Extract<CaseCommand, { type: 'amendParty' }>;

interface AskedAmendment { command: AmendParty; party: Party; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** A party's identity is corrected or completed by the office, and only before a paper has reached that party under the old one. */
export const AMENDMENT_RULES: readonly Rule<AskedAmendment>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['packNoLongerInForce'], judge: ({ command, at, pack }) => forceBlockers(pack, command.on, at, true) },
  { codes: ['dateInFuture', 'notDatedBack'], judge: ({ command, at }) => recordingDayBlockers(command.on, at) },
  { codes: ['roleMissing'], judge: ({ pack, around }) => roleBlockers(pack.opening.by, around) },
  {
    codes: ['partyKindFixed'],
    judge: ({ command, party, pack }) => (command.party.kind === party.kind ? [] : [blocker('partyKindFixed', '公民与组织之间不能更改，应另行立案', 'a citizen does not become an organisation by correction: open another case', packCitation(pack, pack.opening.cite), { field: 'party.kind' })]),
  },
  {
    codes: ['partyAlreadyServed'],
    judge: ({ party, state, pack }) => (state.papers.every((paper) => !paper.served[party.partyId]) ? [] : [blocker('partyAlreadyServed', '已有文书以原身份送达该当事人，不得再更改', 'a paper has reached this party under its present identity', packCitation(pack, pack.opening.cite))]),
  },
  {
    // What was printed for one person is never served on another.
    codes: ['paperUnderOldIdentity'],
    judge: ({ party, state, pack }) => (state.papers.every((paper) => paper.voided || (paper.party !== null && paper.party !== party.partyId) || !pack.papers.find((one) => one.code === paper.paper)?.serve) ? [] : [blocker('paperUnderOldIdentity', '已有以原身份制作、尚未送达的文书，应先作废，更改后重新制作', 'a paper stands that was made out to the present identity: void it, correct the party, issue it again', packCitation(pack, pack.opening.cite))]),
  },
  {
    codes: ['nothingToCorrect'],
    judge: ({ command }) => (command.unchanged ? [blocker('nothingToCorrect', '所填身份信息与案卷中的完全相同，无须更改', 'the identity is the one that the record has already: there is nothing to correct', houseRule('更正须有所更改', 'a correction changes something'), { field: 'identity' })] : []),
  },
];

/** Puts the identity in the place of the one before, or answers what stands against it. */
export function amendParty(run: EventRun, command: AmendParty, pack: Pack, around: Around): Blocker[] {
  const party = run.state.parties.find((one) => one.partyId === command.party.partyId);
  if (!party) return [blocker('partyUnknown', '案件中没有这名当事人', 'the case has no such party', FITS_THE_CASE, { field: 'party' })];
  const refused = firstOf(AMENDMENT_RULES, { command, party, state: run.state, at: run.at, pack, around });
  if (refused.length > 0) return refused;
  run.add({ type: 'partyAmended', v: 1, occurredOn: command.on, party: command.party, reason: command.reason });
  return [];
}
