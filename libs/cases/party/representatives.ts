/** Letters of authority and guardians on file: who may act for a party, from when, for what; and how it ends. */
import type { LawBook, LegalInstant } from '#law';
import type { Pack, PackRole } from '#law/pack-format';
import { type Around, dateBlockers, roleBlockers } from '../act-rules.ts';
import { FITS_THE_CASE, blocker, houseRule } from '../blockers.ts';
import type { EventRun } from '../event-run.ts';
import { judgeLateEntry, marked, type LateJudged } from '../late-entry.ts';
import type { Blocker, CaseState } from '../model.ts';
import { firstOf, type Rule } from '../rules.ts';
import { authorityUnknown, byInvestigator, citeOf, representativesOf, specialSteps, written } from './standing.ts';
import type { RepresentativeCommand } from './types.ts';

/** Who files letters and guardians at the hall. */
export const REPRESENTATIVE_FILERS: readonly PackRole[] = ['officer', 'sectionHead', 'head', 'countyLegalOffice'];

/** Who records that an adult acts through a guardian. */
const GUARDIAN_OF_ADULT: readonly PackRole[] = ['sectionHead', 'head', 'countyLegalOffice'];

type Of<T extends RepresentativeCommand['type']> = Extract<RepresentativeCommand, { type: T }>;
interface AskedFiling { command: Of<'fileRepresentative'>; late: LateJudged; state: CaseState; at: LegalInstant; pack: Pack; around: Around }
interface AskedEnding { command: Of<'endRepresentative'>; late: LateJudged; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** The party handed it in, or said so, on its own day: that stays the day of the act, as with all that a party did. */
const LATE: Rule<{ late: LateJudged }> = { codes: [], judge: ({ late }) => late.blockers };

/** The first that stands against filing somebody who acts for a party. */
export const FILING_RULES: readonly Rule<AskedFiling>[] = [
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(REPRESENTATIVE_FILERS, around) },
  { codes: ['enteredByInvestigator'], judge: ({ around: { actor }, state, pack }) => byInvestigator({ actor, state, pack }) },
  { codes: ['dateInFuture', 'dateBeforeOpening'], judge: ({ state, command, at, pack }) => dateBlockers(state, command.on, at, pack) },
  LATE,
  {
    codes: ['partyUnknown'],
    judge: ({ state, command: { representative } }) => (state.parties.some((one) => one.partyId === representative.party) ? []
      : [blocker('partyUnknown', '案件中没有这名当事人', 'the case has no such party', FITS_THE_CASE, { field: 'party' })]),
  },
  {
    codes: ['letterNotOnFile'],
    judge: ({ state, command: { representative: { as, document } }, pack }) => (state.files.some((one) => one.fileId === document.fileId) ? [] : [blocker('letterNotOnFile',
      as === 'agent' ? '授权委托书的扫描件尚未入卷' : '监护关系证明的扫描件尚未入卷', as === 'agent' ? 'the letter of authority is not on file' : 'the document that shows the guardianship is not on file', citeOf(pack, pack.representation?.agents?.cite),
      { field: 'fileId', missing: as === 'agent' ? { zh: '由当事人签名或者盖章的授权委托书', en: 'the letter of authority, signed or sealed by the party' } : { zh: '监护关系证明', en: 'the document that shows the guardianship' } })]),
  },
  {
    codes: ['scopeUnknown'],
    judge({ command: { representative }, pack }) {
      const open = pack.steps.filter((one) => one.byParty);
      const unknown = representative.scope.filter((code) => !open.some((one) => one.code === code));
      return unknown.length === 0 ? [] : [blocker('scopeUnknown', `程序没有向当事人开放：${unknown.join('、')}；可以授权的事项有：${open.map((one) => `${one.name.zh}（${one.code}）`).join('、')}`, `not open to a party: ${unknown.join(', ')}; a letter can name: ${open.map((one) => one.code).join(', ')}`, citeOf(pack, pack.representation?.agents?.cite), { field: 'scope' })];
    },
  },
  {
    codes: ['specialActsNotNamed'],
    judge({ command: { representative }, pack }) {
      const special = specialSteps(pack);
      const names = representative.scope.some((code) => special.includes(code));
      if (representative.as !== 'agent' || (representative.authority === 'special') === names) return [];
      const known = pack.steps.filter((one) => special.includes(one.code));
      return [blocker('specialActsNotNamed', names ? '一般授权不包括放弃或者撤回权利的事项，应为特别授权' : '特别授权应当写明所授权的放弃或者撤回权利的事项', names ? 'a general letter does not cover acts that give a right up: it must be a special one' : 'a special letter names the acts that give a right up which it covers',
        citeOf(pack, pack.representation?.special?.cite), { field: names ? 'authority' : 'scope', missing: { zh: known.map((one) => `${one.name.zh}（${one.code}）`).join('、') || '本程序没有这样的事项', en: known.map((one) => one.code).join(', ') || 'this procedure has no such act' } })];
    },
  },
  {
    codes: ['tooManyAgents'],
    judge({ command: { representative, on }, state, pack }) {
      const most = pack.representation?.agents?.most;
      if (representative.as !== 'agent' || most === undefined || representativesOf(state, representative.party, on, 'agent').length < most) return [];
      return [blocker('tooManyAgents', `当事人同时委托的代理人不超过${most}人`, `a party has at most ${most} agents at a time`, citeOf(pack, pack.representation?.agents?.cite), { missing: { zh: '先办理其中一份委托的终止', en: 'the end of one of the letters on file' } })];
    },
  },
  {
    codes: ['guardianNotNeeded'],
    judge({ command: { representative }, state, pack }) {
      const party = state.parties.find((one) => one.partyId === representative.party);
      const below = pack.representation?.guardian?.below ?? 18;
      const grown = party?.kind === 'organisation' || (representative.ground === 'minor' && party?.ageOnAct != null && party.ageOnAct >= below);
      return representative.as === 'guardian' && grown ? [blocker('guardianNotNeeded', '该当事人不是未成年人，不由监护人代为办理', 'this party is no minor: no guardian acts for it', citeOf(pack, pack.representation?.guardian?.cite), { field: 'ground' })] : [];
    },
  },
  {
    // From that day the party's own code opens nothing: more than one pair of eyes belongs to it.
    codes: ['guardianByHead'],
    judge({ command: { representative }, around: { actor } }) {
      if (representative.as !== 'guardian' || representative.ground !== 'incapacity' || actor.roles.some((role) => GUARDIAN_OF_ADULT.includes(role))) return [];
      return [blocker('guardianByHead', '成年人的监护人由承办机构负责人、机关负责人或者县司法局登记', 'the guardian of an adult is recorded by the head of the section, the head, or the county legal office', houseRule('为成年人登记监护人，当事人即不能自行办理，须由负责人办理', 'once an adult has a guardian on file it can no longer act itself: a head records that'), { field: 'ground', missing: { zh: '承办机构负责人、机关负责人或者县司法局人员', en: 'the head of the section, the head, or the county legal office' } })];
    },
  },
];

/** The first that stands against ending it. */
export const ENDING_RULES: readonly Rule<AskedEnding>[] = [
  // The party withdraws what it gave; the hall enters it for whoever comes there.
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(REPRESENTATIVE_FILERS, around) },
  { codes: ['enteredByInvestigator'], judge: ({ around: { actor }, state, pack }) => byInvestigator({ actor, state, pack }) },
  { codes: ['dateInFuture', 'dateBeforeOpening'], judge: ({ state, command, at, pack }) => dateBlockers(state, command.on, at, pack) },
  LATE,
  {
    codes: ['authorityUnknown'],
    judge({ state, command, around: { actor } }) {
      const found = state.representatives.find((one) => one.seq === command.number);
      return found !== undefined && (actor.kind !== 'party' || (found.party === actor.party && found.as === 'agent')) ? [] : [authorityUnknown(state, command.number)];
    },
  },
  {
    codes: ['authorityEndedAlready'],
    judge({ state, command }) {
      const ended = state.representatives.find((one) => one.seq === command.number)?.ended;
      return ended == null ? [] : [blocker('authorityEndedAlready', `第${command.number}号代理或者监护已于${ended.on}终止`, `no ${command.number} ended on ${ended.on}`, written)];
    },
  },
  {
    codes: ['endedBeforeFiled'],
    judge({ state, command }) {
      const found = state.representatives.find((one) => one.seq === command.number);
      const last = state.steps.filter((one) => one.forParty?.authority === command.number).map((one) => one.on).sort().at(-1);
      const earliest = [found?.from, last].filter((one) => one !== undefined).sort().at(-1);
      return earliest === undefined || command.on >= earliest ? [] : [blocker('endedBeforeFiled', `终止之日不得早于${earliest}：此前已开始或者已据此办理`, `it does not end before ${earliest}: it had begun, or was acted on, by then`, written, { field: 'on', earliest })];
    },
  },
];

/** Does one of them, or answers what stands against it. */
export function performRepresentatives(run: EventRun, command: RepresentativeCommand, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const { state, at } = run;
  const actorId = around.actor.personId;
  const late = judgeLateEntry({ on: command.on, late: command.late, helps: 'party' }, { at, pack, book, county: state.county, actorId });
  if (command.type === 'fileRepresentative') {
    const refused = firstOf(FILING_RULES, { command, late, state, at, pack, around });
    if (refused.length > 0) return refused;
    run.add({ type: 'representativeFiled', v: 1, occurredOn: command.on, representative: command.representative, actorId, ...marked(late) });
    return [];
  }
  const refused = firstOf(ENDING_RULES, { command, late, state, at, pack, around });
  if (refused.length > 0) return refused;
  run.add({ type: 'representativeEnded', v: 1, occurredOn: command.on, number: command.number, reason: command.reason, actorId, ...marked(late) });
  return [];
}
