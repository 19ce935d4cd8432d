import type { DataSource } from 'typeorm';
import { LawShelf } from '#commands';
import { proveDay, type DayProof } from '#commands/proof';
import { addDays, chinaDateOf, legalDate, type LegalDate } from '#law';
import { lawBookFromFiles, readPacks } from '#law/files/pack-files';
import { keptProfile, legalNow, MACHINE, withActor } from '#store';
import { openKeys } from '#store/keys';
import { signDailyHeads } from '#store/verify';
import { ServerProblem } from './servers/server-problem.ts';

export interface ProvedAndSigned {
  readonly proof: DayProof;
  /** The day under whose heads the signature stands: the one before the legal day. */
  readonly signed: { readonly day: LegalDate; readonly already: boolean; readonly changed: number };
}

/**
 * Proves a day (yesterday, where none is given) and signs the heads of yesterday, as the daily workflow does. `dataDir`
 * holds the keys where no secret is mounted. Throws ServerProblem for a day that has not come and a database that was
 * never started, LawInputError for what is no date, KeysProblem when the keys are not those of the database.
 */
export async function proveAndSign(source: DataSource, dataDir: string, wanted?: string): Promise<ProvedAndSigned> {
  const profile = await keptProfile(source);
  if (profile === null) throw new ServerProblem('This database was never started: there is nothing to prove.');
  const { at } = await withActor(source, { actorId: MACHINE, offices: [] }, legalNow);
  const today = chinaDateOf(at);
  const yesterday = addDays(today, -1);
  const date = wanted === undefined ? yesterday : legalDate(wanted);
  if (date > today) throw new ServerProblem(`${date} has not come yet: it is ${today}.`);
  const packs = process.env.ANJUAN_PACKS_DIR;
  const law = new LawShelf(lawBookFromFiles(packs ? { packs: readPacks(packs) } : {}));
  const proof = await proveDay({ source, law }, date);
  const signed = await withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
    const keys = await openKeys(manager, { dataDir, keysFile: process.env.ANJUAN_KEYS_FILE, profile });
    return signDailyHeads(manager, keys, { day: yesterday, at: (await legalNow(manager)).machineAt });
  });
  return { proof, signed };
}
