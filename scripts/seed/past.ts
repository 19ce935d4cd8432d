/** The past of the demo county: fee cases of their years that end closed, and penalty cases up to today. */
import { addDays, CalendarBook, type LegalDate } from '#law';
import type { Service } from '../demo-office/client.ts';
import { citizen, organisation } from '../demo-office/demo-identities.ts';
import { FeeWork } from '../demo-office/fee-work.ts';
import { PenaltyWork, type PenaltyFacts } from '../demo-office/penalty-work.ts';
import { plantLeads } from './leads.ts';
import { strawBurning } from './straw-burning.ts';
import { health, mianyang, wuhou } from './teams.ts';

export interface Past {
  service: Service;
  stepTo: (date: LegalDate) => Promise<void>;
  /** The day of the start, on which the past ends. */
  now: LegalDate;
  date: (text: string) => LegalDate;
  say: (line: string) => void;
}

const fireLane: Omit<PenaltyFacts, 'party'> = {
  cause: 'fire-lane-occupied', causeName: '占用、堵塞消防车通道', summary: '日常巡查发现门前消防车通道堆放货物。', basis: '《中华人民共和国消防法》第六十条第一款第五项',
  violated: '《中华人民共和国消防法》第二十八条', findings: '当事人在经营场所门前消防车通道堆放货物，占用通道约二米。', evidence: '现场检查笔录、现场照片、询问笔录。', minimum: '5000.00', maximum: '50000.00', intended: '8000.00', correction: '责令立即清除堆放的货物，恢复消防车通道畅通。',
};

/** Plays everything in the order of its legal dates. */
export async function plantPast(past: Past): Promise<void> {
  const closeFeeOf2018 = await feeOf2018(past);
  await feeOf2021(past, closeFeeOf2018);
  await penaltyOf2025(past);
  await openCases(past);
}

/** A fee of 2018: decided, served on both parents, and closed unexecuted when the fee had ended. */
async function feeOf2018({ service, stepTo, date, say }: Past): Promise<() => Promise<void>> {
  say('fee case of 2018, decided and served');
  const team = await health(service);
  await stepTo(date('2018-03-05'));
  const work = await FeeWork.open(team, {
    parents: [citizen('李建国', '1980-05-12', 11, '陕西省汉中市勉县武侯镇中心路8号'), citizen('王秀英', '1982-09-03', 22, '陕西省汉中市勉县武侯镇中心路8号')],
    childBornOn: '2017-06-18', childOrder: 3, discoveredOn: '2018-03-02', baseYear: 2017, base: ['10771.00', '10771.00'],
  }, '2018-03-05', 'seed-fee-2018');
  await work.file('2018-03-05');
  await stepTo(date('2018-03-12'));
  await work.investigate('2018-03-12');
  await stepTo(date('2018-03-20'));
  const notices = [await work.giveNotice('2018-03-19', 1), await work.giveNotice('2018-03-19', 2)] as const;
  await work.serve(notices[0], 'levy-notice', 1, { way: 'direct', on: '2018-03-20', outcome: 'received' });
  await work.serve(notices[1], 'levy-notice', 2, { way: 'direct', on: '2018-03-20', outcome: 'received' });
  await stepTo(date('2018-04-02'));
  const decisions = [await work.decide('2018-04-02', 1), await work.decide('2018-04-02', 2)] as const;
  await work.serve(decisions[0], 'levy-decision', 1, { way: 'direct', on: '2018-04-02', outcome: 'received' });
  await stepTo(date('2018-04-10'));
  await work.serve(decisions[1], 'levy-decision', 2, { way: 'post', on: '2018-04-03', outcome: 'received', itemNumber: 'EMS1234567890', returnSlipOn: '2018-04-08' });
  return async () => {
    await work.close('2021-08-25', 'decided_unexecuted_closed', '社会抚养费已取消，未执行部分不再征收。');
  };
}

/** A fee that was under way when the fee ended: closed undecided. Opened under the entrustment of the township. */
async function feeOf2021({ service, stepTo, date, say }: Past, closeTheOther: () => Promise<void>): Promise<void> {
  say('fee case that the abolition met undecided');
  const team = await mianyang(service);
  await stepTo(date('2021-05-10'));
  const work = await FeeWork.open(team, {
    parents: [citizen('赵国强', '1984-01-20', 31, '陕西省汉中市勉县勉阳街道联盟社区3号')], childBornOn: '2020-11-02', childOrder: 3, discoveredOn: '2021-05-08', baseYear: 2020, base: ['13000.00'],
  }, '2021-05-10', 'seed-fee-2021');
  await work.file('2021-05-10');
  await stepTo(date('2021-08-25'));
  await closeTheOther();
  await work.close('2021-08-25', 'undecided_closed', '社会抚养费已取消，尚未作出决定的不再处理。');
}

/** A fine of 2025, hearing waived, served by post, the period of payment lapsed. */
async function penaltyOf2025({ service, stepTo, date, say }: Past): Promise<void> {
  say('penalty case of 2025, served by post');
  const team = await mianyang(service);
  await stepTo(date('2025-07-09'));
  const work = await PenaltyWork.open(team, { ...fireLane, party: organisation('勉县演示商贸有限公司', '91999999MA0ABCDE9D', '陕西省汉中市勉县勉阳街道和平路12号') }, { on: '2025-07-08', actEndedOn: '2025-07-07', discoveredOn: '2025-07-07' }, 'seed-penalty-2025');
  await work.file('2025-07-09');
  await stepTo(date('2025-07-21'));
  await work.investigate('2025-07-21');
  const notice = await work.giveNotice('2025-07-21');
  await stepTo(date('2025-07-22'));
  await work.serve(notice, 'penalty-notice', { way: 'direct', on: '2025-07-22', outcome: 'received' });
  await work.waiveHearing('2025-07-22');
  await work.hearStatement('2025-07-22');
  await stepTo(date('2025-07-29'));
  const decision = await work.decide('2025-07-29', '5000.00');
  await stepTo(date('2025-08-05'));
  await work.serve(decision, 'penalty-decision', { way: 'post', on: '2025-07-30', outcome: 'received', itemNumber: 'EMS9876543210', returnSlipOn: '2025-08-01' });
}

/** The n-th working day before a day, as far as the notices are known. */
function workingDaysBefore(today: LegalDate, n: number): LegalDate {
  const calendar = CalendarBook.seed().final();
  let day = calendar.previousWorkingDay(addDays(today, -1));
  for (let i = 1; i < n; i += 1) day = calendar.previousWorkingDay(addDays(day, -1));
  return day;
}

/** Cases in different phases on the day of the start. */
async function openCases({ service, stepTo, now, say }: Past): Promise<void> {
  say('open cases of the last weeks');
  const workingDaysAgo = (n: number): LegalDate => workingDaysBefore(now, n);
  const [first, second] = [await mianyang(service), await wuhou(service)];
  const days = { filed: workingDaysAgo(45), noticed: workingDaysAgo(8), decided: workingDaysAgo(2), lead: workingDaysAgo(1) };

  await stepTo(days.filed);
  const investigation = await PenaltyWork.open(first, { ...strawBurning, party: citizen('陈大伟', '1975-03-08', 41, '陕西省汉中市勉县勉阳街道旧州社区6号') }, { on: days.filed, actEndedOn: days.filed, discoveredOn: days.filed }, 'seed-open-investigation');
  await investigation.file(days.filed);
  const waiting = await PenaltyWork.open(second, { ...strawBurning, party: citizen('杨春梅', '1990-12-01', 52, '陕西省汉中市勉县武侯镇街道9号') }, { on: days.filed, actEndedOn: days.filed, discoveredOn: days.filed }, 'seed-open-decided');
  await waiting.file(days.filed);
  await waiting.investigate(days.filed);

  await stepTo(days.noticed);
  const notice = await waiting.giveNotice(days.noticed);
  await waiting.serve(notice, 'penalty-notice', { way: 'coResident', on: days.noticed, outcome: 'received', recipient: { relation: 'spouse', adult: true, livesThere: true } });
  await waiting.waiveHearing(days.noticed);
  // Heard, not only waited for: in a year without a holiday notice no period of the party ends before the notice comes.
  await waiting.hearStatement(days.noticed);

  await stepTo(days.decided);
  await waiting.decide(days.decided, '500.00');
  const heard = await PenaltyWork.open(first, { ...fireLane, party: organisation('勉县演示餐饮店', '91999999MA0ABCDE9D', '陕西省汉中市勉县勉阳街道和平路20号') }, { on: days.decided, actEndedOn: days.noticed, discoveredOn: days.decided }, 'seed-open-notice');
  await heard.file(days.decided);
  await heard.investigate(days.decided);

  await stepTo(days.lead);
  const told = await heard.giveNotice(days.lead);
  await heard.serve(told, 'penalty-notice', { way: 'direct', on: days.lead, outcome: 'received' });
  await PenaltyWork.open(second, { ...strawBurning, party: citizen('周小军', '1988-07-17', 63, '陕西省汉中市勉县武侯镇三国路2号') }, { on: days.lead, actEndedOn: days.lead, discoveredOn: days.lead }, 'seed-open-lead');
  await plantLeads({ first, second, on: days.lead, receivedOn: days.decided, caseNumber: investigation.caseNumber });
}
