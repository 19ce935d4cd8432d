import type { PaperContent } from '../paper.ts';

type Frame = Pick<PaperContent, 'issuer' | 'issuedOn' | 'training' | 'reference'>;

const caseNumber = '勉卫罚案〔2025〕3号';
const cause = '未取得医疗机构执业许可证擅自执业案';
const who = { caseNumber, cause, partyName: '李样本' };
const partyAddress = '陕西省汉中市勉县样本镇样本村一组1号';
const party = { ...who, partyAddress, partyParticulars: [{ label: '居民身份证号码', value: '999999198001011233' }] };
const officers = [{ label: '赵承办', value: '27060000001' }, { label: '钱承办', value: '27060000002' }];
const contact = { contactAddress: '勉县样本路1号勉县卫生健康局法规科', contactPerson: '王样本', contactPhone: '0916-0000000' };
const remedies = { reconsiderationBody: '勉县人民政府', reconsiderationPeriod: '六十日', court: '勉县人民法院', litigationPeriod: '六个月' };
const copies = [{ for: '当事人', count: 1 }, { for: '案卷', count: 2 }];
const facts = ['2025年7月2日，本机关执法人员在勉县样本镇样本村一组1号检查时发现，你未取得《医疗机构执业许可证》，自2025年6月1日起在该处为他人输液，共收取费用1200.00元。'];
const evidence = ['现场检查笔录一份（2025年7月2日）', '现场照片六张', '询问笔录一份（2025年7月9日）'];
const items = [{ label: '收费记录本，横格本', value: '一册，封面破损' }, { label: '一次性输液器，未开封', value: '二十三支' }];
const partySigns = { who: '当事人', how: '签名或者捺指印' };
const officerSigns = { who: '执法人员', how: '签名' };

/** Samples of the forms that the shared layout sets. */
export function sampleForms(penalty: Frame, levy: Frame): PaperContent[] {
  return [
    { ...penalty, template: 'inspection-record', number: null, issuedOn: '2025-07-02', signs: [partySigns, { who: '见证人', how: '签名' }, officerSigns, { who: '记录人', how: '签名' }], copies,
      readAloud: '本笔录当场交当事人核对或者向其宣读后签名。',
      fields: { ...who, startedAt: '2025年7月2日14时10分', endedAt: '15时05分', place: partyAddress, officers, recorder: '钱承办', presentPerson: '李样本（当事人本人）', witness: '何见证（样本村村民委员会委员）',
        rightsTold: ['我们是勉县卫生健康局执法人员，这是我们的执法证件，请你过目确认', '你有权申请回避，有权陈述和申辩'], findings: ['一楼堂屋设输液椅三把，椅旁悬挂使用中的输液瓶两只。', '西墙木柜内存放一次性输液器二十三支、葡萄糖注射液四十瓶。'], measures: '对收费记录本一册先行登记保存。' } },
    { ...penalty, template: 'defence-record', number: null, issuedOn: '2025-09-10', signs: [partySigns, officerSigns, { who: '记录人', how: '签名' }],
      fields: { ...who, startedAt: '2025年9月10日9时', place: '勉县卫生健康局询问室', personName: '李样本（当事人本人）', officers, recorder: '钱承办', notice: '《行政处罚事先告知书》（勉卫罚告〔2025〕3号）',
        statement: ['事实没有意见。我家庭困难，母亲长期患病，请求从轻处罚。'], evidence: ['母亲住院病历复印件一份'] } },
    { ...penalty, template: 'approval-form', number: null, fields: { ...who, matter: '作出行政处罚决定', asker: '赵承办', askedOn: '2025-09-15', note: '事实清楚，证据充分，请审批。', proposal: ['罚款：5000.00元', '理由：违法事实清楚'],
      signatures: ['承办机构审核：王样本，2025年9月15日，同意', '法制机构审核：钱法制（借用，依据勉司借〔2025〕7号），2025年9月16日，同意。意见：程序合法', '行政机关负责人批准：孙分管受委托代行周样本职责，2025年9月17日，同意'], result: '2025年9月17日批准' } },
    { ...penalty, template: 'evidence-list', number: null, fields: { ...who, officers, submitter: '李样本', items: [{ label: '现场检查笔录（现场笔录）', value: '2025年7月2日制作，证明检查时的现场情况' }, { label: '现场照片六张（视听资料）', value: '执法记录仪拍摄' }], remarks: '无' } },
    { ...levy, template: 'income-evidence', number: null, fields: { caseNumber: '勉卫征案〔2018〕8号', cause: '社会抚养费征收', partyName: '张样本', officers, items: [{ label: '工资收入证明', value: '2017年度，10287.00元，样本合作社出具' }], remarks: '当事人未申报其他收入' } },
    { ...penalty, template: 'preservation-decision', number: '勉卫登保决〔2025〕1号', issuedOn: '2025-07-02', copies, signs: [{ who: '当事人', how: '签名或者捺指印' }, officerSigns],
      fields: { ...party, items, reasons: '上述物品为当事人随身保管，可能灭失。', place: '勉县卫生健康局物证室', manner: '封存后异地保存', period: '七个工作日', lastDay: '2025-07-11', ...contact } },
    { ...penalty, template: 'preservation-disposal', number: '勉卫登处决〔2025〕1号', issuedOn: '2025-07-10', copies, fields: { ...party, preserved: '勉卫登保决〔2025〕1号', items, disposal: ['收费记录本一册作为证据使用，随案移送', '一次性输液器二十三支解除登记保存，予以返还'], basis: '《中华人民共和国行政处罚法》第五十六条', ...remedies, ...contact } },
    { ...penalty, template: 'recusal-decision', number: '勉卫回决〔2025〕1号', issuedOn: '2025-07-12', fields: { ...who, applicant: '李样本', requestedOn: '2025-07-09', person: '执法人员赵承办', ground: '与邻居有亲属关系，可能影响公正执法。', outcome: '赵承办不予回避。', reasons: '经查，赵承办与举报人之间没有亲属关系，与本案没有直接利害关系。', ...contact } },
    { ...penalty, template: 'investigation-report', number: null, issuedOn: '2025-08-20', signs: [{ who: '执法人员', how: '签名' }], fields: { ...party, filedOn: '2025-07-09', course: '2025年7月2日现场检查，7月9日询问当事人，7月15日调取收费记录。', officers, facts, evidence, violated: '《中华人民共和国基本医疗卫生与健康促进法》第三十八条第二款', basis: '同法第九十九条第一款', proposal: '建议没收违法所得1200.00元，罚款50000.00元。', review: '属于应当告知听证权利的案件；听证后须经法制审核。' } },
    { ...penalty, template: 'legal-review-opinion', number: null, signs: [{ who: '审核人', how: '签名' }], fields: { ...who, proposal: '没收违法所得1200.00元，罚款50000.00元。', ground: '案件经过听证程序', opinion: ['执法主体合法，执法人员具备资格。', '事实清楚，证据合法充分，程序合法，裁量适当。'], outcome: '审核通过', reviewer: '吴样本', reviewedOn: '2025-09-27' } },
    { ...penalty, template: 'discussion-minutes', number: null, signs: [{ who: '参加人员', how: '签名' }, { who: '记录人', how: '签名' }], fields: { ...who, heldOn: '2025年9月27日15时', place: '四楼会议室', chair: '周样本', attendees: [{ label: '周样本', value: '局长' }, { label: '郑样本', value: '副局长' }], observers: [{ label: '吴样本', value: '法规科' }], reporter: '赵承办', recorder: '冯样本', minutes: ['赵承办：汇报案情和处罚建议。', '郑样本：同意。'], conclusion: '一致同意按建议处罚。' } },
    { ...penalty, template: 'correction-order', number: '勉卫责改〔2025〕3号', issuedOn: '2025-07-03', copies, fields: { ...party, facts, violated: '《中华人民共和国基本医疗卫生与健康促进法》第三十八条第二款', basis: '同法第九十九条第一款', correction: ['立即停止执业活动', '拆除输液设施'], deadline: '2025年7月10日前', consequence: '逾期不改正的，依法从重处理。', ...remedies, ...contact } },
    { ...penalty, template: 'on-the-spot-decision', number: '勉卫当罚〔2025〕7号', issuedOn: '2025-07-02', copies, signs: [officerSigns, { who: '当事人', how: '签名或者捺指印' }], readAloud: '本决定书当场宣告后交付当事人（《中华人民共和国行政处罚法》第五十二条）。', doorCode: 'K7QM-2XVT-9HRD-4W8N-P',
      fields: { ...party, cause: '随地倾倒垃圾', actedAt: '2025年7月2日9时20分，勉县样本镇样本路', facts: '你在样本路人行道倾倒装修垃圾一袋。', violated: '《样本市市容管理条例》第二十条', basis: '同条例第四十条', told: '已口头告知违法事实、理由、依据和陈述申辩权利，当事人表示没有意见。', correction: '责令你当场清除。', penalty: '罚款50.00元（大写：人民币伍拾元整）。', payment: '自收到本决定书之日起十五日内缴至样本银行勉县支行。', officers, ...remedies } },
    { ...penalty, template: 'publication-decision', number: '勉卫公开〔2025〕1号', fields: { ...who, decision: '《行政处罚决定书》（勉卫罚决〔2025〕3号）', outcome: '予以公开。', reasons: '本案具有一定社会影响。', withheld: '当事人住址、居民身份证号码。', place: '勉县人民政府网站', publishedOn: '2025-10-10', withdrawBy: '2025-10-15' } },
    { ...penalty, template: 'closing-report', number: null, issuedOn: '2025-12-01', signs: [{ who: '执法人员', how: '签名' }, { who: '行政机关负责人', how: '签名' }], copies: [{ for: '案卷', count: 1 }], fields: { ...who, filedOn: '2025-07-09', decision: '《行政处罚决定书》（勉卫罚决〔2025〕3号）', servedOn: '2025-09-29', outcome: '执行完毕', facts, execution: '罚款、违法所得均已缴入国库。', reasons: '行政处罚决定已执行完毕。', officers, proposal: '建议结案。', approver: '周样本', closedOn: '2025-12-01' } },
    { ...penalty, template: 'file-index', number: null, issuedOn: '2025-12-01', fields: { caseNumber, cause, partyName: '李样本', items: [{ label: '立案审批表', value: '2025年7月9日' }, { label: '现场检查笔录', value: '2025年7月2日' }, { label: '行政处罚决定书', value: '勉卫罚决〔2025〕3号，2025年9月28日' }], remarks: '无缺损。' } },
    { ...penalty, template: 'approval-sheet', number: null, fields: { ...who, matter: '作出行政处罚决定', covers: [{ label: '行政处罚决定书', value: '一份' }], proposal: '事实清楚，建议按法制审核意见作出处罚决定。', proposer: '赵承办', proposedOn: '2025-09-27', stages: [{ label: '承办机构', value: '同意。孙样本，2025年9月27日' }, { label: '法制机构', value: '审核通过。吴样本，2025年9月27日' }], approval: '同意。', approver: '周样本', approvedOn: '2025-09-28' } },
    { ...penalty, template: 'request-answer', number: '勉卫复字〔2025〕2号', fields: { ...who, request: '查阅、复制案卷', requestedOn: '2025-09-20', answer: '同意。请持身份证明到本机关法规科查阅、复制。', reasons: '属于当事人依法可以查阅的材料。', basis: '《中华人民共和国行政处罚法》', answeredBy: '王样本', ...remedies, ...contact } },
    { ...penalty, template: 'collection-receipt', number: '勉卫当收字〔2025〕1号', issuedOn: '2025-07-02', copies, signs: [officerSigns], fields: { ...who, decision: '勉卫当罚〔2025〕7号', amount: '100.00', amountInWords: '人民币壹佰元整', ground: '依法给予一百元以下罚款（第六十八条第一项）', receiptIssuer: '省级人民政府财政部门', receiptNumber: 'SN0000123', collectedOn: '2025-07-02', officers, ...contact } },
    { ...penalty, template: 'deposit-slip', number: '勉卫缴存字〔2025〕1号', issuedOn: '2025-07-03', signs: [officerSigns], payments: [{ name: '当场收缴的罚款（行政机关缴存）', reference: '6107 2502 2500 0000 0182', code: 'AJP1:61072502250000000182' }], fields: { ...who, collectionReceipt: '勉卫当收字〔2025〕1号', receiptNumber: 'SN0000123', collectedOn: '2025-07-02', amount: '100.00', amountInWords: '人民币壹佰元整', collectors: officers, receiver: '王样本', handedInOn: '2025-07-03', bank: '样本银行勉县支行', bankAddress: '样本路1号', lastDay: '2025-07-07' } },
    { ...penalty, template: 'instalment-agreement', number: '勉卫缴字〔2025〕1号', fields: { ...who, decision: '勉卫罚决〔2025〕3号', method: '按月等额', instalments: [{ label: '第1期（2025年10月31日）', value: '1000.00元' }, { label: '第2期（2025年11月30日）', value: '1000.00元' }], surcharge: '到期不缴纳的，对当期未缴部分每日加处百分之三的罚款。', acceleration: '累计2期逾期未缴的，其余各期同时到期。', reasons: '当事人提交的证明能够证明其经济困难。', ...contact } },
    { ...penalty, template: 'demand-letter', number: '勉卫催字〔2026〕1号', fields: { ...who, decision: '勉卫罚决〔2025〕3号', servedOn: '2025-09-28', amount: '8000.00', amountWords: '人民币捌仟元整', principal: '5000.00', surcharge: '3000.00', period: '自收到本催告书之日起十个工作日内。', way: '使用决定书所载缴款码，向财政部门指定的代收银行缴纳。', rights: '你（单位）享有陈述、申辩的权利。', consequence: '逾期仍未履行的，本机关将依法申请人民法院强制执行。', ...contact } },
    { ...penalty, template: 'enforcement-application', number: '勉卫执申字〔2026〕1号', fields: { caseNumber, recipient: '勉县人民法院', applicant: '勉县卫生健康局', applicantAddress: '样本路9号', partyName: '李样本', partyIdentity: '居民身份证号码：610725198001010010', partyAddress: '样本路1号', cause: '样本案由', decision: '勉卫罚决〔2025〕3号', servedOn: '2025-09-28', demand: '勉卫催字〔2026〕1号', demandServedOn: '2026-04-01', amount: '8000.00', amountWords: '人民币捌仟元整', principal: '5000.00', surcharge: '3000.00', facts: '被申请人逾期未缴纳罚款，经催告仍未履行。', basis: '《中华人民共和国行政强制法》第五十三条', ...contact } },
    { ...penalty, template: 'door-code-slip', number: null, fields: { ...who, code: 'K7QM-2XVT-9HRD-4W8N-P', validUntil: '至本案最后一项救济期限届满之日', use: ['在勉县政务服务网“案件查询”栏目输入查询码，首次使用时设定六位以上密码', '连续输错五次将被锁定，可持有效证件到本机关解除'], identityShown: '出示有效身份证件', ...contact } },
    { ...penalty, template: 'official-letter', number: '勉卫函〔2025〕9号', fields: { caseNumber, recipient: '样本镇人民政府', subject: '商请协助调查', body: ['请协助核实李样本的居住情况。'], items: [{ label: '协助事项', value: '居住情况核实' }], attachments: ['案情简介一份'], ...contact } },
    { ...penalty, template: 'lead-answer', number: '勉阳综执线复字〔2026〕1号', issuedOn: '2026-03-20', copies: [{ for: '举报人', count: 1 }, { for: '案卷', count: 1 }], fields: { caseNumber: '勉阳综执线字〔2026〕1号', recipient: '举报人', receivedOn: '2026-03-02', outcome: '转入案件办理', answer: ['你反映的消防车通道被占用一事，经核查属实，本机关已依法立案调查。'], way: '邮寄', ...contact } },
    { ...penalty, template: 'lead-transfer-letter', number: '勉阳综执线移字〔2026〕1号', issuedOn: '2026-03-04', fields: { caseNumber: '勉阳综执线字〔2026〕2号', recipient: '勉县市场监督管理局', receivedOn: '2026-03-02', source: '12345政务服务便民热线', reported: '样本路一家餐馆使用过期食材。', place: '样本路6号', reasons: '食品经营的监督管理不属于本机关的职权。', ...contact } },
    { ...penalty, template: 'reconsideration-answer', number: '勉卫复答字〔2025〕1号', copies: [{ for: '行政复议机关', count: 1 }, { for: '案卷', count: 1 }], fields: { caseNumber, recipient: '勉县人民政府', partyName: '李样本', partyAddress: '样本路1号', cause, notice: '勉政复〔2025〕12号', decision: '勉卫罚决〔2025〕3号', servedOn: '2025-09-28', respondent: '勉县卫生健康局', respondentAddress: '样本路9号', facts: ['申请人的行为有询问笔录和现场检查笔录证明。'], basis: '《中华人民共和国行政处罚法》', claim: '请求维持该行政处罚决定。', ...contact } },
    { ...penalty, template: 'suit-answer', number: '勉卫诉答字〔2025〕1号', copies: [{ for: '人民法院', count: 1 }, { for: '案卷', count: 1 }], fields: { caseNumber, recipient: '勉县人民法院', partyName: '李样本', cause, notice: '（2025）演示行初1号', respondent: '勉县卫生健康局', facts: '原告的行为有询问笔录和现场检查笔录证明。', basis: '《中华人民共和国行政处罚法》', claim: '请求驳回原告的诉讼请求。', ...contact } },
    { ...penalty, template: 'remedy-evidence-list', number: null, fields: { caseNumber, recipient: '勉县人民政府', notice: '勉政复〔2025〕12号', partyName: '李样本', respondent: '勉县卫生健康局', cause, items: [{ label: '书证：现场照片', value: '执法人员拍摄，证明摆放位置（2025年7月2日）' }, { label: '询问笔录：李样本', value: '证明事实经过（2025年7月3日）' }], basis: '《中华人民共和国行政处罚法》第三十二条' } },
  ];
}
