/** The fine of 2025 is deferred to 2026-05-29 (Penalty Law art. 66(2)), not paid, doubled by the additional fine and taken to the court. */
import { MoneyTold } from './money-told.ts';
import type { Narrator, Told } from './narrator.ts';

const t = (zh: string, en: string): Told => ({ zh, en });
const told = (story: Narrator, caseId: string): MoneyTold => new MoneyTold(story, caseId, { officers: ['zhang.min', 'li.qiang'], head: 'wang.fang', surcharge: t('加处罚款', 'additional fine') });

/** On the day of service of the decision. */
export async function deferFine(story: Narrator, caseId: string): Promise<void> {
  const money = told(story, caseId);
  const termsApplication = await money.asks('2025-10-31', 'p1', '经营困难，暂无力缴纳。');
  await money.agrees('2025-10-31', 'p1', { termsApplication, planMethod: 'deferral', planFirst: '2026-05-29', termsReasons: '困难属实，同意延期缴纳。' });
  story.say(t('当事人书面申请延期并附证明，王芳批准延至2026-05-29缴纳（行政处罚法第六十六条第二款）', 'The party asks in writing, with proof, to pay later; 王芳 approves a deferral to 2026-05-29 (Administrative Penalty Law art. 66(2))'));
  await money.standing('p1');
}

export async function tellDeferredFine(story: Narrator, caseId: string): Promise<void> {
  const money = told(story, caseId);
  story.chapter(t('延期的罚款', 'The deferred fine'), t('延期届满不缴：每日按百分之三加处罚款，不超出罚款本身；申请法院执行的期限自延期届满之日起算（行政处罚法第七十二条）。', 'Not paid when the deferral ends: three per cent a day, no more than the fine itself; the window to the court runs from the end of the deferral (Administrative Penalty Law art. 72).'));
  for (const [day, zh, en] of [['2026-05-30', '延期届满后第一日', 'the first day after the deferral'], ['2026-07-01', '第三十三日', 'the 33rd day'], ['2026-07-03', '第三十四日已达上限，不再增加', 'the cap was reached on the 34th day, it grows no more']] as const) {
    await story.passes(day);
    story.say(t(`${day}  ${zh}`, `${day}  ${en}`));
    await money.standing('p1');
  }
  await money.demands('2026-07-03', 'p1');
  await story.passes('2026-07-20');
  story.say(t('2026-07-20  催告送达后满十个工作日，王芳申请人民法院强制执行', '2026-07-20  ten working days after the demand 王芳 asks the court to enforce'));
  const application = await money.applies('2026-07-20', 'p1', '当事人延期届满不缴纳罚款，经催告仍未缴纳。');
  await money.ordered('p1', application, { accepted: '2026-07-22', on: '2026-07-27', number: '（2026）陕0725行审1号' });
  story.say(t('2026-07-27  法院7月22日受理，本日裁定准予强制执行', '2026-07-27  the court, which accepted on 2026-07-22, orders the execution'));
}
