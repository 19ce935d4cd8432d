import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
type History = ReturnType<typeof historyFromJSON>;

/** A history as it was recorded from a running service. */
export interface RecordedHistory {
  /** `case-01`, `service-01`: the kind of workflow and a number. */
  readonly name: string;
  readonly workflowId: string;
  readonly history: History;
}

/** All recorded histories of the repository. */
export async function recordedHistories(): Promise<RecordedHistory[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => {
    const { workflowId, history } = JSON.parse(await readFile(`${folder}${name}`, 'utf8')) as { workflowId: string; history: unknown };
    return { name: name.slice(0, -'.json'.length), workflowId, history: historyFromJSON(history) };
  }));
}

/** Writes the history of a run beside the others; only when ANJUAN_RECORD_HISTORIES is set (docs/processes.md). */
export async function recordHistory(client: Client, name: string, workflowId: string, runId?: string): Promise<void> {
  if (!process.env.ANJUAN_RECORD_HISTORIES) return;
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  // Which machine it ran on is nobody's business, and would change with every recording.
  const text = historyToJSON(history).replace(/"\d+@[^"]*"/g, '"worker"').replaceAll(root, '');
  await writeFile(`${folder}${name}.json`, `${JSON.stringify({ workflowId, history: JSON.parse(text) as unknown }, null, 1)}\n`);
}

/** Everything that a history says, with its payloads as text: for searching. */
export function textOf(history: History): string {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (value instanceof Uint8Array || ArrayBuffer.isView(value)) texts.push(Buffer.from(value as Uint8Array).toString('utf8'));
    else if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(history);
  return texts.join('\n');
}
