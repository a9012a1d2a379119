import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expiresAtMs } from '../../../src/services/s3/lifecycle.ts';
import { awsS3Bucket } from '../../../src/services/s3/resources/bucket.ts';
import { awsS3BucketPolicy } from '../../../src/services/s3/resources/bucket-policy.ts';
import { type LakeRuntime, lakeRuntime } from '../../../testing/lake-runtime.ts';

let lake: LakeRuntime;
let directory: string;
const Bucket = 'games';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-'));
  lake = await lakeRuntime(directory);
  await lake.s3.createBucket({ name: Bucket, lifecycle: [] });
});

afterEach(async () => {
  await lake.close();
  await rm(directory, { recursive: true });
});

const put = (Key: string, Body = 'x') => lake.call('s3', 'PutObject', { Bucket, Key, Body });
const read = async (Key: string) => {
  const { Body }: { Body: { transformToString(): Promise<string> } } = await lake.call('s3', 'GetObject', {
    Bucket,
    Key,
  });
  return Body.transformToString();
};
const keysOf = async () => {
  const { Contents }: { Contents: { Key: string }[] } = await lake.call('s3', 'ListObjectsV2', { Bucket });
  return Contents.map(({ Key }) => Key);
};

describe('objects on disk', () => {
  it('lie at the path of their key', async () => {
    await put('events/event_date=2026-01-26/part 1.parquet', 'bytes');
    const path = join(directory, 's3', Bucket, 'events/event_date=2026-01-26/part 1.parquet');
    expect(await readFile(path, 'utf8')).toBe('bytes');
  });

  it('never lie outside of their bucket', async () => {
    for (const key of ['../../x', '..', '/etc/x', 'a/../../../../x', './..//x', 'a\0b']) await put(key, key);
    expect((await keysOf()).length).toBe(6);
    expect(await readdir(join(directory, 's3'))).toEqual(expect.arrayContaining([Bucket, '.staging']));
    expect((await readdir(directory)).sort()).toEqual(['s3']);
  });

  it('leave no empty folders when they go', async () => {
    await put('deep/er/x');
    await lake.call('s3', 'DeleteObject', { Bucket, Key: 'deep/er/x' });
    expect(await readdir(join(directory, 's3', Bucket))).toEqual([]);
  });

  it('may be put and removed by many at once', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `c/${index % 3}/${'d/'.repeat(index % 4)}${index}`);
    await Promise.all(keys.map((key) => put(key)));
    await Promise.all([...keys.map((Key) => lake.call('s3', 'DeleteObject', { Bucket, Key })), put('c/0'), put('c')]);
    expect(await keysOf()).toEqual(['c', 'c/0']);
  });

  it('keep their metadata over a restart, and none of an object that was replaced', async () => {
    await lake.call('s3', 'PutObject', { Bucket, Key: 'm', Body: 'x', ContentType: 'text/x', Metadata: { a: '1' } });
    await lake.close();
    lake = await lakeRuntime(directory);
    await lake.s3.createBucket({ name: Bucket, lifecycle: [] });
    expect(await lake.call('s3', 'HeadObject', { Bucket, Key: 'm' })).toMatchObject({
      ContentType: 'text/x',
      Metadata: { a: '1' },
    });
    await put('m', 'longer');
    expect(await lake.call('s3', 'HeadObject', { Bucket, Key: 'm' })).toMatchObject({
      ContentType: 'binary/octet-stream',
      Metadata: {},
    });
  });

  it('leave nothing in staging after a crash', async () => {
    await writeFile(join(directory, 's3', '.staging', 'left'), 'half an object');
    const next = await lakeRuntime(directory);
    await next.s3.createBucket({ name: Bucket, lifecycle: [] });
    expect(await readdir(join(directory, 's3', '.staging'))).toEqual([]);
    await next.close();
  });
});

describe('a file taken over as an object', () => {
  const take = (BodyFile: string, Key = 'taken') => lake.call('s3', 'PutObject', { Bucket, Key, BodyFile });

  it('is moved, not copied, and may be taken over again after a crash', async () => {
    const file = join(directory, 'made.parquet');
    await writeFile(file, 'rows');
    const { ino } = await stat(file);
    await take(file);
    expect((await stat(join(directory, 's3', Bucket, 'taken'))).ino).toBe(ino);
    await take(file);
    expect(await read('taken')).toBe('rows');
  });

  it('that never was fails', async () => {
    await expect(take(join(directory, 'absent'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('on another file system is copied', async () => {
    const other = await mkdtemp('/dev/shm/s3-').catch(() => undefined);
    if (other === undefined) return;
    await writeFile(join(other, 'made'), 'far');
    await take(join(other, 'made'));
    expect([await read('taken'), await readdir(other)]).toEqual(['far', []]);
    await rm(other, { recursive: true });
  });
});

describe('lifecycle rules', () => {
  it.each([
    ['2026-01-01T00:00:00Z', 1, '2026-01-02T00:00:00Z'],
    ['2026-01-01T00:00:01Z', 1, '2026-01-03T00:00:00Z'],
    ['2026-01-15T10:30:00Z', 3, '2026-01-19T00:00:00Z'],
  ])('an object of %s expires after %d days at %s', (created, days, expires) => {
    expect(new Date(expiresAtMs(Date.parse(created), days)).toISOString()).toBe(new Date(expires).toISOString());
  });

  it('remove what is due, below their prefix alone', async () => {
    const lifecycle = [{ prefix: 'results/', expirationDays: 2, abortUploadsAfterDays: 1 }];
    await lake.s3.createBucket({ name: Bucket, lifecycle });
    for (const key of ['results/old', 'results/new', 'kept/old']) await put(key);
    const old = new Date(lake.now - 4 * 86_400_000);
    const recent = new Date(lake.now - 86_400_000);
    for (const [key, time] of [
      ['results/old', old],
      ['results/new', recent],
      ['kept/old', old],
    ] as const) {
      await utimes(join(directory, 's3', Bucket, key), time, time);
    }
    const upload: { UploadId: string } = await lake.call('s3', 'CreateMultipartUpload', { Bucket, Key: 'results/u' });
    await lake.s3.sweepLifecycle();
    expect(await keysOf()).toEqual(['kept/old', 'results/new']);
    lake.now += 3 * 86_400_000;
    await lake.s3.sweepLifecycle();
    expect(await keysOf()).toEqual(['kept/old']);
    const parts = lake.call('s3', 'ListParts', { Bucket, Key: 'results/u', UploadId: upload.UploadId });
    await expect(parts).rejects.toMatchObject({ code: 'NoSuchUpload' });
  });
});

describe('permissions', () => {
  it('are on objects and on the bucket', async () => {
    await put('in/a');
    const reader = lake.role('reader', [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/in/*` },
    ]);
    await lake.call('s3', 'GetObject', { Bucket, Key: 'in/a' }, reader);
    for (const [action, input] of [
      ['GetObject', { Key: 'out' }],
      ['PutObject', { Key: 'in/a', Body: '' }],
      ['ListObjectsV2', {}],
      // Who may not list must not learn that a key is absent.
      ['GetObject', { Key: 'in/absent' }],
    ] as const) {
      const call = lake.call('s3', action, { Bucket, ...input }, reader);
      await expect(call).rejects.toMatchObject({ code: 'AccessDeniedException', status: 403 });
    }
    const Delete = { Objects: [{ Key: 'in/a' }] };
    expect(await lake.call('s3', 'DeleteObjects', { Bucket, Delete }, reader)).toMatchObject({
      Deleted: [],
      Errors: [{ Key: 'in/a', Code: 'AccessDenied' }],
    });
  });
});

describe('resources', () => {
  const context = (properties: object) => ({
    ...{ logicalId: 'Lake', properties: properties as Record<string, unknown>, physicalName: 'stack-lake' },
    ...{ stack: { name: 's', id: 's' }, assets: new Map<string, string>() },
    runtime: lake.runtime,
    engines: { s3: lake.s3, iam: lake.iam },
  });

  it('a bucket as CDK writes it, with a policy that wants TLS', async () => {
    const running = await awsS3Bucket.create(
      context({
        BucketEncryption: { ServerSideEncryptionConfiguration: [] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        OwnershipControls: { Rules: [] },
        VersioningConfiguration: { Status: 'Enabled' },
        Tags: [{ Key: 'a', Value: 'b' }],
        LifecycleConfiguration: {
          Rules: [
            { Id: 'r', Status: 'Enabled', Prefix: 'results/', ExpirationInDays: 7 },
            { Status: 'Disabled', ExpirationInDays: 1 },
            { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
          ],
        },
      }),
    );
    expect(running).toMatchObject({
      ref: 'stack-lake',
      attributes: { Arn: 'arn:aws:s3:::stack-lake', RegionalDomainName: 'stack-lake.s3.us-east-1.amazonaws.com' },
    });
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::stack-lake', 'arn:aws:s3:::stack-lake/*'],
    };
    const Statement = [{ ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }];
    await awsS3BucketPolicy.create(
      context({ Bucket: 'stack-lake', PolicyDocument: { Version: '2012-10-17', Statement } }),
    );
    await lake.call('s3', 'PutObject', { Bucket: 'stack-lake', Key: 'a', Body: '' });
    const all = [{ ...deny, Effect: 'Deny' }];
    await awsS3BucketPolicy.create(
      context({ Bucket: 'stack-lake', PolicyDocument: { Version: '2012-10-17', Statement: all } }),
    );
    const denied = lake.call('s3', 'PutObject', { Bucket: 'stack-lake', Key: 'a', Body: '' });
    await expect(denied).rejects.toMatchObject({ code: 'AccessDeniedException' });
    const policy = lake.call('s3', 'GetBucketTagging', { Bucket: 'stack-lake' });
    await expect(policy).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });

  it.each([
    [{ WebsiteConfiguration: {} }, /Lake: WebsiteConfiguration not supported/],
    [{ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', TagFilters: [] }] } }, /TagFilters not supported/],
    [{ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 'soon' }] } }, /whole number/],
  ])('a bucket with %j is refused by name', async (properties, message) => {
    await expect(async () => awsS3Bucket.create(context(properties))).rejects.toThrow(message);
  });
});

it('an object that cannot be written is an error, and the next one can', async () => {
  await mkdir(join(directory, 'blocked'), { recursive: true });
  await rm(join(directory, 's3', '.staging'), { recursive: true });
  await expect(put('a')).rejects.toMatchObject({ code: 'ENOENT' });
  await mkdir(join(directory, 's3', '.staging'));
  await put('a', 'again');
  expect(await read('a')).toBe('again');
});
