/** The office: two cases side by side, from absence and loan to the party at its door, a late slip and a case taken up again. */
import type { Narrator, Told } from './narrator.ts';
import { approveNotice, decideTogether, investigate } from './office-approvals.ts';
import { askAtMidnight, knock, setHearing, type Letter } from './office-door.ts';
import { StrawCase } from './office-neighbour.ts';
import { orderPeople } from './office-orders.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

export async function tellOffice(story: Narrator): Promise<void> {
  story.chapter(t('机关里的案件', 'The office'), t('审批、代行、借调、委派、催办、当事人查询、迟到的邮政回执；两案并行。', 'Approvals, absence, lending, delegating, urging, the party at its door, a post slip that comes late; two cases side by side.'));
  await story.day('2025-11-03');
  const straw = await StrawCase.investigated(story);
  await orderPeople(story);
  await story.day('2025-11-04');
  const caseId = await investigate(story);
  const builder: Letter = { caseId, noticeId: await approveNotice(story, caseId), pin: '204917' };
  const zhou: Letter = { caseId: straw.caseId, noticeId: await straw.noticed('2025-11-06'), pin: '739105' };
  await knock(story, builder);

  await story.day('2025-11-12');
  await straw.simulated();
  await askAtMidnight(story, builder, zhou);
  await setHearing(story, builder);
  const decisionId = await straw.decidedAndPosted('2025-11-14');

  await story.day('2025-11-26');
  await straw.escalated();
  await decideTogether(story, caseId);
  await story.day('2025-12-05');
  await straw.slipComesLate(decisionId);
  await straw.handedOn('2025-12-05');
  await story.day('2025-12-08');
  await straw.quashedAndReopened();
  await story.allowed('wang.fang', straw.caseId);
}
