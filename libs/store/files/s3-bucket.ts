import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { checkedName, type FileStorage } from './file-storage.ts';

export interface BucketPlace {
  bucket: string;
  /** Address of an S3-compatible service; AWS itself where not given. */
  endpoint?: string | undefined;
  region: string;
  /** Before every name, such as `mian/`. */
  prefix?: string | undefined;
  /** Otherwise as the AWS SDK finds them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, a role. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** Attempts at a request that the service could not serve, 4 where not given: about five seconds of patience. */
  attempts?: number | undefined;
}

/** Parts as objects of a bucket. The service sees ciphertext and ids. */
export class S3Bucket implements FileStorage {
  readonly #client: S3Client;
  readonly #place: BucketPlace;

  constructor(place: BucketPlace) {
    this.#place = place;
    this.#client = new S3Client({
      region: place.region,
      // Buckets as host names need DNS that services in a county's own network do not have.
      ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
      ...(place.credentials === undefined ? {} : { credentials: place.credentials }),
      // Newer checksum headers are unknown to many compatible services; every part carries its own authentication tags.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: place.attempts ?? 4,
    });
  }

  async put(name: string, bytes: Buffer): Promise<void> {
    await this.#client.send(new PutObjectCommand({ ...this.#object(name), Body: bytes, ContentLength: bytes.length, ContentType: 'application/octet-stream' }));
  }

  async get(name: string, from: number, to: number): Promise<Readable> {
    const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#object(name), Range: `bytes=${from}-${to - 1}` }));
    if (!(Body instanceof Readable)) throw new Error(`The storage answered part ${name} without a body.`);
    return Body;
  }

  async remove(name: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#object(name)));
  }

  /** Ends the connections that are kept open. */
  close(): void {
    this.#client.destroy();
  }

  #object(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#place.bucket, Key: `${this.#place.prefix ?? ''}${checkedName(name)}` };
  }
}
