/** Cases that the engine recorded, as an export tells them: every scenario's, and fines from files. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LawBook } from '#law';
import { addMonths, endOfDay } from '#law';
import type { RecordedEvent } from '#cases/model';
import { lawWith, scenarios } from '#cases/testing/scenario';
import { Story } from '#cases/testing/story';
import type { ToldCase } from '../../scripts/export/told-cases.ts';
import { toldEvent } from '../../scripts/export/told-event.ts';
import { fineCases, surveyFines } from '../../scripts/replay/fine-cases.ts';
import { FINE_PACK, replayCase } from '../../scripts/replay/replay-case.ts';

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url));

/** Every story of the scenarios under the packs as they ship; a story that fails is thrown as it fails. */
export async function casesOfScenarios(shipped: LawBook): Promise<ToldCase[]> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.scenario.spec.ts')).sort()) await import(join(folder, file));
  const stories: Story[] = [];
  Story.told = stories;
  Story.checking = false;
  const law = lawWith();
  for (const scenario of scenarios) scenario.run(law);
  Story.told = null;
  const asShipped = (story: Story): boolean => story.events.length > 0 && shipped.find(story.state.pack)?.sha256 === story.book.find(story.state.pack)?.sha256;
  return stories.filter(asShipped).map((story, n) => told(`story-${n + 1}`, story.state.pack, story.events));
}

/** The fines of a file through the engine, time run to a year after its last day. */
export async function casesOfFines(path: string, book: LawBook): Promise<ToldCase[]> {
  const file = await surveyFines(path);
  const found: ToldCase[] = [];
  for await (const rows of fineCases(file)) {
    const { caseId, events } = await replayCase(rows, book, endOfDay(addMonths(file.lastDay, 12)));
    if (events.length > 0) found.push(told(`fine-${caseId}`, FINE_PACK, events));
  }
  return found;
}

function told(caseId: string, pack: string, events: readonly RecordedEvent[]): ToldCase {
  const papers = new Map<string, string>();
  return { caseId, caseNumber: caseId, pack, officeId: 'office', openedOn: events[0]?.event.occurredOn ?? '', closedOn: null, events: events.map((one) => toldEvent(caseId, one, { actorId: 'person', hash: '0' }, papers)) };
}
