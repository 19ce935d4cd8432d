import { join } from 'node:path';
import { z } from 'zod';
import type { FileStorage } from './file-storage.ts';
import { LocalFolder } from './local-folder.ts';

/** Where an instance keeps its files. */
export interface FilesPlace {
  /** `<dataDir>/files` unless a bucket is named. */
  dataDir: string;
  /** ANJUAN_FILES_URL: `s3://BUCKET/PREFIX?region=…&endpoint=https://…`. */
  url?: string | undefined;
}

const bucketUrl = z.url({ protocol: /^s3$/ }).transform((text, context) => {
  const url = new URL(text);
  const region = url.searchParams.get('region');
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  if (url.hostname === '' || region === null || (endpoint !== undefined && !URL.canParse(endpoint))) {
    context.addIssue({ code: 'custom', message: 'bucket, region or endpoint' });
    return z.NEVER;
  }
  const prefix = url.pathname.replace(/^\//, '');
  return { bucket: url.hostname, region, endpoint, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
});

/** Opens the storage of files. Throws with one sentence when the setting cannot be understood. */
export async function openFileStorage({ dataDir, url }: FilesPlace): Promise<FileStorage> {
  if (url === undefined) return new LocalFolder(join(dataDir, 'files'));
  const place = bucketUrl.safeParse(url);
  if (!place.success) throw new Error('ANJUAN_FILES_URL is not understood: give s3://BUCKET/PREFIX?region=REGION&endpoint=https://HOST, or leave it out to keep files in the data folder.');
  // Only an instance with a bucket pays for the client.
  const { S3Bucket } = await import('./s3-bucket.ts');
  return new S3Bucket(place.data);
}
