import { createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { KeysProblem } from './keys-problem.ts';

const base64Key = z.base64().transform((text) => Buffer.from(text, 'base64'));
const keysFile = z.strictObject({
  version: z.literal(1),
  /** Wraps the data key of each person. */
  keyEncryption: base64Key.refine((key) => key.length === 32),
  /** Keyed hashes for search and registers. */
  lookup: base64Key.refine((key) => key.length === 32),
  /** Ed25519, PKCS #8: signs the daily heads. */
  signing: base64Key,
});

/** What a fingerprint stands for; the same words are the rows of `instance_key`. */
export const keyPurposes = ['keyEncryption', 'lookup', 'signing'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/**
 * The three keys that lie outside the database: the key-encryption key (AES-256), the lookup key (HMAC-SHA-256) and
 * the signing key (Ed25519). They are private to this object: printing it, logging it or turning it into JSON shows
 * nothing but fingerprints.
 */
export class Keys {
  readonly #keyEncryption: Buffer;
  readonly #lookup: Buffer;
  readonly #signing: KeyObject;
  readonly #verifying: KeyObject;
  /** For each key 32 hex digits that recognise it and tell nothing about it. */
  readonly fingerprints: Readonly<Record<KeyPurpose, string>>;

  private constructor(keyEncryption: Buffer, lookup: Buffer, signing: KeyObject) {
    this.#keyEncryption = keyEncryption;
    this.#lookup = lookup;
    this.#signing = signing;
    this.#verifying = createPublicKey(signing);
    this.fingerprints = {
      keyEncryption: secretFingerprint(keyEncryption),
      lookup: secretFingerprint(lookup),
      signing: publicKeyFingerprint(this.publicKey()),
    };
  }

  /** New random keys. */
  static generate(): Keys {
    return new Keys(randomBytes(32), randomBytes(32), generateKeyPairSync('ed25519').privateKey);
  }

  /**
   * The keys that take over from these: a new key-encryption key and a new signing key. The lookup key stays, since the
   * registers hold keyed hashes of persons whose numbers nobody can read any more.
   */
  successor(): Keys {
    return new Keys(randomBytes(32), this.#lookup, generateKeyPairSync('ed25519').privateKey);
  }

  /** Reads the text of a keys file. Throws KeysProblem, which names `where` and never quotes the text. */
  static parse(text: string, where: string): Keys {
    try {
      const file = keysFile.parse(JSON.parse(text));
      const signing = createPrivateKey({ key: file.signing, format: 'der', type: 'pkcs8' });
      if (signing.asymmetricKeyType !== 'ed25519') throw new KeysProblem('not Ed25519');
      return new Keys(file.keyEncryption, file.lookup, signing);
    } catch {
      throw new KeysProblem(`${where} is not a keys file of Anjuan or is damaged: restore it from its backup.`);
    }
  }

  /** The text of the keys file. Secret: for writing to a file of mode 600 only. */
  toSecretText(): string {
    return `${JSON.stringify({
      version: 1,
      keyEncryption: this.#keyEncryption.toString('base64'),
      lookup: this.#lookup.toString('base64'),
      signing: this.#signing.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    }, null, 2)}\n`;
  }

  toJSON(): Readonly<Record<KeyPurpose, string>> {
    return this.fingerprints;
  }

  /** Encrypts a data key of 32 bytes; `context` must be given again to unwrap it. Answers iv, ciphertext and tag together. */
  wrap(dataKey: Buffer, context: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keyEncryption, iv).setAAD(Buffer.from(context));
    return Buffer.concat([iv, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  }

  /** The data key again. Throws if the wrapping was changed, belongs to another context or to other keys. */
  unwrap(wrapped: Buffer, context: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#keyEncryption, wrapped.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(context)).setAuthTag(wrapped.subarray(-16));
    return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
  }

  /** HMAC-SHA-256 under the lookup key. `use` separates the places that hash, so that hashes of one cannot be looked up in another. */
  keyedHash(use: string, data: Buffer): Buffer {
    return createHmac('sha256', createHmac('sha256', this.#lookup).update(use).digest()).update(data).digest();
  }

  /** Ed25519 signature, 64 bytes. */
  sign(data: Buffer): Buffer {
    return sign(null, data, this.#signing);
  }

  verify(data: Buffer, signature: Buffer): boolean {
    return verify(null, data, this.#verifying, signature);
  }

  /** Vouches for the signing key that takes over: the signature of this one over both. */
  vouchFor(next: Keys): Buffer {
    return this.sign(successionText(this.fingerprints.signing, next.publicKey()));
  }

  /** The public half of the signing key (SPKI, DER), to be given to whoever checks the daily heads. */
  publicKey(): Buffer {
    return this.#verifying.export({ format: 'der', type: 'spki' });
  }
}

/** Recognises the public half of a signing key (SPKI, DER): 32 hex digits. */
export function publicKeyFingerprint(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}

/** What a signing key signs to name the one that takes over from it. */
export function successionText(fingerprint: string, nextPublicKey: Buffer): Buffer {
  return Buffer.from(`anjuan signing key 1|${fingerprint}|${nextPublicKey.toString('base64')}`);
}

function secretFingerprint(key: Buffer): string {
  return createHmac('sha256', key).update('anjuan fingerprint').digest('hex').slice(0, 32);
}
