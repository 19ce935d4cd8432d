import { contact, may, must, mustWith, type PaperField, template } from './field.ts';

/** Which decision is not performed, and what is owed on it. */
const owed: PaperField[] = [
  must('partyName', 'text', '当事人', 'Party'),
  must('cause', 'text', '案由', 'Cause'),
  must('decision', 'text', '决定书文号', 'Number of the decision'),
  must('servedOn', 'date', '决定书送达日期', 'Day on which the decision was served'),
  must('amount', 'amount', '应缴总额（元）', 'What is owed in all, on the day of issue'),
  mustWith('amount', 'amountWords', 'text', '应缴总额（大写）', 'The same in words'),
  may('principal', 'amount', '其中：本金（元）', 'Of it: the sum ordered that is unpaid'),
  may('surcharge', 'amount', '其中：加处罚款、滞纳金（元）', 'Of it: additional fine or late fee'),
];

/** The demand and the application to the court (Administrative Compulsion Law arts. 35, 54, 55). */
export const courtForms = [
  template('demand-letter', '催告书', 'Demand letter', [
    ...owed,
    must('period', 'text', '履行期限', 'By when'),
    must('way', 'paragraphs', '履行方式', 'How it is paid'),
    must('rights', 'paragraphs', '陈述、申辩权利', 'The right to state and defend'),
    must('consequence', 'paragraphs', '逾期后果', 'What follows'),
    ...contact,
  ], { as: 'letter', parts: [
    { to: 'partyName' }, { say: '“{cause}”一案，{decision}决定书已于{servedOn}送达，你（单位）至今未履行。现依法催告如下：' },
    { pairs: ['amount', 'amountWords', 'principal', 'surcharge', 'period'] }, { section: '履行方式', of: 'way' }, { section: '陈述、申辩权利', of: 'rights' }, { section: '逾期后果', of: 'consequence' }, { contact: true },
  ] }),
  template('enforcement-application', '强制执行申请书', 'Application to the court to enforce', [
    must('recipient', 'text', '人民法院', 'Court'),
    must('applicant', 'text', '申请人', 'Applicant'), may('applicantAddress', 'text', '申请人住所', 'Address of the applicant'),
    ...owed.map((field) => (field.name === 'partyName' ? must('partyName', 'text', '被申请人', 'Party against whom it is asked') : field)),
    may('partyIdentity', 'text', '被申请人身份', 'Number of the party'), must('partyAddress', 'text', '被申请人住所', 'Address of the party'),
    may('demand', 'text', '催告书文号', 'Number of the demand'), mustWith('demand', 'demandServedOn', 'date', '催告书送达日期', 'Day on which the demand was served'),
    must('facts', 'paragraphs', '事实和理由', 'Facts and reasons'),
    must('basis', 'paragraphs', '申请依据', 'Basis of the application'),
    ...contact,
  ], { as: 'letter', parts: [
    { to: 'recipient' }, { say: '申请人{applicant}就“{cause}”一案，申请强制执行{decision}决定书。' },
    { pairs: ['applicant', 'applicantAddress', 'partyName', 'partyIdentity', 'partyAddress', 'decision', 'servedOn', 'demand', 'demandServedOn', 'amount', 'amountWords', 'principal', 'surcharge'] },
    { section: '事实和理由', of: 'facts' }, { section: '申请依据', of: 'basis' }, { say: '附：行政决定书及作出决定的事实、理由和依据；当事人的意见及催告情况；申请强制执行标的情况；其他材料。' }, { contact: true },
  ] }),
];
