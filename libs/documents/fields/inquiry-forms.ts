import type { PaperField } from './field.ts';
import { contact, may, must, party, remediesIfAny, template } from './field.ts';

const cause = must('cause', 'text', '案由', 'Cause');
const partyName = must('partyName', 'text', '当事人', 'Party');
const officers = must('officers', 'rows', '执法人员', 'Officers: name and certificate number, at least two (Penalty Law art. 42)');
const refusal = may('refusalNote', 'paragraphs', '拒绝签名情况', 'Note of two officers on a refusal to sign');
/** When and where something was recorded. */
const scene: PaperField[] = [
  must('startedAt', 'text', '开始时间', 'Beginning, day and time'),
  must('endedAt', 'text', '结束时间', 'End, day and time'),
  must('place', 'text', '地点', 'Place'),
];
const items = must('items', 'rows', '物品清单', 'Things, one a row: label is name and kind, value is quantity, condition, mark');

/** Papers of inquiry and evidence, set by the shared layout. */
export const inquiryForms = [
  template('inspection-record', '现场检查笔录', 'Inspection record', [
    cause, partyName, ...scene, officers,
    must('recorder', 'text', '记录人', 'Recorder'),
    may('presentPerson', 'text', '在场人', 'Who was present for the party, with post or relation'),
    may('witness', 'text', '见证人', 'Witness, where the party was not present or refused'),
    must('rightsTold', 'paragraphs', '出示证件及权利义务告知', 'Showing of certificates (Penalty Law art. 55) and rights told'),
    must('findings', 'paragraphs', '现场情况', 'What was seen, measured, photographed'),
    may('measures', 'paragraphs', '当场采取的措施', 'Measures taken on the spot'),
    refusal,
  ], { as: 'record', parts: [
    { pairs: ['cause', 'partyName', 'startedAt', 'endedAt', 'place', 'officers', 'recorder', 'presentPerson', 'witness'] },
    { section: '告知', of: 'rightsTold' }, { section: '现场情况', of: 'findings' }, { section: '当场采取的措施', of: 'measures' },
    { section: '拒绝签名情况', of: 'refusalNote' }, { say: '以上笔录经当事人（在场人）核对或者向其宣读，与现场情况一致。' },
  ] }),
  template('defence-record', '陈述申辩笔录', 'Record of statement and defence', [
    cause, partyName,
    may('startedAt', 'text', '时间', 'Day and time'),
    may('place', 'text', '地点', 'Place'),
    may('personName', 'text', '陈述申辩人', 'Who spoke, with authority where it was an agent or guardian'),
    officers,
    may('recorder', 'text', '记录人', 'Recorder'),
    may('notice', 'text', '所针对的告知书', 'The notice that is answered, with its number'),
    must('statement', 'paragraphs', '陈述、申辩内容', 'Statement and defence in the words of the party'),
    may('evidence', 'paragraphs', '提交的证据材料', 'Evidence handed in'),
    refusal,
  ], { as: 'record', parts: [
    { pairs: ['cause', 'startedAt', 'place', 'partyName', 'personName', 'officers', 'recorder', 'notice'] },
    { section: '陈述、申辩内容', of: 'statement' }, { section: '提交的证据材料', of: 'evidence', numbered: true }, { section: '拒绝签名情况', of: 'refusalNote' },
    { say: '以上笔录交陈述申辩人核对或者向其宣读；记录有遗漏或者差错的，可以补充或者更正，并在改动处签名或者捺指印。' },
  ] }),
  template('evidence-list', '证据材料清单', 'List of evidence', [
    cause, partyName,
    must('items', 'rows', '证据材料', 'Pieces of evidence, one a row: label is the name with its kind, value is source and what it proves'),
    may('officers', 'rows', '执法人员', 'Officers who took the evidence: name and certificate number'),
    may('submitter', 'text', '提交人', 'Who handed it in'),
    may('remarks', 'paragraphs', '备注', 'Remarks: what is excluded and why'),
  ], { as: 'record', parts: [
    { pairs: ['cause', 'partyName', 'submitter', 'officers'] }, { list: ['证据名称、种类', '来源及证明内容'], of: 'items' }, { section: '备注', of: 'remarks' },
  ] }),
  template('income-evidence', '收入情况证据清单', 'List of evidence of income', [
    cause, partyName,
    must('items', 'rows', '收入证据', 'Evidence of income, one a row: label is the name, value is year, amount and source'),
    may('officers', 'rows', '调查人员', 'Officers who took it: name and certificate number'),
    may('remarks', 'paragraphs', '备注', 'Remarks'),
  ], { as: 'record', parts: [
    { pairs: ['cause', 'partyName', 'officers'] }, { list: ['证据名称', '年度、数额及来源'], of: 'items' }, { section: '备注', of: 'remarks' },
  ] }),
  template('preservation-decision', '先行登记保存证据决定书', 'Decision to register and preserve evidence', [
    ...party, cause, items,
    must('reasons', 'paragraphs', '先行登记保存的理由', 'Why the evidence may be lost or hard to get later (Penalty Law art. 56)'),
    must('place', 'text', '保存地点', 'Where it is kept'),
    must('manner', 'text', '保存方式', 'How it is kept: on the spot, sealed, taken away'),
    must('period', 'text', '处理期限', 'Period within which it is disposed of, e.g. 七个工作日 (arts. 56, 85)'),
    may('lastDay', 'date', '处理期限届满日', 'Last day of that period'),
    ...contact,
  ], { as: 'letter', parts: [
    { party: true },
    { say: '因你（单位）涉嫌“{cause}”，在证据可能灭失或者以后难以取得的情况下，依据《中华人民共和国行政处罚法》第五十六条的规定，经本机关负责人批准，决定对下列证据先行登记保存。' },
    { list: ['物品名称、规格型号', '数量、特征、完好程度'], of: 'items' },
    { section: '理由', of: 'reasons' }, { pairs: ['place', 'manner'] },
    { say: '本机关自先行登记保存之日起{period}内及时作出处理决定。' }, { say: '处理期限至{lastDay}止。' },
    { say: '在此期间，当事人或者有关人员不得销毁或者转移上述证据。' }, { contact: true },
  ] }),
  template('preservation-disposal', '先行登记保存证据处理决定书', 'Decision on preserved evidence', [
    ...party, cause,
    must('preserved', 'text', '先行登记保存决定', 'The decision to preserve: number, or day'),
    may('items', 'rows', '物品清单', 'Things disposed of, one a row: label is the name, value is the quantity'),
    must('disposal', 'paragraphs', '处理决定', 'What becomes of each thing: released, kept as evidence, expert opinion, handed over, seized under a law'),
    may('basis', 'paragraphs', '依据', 'Legal basis beside art. 56'),
    ...remediesIfAny, ...contact,
  ], { as: 'letter', parts: [
    { party: true },
    { say: '本机关在“{cause}”一案中对你（单位）的有关证据先行登记保存（{preserved}）。依据《中华人民共和国行政处罚法》第五十六条的规定，现作出如下处理决定：' },
    { section: '处理决定', of: 'disposal', numbered: true }, { list: ['物品名称、规格型号', '数量'], of: 'items' }, { section: '依据', of: 'basis' },
    { remedies: true }, { contact: true },
  ] }),
  template('recusal-decision', '回避决定书', 'Decision on recusal', [
    must('partyName', 'text', '当事人', 'Party who asked, or in whose case an officer asked'),
    cause,
    may('applicant', 'text', '申请人', 'Who asked, where it was not the party'),
    may('requestedOn', 'date', '申请日期', 'Day of the request'),
    must('person', 'text', '被申请回避人', 'The person whose recusal is decided, with post'),
    must('ground', 'paragraphs', '申请理由', 'Ground given: direct interest, or another relation that may affect fairness (Penalty Law art. 43)'),
    must('outcome', 'text', '决定', 'The outcome: withdraws, or does not'),
    must('reasons', 'paragraphs', '决定理由', 'Reasons'),
    ...contact,
  ], { as: 'letter', parts: [
    { to: 'partyName' }, { say: '本机关对“{cause}”一案中{person}的回避问题进行了审查。' }, { pairs: ['applicant', 'requestedOn'] },
    { section: '申请理由', of: 'ground' }, { section: '审查意见', of: 'reasons' },
    { section: '决定', of: 'outcome' },
    { say: '依据《中华人民共和国行政处罚法》第四十三条，回避由行政机关负责人决定；决定作出之前，不停止调查。' }, { contact: true },
  ] }),
  template('investigation-report', '案件调查终结报告', 'Report on the investigation', [
    cause, partyName,
    may('partyAddress', 'text', '住址（住所）', 'Address'),
    may('partyParticulars', 'rows', '当事人基本情况', 'Further particulars of the party'),
    may('filedOn', 'date', '立案日期', 'Day of filing'),
    may('course', 'paragraphs', '调查经过', 'Course of the inquiry'),
    officers,
    must('facts', 'paragraphs', '查明的事实', 'Facts found'),
    must('evidence', 'paragraphs', '证据', 'Evidence'),
    may('violated', 'paragraphs', '违反的规定', 'Provision that was broken'),
    may('basis', 'paragraphs', '处理依据', 'Legal basis of the proposal'),
    must('proposal', 'paragraphs', '处理建议', 'Proposed outcome'),
    may('review', 'paragraphs', '是否须法制审核、集体讨论', 'Whether legal review or collective discussion is needed, and why'),
  ], { as: 'record', parts: [
    { pairs: ['cause', 'filedOn', 'partyName', 'partyAddress', 'partyParticulars', 'officers'] },
    { section: '调查经过', of: 'course' }, { section: '查明的事实', of: 'facts' }, { section: '证据', of: 'evidence', numbered: true }, { section: '违反的规定', of: 'violated' },
    { section: '处理依据', of: 'basis' }, { section: '处理建议', of: 'proposal' }, { section: '法制审核和集体讨论', of: 'review' },
  ] }),
];
