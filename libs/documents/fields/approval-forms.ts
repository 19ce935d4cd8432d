import { may, must, template } from './field.ts';

/** The approval sheet (审批表): what was proposed, and every signature of the chain, in its order. */
export const approvalForms = [
  template('approval-form', '审批表', 'Approval sheet', [
    must('matter', 'text', '审批事项', 'What is approved'),
    may('cause', 'text', '案由', 'Cause'),
    must('partyName', 'text', '当事人', 'Party'),
    must('asker', 'text', '报批人', 'Who asked'),
    must('askedOn', 'date', '报批日期', 'Day of the request'),
    may('note', 'paragraphs', '报批说明', 'What the asker says to it'),
    must('proposal', 'paragraphs', '拟办内容', 'What is proposed, each fact a line'),
    must('signatures', 'paragraphs', '审批意见', 'Signatures in their order: stage, who, day, outcome, opinion'),
    must('result', 'text', '审批结果', 'Outcome, with its day'),
  ], { as: 'record', parts: [
    { pairs: ['matter', 'cause', 'partyName', 'asker', 'askedOn'] },
    { section: '报批说明', of: 'note' }, { section: '拟办内容', of: 'proposal' }, { section: '审批意见', of: 'signatures', numbered: true }, { line: '审批结果', of: 'result' },
    { say: '以上意见由签署人在系统内逐一签署，签署时间以系统记录为准。' },
  ] }),
];
