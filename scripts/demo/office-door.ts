/** Two parties at their own doors: what they see, a request in the last minute, and one a minute later. */
import { codeOn, PartyAtDoor, type PartyView, type RequestTaken } from '../demo-office/party-at-door.ts';
import { personId } from '../seed/teams.ts';
import type { Narrator, Told } from './narrator.ts';
import { confirmations, officers } from './office-orders.ts';

const t = (zh: string, en: string): Told => ({ zh, en });
const BUILDER = t('勉县演示建设有限公司（当事人）', '勉县演示建设有限公司 (party)');
const ZHOU = t('周顺（当事人）', '周顺 (party)');

/** A paper that was served, and the PIN that its party chooses. */
export interface Letter { caseId: string; noticeId: string; pin: string }

/** With the code from the paper and a PIN of its own the party sees its case, its periods, and who looked at its data. */
export async function knock(story: Narrator, letter: Letter): Promise<void> {
  const door = await enter(story, letter, 'first');
  await story.atTheDoor(BUILDER, t('凭告知书上印的查询码，自设密码，进入本案', 'comes in by the code printed on the notice, and sets a PIN'), 'taken', { status: 200, body: {} });
  const view = await door.sees();
  story.note(view.stands);
  for (const clock of view.clocks.filter((one) => one.whose === 'party' && one.status === 'running')) story.note({ zh: `至${clock.lastDay ?? '—'}：${clock.name.zh}  [${clock.article.zh}]`, en: `until ${clock.lastDay ?? '—'}: ${clock.name.en}  [${clock.article.en}]` });
  const others = view.opened.filter((one) => !one.yourself);
  story.note({ zh: `查看过本人资料、文书的：${[...new Set(others.map((one) => one.office ?? ''))].join('、')}，${others.length}次`, en: `who opened its data or papers: ${[...new Set(others.map((one) => one.office ?? ''))].join(', ')}, ${others.length} in all` });
}

/** One asks in the last minute of the last day, the other at the stroke of midnight. */
export async function askAtMidnight(story: Narrator, builder: Letter, zhou: Letter): Promise<void> {
  await story.hour('2025-11-13', '23:59');
  const [first, second] = [await enter(story, builder, 'last-minute'), await enter(story, zhou, 'last-minute')];
  const taken = await story.atTheDoor<RequestTaken>(BUILDER, t('期限最后一日23时59分要求听证', 'asks for a hearing at 23:59 of the last day'), 'taken', await first.asks({ kind: 'hearing' }, 'demo-hearing-in-time'));
  story.note(t(`在期限内，以到达之日${taken.on}为准`, `in time: what counts is the day of its arrival, ${taken.on}`));
  await story.hour('2025-11-14', '00:00');
  await story.atTheDoor(ZHOU, t('次日0时要求听证', 'asks for a hearing at 00:00'), 'refused', await second.asks({ kind: 'hearing' }, 'demo-hearing-late'));
  story.note(stillOpen(await second.sees()));
}

/** The hearing is set for the first day that leaves seven clear working days. */
export async function setHearing(story: Narrator, { caseId }: Letter): Promise<void> {
  const schedule = `/api/cases/${caseId}/steps/scheduleHearing`;
  const facts = { hearingTime: '9时30分', hearingPlace: '勉县司法局会议室', hearingPublicity: '公开', hearingChair: personId('wu.gang') };
  const hearing = await story.does('wang.fang', t('确定2025年11月26日听证并通知', 'sets the hearing for 2025-11-26'), schedule, { on: '2025-11-14', facts: { ...facts, hearingOn: '2025-11-26' } }, 'office-schedule');
  await story.does('zhang.min', t('直接送达听证通知书，赵磊确认', 'serves the hearing notice in person, Zhao Lei confirming'), `/api/cases/${caseId}/papers/${hearing.papers[0]?.paperId ?? ''}/service`, { party: 'p1', attempt: { way: 'direct', on: '2025-11-14', outcome: 'received' }, officers: officers(), confirmations: confirmations() }, 'office-serve-hearing');
}

async function enter(story: Narrator, { caseId, noticeId, pin }: Letter, key: string): Promise<PartyAtDoor> {
  const paper = await (await story.as('zhang.min')).paper(caseId, noticeId);
  return PartyAtDoor.enter(story.service, codeOn(paper), pin, `demo-session-${caseId}-${key}`);
}

function stillOpen({ may, remedies }: PartyView): Told {
  const open = may.filter((one) => one.allowed).map((one) => one.name);
  const once = open.filter((one, index) => open.findIndex((other) => other.zh === one.zh) === index);
  return {
    zh: `仍可办理：${once.map((one) => one.zh).join('、')}；决定后可向${remedies.reconsiderationBody ?? '复议机关'}申请复议，或者向${remedies.court ?? '法院'}起诉`,
    en: `still open: ${once.map((one) => one.en).join(', ')}; after a decision reconsideration (${remedies.reconsiderationBody ?? 'its body'}) or the court (${remedies.court ?? 'its court'})`,
  };
}
