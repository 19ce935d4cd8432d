/** What a receipt (送达回证) or an announcement (送达公告) prints of the service that it records. */
import { chineseCount } from '#documents';
import { familyRelationName, type LawBook, type LegalDate } from '#law';
import { articleInChinese } from '#law/article';
import type { Pack } from '#law/pack-format';
import { announcementRule } from '#cases';
import type { PaperState, ServiceAttempt } from '#cases/model';
import { printDate } from './facts.ts';

export interface PaperService { paper: PaperState; attempt: ServiceAttempt; officerIds: string[]; servedOn: LegalDate | null }

interface Words { address: string | null; pack: Pack; book: LawBook; servers: string | null; /** What the paper says, in one sentence; null where its pack gives none or it cannot be filled. */ gist: string | null; text: (contentId: string) => string | null; office: (officeId: string) => { name: string } | null }

/** Ways that are by law at the home of the addressee; of others the place is printed where the attempt names it, else the form leaves it to be written. */
const AT_THE_ADDRESS: ReadonlySet<ServiceAttempt['way']> = new Set<ServiceAttempt['way']>(['coResident', 'leftInPlace', 'post']);
/** Ways in which nobody writes the day of receipt on the form. */
const NOT_SIGNED: ReadonlySet<ServiceAttempt['way']> = new Set<ServiceAttempt['way']>(['leftInPlace', 'electronic', 'post', 'announcement']);
/** What stands for the signature of the addressee. */
const SIGNED_ELSEWHERE: Partial<Record<ServiceAttempt['way'], string>> = {
  coResident: '由同住成年家属签收，见代收人栏。', leftInPlace: '拒绝签收，见拒收事由及留置情况栏。',
  electronic: '电子送达，以到达受送达人特定系统的日期为送达日期，到达凭证附后。', post: '邮寄送达，以回执上注明的收件日期为送达日期，邮件回执附后。',
};

/** Articles on papers stand in characters: 第95条 as 第九十五条. */
const inCharacters = (article: string): string => article.replaceAll(/\d{1,2}(?!\d)/g, (figures) => chineseCount(Number(figures)));

/** One part of a service in Chinese; null when this service has none. Throws for a part that no service has. */
export function servicePart(part: string, { paper, attempt, servedOn }: PaperService, words: Words): string | null {
  const title = words.pack.papers.find((one) => one.code === paper.paper)?.title.zh ?? paper.paper;
  const named = `《${title}》`;
  switch (part) {
    case 'paper': return `${named}：${paper.number ?? '无文号'}`;
    case 'way': return words.book.service.ways[attempt.way].name.zh;
    case 'place': return attempt.place !== undefined ? words.text(attempt.place.contentId) : AT_THE_ADDRESS.has(attempt.way) ? words.address : null;
    case 'servedOn': return servedOn === null ? null : printDate(servedOn);
    case 'receivedOn': return servedOn === null || NOT_SIGNED.has(attempt.way) ? null : printDate(servedOn);
    case 'signature': return SIGNED_ELSEWHERE[attempt.way] ?? null;
    case 'relation': return attempt.recipient ? `${familyRelationName(attempt.recipient.relation)?.zh ?? attempt.recipient.relation}，${attempt.recipient.adult ? '成年' : '未成年'}，${attempt.recipient.livesThere ? '同住' : '不同住'}` : null;
    case 'refusal': return attempt.refusedBy ? `${attempt.refusedBy === 'addressee' ? '受送达人' : '同住成年家属'}拒收，将文书留在其住所。` : null;
    case 'witnesses': return attempt.witnesses ? `见证人：${attempt.witnesses}名，签名附后` : null;
    case 'recording': return attempt.recorded === undefined ? null : attempt.recorded === 'photo' ? '拍照' : '录像';
    case 'servers': return words.servers;
    case 'remarks': return remarksOf(paper, attempt, words);
    case 'reason': return attempt.ground === 'whereaboutsUnknown' ? '受送达人下落不明，查询情况已记入案卷。' : attempt.ground === 'otherWaysFailed' ? '以其他方式无法送达，送达经过已记入案卷。' : null;
    case 'gist': return `${words.office(paper.authorityId)?.name ?? ''}作出${named}${paper.number === null ? '' : `（${paper.number}）`}${words.gist === null ? '，' : `，${words.gist}。`}现依法向你（单位）公告送达。`;
    case 'period': return attempt.way === 'announcement' ? `${announcementRule(attempt.on, words.book).days}日` : null;
    case 'basis': return attempt.way === 'announcement' ? `《${words.book.service.instrument.zh}》${inCharacters(articleInChinese(announcementRule(attempt.on, words.book).article.replace(/ \(.*\)$/, '')))}` : null;
    default: throw new Error(`No service has the part "${part}".`);
  }
}

function remarksOf(paper: PaperState, attempt: ServiceAttempt, words: Words): string | null {
  const failed = paper.attempts.filter((one) => one.result === 'failed').length;
  const lines = [
    ...(attempt.itemNumber ? [`邮件号：${attempt.itemNumber}`] : []),
    ...(attempt.through ? [`转交、受托单位：${attempt.through}`] : []),
    ...(failed > 0 ? [`此前未成功的送达：${failed}次`] : []),
    ...(attempt.time ? [`时间：${attempt.time}`] : []),
    ...(attempt.urgency ? [`情况紧急：${words.text(attempt.urgency.contentId) ?? ''}`] : []),
    ...(attempt.note ? [words.text(attempt.note.contentId) ?? ''] : []),
  ].filter((line) => line !== '');
  return lines.length === 0 ? null : lines.join('；');
}
