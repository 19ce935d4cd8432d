/** The office: two cases side by side, from absence and loan to the party at its door, a late slip and a case taken up again. */
import type { Narrator, Told } from './narrator.ts';
import { approveNotice, decideTogether, investigate, openCase } from './office-approvals.ts';
import { askAtMidnight, knock, setHearing, type Letter } from './office-door.ts';
import { Lead } from './office-lead.ts';
import { StrawCase } from './office-neighbour.ts';
import { orderPeople } from './office-orders.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

export async function tellOffice(story: Narrator): Promise<void> {
  story.chapter(t('机关里的案件', 'The office'), t('举报、审批、代行、借调、委派、催办、当事人查询、迟到的邮政回执；两案并行。', 'A lead, approvals, absence, lending, delegating, urging, the party at its door, a post slip that comes late; two cases side by side.'));
  story.say(t('王芳：负责人；罗俊：分管负责人；郭涛：承办机构负责人；张敏、李强：持证执法人员；马超：执法人员，无执法证件；秦印：印章管理人员。', '王芳 Wang Fang: the head. 罗俊 Luo Jun: deputy head. 郭涛 Guo Tao: head of the section. 张敏 Zhang Min, 李强 Li Qiang: certified officers. 马超 Ma Chao: officer without a certificate. 秦印 Qin Yin: keeper of the seal.'));
  story.say(t('县司法局：郑燕（法制审核）、周岚、吴刚（听证主持）。武侯镇：钱伟（负责人）、赵磊（持证执法人员）。', 'County legal office: 郑燕 Zheng Yan (legal reviewer), 周岚 Zhou Lan, 吴刚 Wu Gang (hearing chair). Wuhou town: 钱伟 Qian Wei (head), 赵磊 Zhao Lei (certified officer).'));
  await story.day('2025-11-03');
  const straw = await StrawCase.investigated(story);
  await orderPeople(story);
  const lead = await Lead.takenIn(story);
  await story.day('2025-11-04');
  const { caseId, caseNumber } = await openCase(story);
  await lead.linked(caseNumber);
  await investigate(story, caseId);
  await lead.answered();
  const builder: Letter = { caseId, noticeId: await approveNotice(story, caseId), pin: '204917' };
  const zhou: Letter = { caseId: straw.caseId, noticeId: await straw.noticed('2025-11-06'), pin: '739105' };
  await knock(story, builder);

  await story.day('2025-11-12');
  await straw.simulated();
  await askAtMidnight(story, builder, zhou);
  await setHearing(story, builder);
  const decisionId = await straw.decidedAndPosted('2025-11-14');

  await story.day('2025-11-26');
  await straw.escalated();
  await decideTogether(story, caseId);
  await story.day('2025-12-05');
  await straw.slipComesLate(decisionId);
  await straw.handedOn('2025-12-05');
  await story.day('2025-12-08');
  await straw.quashedAndReopened();
  await story.allowed('wang.fang', straw.caseId);
}
