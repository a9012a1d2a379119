import { stat } from 'node:fs/promises';
import type { Runtime } from '../../runtime.ts';
import { codeOf } from '../s3/durable-files.ts';
import type { Manifest, StagedObject } from './progress.ts';

/** Objects that are handed over at the same time. */
const atOnce = 4;

/**
 * Makes the files of a manifest objects, by rename. Repeating it is safe: a file that is gone has become its object, even
 * if somebody has removed that since.
 * Throws with the first refusal; what was handed over until then stays.
 */
export async function publish(runtime: Runtime, { objects }: Manifest): Promise<void> {
  const waiting = [...objects];
  const worker = async () => {
    for (let object = waiting.shift(); object; object = waiting.shift()) await put(runtime, object);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function put(runtime: Runtime, { file, bucket, key, roleArn, keyArn, contentType }: StagedObject): Promise<void> {
  if (await isGone(file)) return;
  const { services, region } = runtime;
  if (keyArn) {
    const context = {
      'kms:viaservice': `s3.${region}.amazonaws.com`,
      'kms:encryptioncontext:aws:s3:arn': `arn:aws:s3:::${bucket}/${key}`,
    };
    services.authorize({ arn: roleArn }, { action: 'kms:GenerateDataKey', resource: keyArn, context });
  }
  const input = { Bucket: bucket, Key: key, BodyFile: file, ContentType: contentType };
  await services.call('s3', 'PutObject', input, { arn: roleArn });
}

async function isGone(file: string): Promise<boolean> {
  try {
    await stat(file);
    return false;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
}
