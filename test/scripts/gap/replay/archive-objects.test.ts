import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type LakeRuntime, lakeRuntime, serveS3 } from 'assembly-runtime/testing/lake-runtime.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listArchive, readArchiveObject } from '../../../../scripts/gap/replay/archive-objects.ts';
import { recordsOf } from '../../../../scripts/gap/replay/archive-source.ts';

let lake: LakeRuntime;
let door: Awaited<ReturnType<typeof serveS3>>;
let client: S3Client;
const bucket = 'games';
const prefix = 'archive/';

beforeAll(async () => {
  lake = await lakeRuntime();
  await lake.s3.createBucket({ name: bucket, lifecycle: [] });
  door = await serveS3(lake);
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  client = new S3Client({ region: 'us-east-1', endpoint: door.url, maxAttempts: 1, credentials });
});

afterAll(async () => {
  client.destroy();
  await door.close();
  await lake.close();
});

const put = (Key: string, Body: Buffer | string = 'x') =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** As Firehose names it, in the folder of its hour. */
function nameOf(iso: string, number = 0): string {
  const folder = iso.slice(0, 13).replaceAll(/[-T]/g, '/');
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return `${folder}/stream-1-${iso.slice(0, 19).replaceAll(/[T:]/g, '-')}-${id}.gz`;
}

describe('the objects of a window', () => {
  const list = async (since: string, until: string, from?: string) => {
    const times = { since: Date.parse(since), until: Date.parse(until), from };
    return (await all(listArchive(client, { bucket, prefix: 'listed/' }, times))).map(({ key }) => key.slice(7));
  };
  const hours = ['2026-11-20T23', '2026-11-21T11', '2026-11-21T12', '2026-11-21T13', '2026-11-22T01', '2026-12-01T00'];
  const names = hours.map((hour) => nameOf(`${hour}:30:00Z`));

  beforeAll(async () => {
    for (const name of names) await put(`listed/${name}`);
    await put('listed/2026/11/21/12/notes.txt');
    await put('listed/readme');
    await put(`elsewhere/${names[1]}`);
  });

  test('are those of its hours, and of one hour around them', async () => {
    expect(await list('2026-11-21T12:10:00Z', '2026-11-21T12:20:00Z')).toEqual(names.slice(1, 4));
    expect(await list('2026-11-21T14:10:00Z', '2026-11-21T15:00:00Z')).toEqual([names[3]]);
    expect(await list('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual(names);
    expect(await list('2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z')).toEqual([]);
  });

  test('go on with the object in which it was interrupted', async () => {
    expect(await list('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', `listed/${names[2]}`)).toEqual(names.slice(2));
  });

  test('may be more than one answer of S3 holds', async () => {
    const many = Array.from({ length: 1010 }, (_, number) => nameOf('2026-11-21T12:30:00Z', number));
    for (let start = 0; start < many.length; start += 50)
      await Promise.all(many.slice(start, start + 50).map((name) => put(`many/${name}`)));
    const window = { since: Date.parse('2026-11-21T12:00:00Z'), until: Date.parse('2026-11-21T13:00:00Z') };
    const found = await all(listArchive(client, { bucket, prefix: 'many/' }, { ...window, from: undefined }));
    expect(found.map(({ key }) => key.slice(5))).toEqual(many);
    expect(found[7]).toMatchObject({ time: Date.parse('2026-11-21T12:30:00Z'), bytes: 1 });
  });
});

describe('an object', () => {
  const read = async (key: string, content: Buffer | string) => {
    await put(key, content);
    return all(recordsOf(readArchiveObject(client, bucket, { key, bytes: content.length })));
  };

  test('that is larger than one request fetches is read part by part', async () => {
    const records = Array.from(
      { length: 9000 },
      (_, number) => `{"n":${number},"noise":"${randomBytes(500).toString('hex')}"}`,
    );
    const packed = gzipSync(records.join(''));
    expect(packed.length).toBeGreaterThan(4 << 20);
    const found = await read(`${prefix}large.gz`, packed);
    expect(found.map(String).join('')).toBe(records.join(''));
    expect(found).toHaveLength(9000);
  });

  test('of several packed parts is one', async () => {
    const packed = Buffer.concat([gzipSync('{"a":1}{"b"'), gzipSync(':2}')]);
    expect((await read(`${prefix}parts.gz`, packed)).map(String)).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('that is not packed is read as it is, an empty one is nothing', async () => {
    expect((await read(`${prefix}plain`, '{"a":1}{"b":2}')).map(String)).toEqual(['{"a":1}', '{"b":2}']);
    expect(await read(`${prefix}empty.gz`, '')).toEqual([]);
  });

  test.each([
    ['is cut off', gzipSync(randomBytes(1000)).subarray(0, 500)],
    ['is no gzip', Buffer.from('{"a":1}')],
    [
      'has a wrong checksum',
      Buffer.from(gzipSync('{"a":1}{"b":2}').map((byte, index, all) => (index === all.length - 6 ? byte ^ 1 : byte))),
    ],
  ])('that %s stops the replay, and is named', async (_, content) => {
    await expect(read(`${prefix}damaged.gz`, content)).rejects.toThrow(`s3://games/${prefix}damaged.gz is damaged`);
  });

  test('that is not there any more is named', async () => {
    const missing = readArchiveObject(client, bucket, { key: `${prefix}gone.gz`, bytes: 10 });
    await expect(all(missing)).rejects.toThrow(`s3://games/${prefix}gone.gz: `);
  });
});
