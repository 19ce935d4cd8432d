import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** A bearer token that is not accepted; the message says why and never repeats the token. */
export class TokenRefused extends Error {
  public readonly reason: 'expired' | 'invalid' | 'unreachable';

  public constructor(reason: TokenRefused['reason'], message: string) {
    super(message);
    this.name = 'TokenRefused';
    this.reason = reason;
  }
}

/** Checks a bearer token; answers its `sub` and when it ends (Unix seconds). Throws `TokenRefused`. */
export type TokenVerifier = (token: string) => Promise<{ subject: string; endsAt: number }>;

export interface TokenRules { issuer: string; audience: string; keys: JWTVerifyGetKey }

/** Only asymmetric signatures: a shared secret would let every verifier issue tokens. */
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];
/** Clocks of issuer and service may differ by this many seconds. */
const clockTolerance = 30;

/** A verifier of access tokens by issuer, audience and signature (RFC 9068, RFC 7519). */
export function tokenVerifier({ issuer, audience, keys }: TokenRules): TokenVerifier {
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms, clockTolerance, requiredClaims: ['sub', 'exp'] });
      if (payload.sub === undefined || payload.sub === '') throw new TokenRefused('invalid', 'The token names no subject.');
      return { subject: payload.sub, endsAt: payload.exp ?? 0 };
    } catch (error) {
      if (error instanceof TokenRefused) throw error;
      if (error instanceof errors.JWTExpired) throw new TokenRefused('expired', 'The token has expired.');
      if (error instanceof errors.JWKSTimeout || (error as { message?: unknown } | null)?.message === 'fetch failed') {
        throw new TokenRefused('unreachable', 'The keys of the identity provider cannot be read.');
      }
      if (error instanceof errors.JWTClaimValidationFailed) throw new TokenRefused('invalid', `The token's claim "${error.claim}" is not accepted.`);
      if (error instanceof errors.JOSEError) throw new TokenRefused('invalid', 'The token or its signature is not valid.');
      throw error;
    }
  };
}

/**
 * The signing keys of an identity provider, found by its discovery document and fetched again when a token names an
 * unknown key. Throws when the document cannot be read or names another issuer.
 */
export async function discoveredKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  const document = await answer.json() as { issuer?: unknown; jwks_uri?: unknown };
  if (document.issuer !== issuer) throw new Error(`${address} names another issuer.`);
  if (typeof document.jwks_uri !== 'string') throw new Error(`${address} names no jwks_uri.`);
  return createRemoteJWKSet(new URL(document.jwks_uri));
}
