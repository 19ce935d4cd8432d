import { contact, may, must, template } from './field.ts';

/** Papers of leads and complaints (举报线索). None names the complainant: the envelope is written by whoever may read the name. */
export const leadForms = [
  template('lead-answer', '举报答复书', 'Answer to a complainant', [
    must('recipient', 'text', '答复对象', 'Whom it answers, without a name'),
    must('receivedOn', 'date', '收到日期', 'Day of receipt'),
    must('outcome', 'text', '处理结果', 'Outcome'),
    may('passedTo', 'text', '受移送机关', 'Authority to which the matter was passed'),
    must('answer', 'paragraphs', '答复', 'The answer with its reasons'),
    may('way', 'text', '答复方式', 'How the answer is given'),
    ...contact,
  ], { as: 'letter', parts: [
    { to: 'recipient' }, { say: '本机关于{receivedOn}收到你反映的事项（线索编号{caseNumber}）。现将办理情况答复如下。' },
    { pairs: ['outcome', 'passedTo'] }, { section: '答复', of: 'answer' }, { pairs: ['way'] }, { say: '举报人的身份依法保密，本答复书不载明举报人的姓名和联系方式。' }, { contact: true },
  ] }),
  template('lead-transfer-letter', '举报线索移送函', 'Letter that passes a lead on', [
    must('recipient', 'text', '受移送机关', 'Authority that receives it'),
    must('receivedOn', 'date', '收到日期', 'Day of receipt'),
    may('source', 'text', '线索来源', 'How it came'),
    must('reported', 'paragraphs', '反映事项', 'What is reported'),
    may('place', 'text', '地点', 'Place'),
    must('reasons', 'paragraphs', '移送理由', 'Why it is passed on'),
    ...contact,
  ], { as: 'letter', parts: [
    { to: 'recipient' }, { say: '本机关于{receivedOn}收到下列举报线索（编号{caseNumber}），经审查不属于本机关管辖，现移送你机关依法处理。' },
    { pairs: ['source', 'place'] }, { section: '反映事项', of: 'reported' }, { section: '移送理由', of: 'reasons' }, { say: '举报人的身份依法保密，本函不载明举报人的姓名和联系方式；确需联系举报人的，请与本机关联系。' }, { contact: true },
  ] }),
];
