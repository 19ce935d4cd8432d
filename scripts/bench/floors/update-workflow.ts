/** The floor of a command that waits for Temporal: one Update, one activity. */
import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

const { writeRow } = proxyActivities<{ writeRow(): Promise<void> }>({ startToCloseTimeout: '10 seconds' });
const write = defineUpdate('write');

export async function floorUpdate(): Promise<void> {
  setHandler(write, () => writeRow());
  await condition(() => false);
}
