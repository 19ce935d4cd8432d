import type { DataSource } from 'typeorm';
import { MACHINE, withActor } from '../actor.ts';
import type { CaseFiles } from './case-files.ts';
import { abandonedFiles } from './file-rows.ts';

/** An upload that nobody has gone on with for so long is given up for its uploader. Days of the machine's clock: it is no period of law. */
const untouchedDays = 7;
/** Files in one sweep; what is left is found by the next. */
const mostFiles = 500;

/**
 * Removes the bytes of uploads that no event entered and nobody touched for seven days, and what an interrupted removal
 * left behind. That there was an upload stays on record. Doing it again, or twice at once, is no error. Answers how many
 * files were removed; throws what the storage throws, after which the next sweep goes on.
 */
export async function sweepUploads(source: DataSource, files: CaseFiles): Promise<number> {
  const abandoned = await withActor(source, { actorId: MACHINE, offices: [] }, (m) => abandonedFiles(m, untouchedDays, mostFiles));
  for (const { fileId, officeId } of abandoned) {
    await files.remove((work) => withActor(source, { actorId: MACHINE, offices: [officeId] }, work), fileId);
  }
  return abandoned.length;
}
