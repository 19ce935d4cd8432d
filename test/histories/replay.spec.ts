import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowKinds } from '#contracts';
import { DeterminismViolationError } from '@temporalio/workflow';
import { recordedHistories, textOf, type RecordedHistory } from './histories.ts';

// Every history below was recorded from a released version: open cases of years ago must go on with the code of today.
let histories: RecordedHistory[];
let bundle: WorkflowBundleWithSourceMap;
/** As a worker bundles them where traces are wanted. */
let traced: WorkflowBundleWithSourceMap;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const none = (): void => undefined;
beforeAll(async () => {
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
  histories = await recordedHistories();
  const order = { workflowsPath: here('../../workflows/index.ts'), logger: { log: none, trace: none, debug: none, info: none, warn: none, error: none } };
  bundle = await bundleWorkflowCode(order);
  traced = await bundleWorkflowCode({ ...order, workflowInterceptorModules: [here('../../workflows/traces.ts')] });
});

const replay = ({ workflowId, history }: RecordedHistory, workflowBundle = bundle): Promise<void> => Worker.runReplayHistory({ workflowBundle, replayName: workflowId.replaceAll('/', '-') }, history, workflowId);

describe('recorded histories', () => {
  it('there is one of each kind of workflow', () => {
    const kinds = new Set(histories.map(({ workflowId }) => workflowId.split('/')[0]));
    expect([...workflowKinds, 'daily'].filter((kind) => ![...kinds].some((known) => known?.startsWith(kind)))).toEqual([]);
  });

  it('replay with the workflows of today', async () => {
    for (const recorded of histories) await replay(recorded).catch((error: unknown) => { throw new Error(`${recorded.name}: ${String(error)}`); });
  });

  it('replay with traces switched on, which none of them was recorded with', async () => {
    for (const recorded of histories) await replay(recorded, traced).catch((error: unknown) => { throw new Error(`${recorded.name}: ${String(error)}`); });
  });

  it('a history that the workflow would not have made is refused', async () => {
    const service = histories.find(({ name }) => name.startsWith('service'));
    const scheduled = service?.history.events?.find((event) => event.activityTaskScheduledEventAttributes)?.activityTaskScheduledEventAttributes;
    if (service === undefined || scheduled?.activityType == null) throw new Error('No service with an activity is recorded.');
    const name = scheduled.activityType.name ?? null;
    scheduled.activityType.name = 'anotherActivity';
    await expect(replay(service)).rejects.toThrow(DeterminismViolationError);
    scheduled.activityType.name = name;
  });

  it('say nothing but ids, dates and codes', () => {
    // Names, addresses and free text of our country are written in its script; nothing of it belongs to a history.
    for (const { name, history } of histories) expect([name, /\p{Script=Han}+/u.exec(textOf(history))?.[0]]).toEqual([name, undefined]);
  });
});
