import type { EntityManager } from 'typeorm';

/** A signing key of the instance; `vouchedBy`: the signature by which the one before it names it, null of the first. */
export interface SigningKeyOnRecord { generation: number; fingerprint: string; publicKey: Buffer; vouchedBy: Buffer | null }

/** The public halves of all signing keys, the oldest first: whoever knows an earlier one can follow to the one in use. */
export async function signingLine(m: EntityManager): Promise<SigningKeyOnRecord[]> {
  return m.query<SigningKeyOnRecord[]>(`SELECT generation, fingerprint, public_key AS "publicKey", vouched_by AS "vouchedBy" FROM instance_key WHERE purpose = 'signing' ORDER BY generation`);
}
