import type { PaperContent } from '../paper.ts';
import { paperReference } from '../paper-reference.ts';
import { sampleForms } from './sample-forms.ts';

/** Sample papers for tests: invented persons; identity numbers use an area code (999999) that was never assigned. */
const penaltyParty = {
  caseNumber: '勉卫罚案〔2025〕3号',
  partyName: '李样本',
  partyAddress: '陕西省汉中市勉县样本镇样本村一组1号',
  partyParticulars: [{ label: '性别', value: '男' }, { label: '居民身份证号码', value: '999999198001011233' }],
};
const cause = '未取得医疗机构执业许可证擅自执业案';
const contact = { contactAddress: '勉县样本路1号勉县卫生健康局法规科', contactPerson: '王样本', contactPhone: '0916-0000000' };
const remedies = { reconsiderationBody: '勉县人民政府', reconsiderationPeriod: '六十日', court: '勉县人民法院', litigationPeriod: '六个月' };
const officers = [{ label: '赵承办', value: '27060000001' }, { label: '钱承办', value: '27060000002' }];
const facts = [
  '2025年7月2日，本机关执法人员在勉县样本镇样本村一组1号检查时发现，你未取得《医疗机构执业许可证》，自2025年6月1日起在该处为他人输液，共收取费用1200.00元。',
  '经查，上述行为持续至2025年7月2日，未发现造成人身损害后果。',
];
const evidence = ['现场检查笔录一份（2025年7月2日）', '现场照片六张', '对李样本的询问笔录一份（2025年7月9日）', '收费记录本一册'];
const parentAndChild = {
  caseNumber: '勉卫征案〔2018〕8号',
  partyName: '张样本', partySex: '女', partyAge: '34周岁', partyAddress: '陕西省汉中市勉县样本镇样本村二组5号',
  partyParticulars: [{ label: '居民身份证号码', value: '999999198401011224' }],
  childBirthDate: '2017-11-06', childOrder: '3',
  facts: ['你与陈样本于2017年11月6日生育第三个子女，不符合《陕西省人口与计划生育条例》规定的生育条件。'],
  evidence: ['询问笔录二份', '户口登记资料一份', '收入证明二份'],
  basis: ['《中华人民共和国人口与计划生育法》第四十一条第一款', '《社会抚养费征收管理办法》第三条、第四条'],
  assessments: [
    { label: '计征基数', value: '10287.00元（2017年度农村居民年人均纯收入）' },
    { label: '基数年度', value: '发现的上一年度（样本〔2018〕5号）' },
    { label: '计征标准', value: '计征基数的3倍，每多生育一个子女征收一次（样本省标准，样本〔2018〕5号）' },
    { label: '多生育子女数', value: '1个' },
    { label: '计算', value: '10287.00元×3倍×1个＝30861.00元' },
    { label: '另一方当事人', value: '10287.00元×3倍×1个＝30861.00元' },
  ],
  amount: '30861.00', amountInWords: '人民币叁万零捌佰陆拾壹元整',
};
const reference = paperReference('0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11.5');
const levy = { issuer: '勉县卫生和计划生育局', issuedOn: '2018-04-20', training: false, reference };
const penalty = { issuer: '勉县卫生健康局', issuedOn: '2025-09-28', training: false, reference };

export const samplePapers: PaperContent[] = [
  { ...penalty, template: 'filing-approval-form', number: '勉卫罚立〔2025〕3号', issuedOn: '2025-07-09', fields: {
    ...penaltyParty, cause, source: '日常监督检查发现', discoveredOn: '2025-07-02', summary: facts,
    basis: '《中华人民共和国行政处罚法》第五十四条第二款', officers, proposal: '符合立案标准，建议立案调查。', proposedOn: '2025-07-08',
    sectionOpinion: '同意立案。', sectionHead: '孙样本', sectionOn: '2025-07-08', approval: '同意立案，由赵承办、钱承办承办。', approver: '周样本', approvedOn: '2025-07-09' } },
  { ...penalty, template: 'inquiry-record', number: null, issuedOn: '2025-07-09', fields: {
    caseNumber: penaltyParty.caseNumber, cause, startedAt: '2025年7月9日9时30分', endedAt: '10时20分', place: '勉县卫生健康局询问室',
    officers, recorder: '钱承办', personName: '李样本', relation: '当事人本人', partyName: '李样本',
    personParticulars: [...penaltyParty.partyParticulars, { label: '住址', value: penaltyParty.partyAddress }],
    rightsTold: ['我们是勉县卫生健康局执法人员，这是我们的执法证件，请你过目确认', '你有权申请回避，有权陈述和申辩；应当如实回答询问，不得阻挠'],
    dialogue: [{ label: '问', value: '上述告知内容你是否清楚，是否申请回避？' }, { label: '答', value: '清楚了，不申请回避。' },
      { label: '问', value: '你从什么时候开始在家中为他人输液？' }, { label: '答', value: '从2025年6月1日开始，村里的人来找我，我就给他们输液，一次收四十元到六十元。' },
      { label: '问', value: '你是否取得《医疗机构执业许可证》？' }, { label: '答', value: '没有。' }] } },
  { ...penalty, template: 'penalty-notice', number: '勉卫罚告〔2025〕3号', issuedOn: '2025-09-08', fields: {
    ...penaltyParty, facts, evidence,
    reasons: '你未取得《医疗机构执业许可证》擅自执业，违反了《中华人民共和国基本医疗卫生与健康促进法》第三十八条第二款的规定。',
    basis: '《中华人民共和国基本医疗卫生与健康促进法》第九十九条第一款',
    intendedPenalty: ['没收违法所得1200.00元（大写：人民币壹仟贰佰元整）', '罚款50000.00元（大写：人民币伍万元整）'],
    statementPeriod: '三个工作日', hearingPeriod: '五个工作日', hearingLastDay: '2025-09-15', ...contact } },
  { ...penalty, template: 'hearing-notice', number: '勉卫听通〔2025〕1号', issuedOn: '2025-09-15', fields: {
    caseNumber: penaltyParty.caseNumber, partyName: '李样本', cause, requestedOn: '2025-09-12', hearingAt: '2025年9月26日9时', hearingPlace: '勉县卫生健康局三楼会议室',
    publicity: '公开举行', chair: '吴样本（勉县卫生健康局法规科）', hearingOfficers: [{ label: '听证员', value: '郑样本' }, { label: '记录员', value: '冯样本' }],
    investigators: officers, ...contact } },
  { ...penalty, template: 'hearing-record', number: null, issuedOn: '2025-09-26', fields: {
    caseNumber: penaltyParty.caseNumber, cause, startedAt: '2025年9月26日9时', endedAt: '10时10分', place: '勉县卫生健康局三楼会议室', publicity: '公开举行',
    chair: '吴样本', recorder: '冯样本', hearingOfficers: [{ label: '听证员', value: '郑样本' }], investigators: officers,
    partyName: '李样本', partyParticulars: penaltyParty.partyParticulars, representatives: [{ label: '陈代理', value: '一般代理，授权委托书在卷' }],
    proceedings: [{ label: '主持人', value: '现在开始听证。核对当事人身份，告知权利义务，是否申请回避？' }, { label: '当事人', value: '不申请回避。' },
      { label: '调查人员', value: '宣读当事人违法的事实、证据和行政处罚建议，出示证据一至四。' }, { label: '当事人', value: '对事实无异议。我家庭困难，请求从轻处罚。' }],
    finalStatement: '请求从轻处罚。' } },
  { ...penalty, template: 'penalty-decision', number: '勉卫罚决〔2025〕3号', fields: {
    ...penaltyParty, cause, facts, evidence,
    defence: ['本机关于2025年9月8日向你送达《行政处罚事先告知书》（勉卫罚告〔2025〕3号）。你于2025年9月12日要求听证，本机关于2025年9月26日公开举行听证。你对事实无异议，以家庭困难为由请求从轻处罚。', '经复核，该理由不属于法定从轻情形，不予采纳'],
    violated: '你的上述行为违反了《中华人民共和国基本医疗卫生与健康促进法》第三十八条第二款的规定。',
    basis: '依据《中华人民共和国基本医疗卫生与健康促进法》第九十九条第一款的规定，应当责令停止执业活动，没收违法所得，并处违法所得五倍以上二十倍以下的罚款，违法所得不足一万元的，按一万元计算。',
    discretion: '你系首次被查处，持续时间较短，未造成人身损害后果，参照行政处罚裁量基准，按五倍处以罚款。',
    correction: '责令你立即停止执业活动。', penalties: '没收违法所得1200.00元（大写：人民币壹仟贰佰元整）',
    fineAmount: '50000.00', fineInWords: '人民币伍万元整', payee: '样本银行勉县支行', payeeAddress: '勉县样本路8号', payeeAccount: '勉县财政局非税收入专户 0000 0000 0000 0000', paymentPeriod: '十五日',
    additionalFine: '到期不缴纳罚款的，依据《中华人民共和国行政处罚法》第七十二条第一款第一项的规定，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额；行政复议或者行政诉讼期间不计算。', ...remedies } },
  { ...penalty, template: 'no-penalty-decision', number: '勉卫不罚决〔2025〕1号', fields: {
    ...penaltyParty, cause, facts, evidence, violated: '你的上述行为违反了《中华人民共和国基本医疗卫生与健康促进法》第三十八条第二款的规定。',
    reasons: '违法行为轻微并及时改正，没有造成危害后果。', basis: '《中华人民共和国行政处罚法》第三十三条第一款规定，违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚。',
    correction: '本机关已对你进行教育，责令你遵守医疗机构管理规定。', ...remedies } },
  { ...penalty, template: 'case-not-established', number: '勉卫撤案〔2025〕1号', fields: {
    ...penaltyParty, cause, filedOn: '2025-07-09', facts: '经查，李样本系受聘于勉县样本镇卫生院的执业医师，当日系受该院指派出诊。',
    reasons: '现有证据不能证明存在未取得许可擅自执业的事实。', basis: '《中华人民共和国行政处罚法》第五十七条第一款第三项', measures: '先行登记保存的收费记录本一册，自本决定书送达之日起退还。' } },
  { ...penalty, template: 'transfer-letter', number: '勉卫移〔2025〕1号', fields: {
    caseNumber: penaltyParty.caseNumber, recipient: '勉县公安局', partyName: '李样本', partyAddress: penaltyParty.partyAddress, cause, facts,
    reasons: '当事人的行为涉嫌构成非法行医罪，应当依法追究刑事责任。', basis: '《中华人民共和国行政处罚法》第二十七条第一款、第五十七条第一款第四项',
    attachments: ['案件调查报告一份', '证据材料目录及证据材料共12页', '涉案物品清单一份'], ...contact } },
  { ...levy, template: 'levy-notice', number: '勉卫征告〔2018〕8号', issuedOn: '2018-04-02', fields: { ...parentAndChild, statementPeriod: '三日', statementLastDay: '2018-04-08', ...contact } },
  { ...levy, template: 'levy-decision', number: '勉卫征决〔2018〕8号', fields: {
    ...parentAndChild, defence: '本机关于2018年4月2日向你送达《社会抚养费征收告知书》，你在规定期限内未提出陈述、申辩意见。',
    payee: '样本银行勉县支行', payeeAddress: '勉县样本路8号', paymentPeriod: '三十日', instalmentPeriod: '三十日',
    lateFee: '逾期不缴纳的，依据《社会抚养费征收管理办法》第八条的规定，自欠缴之日起每月加收欠缴社会抚养费的千分之二的滞纳金。', ...remedies, litigationPeriod: '六个月' } },
  { ...penalty, template: 'service-receipt', number: null, issuedOn: '2025-09-29', fields: {
    caseNumber: penaltyParty.caseNumber, cause, addressee: '李样本', papers: [{ label: '《行政处罚决定书》', value: '勉卫罚决〔2025〕3号' }],
    place: penaltyParty.partyAddress, way: '留置送达', servedAt: '2025年9月29日15时10分', receivedOn: '2025-09-29',
    refusal: '李样本拒绝签收，未说明理由。送达人将文书留置于其住所。', witnesses: [{ label: '何见证', value: '样本村村民委员会委员' }],
    recording: '执法记录仪录像一段，编号20250929-01', servers: officers } },
  { ...penalty, template: 'public-announcement', number: '勉卫公告〔2025〕2号', issuedOn: '2025-10-20', fields: {
    caseNumber: penaltyParty.caseNumber, addressee: '李样本', cause, papers: [{ label: '《行政处罚决定书》', value: '勉卫罚决〔2025〕3号' }],
    reason: '因你下落不明，经查询户籍地派出所和居住地村民委员会，均无法与你取得联系，采用其他方式无法送达。',
    gist: '本机关决定没收违法所得1200.00元，罚款50000.00元。', rights: ['如不服该决定，可以自公告期满之日起六十日内向勉县人民政府申请行政复议，也可以自公告期满之日起六个月内向勉县人民法院提起行政诉讼'],
    period: '三十日', basis: '《中华人民共和国行政处罚法》第六十一条第一款、《中华人民共和国民事诉讼法》第九十五条', postedAt: ['勉县人民政府网站', '样本村公告栏'], ...contact } },
  ...sampleForms(penalty, levy),
];

/** The sample of one template. */
export function samplePaper(template: string): PaperContent {
  const sample = samplePapers.find((each) => each.template === template);
  if (sample === undefined) throw new Error(`no sample paper for ${template}`);
  return structuredClone(sample);
}
