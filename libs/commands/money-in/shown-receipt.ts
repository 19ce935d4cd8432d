import { countDoorTry, electronicReceiptShown, MACHINE, withActor, type ReceiptShown } from '#store';
import type { CommandDeps } from '../deps.ts';

/** Tries a minute from one address: a check code has six signs, and nobody is to try them out. */
const MOST_TRIES = 20;

/** A receipt that somebody shows; null where none has this number and check code. */
export function showElectronicReceipt({ source, keys }: Pick<CommandDeps, 'source' | 'keys'>, { number, check, address }: { number: string; check: string; address: string }): Promise<ReceiptShown | 'tooMany' | null> {
  return withActor(source, { actorId: MACHINE, offices: [] }, async (m) => {
    if (await countDoorTry(m, keys.keyedHash('shown receipt address', Buffer.from(address))) > MOST_TRIES) return 'tooMany';
    return electronicReceiptShown(m, number, check);
  });
}
