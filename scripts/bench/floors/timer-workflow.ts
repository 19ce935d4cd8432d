/** The floor of a legal period: sleep, then one row by a local activity. */
import { proxyLocalActivities, sleep } from '@temporalio/workflow';

const { writeRow } = proxyLocalActivities<{ writeRow(): Promise<void> }>({ startToCloseTimeout: '30 seconds' });

export async function floorTimer(until: number): Promise<void> {
  await sleep(Math.max(1, until - Date.now()));
  await writeRow();
}
