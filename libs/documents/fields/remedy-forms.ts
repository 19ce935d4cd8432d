import { contact, may, must, type PaperField, template } from './field.ts';

/** Which remedy, against what, between whom. */
const remedy: PaperField[] = [
  must('recipient', 'text', '复议机关或者人民法院', 'Reconsideration body or court'),
  must('partyName', 'text', '申请人（原告）', 'Applicant or plaintiff'),
  may('partyAddress', 'text', '申请人（原告）住所', 'Address of the applicant or plaintiff'),
  may('cause', 'text', '案由', 'Cause'),
  may('notice', 'text', '受理（应诉）通知文号', 'Number of the notice that the remedy was admitted'),
  may('decision', 'text', '被申请复议（被诉）的决定书', 'Number of the decision at which the remedy is aimed'),
  // A remedy may be brought before the decision was served.
  may('servedOn', 'date', '决定书送达日期', 'Day on which the decision was served'),
  must('respondent', 'text', '被申请人（被告）', 'Respondent or defendant'),
  may('respondentAddress', 'text', '被申请人（被告）住所', 'Address of the respondent or defendant'),
];
const answer: PaperField[] = [
  must('facts', 'paragraphs', '事实和理由', 'Facts and reasons'),
  must('basis', 'paragraphs', '依据', 'Legal basis of the decision'),
  must('claim', 'paragraphs', '请求', 'What is asked of the body or court'),
];

/** Our answers where a decision is attacked, and the list of what proves it (Reconsideration Law art. 48, Litigation Law art. 67). */
export const remedyForms = [
  template('reconsideration-answer', '行政复议答复书', 'Answer to a reconsideration', [...remedy, ...answer, ...contact], { as: 'letter', parts: [
    { to: 'recipient' }, { say: '申请人{partyName}不服本机关作出的行政行为申请行政复议一案，现依法提出书面答复，并提交作出该行政行为的证据、依据和其他有关材料。' },
    { pairs: ['notice', 'partyName', 'partyAddress', 'respondent', 'respondentAddress', 'cause', 'decision', 'servedOn'] },
    { section: '事实和理由', of: 'facts' }, { section: '依据', of: 'basis' }, { section: '答复请求', of: 'claim' }, { say: '附：证据清单一份及所列材料。' }, { contact: true },
  ] }),
  template('suit-answer', '行政诉讼答辩状', 'Answer to a suit', [...remedy, ...answer, ...contact], { as: 'letter', parts: [
    { to: 'recipient' }, { say: '原告{partyName}诉本机关一案，现依法提出答辩，并提交作出行政行为的证据和所依据的规范性文件。' },
    { pairs: ['notice', 'partyName', 'partyAddress', 'respondent', 'respondentAddress', 'cause', 'decision', 'servedOn'] },
    { section: '事实和理由', of: 'facts' }, { section: '依据', of: 'basis' }, { section: '答辩请求', of: 'claim' }, { say: '附：证据清单一份及所列材料。' }, { contact: true },
  ] }),
  template('remedy-evidence-list', '证据清单', 'List of evidence for a remedy', [
    must('recipient', 'text', '复议机关或者人民法院', 'Reconsideration body or court'), may('notice', 'text', '受理（应诉）通知文号', 'Number of the notice that the remedy was admitted'),
    must('partyName', 'text', '申请人（原告）', 'Applicant or plaintiff'), must('respondent', 'text', '被申请人（被告）', 'Respondent or defendant'), may('cause', 'text', '案由', 'Cause'),
    must('items', 'rows', '证据', 'Pieces of evidence, one a row: label is the name with its kind, value is source and what it proves'),
    may('basis', 'paragraphs', '规范性文件依据', 'Rules on which the decision rests'),
  ], { as: 'record', parts: [
    { pairs: ['recipient', 'notice', 'partyName', 'respondent', 'cause'] }, { list: ['证据名称、种类', '来源及证明内容'], of: 'items' }, { section: '规范性文件依据', of: 'basis' },
    { say: '以上证据均在作出行政行为以前收集；标明已排除的，不作为作出行政行为的根据。' },
  ] }),
];
