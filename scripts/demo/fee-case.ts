/** The fee case of 2018: two parents, a notice each, a refused early decision, service on different days, its money, the end of the fee. */
import { citizen } from '../demo-office/demo-identities.ts';
import { personId } from '../seed/teams.ts';
import { atTheEnd, tellFeeMoney } from './fee-money.ts';
import type { Narrator, Told } from './narrator.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

export async function tellFeeCase(story: Narrator): Promise<void> {
  const officers = [personId('chen.hua'), personId('liu.yang')];
  story.chapter(t('2018年社会抚养费案', 'A social maintenance fee of 2018'), t('国务院令第357号，自2002年9月1日至2021年8月19日有效；培训实例，无法律效力。', 'State Council Order 357, in force from 2002-09-01 to 2021-08-19. A training instance: nothing here has legal effect.'));
  await story.day('2018-03-05');
  const opened = await story.does('chen.hua', t('登记线索：第三个子女，出生于2017年6月18日', 'registers the lead: a third child, born on 2017-06-18'), '/api/cases', {
    pack: 'social-maintenance-fee', on: '2018-03-05',
    parties: [citizen('李建国', '1980-05-12', 11, '陕西省汉中市勉县武侯镇中心路8号'), citizen('王秀英', '1982-09-03', 22, '陕西省汉中市勉县武侯镇中心路8号')],
    facts: { childBornOn: '2017-06-18', childOrder: 3, discoveredOn: '2018-03-02', summary: '群众来访中发现，须核查。' },
  }, 'fee-open');
  const path = (step: string): string => `/api/cases/${opened.caseId}/steps/${step}`;
  await story.does('chen.hua', t('提出立案', 'proposes to file'), path('proposeFiling'), { on: '2018-03-05', officers, facts: { basis: '《社会抚养费征收管理办法》第三条、第四条', proposal: '建议立案调查。' } }, 'fee-propose');
  await story.does('he.jing', t('批准立案', 'approves the filing'), path('fileCase'), { on: '2018-03-05', facts: { approval: '同意立案。' } }, 'fee-file');
  await story.allowed('chen.hua', opened.caseId);

  await story.day('2018-03-12');
  for (const [index, sex] of ['male', 'female'].entries()) {
    await story.does('chen.hua', t(`调取收入证据（当事人${index + 1}）`, `takes evidence of income of party ${index + 1}`), path('takeIncomeEvidence'), { on: '2018-03-12', officers, party: `p${index + 1}`, facts: { incomeEvidence: '单位收入证明及村委会证明。', partySex: sex } }, `fee-income-${index}`);
  }
  await story.does('chen.hua', t('询问并制作笔录', 'records an inquiry'), path('recordInquiry'), { on: '2018-03-12', officers, facts: { certificatesShown: true, askedPerson: '李建国（当事人本人）', inquiryTime: '2018年3月12日9时', inquiryEnd: '9时40分', inquiryPlace: '勉县卫生健康局', recorder: '刘洋', dialogue: '问：上述情况是否属实？\n答：属实。' } }, 'fee-inquiry');
  await story.does('chen.hua', t('提交调查终结报告，建议征收', 'reports the investigation and proposes a levy'), path('reportInvestigation'), { on: '2018-03-12', officers, facts: { findings: '当事人双方不符合法定条件生育，事实清楚。', evidence: '询问笔录、出生医学证明、收入证明。', levyProposed: true } }, 'fee-report');

  await story.day('2018-03-19');
  await story.refused('chen.hua', t('以错误年度的基数告知', 'would give notice on the base of the wrong year'), path('issueNotice'), { on: '2018-03-19', party: 'p1', facts: { baseYear: 2016, baseKind: 'rural', baseAmount: '10500.00', extraChildren: 1, basis: '《社会抚养费征收管理办法》第三条' } }, 'fee-wrong-year');
  const notices = [];
  for (const party of ['p1', 'p2']) {
    notices.push(await story.does('chen.hua', t(`征收告知（当事人${party.slice(1)}）：10,771.00元×3倍`, `gives notice to party ${party.slice(1)}: 10,771.00 yuan × 3`), path('issueNotice'), { on: '2018-03-19', party, facts: { baseYear: 2017, baseKind: 'rural', baseAmount: '10771.00', extraChildren: 1, basis: '《社会抚养费征收管理办法》第三条' } }, `fee-notice-${party}`));
  }
  await story.refused('he.jing', t('告知书未送达即作决定', 'would decide before the notice has been served'), path('decideLevy'), { on: '2018-03-19', party: 'p1', facts: { defence: '无。' } }, 'fee-no-service');

  await story.day('2018-03-21');
  for (const [index, notice] of notices.entries()) {
    await story.does('chen.hua', t(`直接送达告知书（当事人${index + 1}）`, `serves the notice on party ${index + 1} in person`), `/api/cases/${opened.caseId}/papers/${notice.papers[0]?.paperId ?? ''}/service`, { party: `p${index + 1}`, attempt: { way: 'direct', on: '2018-03-21', outcome: 'received' }, officers }, `fee-serve-notice-${index}`);
  }
  await story.refused('he.jing', t('陈述、申辩期限未满即作决定', 'would decide while the period for statement still runs'), path('decideLevy'), { on: '2018-03-21', party: 'p1', facts: { defence: '无。' } }, 'fee-too-early');

  await story.day('2018-03-28');
  await story.meanwhile('he.jing', opened.caseId);
  const decisions = [];
  for (const party of ['p1', 'p2']) {
    decisions.push(await story.does('he.jing', t(`作出征收决定（当事人${party.slice(1)}）`, `decides the levy on party ${party.slice(1)}`), path('decideLevy'), { on: '2018-03-28', party, facts: { defence: '当事人在规定期限内未提出陈述、申辩。' } }, `fee-decide-${party}`));
  }
  await story.does('chen.hua', t('直接送达决定书（当事人1）', 'serves the decision on party 1 in person'), `/api/cases/${opened.caseId}/papers/${decisions[0]?.papers[0]?.paperId ?? ''}/service`, { party: 'p1', attempt: { way: 'direct', on: '2018-03-28', outcome: 'received' }, officers }, 'fee-serve-1');
  await story.day('2018-04-09');
  await story.does('chen.hua', t('邮寄送达决定书（当事人2），以回执日期为准', 'records postal service on party 2, by the date on the return slip'), `/api/cases/${opened.caseId}/papers/${decisions[1]?.papers[0]?.paperId ?? ''}/service`, { party: 'p2', attempt: { way: 'post', on: '2018-03-29', outcome: 'received', itemNumber: 'EMS1234567890', returnSlipOn: '2018-04-04' }, officers }, 'fee-serve-2');
  await story.allowed('he.jing', opened.caseId);

  await story.day('2018-04-11');
  const again = await story.does('zhang.min', t('（受委托的街道办）为同一子女登记另一案', '(a township, entrusted) registers the same birth again'), '/api/cases', {
    pack: 'social-maintenance-fee', on: '2018-04-11', parties: [citizen('李建国', '1980-05-12', 11, '陕西省汉中市勉县勉阳街道')], facts: { childBornOn: '2017-06-18', childOrder: 3, discoveredOn: '2018-04-10', summary: '线索核查。' },
  }, 'fee-second-open');
  await tellSecondLevy(story, again.caseId);

  const money = await tellFeeMoney(story, opened.caseId);
  story.chapter(t('社会抚养费取消', 'The fee ends'), t('2021年8月20日，全国人大常委会修改人口与计划生育法。', 'On 2021-08-20 the Standing Committee amended the Population and Family Planning Law.'));
  await story.day('2021-08-20');
  await story.refused('chen.hua', t('以取消前的日期补登新案', 'would open a new case, dated back to before the end'), '/api/cases', { pack: 'social-maintenance-fee', on: '2021-08-01', parties: [citizen('赵国强', '1984-01-20', 31, '陕西省汉中市勉县')], facts: { childBornOn: '2020-11-02', childOrder: 3, discoveredOn: '2021-07-30', summary: '线索核查。' } }, 'fee-after-end');
  await atTheEnd(money);
}

/** The same parent, the same child, another office: refused with the office and number of the first decision, nothing else. */
async function tellSecondLevy(story: Narrator, caseId: string): Promise<void> {
  const officers = [personId('zhang.min'), personId('li.qiang')];
  const path = (step: string): string => `/api/cases/${caseId}/steps/${step}`;
  await story.does('zhang.min', t('提出立案', 'proposes to file'), path('proposeFiling'), { on: '2018-04-11', officers, facts: { basis: '《社会抚养费征收管理办法》第三条', proposal: '建议立案。' } }, 'fee2-propose');
  await story.does('wang.fang', t('批准立案', 'approves the filing'), path('fileCase'), { on: '2018-04-11', facts: { approval: '同意。' } }, 'fee2-file');
  await story.does('zhang.min', t('调取收入证据', 'takes evidence of income'), path('takeIncomeEvidence'), { on: '2018-04-11', officers, party: 'p1', facts: { incomeEvidence: '收入证明。', partySex: 'male' } }, 'fee2-income');
  await story.does('zhang.min', t('询问', 'records an inquiry'), path('recordInquiry'), { on: '2018-04-11', officers, facts: { certificatesShown: true, askedPerson: '李建国（当事人本人）', inquiryTime: '2018年4月11日9时', inquiryEnd: '9时20分', inquiryPlace: '勉阳街道办事处', recorder: '李强', dialogue: '问：是否属实？\n答：属实，县里已经作出决定。' } }, 'fee2-inquiry');
  await story.does('zhang.min', t('提交报告', 'reports'), path('reportInvestigation'), { on: '2018-04-11', officers, facts: { findings: '事实清楚。', evidence: '询问笔录、收入证明。', levyProposed: true } }, 'fee2-report');
  const notice = await story.does('zhang.min', t('征收告知', 'gives notice'), path('issueNotice'), { on: '2018-04-11', party: 'p1', facts: { baseYear: 2017, baseKind: 'rural', baseAmount: '10771.00', extraChildren: 1, basis: '《社会抚养费征收管理办法》第三条' } }, 'fee2-notice');
  await story.does('zhang.min', t('直接送达告知书', 'serves the notice in person'), `/api/cases/${caseId}/papers/${notice.papers[0]?.paperId ?? ''}/service`, { party: 'p1', attempt: { way: 'direct', on: '2018-04-11', outcome: 'received' }, officers }, 'fee2-serve');
  await story.day('2018-04-17');
  await story.refused('wang.fang', t('对同一事实再次征收', 'would levy a second time for the same fact'), path('decideLevy'), { on: '2018-04-17', party: 'p1', facts: { defence: '无。' } }, 'fee2-decide');
}
