/** The first case of the office: two hands on one device, a chain of signatures before the notice, a party at its door. */
import { createHash } from 'node:crypto';
import { paperReference } from '#documents/paper-reference';
import { pdfPages } from '#documents/testing/pdf-text';
import { scannedSheet } from '#documents/testing/scanned-sheet';
import type { CommandDone } from '../demo-office/client.ts';
import { organisation } from '../demo-office/demo-identities.ts';
import { personId } from '../seed/teams.ts';
import { ApprovalTold } from './approval-told.ts';
import type { Narrator, Told } from './narrator.ts';
import { confirmations, officers } from './office-orders.ts';

const t = (zh: string, en: string): Told => ({ zh, en });
const paperIn = (done: CommandDone, code: string): string => done.papers.find((one) => one.paper === code)?.paperId ?? '';


/** The case that comes of the lead. */
export function openCase(story: Narrator): Promise<CommandDone> {
  return story.does('zhang.min', t('据举报登记案件：工地向河滩倾倒建筑垃圾', 'opens a case on it: a builder dumps construction waste on the river bank'), '/api/cases', {
    pack: 'administrative-penalty', on: '2025-11-04', parties: [organisation('勉县演示建设有限公司', '91999999MA0ABCDF7G', '陕西省汉中市勉县勉阳街道滨江路3号')],
    facts: { cause: 'construction-waste-dumped', causeName: '擅自倾倒建筑垃圾', leadSource: 'complaint', actEndedOn: '2025-11-03', discoveredOn: '2025-11-03', summary: '群众举报，经核查属实。' },
  }, 'office-open');
}

/** Filed, inspected by an own and a lent officer; drafted by another hand; the signed record comes back by scan. */
export async function investigate(story: Narrator, caseId: string): Promise<void> {
  const path = (step: string): string => `/api/cases/${caseId}/steps/${step}`;
  const filing = { on: '2025-11-04', officers: officers(), facts: { basis: '《中华人民共和国固体废物污染环境防治法》第一百一十一条第一款第四项', proposal: '建议立案。' } };
  await story.refused('zhang.min', t('与借调的赵磊提出立案，代其输入密码', 'proposes to file with Zhao Lei, the lent officer, and guesses his PIN'), path('proposeFiling'), { ...filing, confirmations: confirmations('111112') }, 'office-propose-guessed');
  await story.does('zhang.min', t('与赵磊提出立案，赵磊在同一设备上以本人密码确认', 'proposes to file with Zhao Lei, who confirms on the same device with his PIN'), path('proposeFiling'), { ...filing, confirmations: confirmations() }, 'office-propose');
  const filed = await story.does('luo.jun', t('代王芳批准立案', 'approves the filing in the place of Wang Fang'), path('fileCase'), { on: '2025-11-04', actingFor: personId('wang.fang'), facts: { approval: '同意立案。' } }, 'office-file');
  await printed(story, caseId, paperIn(filed, 'filing-approval-form'), '罗俊受委托代行王芳职责，依据勉阳委（演示）〔2025〕6号');
  const inspected = await story.does('zhang.min', t('现场检查并制作笔录，赵磊确认', 'inspects the scene, Zhao Lei confirming'), path('inspectScene'), {
    on: '2025-11-04', officers: officers(), confirmations: confirmations(),
    facts: { certificatesShown: true, inspectionTime: '2025年11月4日15时', inspectionEnd: '15时40分', inspectionPlace: '勉阳街道滨江路河滩', inspectionFindings: '河滩堆放砖块、混凝土块约十五立方米，与工地拆除物一致。', recorder: '赵磊' },
  }, 'office-inspect');
  await signedSheetReturns(story, caseId, paperIn(inspected, 'inspection-record'));

  await story.does('zhang.min', t('调取现场照片，赵磊确认', 'takes photographs of the scene, Zhao Lei confirming'), path('takeEvidence'), { on: '2025-11-04', officers: officers(), confirmations: confirmations(), facts: { evidenceKind: 'documentary', evidenceSummary: '现场照片六张。' } }, 'office-evidence');

  const task = `/api/cases/${caseId}/tasks/reportInvestigation`;
  await story.does('zhang.min', t('签收待办“提交调查终结报告”', 'claims the task "report the investigation"'), `${task}/claim`, {}, 'office-claim');
  await story.does('zhang.min', t('委派马超（无执法证件）代拟', 'delegates its drafting to Ma Chao, who holds no certificate'), `${task}/delegate`, { to: personId('ma.chao'), note: '请代拟调查终结报告' }, 'office-delegate');
  const report = {
    on: '2025-11-05', officers: officers(), confirmations: confirmations(),
    facts: { findings: '2025年11月3日，当事人将拆除旧房产生的建筑垃圾约十五立方米倾倒在勉阳街道滨江路河滩。', evidence: '现场检查笔录一份、现场照片六张。', violated: '《中华人民共和国固体废物污染环境防治法》第六十三条第三款', reportedProposal: 'penalty', reviewGround: 'publicInterest' },
  };
  await story.day('2025-11-05');
  await story.refused('zhang.min', t('未等交回即提交报告', 'would report before it is given back'), path('reportInvestigation'), report, 'office-report-early');
  await story.does('wang.fang', t('催办', 'urges it'), `${task}/urge`, {}, 'office-urge');
  await story.refused('wang.fang', t('当日再次催办', 'would urge it again on the same day'), `${task}/urge`, {}, 'office-urge-again');
  await story.does('ma.chao', t('代拟完毕，交回', 'gives it back, drafted'), `${task}/giveBack`, { note: '已拟好，见附件。' }, 'office-give-back');
  await story.does('zhang.min', t('提交调查终结报告（涉及重大公共利益），赵磊确认', 'reports: major public interest is at stake; Zhao Lei confirms'), path('reportInvestigation'), report, 'office-report');
}

/** What a paper says, read from its PDF. */
async function printed(story: Narrator, caseId: string, paperId: string, words: string): Promise<void> {
  const text = pdfPages(await (await story.as('zhang.min')).paper(caseId, paperId)).join('');
  if (!text.includes(words)) throw new Error(`The paper does not say ${words}.`);
  story.note(t(`文书载明：${words}`, `the paper says: ${words}`));
}

/** The printed record, signed by hand and scanned: its QR code says where it belongs, and it is the original from then on. */
async function signedSheetReturns(story: Narrator, caseId: string, paperId: string): Promise<void> {
  const bytes = scannedSheet(paperReference(paperId));
  const fileId = await (await story.as('zhang.min')).uploads(caseId, { purpose: 'signed-sheet', mediaType: 'image/png', bytes, sha256: createHash('sha256').update(bytes).digest('hex') }, 'demo-office-scan');
  const signatures = [{ who: 'presentPerson', how: 'fingerMark' }, { who: 'officers', how: 'signature' }, { who: 'recorder', how: 'signature' }];
  await story.refused('zhang.min', t('当事人拒绝签名，仅由一名执法人员注明', 'files the sheet: the person present refused to sign, noted by one officer'), `/api/cases/${caseId}/scans`, { fileId, on: '2025-11-04', signatures: [{ who: 'presentPerson', how: 'refused', notedBy: [personId('zhang.min')] }, ...signatures.slice(1)] }, 'office-scan-refused');
  await story.does('zhang.min', t('签名的检查笔录扫描件按二维码归卷', 'files the scan of the signed record; its QR code says where it belongs'), `/api/cases/${caseId}/scans`, { fileId, on: '2025-11-04', signatures }, 'office-scan');
  const paper = (await story.look('zhang.min', caseId)).papers.find((one) => one.paperId === paperId);
  if (paper?.original?.fileId !== fileId) throw new Error('The scan did not become the original.');
  story.note(t(`原件：《${paper.title.zh}》以该扫描件为原件`, `original: from now on the scan is the original of "${paper.title.en}"`));
}

/** Asked for, returned, asked for anew, signed by each in turn and by a substitute; then the notice goes out as approved. Answers its id. */
export async function approveNotice(story: Narrator, caseId: string): Promise<string> {
  const issue = `/api/cases/${caseId}/steps/issueNotice`;
  const facts = { reasons: '违法事实清楚，证据确凿。', basis: '《中华人民共和国固体废物污染环境防治法》第一百一十一条第一款第四项、第二款', intendedFine: '150000.00' };
  await story.refused('zhang.min', t('未经审批即告知：拟罚款150,000元', 'would give notice without approval: an intended fine of 150,000 yuan'), issue, { on: '2025-11-05', facts }, 'office-notice-unapproved');
  const approval = new ApprovalTold(story, caseId, 'noticeApproval');
  await approval.asked('zhang.min', t('报批：拟罚款150,000元', 'asks for approval: 150,000 yuan'), { items: [{ step: 'issueNotice', facts }], note: '请审批。' });
  await approval.maySign('zhang.min', t('自行签署', 'would sign it too'), { verdict: 'agree', opinion: '同意。' });
  await approval.signs('guo.tao', t('退回承办人：裁量理由不充分', 'returns it to the handler: the amount is not reasoned'), { verdict: 'return', to: 'handler', opinion: '初次违法且主动清运，裁量理由不充分，请补充。' });

  const reasoned = { ...facts, reasons: '违法事实清楚，证据确凿；初次违法，已主动清运。', intendedFine: '120000.00', discretion: '初次违法且主动清运，从轻处罚。' };
  await approval.asked('zhang.min', t('补充理由，重新报批：拟罚款120,000元', 'gives reasons and asks anew: 120,000 yuan'), { items: [{ step: 'issueNotice', facts: reasoned }], note: '已补充裁量理由。' });
  await approval.adds('guo.tao', t('加签：在本环节之后请县司法局周岚提意见', 'adds a signer after the stage: Zhou Lan of the county legal office'), { add: { person: personId('zhou.lan'), place: 'after' }, reason: '涉及河道，请县司法局提意见。' });
  await approval.signs('guo.tao', t('签署同意', 'signs'), { verdict: 'agree', opinion: '同意。' });
  await story.does('zhang.min', t('催办签署', 'urges the signature'), `/api/cases/${caseId}/tasks/noticeApproval/urge`, {}, 'office-urge-signature');
  await approval.signs('zhou.lan', t('加签意见：同意', 'signs as the one added'), { verdict: 'agree', opinion: '无不同意见。' });
  await approval.signs('zheng.yan', t('法制机构签署', 'signs for the legal office'), { verdict: 'agree', opinion: '程序合法。' });
  await approval.maySign('li.qiang', t('未注明代行即签署', 'would sign without saying in whose place'), { verdict: 'agree', opinion: '同意。' });
  await approval.signs('li.qiang', t('代罗俊签署，依据勉阳委（演示）〔2025〕7号', 'signs in the place of Luo Jun, by 勉阳委（演示）〔2025〕7号'), { verdict: 'agree', opinion: '同意。', actingFor: personId('luo.jun') });
  await approval.signs('wang.fang', t('批准', 'approves'), { verdict: 'agree', opinion: '批准。' });

  await story.day('2025-11-06');
  await story.refused('zhang.min', t('批准后改为拟罚款150,000元告知', 'would give notice of 150,000 yuan after all'), issue, { on: '2025-11-06', facts: { ...reasoned, intendedFine: '150000.00' } }, 'office-notice-changed');
  const notice = await story.does('zhang.min', t('按批准的内容告知：拟罚款120,000元', 'gives notice as approved: 120,000 yuan'), issue, { on: '2025-11-06', facts: {} }, 'office-notice');
  const noticeId = paperIn(notice, 'penalty-notice');
  await printed(story, caseId, paperIn(notice, 'approval-form'), '李强受委托代行罗俊职责');
  await sealed(story, caseId, noticeId, notice.papers.find((one) => one.paperId === noticeId)?.sha256 ?? '', 'notice');
  await story.does('zhang.min', t('直接送达告知书，赵磊确认', 'serves the notice in person, Zhao Lei confirming'), `/api/cases/${caseId}/papers/${noticeId}/service`, { party: 'p1', attempt: { way: 'direct', on: '2025-11-06', outcome: 'received' }, officers: officers(), confirmations: confirmations() }, 'office-serve-notice');
  return noticeId;
}

/** The seal is asked for by one and used by its keeper, on the very bytes that were issued. */
export async function sealed(story: Narrator, caseId: string, paperId: string, sha256: string, key: string): Promise<void> {
  await story.does('zhang.min', t('申请用印', 'asks for the seal'), `/api/cases/${caseId}/papers/${paperId}/seal-requests`, { seal: 'physical' }, `office-seal-ask-${key}`);
  if (key === 'notice') await story.refused('zhang.min', t('自行用印', 'would use it too'), `/api/cases/${caseId}/papers/${paperId}/seals`, { seal: 'physical', sha256 }, `office-seal-own-${key}`);
  await story.does('qin.yin', t('核对散列值后用印', 'compares the hash and uses the seal'), `/api/cases/${caseId}/papers/${paperId}/seals`, { seal: 'physical', sha256 }, `office-seal-${key}`);
}

/** Hearing, legal review, and a decision that its leaders co-sign; the head decides when all of them have signed. */
export async function decideTogether(story: Narrator, caseId: string): Promise<void> {
  const path = (step: string): string => `/api/cases/${caseId}/steps/${step}`;
  await story.does('wu.gang', t('主持听证', 'holds the hearing'), path('holdHearing'), { on: '2025-11-26', facts: { hearingProceedings: '主持人：现在开始听证。\n调查人员：陈述违法事实和拟处罚意见。\n当事人：认可事实，已清运，请求从轻。', hearingEnd: '10时30分', recorder: '冯蕾', finalStatement: '请求从轻处罚。' } }, 'office-hearing');
  await story.does('zheng.yan', t('法制审核通过', 'passes the legal review'), path('reviewLegality'), { on: '2025-11-26', facts: { reviewPassed: true, reviewOpinion: '事实清楚，程序合法，同意。' } }, 'office-review');
  const facts = { fine: '100000.00', defence: '当事人要求听证，已依法举行；已清运属实，予以采纳。', correction: '责令清运剩余建筑垃圾。' };
  const approval = new ApprovalTold(story, caseId, 'decisionApproval');
  await approval.asked('zhang.min', t('报批决定：罚款100,000元，会签罗俊、郑燕', 'asks for approval of the decision: 100,000 yuan, co-signed by Luo Jun and Zheng Yan'), { items: [{ step: 'decidePenalty', facts }], signers: { leaders: [personId('luo.jun'), personId('zheng.yan')] } });
  await approval.signs('guo.tao', t('签署同意', 'signs'), { verdict: 'agree', opinion: '同意。' });
  await approval.signs('zheng.yan', t('会签', 'co-signs'), { verdict: 'agree', opinion: '同意。' });
  await story.refused('wang.fang', t('会签未齐即作决定', 'would decide before all have co-signed'), path('decidePenalty'), { on: '2025-11-26', facts }, 'office-decide-early');
  await approval.signs('li.qiang', t('代罗俊会签', 'co-signs in the place of Luo Jun'), { verdict: 'agree', opinion: '同意。', actingFor: personId('luo.jun') });
  const decision = await story.does('wang.fang', t('按批准的内容决定罚款100,000元', 'decides as approved: 100,000 yuan'), path('decidePenalty'), { on: '2025-11-26', facts: {} }, 'office-decide');
  const decisionId = paperIn(decision, 'penalty-decision');
  await sealed(story, caseId, decisionId, decision.papers.find((one) => one.paperId === decisionId)?.sha256 ?? '', 'decision');
}
