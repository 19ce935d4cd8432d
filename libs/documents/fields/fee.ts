import type { PaperField } from './field.ts';
import { contact, may, must, remedies, template } from './field.ts';

/** One parent as the fee papers name it, and the child by birth date and order only. */
const parentAndChild: PaperField[] = [
  must('partyName', 'text', '当事人', 'Party: the one parent to whom the paper is addressed'),
  must('partySex', 'text', '性别', 'Sex'),
  must('partyAge', 'text', '年龄', 'Age in whole years'),
  must('partyAddress', 'text', '住址', 'Address'),
  may('partyParticulars', 'rows', '当事人基本情况', 'Further particulars of the party'),
  must('childBirthDate', 'date', '子女出生日期', 'Birth date of the child'),
  must('childOrder', 'ordinal', '子女孩次', 'Order of the child'),
  must('facts', 'paragraphs', '事实', 'Facts'),
  must('evidence', 'paragraphs', '证据', 'Evidence'),
  must('basis', 'paragraphs', '依据', 'Legal basis'),
  must('assessments', 'rows', '征收数额的计算', 'How the amount was reached: base with year and kind, rule and multiple with their documents, the multiplication; the sum of the other parent once it is known'),
  must('amount', 'amount', '征收数额', 'Amount due from the addressed parent'),
  must('amountInWords', 'text', '征收数额大写', 'That amount in words'),
];

/** Papers of the social maintenance fee (社会抚养费, Order 357, acts from 2002-09-01 to 2021-08-19). */
export const feeTemplates = [
  template('levy-notice', '社会抚养费征收告知书', 'Notice before a levy', [
    ...parentAndChild,
    must('statementPeriod', 'text', '陈述、申辩期限', 'Period for statement and defence'),
    may('statementLastDay', 'date', '陈述、申辩期限届满日', 'Last day of that period'),
    may('hearingRight', 'paragraphs', '听证权利', 'Right to a hearing, where provincial or county rules give one'),
    ...contact,
  ]),
  template('levy-decision', '社会抚养费征收决定书', 'Levy decision', [
    ...parentAndChild,
    must('defence', 'paragraphs', '陈述、申辩及采纳情况', 'Statement and defence, and what was accepted'),
    must('payee', 'text', '代收机构', 'Institution that takes the payment'),
    must('payeeAddress', 'text', '缴纳地点', 'Place of payment'),
    may('payeeAccount', 'text', '收款账户', 'Account'),
    must('paymentPeriod', 'text', '缴纳期限', 'Time limit of payment, e.g. 三十日 (Order 357 art. 6(1))'),
    must('instalmentPeriod', 'text', '申请分期缴纳期限', 'Time limit to apply for instalments, e.g. 三十日 (Order 357 art. 6(2))'),
    must('lateFee', 'paragraphs', '滞纳金', 'Whether and how a late fee runs (Order 357 art. 8)'),
    ...remedies,
  ]),
];
