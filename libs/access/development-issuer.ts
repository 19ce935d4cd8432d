import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK, type JWTVerifyGetKey } from 'jose';

/**
 * An issuer of tokens for development and training: demo users with the password `demo`. It never exists in production.
 */
export class DevelopmentIssuer {
  public static readonly audience = 'anjuan';
  /** Tokens end after this many seconds. */
  public static readonly lifetime = 3600;
  private constructor(public readonly issuer: string, private readonly key: CryptoKey, private readonly publicKey: JWK) {}

  /** Reads the signing key from the data directory, or makes one (mode 600) at the first start. */
  public static async open(issuer: string, dataDir: string): Promise<DevelopmentIssuer> {
    const file = join(dataDir, 'development-issuer.json');
    await mkdir(dataDir, { recursive: true });
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    // Written whole under another name first: of two processes that start together neither reads half a key.
    const own = `${file}.${randomUUID()}`;
    await writeFile(own, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
    try {
      await link(own, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await unlink(own);
    }
    await chmod(file, 0o600);
    const { kty, crv, x, d } = JSON.parse(await readFile(file, 'utf8')) as { kty: string; crv: string; x: string; d: string };
    const key = await importJWK({ kty, crv, x, d }, 'EdDSA') as CryptoKey;
    return new DevelopmentIssuer(issuer, key, { kty, crv, x, kid: x.slice(0, 8), alg: 'EdDSA', use: 'sig' });
  }

  public get jwks(): { keys: JWK[] } {
    return { keys: [this.publicKey] };
  }

  public get keys(): JWTVerifyGetKey {
    return createLocalJWKSet(this.jwks);
  }

  /** A token for the account's subject. Token times are the machine's, not the legal clock's. */
  public token(subject: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: 'EdDSA', kid: this.publicKey.kid ?? '', typ: 'at+jwt' })
      .setIssuer(this.issuer).setAudience(DevelopmentIssuer.audience).setSubject(subject)
      .setIssuedAt(now).setExpirationTime(now + DevelopmentIssuer.lifetime)
      .sign(this.key);
  }
}
