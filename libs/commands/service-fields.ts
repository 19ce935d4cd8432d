/** What a receipt (送达回证) or an announcement (送达公告) prints of the service that it records. */
import type { LawBook, LegalDate } from '#law';
import { articleInChinese } from '#law/article';
import type { Pack } from '#law/pack-format';
import { announcementRule } from '#cases';
import type { PaperState, ServiceAttempt } from '#cases/model';
import { printDate } from './facts.ts';

export interface PaperService { paper: PaperState; attempt: ServiceAttempt; officerIds: string[]; servedOn: LegalDate | null }

interface Words { pack: Pack; book: LawBook; servers: string | null; text: (contentId: string) => string | null; office: (officeId: string) => { name: string } | null }

const RELATIONS: Partial<Record<string, string>> = { spouse: '配偶', father: '父亲', mother: '母亲', son: '儿子', daughter: '女儿', brother: '兄弟', sister: '姐妹', grandparent: '祖父母、外祖父母', grandchild: '孙子女、外孙子女' };

/** One part of a service in Chinese; null when this service has none. Throws for a part that no service has. */
export function servicePart(part: string, { paper, attempt, servedOn }: PaperService, words: Words): string | null {
  const title = words.pack.papers.find((one) => one.code === paper.paper)?.title.zh ?? paper.paper;
  const named = `《${title}》`;
  switch (part) {
    case 'paper': return `${named}：${paper.number ?? '无文号'}`;
    case 'way': return words.book.service.ways[attempt.way].name.zh;
    case 'receivedOn': return servedOn === null ? null : printDate(servedOn);
    case 'relation': return attempt.recipient ? `${RELATIONS[attempt.recipient.relation] ?? attempt.recipient.relation}，${attempt.recipient.adult ? '成年' : '未成年'}，${attempt.recipient.livesThere ? '同住' : '不同住'}` : null;
    case 'refusal': return attempt.refusedBy ? `${attempt.refusedBy === 'addressee' ? '受送达人' : '同住成年家属'}拒收，将文书留在其住所。` : null;
    case 'witnesses': return attempt.witnesses ? `见证人：${attempt.witnesses}名，签名附后` : null;
    case 'recording': return attempt.recorded === undefined ? null : attempt.recorded === 'photo' ? '拍照' : '录像';
    case 'servers': return words.servers;
    case 'remarks': return remarksOf(paper, attempt, words);
    case 'reason': return attempt.ground === 'whereaboutsUnknown' ? '受送达人下落不明，查询情况已记入案卷。' : attempt.ground === 'otherWaysFailed' ? '以其他方式无法送达，送达经过已记入案卷。' : null;
    case 'gist': return `${words.office(paper.authorityId)?.name ?? ''}作出${named}${paper.number === null ? '' : `（${paper.number}）`}，现依法向你（单位）公告送达。请自公告之日起到本机关领取。`;
    case 'period': return attempt.way === 'announcement' ? `${announcementRule(attempt.on, words.book).days}日` : null;
    case 'basis': return attempt.way === 'announcement' ? `《${words.book.service.instrument.zh}》${articleInChinese(announcementRule(attempt.on, words.book).article.replace(/ \(.*\)$/, ''))}` : null;
    default: throw new Error(`No service has the part "${part}".`);
  }
}

function remarksOf(paper: PaperState, attempt: ServiceAttempt, words: Words): string | null {
  const failed = paper.attempts.filter((one) => one.result === 'failed').length;
  const lines = [
    ...(attempt.itemNumber ? [`邮件号：${attempt.itemNumber}`] : []),
    ...(attempt.through ? [`转交、受托单位：${attempt.through}`] : []),
    ...(failed > 0 ? [`此前未成功的送达：${failed}次`] : []),
    ...(attempt.note ? [words.text(attempt.note.contentId) ?? ''] : []),
  ].filter((line) => line !== '');
  return lines.length === 0 ? null : lines.join('；');
}
