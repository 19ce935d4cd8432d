/**
 * Service of documents (送达) as its own state machine: each way with what makes it count, and the day it counts from.
 * No service, no clock. Civil Procedure Law arts. 87-95, to which the Penalty Law art. 61 sends us.
 */
import { FAMILY_RELATIONS, type LawBook, type LegalDate, citationText, isFamilyRelation } from '#law';
import type { Pack } from '#law/pack-format';
import { namedTwice } from './act-rules.ts';
import { blocker } from './blockers.ts';
import { EXECUTION_HOURS_RULES } from './execution-hours.ts';
import type { Blocker, CaseCommand, CaseState, PaperState, Party, ServiceAttempt, ServiceWay } from './model.ts';
import { allOf, firstOf, type Rule } from './rules.ts';

type RecordService = Extract<CaseCommand, { type: 'recordService' }>;
type Judged = { result: 'served' | 'failed' | 'pending'; servedOn: LegalDate | null } | { blockers: Blocker[] };
type Say = (code: string, zh: string, en: string, field?: string, more?: Partial<Blocker>) => Blocker;

/** Named beside the Civil Procedure Law where it asks for more (electronic service). */
const PENALTY_LAW = { name: { zh: '中华人民共和国行政处罚法', en: 'Administrative Penalty Law' } };

/** What is judged: the attempt on one party, with the paper and the record around it. */
interface Attempted { command: RecordService; attempt: ServiceAttempt; paper: PaperState; party: Party; state: CaseState; pack: Pack; today: LegalDate; say: Say }

/** Judges one attempt: served on a day, failed, under way, or refused with what is missing. */
export function serviceDecision(state: CaseState, command: RecordService, today: LegalDate, pack: Pack, book: LawBook): Judged {
  const { attempt } = command;
  const article = citationText(book.service.instrument, book.service.ways[attempt.way].article, [PENALTY_LAW]);
  const say: Say = (code, zh, en, field, more = {}) => blocker(code, zh, en, article, { ...(field ? { field } : {}), ...more });
  const paper = state.papers.find((one) => one.paperId === command.paperId);
  if (!paper) return { blockers: [say('paperUnknown', '案卷中没有这份文书', 'the case has no such paper', 'paperId')] };
  const party = state.parties.find((one) => one.partyId === command.party && (paper.party === null || paper.party === command.party));
  if (!party) return { blockers: [say('notAddressee', '该当事人不是此文书的受送达人', 'this party is not the addressee of the paper', 'party')] };
  const asked: Attempted = { command, attempt, paper, party, state, pack, today, say };
  const refused = [...firstOf(SERVICE_RULES, asked), ...allOf(EXECUTION_HOURS_RULES, { ...asked, book })];
  if (refused.length > 0) return { blockers: refused };
  const missing = attempt.outcome === 'received' || attempt.outcome === 'posted' || attempt.outcome === 'sent' ? allOf(WAY_RULES.filter((rule) => rule.ways.includes(attempt.way)), asked) : [];
  return missing.length > 0 ? { blockers: missing } : outcomeOf(attempt);
}

const OUTCOMES: Record<ServiceWay, ServiceAttempt['outcome'][]> = {
  direct: ['received', 'refused', 'nobodyThere'], coResident: ['received', 'refused', 'nobodyThere'], leftInPlace: ['received', 'nobodyThere'],
  electronic: ['received', 'returned'], post: ['sent', 'received', 'returned'], entrusted: ['received', 'refused', 'nobodyThere', 'returned'],
  transfer: ['received', 'returned'], announcement: ['posted'],
};

/** What holds for every way, in the order in which it is worth mending. */
export const SERVICE_RULES: readonly Rule<Attempted>[] = [
  { codes: ['paperVoided'], judge: ({ paper, say }) => (paper.voided ? [say('paperVoided', '文书已作废，不得送达', 'the paper is void and cannot be served')] : []) },
  {
    codes: ['paperNeedsNoService'],
    judge: ({ paper, pack, say }) => (pack.papers.find((one) => one.code === paper.paper)?.serve ? [] : [say('paperNeedsNoService', '此文书无须送达当事人', 'this paper is not served on the party')]),
  },
  {
    // A receipt that comes to light later and lies before what counted so far is the service: the earlier one binds.
    codes: ['alreadyServed'],
    judge({ attempt, paper, party, say }) {
      const served = paper.served[party.partyId];
      const { servedOn } = outcomeOf(attempt);
      return !served || (servedOn !== null && servedOn < served.effectiveOn) ? [] : [say('alreadyServed', `文书已于${served.effectiveOn}送达`, `the paper was served on ${served.effectiveOn}`)];
    },
  },
  {
    codes: ['servedBeforeIssue'],
    judge: ({ attempt, paper, say }) => (attempt.on >= paper.issuedOn ? [] : [say('servedBeforeIssue', `送达日早于文书作出日${paper.issuedOn}`, `the attempt lies before the paper was issued on ${paper.issuedOn}`, 'on', { earliest: paper.issuedOn })]),
  },
  { codes: ['serverMissing'], judge: ({ command, say }) => (command.officers.length > 0 ? [] : [say('serverMissing', '须写明送达人', 'name the officers who served', 'officers')]) },
  { codes: ['officerNamedTwice'], judge: ({ command }) => namedTwice(command.officers) },
  {
    codes: ['serverNotCertified'],
    judge: ({ command, say }) => (command.officers.every((officer) => officer.certifiedOnDay) ? [] : [say('serverNotCertified', '送达人当日没有有效的行政执法证件', 'a serving officer held no valid certificate on that day', 'officers')]),
  },
  {
    codes: ['outcomeDoesNotFit'],
    judge({ attempt, say }) {
      const fitting = OUTCOMES[attempt.way];
      return fitting.includes(attempt.outcome) ? [] : [say('outcomeDoesNotFit', `此送达方式的结果应为：${fitting.join('、')}`, `for this way the outcome is one of: ${fitting.join(', ')}`, 'attempt.outcome')];
    },
  },
];

/** What makes a way count as service (or, for post and announcement, as under way). */
export const WAY_RULES: readonly (Rule<Attempted> & { ways: readonly ServiceWay[] })[] = [
  {
    ways: ['coResident'], codes: ['organisationHasNoFamily'],
    judge: ({ party, say }) => (party.kind === 'citizen' ? [] : [say('organisationHasNoFamily', '法人或其他组织应由法定代表人、负责人或收件人签收', 'an organisation receives through its representative, head or mailroom: record direct service')]),
  },
  {
    ways: ['coResident'], codes: ['recipientMissing'],
    judge: ({ attempt, say }) => (attempt.recipient ? [] : [say('recipientMissing', '须写明代收人与受送达人的关系、是否成年、是否同住', 'relation, adulthood and co-residence of the recipient are missing', 'attempt.recipient')]),
  },
  {
    ways: ['coResident'], codes: ['relationMissing'],
    judge: ({ attempt, say }) => (attempt.recipient?.relation.trim() === '' ? [say('relationMissing', '须写明代收人与受送达人的关系', 'the relation to the addressee is missing', 'attempt.recipient.relation')] : []),
  },
  {
    ways: ['coResident'], codes: ['relationUnknown'],
    judge({ attempt, say }) {
      const relation = attempt.recipient?.relation.trim() ?? '';
      return relation === '' || isFamilyRelation(relation) ? [] : [say('relationUnknown', `与受送达人的关系应为下列之一：${FAMILY_RELATIONS.map((one) => `${one.code}（${one.name.zh}）`).join('、')}`, `the relation is one of: ${FAMILY_RELATIONS.map((one) => one.code).join(', ')}`, 'attempt.recipient.relation')];
    },
  },
  {
    ways: ['coResident'], codes: ['recipientNotAdult'],
    judge: ({ attempt, say }) => (attempt.recipient?.adult === false ? [say('recipientNotAdult', '代收人须为成年人', 'the recipient must be an adult', 'attempt.recipient.adult')] : []),
  },
  {
    ways: ['coResident'], codes: ['recipientNotCoResident'],
    judge: ({ attempt, say }) => (attempt.recipient?.livesThere === false ? [say('recipientNotCoResident', '代收人须与受送达人同住；不同住的亲属签收不构成直接送达', 'the recipient must live with the addressee; a relative who lives elsewhere does not count', 'attempt.recipient.livesThere')] : []),
  },
  {
    // Each party of the case receives a paper of its own; who stands on the other side does not receive for it.
    ways: ['coResident'], codes: ['recipientIsParty'],
    judge: ({ attempt, say }) => (attempt.recipient?.sameCase ? [say('recipientIsParty', '代收人是本案的另一当事人，应分别送达', 'the recipient is another party of the case: each is served separately', 'attempt.recipient.sameCase')] : []),
  },
  {
    ways: ['leftInPlace'], codes: ['nobodyRefused'],
    judge: ({ attempt, say }) => (attempt.refusedBy ? [] : [say('nobodyRefused', '留置送达须有受送达人或同住成年家属拒收；无人在家只是一次未成功的送达', 'a paper is left in place only when the addressee or a co-resident adult refuses it; an empty house is a failed attempt', 'attempt.refusedBy')]),
  },
  {
    ways: ['leftInPlace'], codes: ['leavingNotWitnessed'],
    judge: ({ attempt, say }) => ((attempt.witnesses ?? 0) > 0 || attempt.recorded ? [] : [say('leavingNotWitnessed', '须有见证人，或以拍照、录像记录', 'witnesses, or photo or video, are needed', 'attempt.witnesses')]),
  },
  {
    ways: ['electronic'], codes: ['consentMissing'],
    judge: ({ attempt, say }) => (attempt.consentSignedOn && attempt.consentSignedOn <= attempt.on && attempt.consentSignedOn <= (attempt.arrivedOn ?? attempt.on) ? [] : [say('consentMissing', '须经当事人同意并签订确认书', 'the party must have consented and signed a confirmation before', 'attempt.consentSignedOn')]),
  },
  {
    ways: ['electronic'], codes: ['arrivedBeforeSending'],
    judge: ({ attempt, say }) => (attempt.arrivedOn === undefined || attempt.arrivedOn >= attempt.on ? [] : [say('arrivedBeforeSending', `到达日早于发送日${attempt.on}`, `it cannot arrive before it was sent on ${attempt.on}`, 'attempt.arrivedOn')]),
  },
  { ways: ['electronic'], codes: ['serviceDateMissing', 'serviceDateInFuture', 'servedBeforeIssue'], judge: (asked) => dateNeeded(asked.attempt.arrivedOn, 'arrivedOn', asked) },
  {
    ways: ['post'], codes: ['itemNumberMissing'],
    judge: ({ attempt, say }) => (attempt.outcome !== 'sent' || attempt.itemNumber ? [] : [say('itemNumberMissing', '须填写邮件号', 'the number of the postal item is missing', 'attempt.itemNumber')]),
  },
  {
    ways: ['post'], codes: ['slipBeforePosting'],
    judge({ attempt, paper, party, say }) {
      const posted = paper.attempts.filter((one) => one.party === party.partyId && one.attempt.way === 'post' && one.attempt.outcome === 'sent').map((one) => one.attempt.on).sort()[0] ?? attempt.on;
      return attempt.outcome !== 'received' || attempt.returnSlipOn === undefined || attempt.returnSlipOn >= posted ? [] : [say('slipBeforePosting', `回执日期早于交寄日${posted}`, `the return slip lies before the posting on ${posted}`, 'attempt.returnSlipOn')];
    },
  },
  { ways: ['post'], codes: ['serviceDateMissing', 'serviceDateInFuture', 'servedBeforeIssue'], judge: (asked) => (asked.attempt.outcome === 'received' ? dateNeeded(asked.attempt.returnSlipOn, 'returnSlipOn', asked) : []) },
  {
    ways: ['entrusted', 'transfer'], codes: ['intermediaryMissing'],
    judge: ({ attempt, say }) => (attempt.through ? [] : [say('intermediaryMissing', '须写明受托或转交的单位', 'name who handed the paper over', 'attempt.through')]),
  },
  {
    ways: ['announcement'], codes: ['announcementGroundMissing'],
    judge: ({ attempt, say }) => (attempt.ground ? [] : [say('announcementGroundMissing', '公告送达须写明理由：下落不明，或其他方式无法送达', 'say why: whereabouts unknown, or the other ways failed', 'attempt.ground')]),
  },
  {
    ways: ['announcement'], codes: ['whereaboutsNotInquired'],
    judge({ attempt, party, state, pack, say }) {
      const inquired = state.steps.some((step) => step.step === pack.whereaboutsStep && step.on <= attempt.on && (step.party === null || step.party === party.partyId));
      return attempt.ground !== 'whereaboutsUnknown' || inquired ? [] : [say('whereaboutsNotInquired', '下落不明须有在案的查询记录', 'unknown whereabouts must be shown by a recorded inquiry', 'attempt.ground')];
    },
  },
  {
    // At least one visit and one posted item without success (inference from art. 95: announcement is the last way).
    ways: ['announcement'], codes: ['otherWaysNotTried'],
    judge({ attempt, paper, party, say }) {
      const failed = paper.attempts.filter((one) => one.result === 'failed' && one.party === party.partyId && one.attempt.on <= attempt.on).map((one) => one.attempt.way);
      const visited = failed.some((way) => way === 'direct' || way === 'coResident' || way === 'leftInPlace');
      return attempt.ground !== 'otherWaysFailed' || (visited && failed.includes('post')) ? [] : [say('otherWaysNotTried', '须先以直接送达和邮寄送达均未成功', 'a visit and a posted item must both have failed before', 'attempt.ground')];
    },
  },
];

function dateNeeded(day: LegalDate | undefined, field: string, { paper, today, say }: Attempted): Blocker[] {
  if (day === undefined) return [say('serviceDateMissing', '缺少送达日期', 'the day of receipt is missing', `attempt.${field}`)];
  if (day > today) return [say('serviceDateInFuture', `日期${day}晚于今天`, `${day} lies after today`, `attempt.${field}`)];
  return day < paper.issuedOn ? [say('servedBeforeIssue', `送达日早于文书作出日${paper.issuedOn}`, `${day} lies before the paper was issued on ${paper.issuedOn}`, `attempt.${field}`)] : [];
}

/** The day of service: signature, leaving, arrival, return slip. An announcement counts later, by lapse of its period. */
function outcomeOf(attempt: ServiceAttempt): { result: 'served' | 'failed' | 'pending'; servedOn: LegalDate | null } {
  switch (attempt.outcome) {
    case 'sent': case 'posted': return { result: 'pending', servedOn: null };
    case 'refused': case 'nobodyThere': case 'returned': return { result: 'failed', servedOn: null };
    case 'received': return { result: 'served', servedOn: attempt.way === 'post' ? attempt.returnSlipOn ?? attempt.on : attempt.way === 'electronic' ? attempt.arrivedOn ?? attempt.on : attempt.on };
  }
}

/** Ways that the record allows next for a paper and party, announcement last (Civil Procedure Law art. 95). */
export function nextWays(state: CaseState, paperId: string, party: string): ServiceAttempt['way'][] {
  const paper = state.papers.find((one) => one.paperId === paperId);
  if (!paper || paper.voided || paper.served[party]) return [];
  const tried = paper.attempts.filter((one) => one.party === party);
  const refused = tried.some((one) => one.attempt.outcome === 'refused');
  const kind = state.parties.find((one) => one.partyId === party)?.kind;
  const base: ServiceAttempt['way'][] = ['direct', ...(kind === 'citizen' ? ['coResident' as const] : []), ...(refused ? ['leftInPlace' as const] : []), 'electronic', 'post', 'entrusted', 'transfer'];
  const failed = tried.filter((one) => one.result === 'failed').map((one) => one.attempt.way);
  return failed.includes('post') && failed.length > 1 ? [...base, 'announcement'] : base;
}

