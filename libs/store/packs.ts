import type { EntityManager } from 'typeorm';

/** A pack as the bytes of its file; events name it by their SHA-256 (hex). */
export interface PackText { sha256: string; pack: string; bytes: Uint8Array }

/** Keeps packs for as long as the record lasts; one that is kept already stays as it is. */
export async function keepPacks(manager: EntityManager, packs: readonly PackText[]): Promise<void> {
  for (const { sha256, pack, bytes } of packs) {
    await manager.query('INSERT INTO pack_text (sha256, pack, bytes) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING', [sha256, pack, Buffer.from(bytes)]);
  }
}

/** A pack by its hash; null when this record does not hold it. */
export async function readPackText(manager: EntityManager, sha256: string): Promise<PackText | null> {
  const [row] = await manager.query<PackText[]>('SELECT sha256, pack, bytes FROM pack_text WHERE sha256 = $1', [sha256]);
  return row ?? null;
}
