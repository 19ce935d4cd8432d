import type { Client } from '@temporalio/client';
import type { DataSource } from 'typeorm';
import { relay } from '#contracts';
import { noteTemporalNamespace } from '#store';

/**
 * Looks which Temporal namespace answers. Another one than before holds none of our workflows, so nothing is armed any
 * more; `rearmCases` then finds every open case. True when it is another.
 */
export async function recognizeTemporal(source: DataSource, client: Client, namespace: string): Promise<boolean> {
  const described = await client.withDeadline(Date.now() + relay.callDeadline, () => client.workflowService.describeNamespace({ namespace }));
  const id = described.namespaceInfo?.id;
  if (typeof id !== 'string' || id === '') return false;
  return noteTemporalNamespace(source, id);
}
