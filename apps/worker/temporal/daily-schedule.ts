import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { dailyScheduleId, dailyWorkflowType, relay, taskQueue } from '#contracts';

/**
 * Makes sure that the daily round is scheduled: half past midnight in China (16:30 UTC). The catch-up window is a day (by
 * default it would be a year): a round that was missed for longer has no use, since each begins with today.
 */
export async function scheduleDailyRound(client: Client): Promise<void> {
  const spec = { calendars: [{ hour: 16, minute: 30 }], timezone: 'UTC' };
  const action = { type: 'startWorkflow' as const, workflowType: dailyWorkflowType, workflowId: dailyScheduleId, taskQueue, args: [] };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' as const };
  await client.withDeadline(Date.now() + relay.callDeadline, async () => {
    try {
      await client.schedule.create({ scheduleId: dailyScheduleId, spec, action, policies });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(dailyScheduleId).update(({ state }) => ({ state, spec, action, policies }));
    }
  });
}
