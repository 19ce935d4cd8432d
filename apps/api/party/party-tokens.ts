import { jwtVerify, SignJWT } from 'jose';
import type { Keys } from '#store/keys';

/** Tokens of the party's door: an audience of their own, so that they open nothing of the offices and no office token opens the door. */
const AUDIENCE = 'anjuan-party';
const ISSUER = 'anjuan';
/** Seconds. */
export const SESSION_SECONDS = 30 * 60;

/** Under a key that only this installation's processes have. */
function secretOf(keys: Keys): Uint8Array {
  return keys.keyedHash('party session', Buffer.from('1'));
}

export function issuePartyToken(keys: Keys, of: { codeId: string; caseId: string }): Promise<string> {
  return new SignJWT({ case: of.caseId }).setProtectedHeader({ alg: 'HS256' }).setIssuer(ISSUER).setAudience(AUDIENCE).setSubject(of.codeId).setIssuedAt().setExpirationTime(`${SESSION_SECONDS}s`).sign(secretOf(keys));
}

/** The code and case that a token names; null for any token that is not of this door or is over. */
export async function readPartyToken(keys: Keys, token: string): Promise<{ codeId: string; caseId: string } | null> {
  const read = await jwtVerify(token, secretOf(keys), { issuer: ISSUER, audience: AUDIENCE, algorithms: ['HS256'], requiredClaims: ['sub', 'exp', 'case'] }).catch(() => null);
  const { sub, case: caseId } = read?.payload ?? {};
  return typeof sub === 'string' && typeof caseId === 'string' ? { codeId: sub, caseId } : null;
}
