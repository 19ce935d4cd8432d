import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** A Temporal namespace of one test file. */
export interface TestNamespace {
  readonly address: string;
  readonly namespace: string;
}

/** The address of the run's Temporal server. */
export function temporalAddress(): string {
  const address = process.env.ANJUAN_TEST_TEMPORAL;
  if (!address) throw new Error('ANJUAN_TEST_TEMPORAL is not set: a test that needs servers is named *.served.spec.ts and runs in the Jest project "served".');
  return address;
}

/** Registers a namespace in which no other test file's workflows run, and waits until workflows can be listed in it. */
export async function freshNamespace(): Promise<TestNamespace> {
  const address = temporalAddress();
  const namespace = `test-${randomBytes(8).toString('hex')}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'any' }, taskQueueType: 1 });
        return { address, namespace };
      } catch (error) {
        // gRPC 5: the frontend has not read its list of namespaces again yet.
        if (attempt > 200 || !(error instanceof Error && 'code' in error && error.code === 5)) throw error;
        await sleep(50);
      }
    }
  } finally {
    await connection.close();
  }
}
