/** The five items of Administrative Compulsion Law art. 55(1), in the order of the package. */
import type { BilingualText } from '#law/pack-format';

export const KINDS = ['application', 'decision', 'partyAndDemand', 'subjectMatter', 'other'] as const;
export type PackageKind = (typeof KINDS)[number];

export const KIND_WORDS: Readonly<Record<PackageKind, { folder: string; name: BilingualText; article: BilingualText }>> = {
  application: { folder: '1-application', name: { zh: '强制执行申请书', en: 'The application' }, article: article(1) },
  decision: { folder: '2-decision', name: { zh: '行政决定书及作出决定的事实、理由和依据', en: 'The decision, with its facts, reasons and basis' }, article: article(2) },
  partyAndDemand: { folder: '3-party-and-demand', name: { zh: '当事人的意见及行政机关催告情况', en: 'What the party said, and the demand' }, article: article(3) },
  subjectMatter: { folder: '4-subject-matter', name: { zh: '申请强制执行标的情况', en: 'What is to be enforced' }, article: article(4) },
  other: { folder: '5-other', name: { zh: '法律、行政法规规定的其他材料', en: 'Other papers by law' }, article: article(5) },
};

function article(item: number): BilingualText {
  return { zh: `《中华人民共和国行政强制法》第55条第1款第${item}项`, en: `Administrative Compulsion Law art. 55(1)(${item})` };
}
