import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { dailyScheduleId, dailyWorkflowType, relay, taskQueue } from '#contracts';

/**
 * Makes sure that the daily round is scheduled: half past midnight in China (16:30 UTC). The catch-up window is a day (by
 * default it would be a year): a round that was missed for longer has no use, since each begins with today.
 */
export async function scheduleDailyRound(client: Client): Promise<void> {
  const order = {
    spec: { calendars: [{ hour: 16, minute: 30 }], timezone: 'UTC' },
    action: { type: 'startWorkflow', workflowType: dailyWorkflowType, workflowId: dailyScheduleId, taskQueue, args: [] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
  } as const;
  await client.withDeadline(Date.now() + relay.callDeadline, async () => {
    try {
      await client.schedule.create({ scheduleId: dailyScheduleId, ...order });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(dailyScheduleId).update((known) => ({ ...known, ...order }));
    }
  });
}
