import { may, must, template, type PaperField, type PaperLayout } from './field.ts';

const fields: PaperField[] = [
  must('partyName', 'text', '缴款义务人', 'Who owes the debt'),
  may('payer', 'text', '付款人（银行报送，部分遮盖）', 'Who paid, as the bank reported it, masked'),
  must('item', 'text', '款项名称', 'Name of the debt'),
  may('decision', 'text', '决定书文号', 'Number of the decision that orders it'),
  must('reference', 'text', '缴款码', 'Payment reference'),
  must('valueDate', 'date', '到账日期', 'Value date'),
  must('amount', 'text', '金额（元）', 'Sum in yuan, with its sign'),
  must('amountInWords', 'text', '金额大写', 'Sum in words'),
  may('split', 'rows', '其中', 'What it paid when it was booked'),
  must('receiptIssuedOn', 'date', '开具日期', 'Day on which the receipt was given'),
  must('receiptNumber', 'text', '凭证号码', 'Number of the receipt'),
  must('checkCode', 'text', '校验码', 'Check code'),
];
const layout = (...said: { say: string }[]): PaperLayout => ({ as: 'record', parts: [
  { pairs: ['receiptNumber', 'checkCode', ...(said.length > 1 ? ['reverses'] : []), 'partyName', 'payer', 'item', 'decision', 'reference', 'valueDate', 'amount', 'amountInWords', 'receiptIssuedOn'] }, { list: ['其中', '金额（元）'], of: 'split' }, ...said,
] });
const GENUINE = '凭号码和校验码可以查验本凭证的真伪和现状。';

/** Receipts that the record gives for money that the bank has reported, in a series of their own. */
export const receiptForms = [
  template('electronic-receipt', '电子缴款凭证', 'Electronic receipt', fields, layout({ say: `${GENUINE}本凭证证明款项已经入账，不代替法律规定由财政部门统一制发的票据。` })),
  template('electronic-receipt-reversal', '电子缴款凭证（冲销）', 'Electronic receipt that takes another back', [...fields, must('reverses', 'text', '被冲销凭证号码', 'Number of the receipt that is taken back')],
    layout({ say: '第{reverses}号电子缴款凭证自本凭证开具之日起作废：该笔款项已由银行冲正，或者已调整至其他应缴款项。' }, { say: GENUINE })),
];
