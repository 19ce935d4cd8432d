/**
 * The money of the fee case: both parents pay in parts; party 1 pays, defaults, makes good, defaults again and is taken to
 * the court inside the window; party 2 defaults when it is over. The calendar is tried on the engine alone in
 * test/scenarios/fee-in-instalments-to-the-court-and-the-repeal.scenario.spec.ts.
 */
import { MoneyTold } from './money-told.ts';
import type { Narrator, Told } from './narrator.ts';

const t = (zh: string, en: string): Told => ({ zh, en });
/** Three sums by the quarter, two after the harvest and at the end: every missed day is dunned for a month, which the clock has to step through. */
const THREE_YEARS = { planMethod: 'custom', planLines: '2018-05-31=3000.00;2018-08-31=3000.00;2018-11-30=3000.00;2019-11-29=11000.00;2021-02-26=12313.00', termsReasons: '经济困难属实，同意分期缴纳。' };
const HALVES = { planMethod: 'custom', planLines: '2018-09-28=16156.50;2019-06-28=16156.50', termsReasons: '经济困难属实，同意分两期缴纳。' };

/** The case at the court when the fee ends. */
export interface AtCourt { money: MoneyTold; caseId: string; application: number }

export async function tellFeeMoney(story: Narrator, caseId: string): Promise<AtCourt> {
  const money = new MoneyTold(story, caseId, { officers: ['chen.hua', 'liu.yang'], head: 'he.jing', surcharge: t('滞纳金', 'late fee') });
  story.chapter(t('社会抚养费的缴纳', 'The money of the fee'), t('双方各欠32,313.00元：分期（第六条第二款）、催告、申请法院执行（行政强制法第五十三条、第五十四条）；法院只在起诉期限届满后三个月内受理。', 'Each parent owes 32,313.00: instalments (art. 6(2)), demand, application to the court (Administrative Compulsion Law arts. 53, 54), which can be asked for three months after the time to sue.'));
  await agreed(story, money);
  await paidAndMissed(story, money);
  const application = await takenToCourt(story, money);
  await story.passes('2019-08-28');
  story.say(t('2019-08-28  当事人2自2019-06-28起逾期，为第三次违约；申请法院执行的期限已经届满', '2019-08-28  the third default: party 2 did not pay what fell due on 2019-06-28; her window to the court is over'));
  await money.refused('chen.hua', t('催告当事人2', 'would demand it of party 2'), 'issueDemand', '2019-08-28', 'p2');
  await money.refused('he.jing', t('对当事人2申请法院执行', 'would ask the court to enforce against party 2'), 'applyToCourt', '2019-08-28', 'p2', { applicationFacts: '当事人逾期不缴纳。' });
  await money.standing('p2');
  return { money, caseId, application };
}

async function agreed(story: Narrator, money: MoneyTold): Promise<void> {
  await story.passes('2018-04-18');
  const asked = { p1: await money.asks('2018-04-18', 'p1', '家庭收入低，一次缴清确有困难。'), p2: await money.asks('2018-04-18', 'p2', '无固定收入，一次缴清确有困难。') };
  story.say(t('2018-04-18  双方在收到决定之日起三十日内书面申请分期，附经济困难证明', '2018-04-18  both parents ask for instalments, in writing, with proof, within thirty days of service'));
  await story.passes('2018-04-24');
  await money.refused('he.jing', t('批准当事人1分期三年（2018-04-24）', 'on 2018-04-24, would approve three years for party 1'), 'approveTerms', '2018-04-24', 'p1', { termsApplication: asked.p1, ...THREE_YEARS });
  for (const party of ['p1', 'p2'] as const) {
    await money.step('zhou.lan', 'consentToTerms', '2018-04-24', party, { termsApplication: asked[party], termsConsentReasons: '当事人困难属实，期限届满的风险已知悉，同意。' });
    await money.agrees('2018-04-24', party, { termsApplication: asked[party], ...(party === 'p1' ? THREE_YEARS : HALVES) });
  }
  story.say(t('2018-04-24  县司法局书面同意，何静批准：当事人1分五期：2018年三个季度各3,000.00元，2019-11-29缴11,000.00元，2021-02-26缴12,313.00元；当事人2两期，至2019-06-28；协议已送达', '2018-04-24  the county legal office consents and 何静 approves: party 1 five instalments to 2021-02-26, 3,000.00 in each of the next three quarters, party 2 two halves to 2019-06-28; the agreements are served'));
  await money.standing('p1');
  await money.standing('p2');
}

async function paidAndMissed(story: Narrator, money: MoneyTold): Promise<void> {
  await story.passes('2018-05-31');
  await money.bank('2018-05-31', 'p1', '3000.00');
  story.say(t('2018-05-31  银行回单：当事人1缴纳第一期', '2018-05-31  the bank reports: party 1 has paid the first instalment'));
  await story.passes('2018-09-03');
  story.say(t('2018-09-03  第二期（2018-08-31）未缴：违约', '2018-09-03  the second instalment, of 2018-08-31, was not paid: a default'));
  await money.standing('p1');
  await story.passes('2018-09-12');
  await money.bank('2018-09-12', 'p1', '3000.00');
  story.say(t('2018-09-12  银行回单：补缴第二期，违约消除', '2018-09-12  the bank reports it after all: the default is cured'));
  await story.passes('2018-09-28');
  await money.bank('2018-09-28', 'p2', '16156.50');
  story.say(t('2018-09-28  银行回单：当事人2缴纳第一期', '2018-09-28  the bank reports: party 2 has paid her first half'));
  await money.standing('p1');
}

async function takenToCourt(story: Narrator, money: MoneyTold): Promise<number> {
  await story.passes('2018-12-03');
  story.say(t('2018-12-03  第三期（2018-11-30）又未缴：催告，当日直接送达', '2018-12-03  the third instalment, of 2018-11-30, is missed too: a demand is issued and served in person'));
  await money.demands('2018-12-03', 'p1');
  await money.standing('p1');
  await story.passes('2018-12-17');
  await money.refused('he.jing', t('申请法院执行（2018-12-17，第十个工作日）', 'on 2018-12-17, the tenth working day, would ask the court'), 'applyToCourt', '2018-12-17', 'p1', { applicationFacts: '当事人逾期不缴纳。' });
  await story.passes('2018-12-18');
  story.say(t('2018-12-18  期限届满前十日，何静申请人民法院强制执行', '2018-12-18  ten days before the window closes 何静 asks the court to enforce'));
  const application = await money.applies('2018-12-18', 'p1', '当事人逾期不缴纳第三期，经催告仍未缴纳。');
  await money.ordered('p1', application, { accepted: '2018-12-20', on: '2018-12-26', number: '（2018）陕0725行审1号' });
  story.say(t('2018-12-26  法院12月20日受理，本日裁定准予强制执行', '2018-12-26  the court, which accepted on 2018-12-20, orders the execution'));
  await story.passes('2019-01-15');
  await money.bank('2019-01-15', 'p1', '1500.00');
  story.say(t('2019-01-15  银行回单：执行到1,500.00元', '2019-01-15  the bank reports 1,500.00 recovered by the court'));
  await money.standing('p1');
  return application;
}

/** From the end of the fee on nothing is collected: what is at the court comes back, and the case is closed. */
export async function atTheEnd({ money, caseId, application }: AtCourt): Promise<void> {
  const { story } = money;
  await money.refused('chen.hua', t('再次催告当事人1', 'would demand the rest of party 1'), 'issueDemand', '2021-08-20', 'p1');
  const close = { closing: 'in_court_withdraw', on: '2021-08-20', reason: '社会抚养费已取消，未执行部分不再征收。' };
  await story.refused('he.jing', t('申请尚在法院即结案', 'would close the case while the application is at the court'), `/api/cases/${caseId}/close`, close, 'fee-not-close');
  await money.step('he.jing', 'withdrawFromCourt', '2021-08-20', 'p1', { courtApplication: application, courtWithdrawal: '社会抚养费已取消。' }, { told: t('撤回强制执行申请', 'withdraws the application from the court') });
  for (const party of ['p1', 'p2']) await money.standing(party);
  await story.does('he.jing', t('以“撤回申请，终止办理”结案：已缴不退，未缴不再征收', 'closes the case as withdrawn from the court: what was paid stands, the rest is no longer collected'), `/api/cases/${caseId}/close`, close, 'fee-close');
}
