/** The penalty case of 2025: filing, two officers, notice, a hearing that is asked for and held, review, decision, service, deferral of the fine. */
import { organisation } from '../demo-office/demo-identities.ts';
import { personId } from '../seed/teams.ts';
import { deferFine } from './deferred-fine.ts';
import type { Narrator, Told } from './narrator.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

/** Answers the case: its fine is deferred, and goes on when the office has told its story. */
export async function tellPenaltyCase(story: Narrator): Promise<string> {
  const officers = [personId('zhang.min'), personId('li.qiang')];
  story.chapter(t('2025年行政处罚案', 'A penalty case of 2025'), t('行政处罚法（2021年修订）普通程序；街道办事处依省级赋权以自己名义执法（第二十四条）。', 'Ordinary procedure of the Administrative Penalty Law as revised in 2021; the sub-district acts in its own name under powers handed over by the province (art. 24).'));
  await story.day('2025-08-18');
  await story.refused('zhang.min', t('登记一件2021年7月前的案件', 'would open a case dated before the revised law'), '/api/cases', openBody('2021-07-01'), 'pen-old');
  const opened = await story.does('zhang.min', t('登记线索：消防车通道被占用', 'registers the lead: a fire lane is blocked'), '/api/cases', openBody('2025-08-18'), 'pen-open');
  const { caseId } = opened;
  const path = (step: string): string => `/api/cases/${caseId}/steps/${step}`;
  await story.refused('zhang.min', t('与一名证件不存在的人员共同提出立案', 'would propose filing together with a person without a certificate'), path('proposeFiling'), { on: '2025-08-18', officers: [personId('zhang.min'), personId('ma.chao')], facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案。' } }, 'pen-uncertified');
  await story.does('zhang.min', t('提出立案', 'proposes to file'), path('proposeFiling'), { on: '2025-08-18', officers, facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案。' } }, 'pen-propose');
  await story.does('wang.fang', t('批准立案', 'approves the filing'), path('fileCase'), { on: '2025-08-18', facts: { approval: '同意立案。' } }, 'pen-file');
  await story.does('zhang.min', t('现场检查取证', 'takes evidence on the spot'), path('takeEvidence'), { on: '2025-08-18', officers, facts: { evidenceKind: 'inspectionRecord', evidenceSummary: '现场检查笔录：堆放货物占用消防车通道约二米。' } }, 'pen-evidence');
  await story.does('zhang.min', t('询问并制作笔录', 'records an inquiry'), path('recordInquiry'), { on: '2025-08-18', officers, facts: { certificatesShown: true, askedPerson: '宋文（勉县演示商贸有限公司经营场所负责人）', inquiryTime: '2025年8月18日15时', inquiryEnd: '15时30分', inquiryPlace: '当事人经营场所', recorder: '李强', dialogue: '问：货物是谁堆放的？\n答：我店员工。' } }, 'pen-inquiry');

  await story.day('2025-09-22');
  await story.does('zhang.min', t('提交调查终结报告', 'reports the investigation'), path('reportInvestigation'), { on: '2025-09-22', officers, facts: { findings: '2025年8月18日，当事人在和平路12号经营场所门前的消防车通道堆放货物，占用通道约二米。', evidence: '现场检查笔录一份、询问笔录一份、现场照片四张。', violated: '《中华人民共和国消防法》第二十八条', reportedProposal: 'penalty' } }, 'pen-report');
  await story.refused('wang.fang', t('未告知即作处罚决定', 'would decide without a notice'), path('decidePenalty'), { on: '2025-09-22', facts: { fine: '8000.00', defence: '无。', correction: '责令清除。' } }, 'pen-no-notice');
  const notice = await story.does('zhang.min', t('事先告知：拟罚款8,000元', 'gives notice: an intended fine of 8,000 yuan'), path('issueNotice'), { on: '2025-09-22', facts: { reasons: '违法事实清楚，证据确凿。', basis: '《中华人民共和国消防法》第六十条第一款第五项', fineMinimum: '5000.00', fineMaximum: '50000.00', intendedFine: '8000.00' } }, 'pen-notice');
  await story.refused('zhang.min', t('将告知书交给不同住的亲属', 'would leave the notice with a relative who lives elsewhere'), service(caseId, notice.papers[0]?.paperId), { party: 'p1', attempt: { way: 'coResident', on: '2025-09-22', outcome: 'received', recipient: { relation: 'brother', adult: true, livesThere: false } }, officers }, 'pen-relative');

  await story.day('2025-09-28');
  await story.does('zhang.min', t('在调休上班的星期日直接送达', 'serves it in person, on a Sunday that is a make-up working day'), service(caseId, notice.papers[0]?.paperId), { party: 'p1', attempt: { way: 'direct', on: '2025-09-28', outcome: 'received', place: '当事人经营场所' }, officers }, 'pen-serve-notice');
  await story.refused('wang.fang', t('听证期限未满即作决定', 'would decide while the right to a hearing is open'), path('decidePenalty'), { on: '2025-09-28', facts: { fine: '8000.00', defence: '无。', correction: '责令清除。' } }, 'pen-too-early');

  await story.day('2025-10-09');
  await story.does('zhang.min', t('记录陈述申辩', 'records the statement of the party'), path('recordStatement'), { on: '2025-10-09', party: 'p1', officers, facts: { statement: '已当场清除，请求从轻。', statementAnswer: '经复核，整改属实。' } }, 'pen-statement');
  await story.refused('zhang.min', t('由调查人员记录当事人要求听证', 'would record as the investigator what the party asks for'), path('requestHearing'), { on: '2025-10-09', party: 'p1' }, 'pen-hearing-by-investigator');
  await story.does('wang.fang', t('记录当事人要求听证（第三个工作日内）', 'records that the party asks for a hearing, within the five working days'), path('requestHearing'), { on: '2025-10-09', party: 'p1' }, 'pen-hearing-asked');
  await story.refused('wang.fang', t('指定案件调查人员主持听证', 'would let an investigator chair the hearing'), path('scheduleHearing'), { on: '2025-10-09', facts: { hearingOn: '2025-10-27', hearingTime: '9时30分', hearingPlace: '勉县司法局会议室', hearingPublicity: '公开', hearingChair: personId('li.qiang') } }, 'pen-chair');
  await story.refused('wang.fang', t('通知距听证不足七个工作日', 'would leave less than seven clear working days'), path('scheduleHearing'), { on: '2025-10-09', facts: { hearingOn: '2025-10-16', hearingTime: '9时30分', hearingPlace: '勉县司法局会议室', hearingPublicity: '公开', hearingChair: personId('wu.gang') } }, 'pen-short');
  const hearing = await story.does('wang.fang', t('确定2025年10月27日听证并通知', 'sets the hearing for 2025-10-27'), path('scheduleHearing'), { on: '2025-10-09', facts: { hearingOn: '2025-10-27', hearingTime: '9时30分', hearingPlace: '勉县司法局会议室', hearingPublicity: '公开', hearingChair: personId('wu.gang') } }, 'pen-schedule');
  await story.does('zhang.min', t('直接送达听证通知书', 'serves the hearing notice in person'), service(caseId, hearing.papers[0]?.paperId), { party: 'p1', attempt: { way: 'direct', on: '2025-10-09', outcome: 'received', place: '当事人经营场所' }, officers }, 'pen-serve-hearing');

  await story.day('2025-10-27');
  await story.meanwhile('wang.fang', caseId);
  await story.does('wu.gang', t('主持听证', 'holds the hearing'), path('holdHearing'), { on: '2025-10-27', facts: { hearingProceedings: '主持人：现在开始听证。\n调查人员：陈述违法事实和拟处罚意见。\n当事人：认可事实，已整改，请求从轻。', hearingEnd: '10时40分', recorder: '冯蕾', finalStatement: '请求从轻处罚。' } }, 'pen-hearing');
  await story.refused('wang.fang', t('听证后未经法制审核即作决定', 'would decide after the hearing without a legal review'), path('decidePenalty'), { on: '2025-10-27', facts: { fine: '8000.00', defence: '无。', correction: '责令清除。' } }, 'pen-no-review');
  await story.day('2025-10-29');
  await story.does('zheng.yan', t('法制审核通过', 'passes the legal review'), path('reviewLegality'), { on: '2025-10-29', facts: { reviewPassed: true, reviewOpinion: '事实清楚，程序合法，同意。' } }, 'pen-review');
  await story.refused('wang.fang', t('以高于告知的数额处罚', 'would impose more than was notified'), path('decidePenalty'), { on: '2025-10-29', facts: { fine: '9000.00', defence: '无。', correction: '责令清除。' } }, 'pen-heavier');
  const decision = await story.does('wang.fang', t('决定罚款5,000元', 'decides on a fine of 5,000 yuan'), path('decidePenalty'), { on: '2025-10-29', facts: { fine: '5000.00', defence: '当事人进行了陈述申辩并要求听证，已依法举行听证；整改属实，予以采纳。', correction: '责令保持消防车通道畅通。' } }, 'pen-decide');
  await story.day('2025-10-31');
  await story.does('zhang.min', t('当事人拒收，邀请见证人，留置送达', 'leaves the decision in place before witnesses, since the party refuses it'), service(caseId, decision.papers[0]?.paperId), { party: 'p1', attempt: { way: 'leftInPlace', on: '2025-10-31', outcome: 'received', refusedBy: 'addressee', witnesses: 2, recorded: 'video' }, officers }, 'pen-serve-decision');
  await deferFine(story, caseId);
  await story.allowed('wang.fang', caseId);
  return caseId;
}

function service(caseId: string, paperId: string | undefined): string {
  return `/api/cases/${caseId}/papers/${paperId ?? ''}/service`;
}

function openBody(on: string): unknown {
  return {
    pack: 'administrative-penalty', on, parties: [organisation('勉县演示商贸有限公司', '91999999MA0ABCDE9D', '陕西省汉中市勉县勉阳街道和平路12号')],
    facts: { cause: 'fire-lane-occupied', causeName: '占用、堵塞消防车通道', leadSource: 'inspection', actEndedOn: on, discoveredOn: on, summary: '日常巡查发现。' },
  };
}
