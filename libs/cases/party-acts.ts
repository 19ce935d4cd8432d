/**
 * What a party may do for itself, through the party's door or by word of mouth at the hall: the steps that a pack opens to
 * parties, each for its own part; an agent within his letter, a guardian in place of whom he stands for.
 */
import { type LawBook, type LegalDate, packCitation } from '#law';
import type { Pack } from '#law/pack-format';
import { blocker, houseRule } from './blockers.ts';
import type { Actor, Blocker, CaseCommand, CaseState, Surroundings } from './model.ts';
import { authorityUnknown, byInvestigator, citeOf, specialSteps, stands } from './party/standing.ts';
import { guardianBlockers, throughGuardian } from './party/guardians.ts';
import type { HallRecord, PartyAct } from './party/types.ts';
import { firstOf, type Rule } from './rules.ts';

export interface AskedByParty { command: CaseCommand; pack: Pack; actor: Actor; state: CaseState; book: LawBook; on: LegalDate; minors: Surroundings['minors'] }

/** The words of a party that somebody of the hall enters. */
function hallOf(command: CaseCommand): HallRecord | undefined {
  return command.type === 'takeStep' ? command.hall : undefined;
}

const asParty = ({ actor, command }: Pick<AskedByParty, 'actor' | 'command'>): boolean => actor.kind === 'party' || hallOf(command) !== undefined;
const stepOf = ({ command, pack }: Pick<AskedByParty, 'command' | 'pack'>): Pack['steps'][number] | undefined => (command.type === 'takeStep' ? pack.steps.find((one) => one.code === command.step) : undefined);
/** A party withdraws the letter that it gave; nobody else's. */
const withdraws = ({ command, actor }: Pick<AskedByParty, 'actor' | 'command'>): boolean => command.type === 'endRepresentative' && actor.kind === 'party' && actor.as !== 'agent';

/** The letter or guardian by which somebody acts for the party; undefined where the party acts itself. */
function authorityOf({ actor, command }: Pick<AskedByParty, 'actor' | 'command'>): number | undefined {
  return actor.kind === 'party' ? actor.authority : hallOf(command)?.authority;
}

export const PARTY_RULES: readonly Rule<AskedByParty>[] = [
  {
    codes: ['notByParty'],
    judge(asked) {
      const { pack } = asked;
      if (!asParty(asked) || withdraws(asked)) return [];
      const step = stepOf(asked);
      if (step?.byParty === true) return [];
      const open = pack.steps.filter((one) => one.byParty);
      return [blocker('notByParty', '此事由行政机关办理，当事人可以自行办理的有：' + open.map((one) => one.name.zh).join('、'), `this is done by the authority; a party itself may: ${open.map((one) => one.name.en).join(', ')}`, step ? packCitation(pack, step.cite) : houseRule('当事人只能办理程序向其开放的事项', 'a party takes the steps that the procedure opens to it'))];
    },
  },
  {
    codes: ['notForOthers'],
    judge: (asked) => (asked.actor.kind !== 'party' || withdraws(asked) || (asked.command.type === 'takeStep' && asked.command.party === asked.actor.party) ? [] : [blocker('notForOthers', '当事人只能为自己办理', 'a party acts for itself only', houseRule('当事人只能办理程序向其开放的事项', 'a party takes the steps that the procedure opens to it'), { field: 'party' })]),
  },
  {
    // Whoever investigates does not take down what is said against the investigation.
    codes: ['enteredByInvestigator'],
    judge: (asked) => (hallOf(asked.command) === undefined ? [] : byInvestigator(asked)),
  },
  {
    codes: ['notReadBack'],
    judge: ({ command }) => (hallOf(command)?.readBack === false ? [blocker('notReadBack', '口头申请、陈述记录后应当向当事人宣读或者交其核对', 'what was taken down is read back to the party, or given to it to check', houseRule('口头陈述记录后须宣读核对', 'oral words are read back'), { field: 'hall.readBack' })] : []),
  },
  {
    codes: ['refusalNotWitnessed'],
    judge({ command, actor }) {
      const hall = hallOf(command);
      if (hall?.signed !== 'refused' || new Set(hall.witnesses.filter((one) => one !== actor.personId)).size >= 2) return [];
      return [blocker('refusalNotWitnessed', '当事人拒绝签名、捺印的，应当由两名见证人注明', 'where the party refuses to sign, two witnesses beside whoever enters it note that', houseRule('拒绝签名的，由录入人以外的两人见证', 'a refusal to sign is witnessed by two persons beside whoever enters it'), { field: 'hall.witnesses' })];
    },
  },
  {
    codes: ['guardianActs', 'guardianMissing'],
    judge(asked) {
      const { command, actor, state, pack, on } = asked;
      if (!asParty(asked)) return [];
      const party = actor.kind === 'party' ? actor.party : command.type === 'takeStep' ? command.party : undefined;
      const by = state.representatives.find((one) => one.seq === authorityOf(asked));
      if (party === undefined || by !== undefined || throughGuardian(party, asked) !== 'yes') return [];
      const lacking = guardianBlockers(party, asked);
      if (lacking.length > 0) return lacking;
      const guardians = state.representatives.filter((one) => one.party === party && one.as === 'guardian' && stands(one, on)).map((one) => one.seq);
      return [blocker('guardianActs', '该当事人的事项由其监护人代为办理', 'the guardian acts for this party', citeOf(pack, pack.representation?.guardian?.cite), { missing: { zh: `由第${guardians.join('、')}号监护人办理`, en: `the guardian on file as no ${guardians.join(', ')}` } })];
    },
  },
  {
    codes: ['authorityUnknown'],
    judge(asked) {
      const number = authorityOf(asked);
      if (number === undefined) return [];
      const party = asked.actor.kind === 'party' ? asked.actor.party : asked.command.type === 'takeStep' ? asked.command.party : undefined;
      return asked.state.representatives.some((one) => one.seq === number && one.party === party) ? [] : [authorityUnknown(asked.state, number)];
    },
  },
  {
    codes: ['authorityEnded'],
    judge(asked) {
      const by = asked.state.representatives.find((one) => one.seq === authorityOf(asked));
      return by?.ended == null || asked.on < by.ended.on ? [] : [blocker('authorityEnded', `第${by.seq}号委托或者监护已于${by.ended.on}终止`, `the authority no ${by.seq} ended on ${by.ended.on}`, citeOf(asked.pack, asked.pack.representation?.agents?.cite), { missing: { zh: '新的授权委托书，或者由当事人本人办理', en: 'a new letter of authority, or the party itself' } })];
    },
  },
  {
    codes: ['authorityOutsideDates'],
    judge({ actor, command, state, pack, on }) {
      const by = state.representatives.find((one) => one.seq === authorityOf({ actor, command }));
      if (by === undefined || (by.from <= on && (by.to === null || on <= by.to))) return [];
      return [blocker('authorityOutsideDates', `${on}不在第${by.seq}号授权的期限（${by.from}至${by.to ?? '终止'}）内`, `${on} lies outside the days of the authority no ${by.seq} (${by.from} to ${by.to ?? 'its end'})`, citeOf(pack, pack.representation?.agents?.cite), { field: 'on', ...(on < by.from ? { earliest: by.from } : {}), missing: { zh: '期限内的授权委托书', en: 'a letter of authority for that day' } })];
    },
  },
  {
    codes: ['specialAuthorityMissing'],
    judge(asked) {
      const step = stepOf(asked);
      const by = asked.state.representatives.find((one) => one.seq === authorityOf(asked));
      if (step === undefined || by?.as !== 'agent' || !specialSteps(asked.pack).includes(step.code) || (by.authority === 'special' && by.scope.includes(step.code))) return [];
      return [blocker('specialAuthorityMissing', `“${step.name.zh}”须有当事人写明该事项的特别授权`, `"${step.name.en}" needs a special letter of authority that names it`, citeOf(asked.pack, asked.pack.representation?.special?.cite), { missing: { zh: `写明“${step.name.zh}”的特别授权委托书，或者由当事人本人办理`, en: `a special letter that names "${step.name.en}", or the party itself` } })];
    },
  },
  {
    codes: ['authorityOutsideScope'],
    judge(asked) {
      const step = stepOf(asked);
      const by = asked.state.representatives.find((one) => one.seq === authorityOf(asked));
      const special = specialSteps(asked.pack);
      const plain = by?.scope.filter((code) => !special.includes(code)) ?? [];
      if (step === undefined || by?.as !== 'agent' || special.includes(step.code) || plain.length === 0 || plain.includes(step.code)) return [];
      const named = asked.pack.steps.filter((one) => by.scope.includes(one.code));
      return [blocker('authorityOutsideScope', `第${by.seq}号授权委托书的代理事项为：${named.map((one) => one.name.zh).join('、')}，不包括“${step.name.zh}”`, `the letter no ${by.seq} covers: ${named.map((one) => one.name.en).join(', ')}, and not "${step.name.en}"`, citeOf(asked.pack, asked.pack.representation?.agents?.cite), { missing: { zh: `写明“${step.name.zh}”的授权委托书，或者由当事人本人办理`, en: `a letter that names "${step.name.en}", or the party itself` } })];
    },
  },
];

/** What stands against an act because of who takes it; the first is the answer. */
export function beyondTheParty(asked: AskedByParty): Blocker[] {
  return firstOf(PARTY_RULES, asked);
}

/** Whose act a step is, where a party takes it: kept with the step, also with one that is not taken for each party. */
export function actOfParty(actor: Actor, state: CaseState, party: string | undefined, hall: HallRecord | undefined): PartyAct | undefined {
  const of = actor.kind === 'party' ? actor.party : hall === undefined ? undefined : party;
  if (of === undefined) return undefined;
  const authority = actor.kind === 'party' ? actor.authority : hall?.authority;
  const as = state.representatives.find((one) => one.seq === authority)?.as ?? 'party';
  return { party: of, as, ...(authority === undefined ? {} : { authority }), ...(hall === undefined ? {} : { hall: { signed: hall.signed, witnesses: hall.witnesses } }) };
}
