import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LakeRuntime, lakeRuntime, serveS3 } from '../../../testing/lake-runtime.ts';

let lake: LakeRuntime;
let door: Awaited<ReturnType<typeof serveS3>>;
let client: S3Client;
const Bucket = 'games';

beforeAll(async () => {
  lake = await lakeRuntime();
  await lake.s3.createBucket({ name: Bucket, lifecycle: [], versioning: 'Enabled' });
  door = await serveS3(lake);
  client = new S3Client({
    region: 'us-east-1',
    endpoint: door.url,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
  });
});

afterAll(async () => {
  client.destroy();
  await door.close();
  await lake.close();
});

const put = (Key: string, Body = `body of ${Key}`) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (Key: string) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

describe('an object put by the AWS SDK', () => {
  it('comes back with its bytes, type, metadata and MD5', async () => {
    const Body = Buffer.from('{"level": 3}');
    const Metadata = { origin: 'demo' };
    const put = await client.send(
      new PutObjectCommand({ Bucket, Key: 'kept/x.json', Body, ContentType: 'application/json', Metadata }),
    );
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'kept/x.json' }));
    expect(await object.Body?.transformToString()).toBe('{"level": 3}');
    expect(object.Metadata).toEqual(Metadata);
    expect(object.ContentType).toBe('application/json');
    expect([put.ETag, object.ETag]).toEqual(Array(2).fill(`"${createHash('md5').update(Body).digest('hex')}"`));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'kept/x.json' }));
    expect(head.ContentLength).toBe(Body.length);
  });

  it.each(Object.values(ChecksumAlgorithm).filter((name) => /^(CRC|SHA1$|SHA256$)/.test(name)))(
    'is checked by %s, in a header or behind a stream',
    async (ChecksumAlgorithm) => {
      await client.send(new PutObjectCommand({ Bucket, Key: 'sum', Body: '123456789', ChecksumAlgorithm }));
      expect(await get('sum')).toBe('123456789');
      const Body = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(70_000, 'b')]);
      await client.send(
        new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 170_000, ChecksumAlgorithm }),
      );
      expect((await get('stream'))?.length).toBe(170_000);
    },
  );

  it('is refused, and not stored, when its checksum is another one', async () => {
    const wrong = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'abc', ChecksumCRC32: 'AAAAAA==' });
    await expect(client.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
    const md5 = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'abc', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' });
    await expect(client.send(md5)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(get('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('is read by ranges and conditions', async () => {
    await put('range', '0123456789');
    const read = async (Range: string) => {
      const part = await client.send(new GetObjectCommand({ Bucket, Key: 'range', Range }));
      return [await part.Body?.transformToString(), part.ContentRange];
    };
    expect(await read('bytes=2-4')).toEqual(['234', 'bytes 2-4/10']);
    expect(await read('bytes=-3')).toEqual(['789', 'bytes 7-9/10']);
    expect(await read('bytes=8-')).toEqual(['89', 'bytes 8-9/10']);
    expect(await read('bytes=8-99')).toEqual(['89', 'bytes 8-9/10']);
    expect(await read('lines=1-2')).toEqual(['0123456789', undefined]);
    await expect(read('bytes=10-')).rejects.toMatchObject({ $metadata: { httpStatusCode: 416 } });
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: 'range' }));
    const unchanged = client.send(new GetObjectCommand({ Bucket, Key: 'range', IfNoneMatch: ETag }));
    await expect(unchanged).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    const changed = client.send(new GetObjectCommand({ Bucket, Key: 'range', IfMatch: '"0"' }));
    await expect(changed).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const twice = client.send(new PutObjectCommand({ Bucket, Key: 'range', Body: '', IfNoneMatch: '*' }));
    await expect(twice).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('may be empty', async () => {
    await put('empty', '');
    expect(await get('empty')).toBe('');
  });

  it('is copied, with its metadata or new metadata', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'from ü+', Body: 'x', Metadata: { a: '1' } }));
    const CopySource = `${Bucket}/${encodeURIComponent('from ü+')}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
    const replaced = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'to2', CopySource, ...replaced }));
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ a: '1' });
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'to2' }))).Metadata).toEqual({ b: '2' });
  });

  it('is removed once, and removing it again is no error', async () => {
    await put('gone/deep/x');
    for (let time = 0; time < 2; time++) await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone/deep/x' }));
    await expect(get('gone/deep/x')).rejects.toMatchObject({ name: 'NoSuchKey', message: /does not exist/ });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'gone/deep/x' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('keys', () => {
  const keys = [
    ...[
      'a',
      'a/b',
      'a/b/c',
      'a//b',
      '/lead',
      'trail/',
      '../../escape',
      './x',
      'x/../y',
      '..',
      'per%cent',
      '%41',
      'star*?[x]{y}',
    ],
    ...[
      'back\\slash',
      'tab\there',
      'new\nline',
      'ü/日本/🎮',
      'a%=',
      'a%-',
      'quote\'"<&>',
      'event_date=2026-01-26/part-0.parquet',
    ],
  ];

  it('of every form are stored, read, listed in order and removed', async () => {
    for (const Key of keys) await put(`odd/${Key}`, Key);
    for (const Key of keys) expect(await get(`odd/${Key}`)).toBe(Key);
    const listed = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'odd/' }));
    const expected = keys
      .map((key) => Buffer.from(`odd/${key}`))
      .sort(Buffer.compare)
      .map(String);
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(expected);
    const encoded = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'odd/n', EncodingType: 'url' }));
    expect(encoded.Contents?.map(({ Key }) => Key)).toEqual(['odd/new%0Aline']);
    const Objects = keys.map((key) => ({ Key: `odd/${key}` }));
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.length).toBe(keys.length);
    expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'odd/' }))).KeyCount).toBe(0);
  });

  it('may be the folder of other keys, whichever came first', async () => {
    for (const order of [
      ['k', 'k/l', 'k/l/m'],
      ['k/l/m', 'k/l', 'k'],
    ]) {
      for (const Key of order) await put(Key, Key);
      for (const Key of order) expect(await get(Key)).toBe(Key);
      for (const Key of order) await client.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  });

  it('that no file can be named after are refused', async () => {
    await expect(put('x'.repeat(300))).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(put('x/'.repeat(600))).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });
});

describe('listing', () => {
  const keys = ['l/1', 'l/2/a', 'l/2/b', 'l/2-c', 'l/3', 'l/4/x/y', 'l/5'];
  beforeAll(async () => {
    for (const key of keys) await put(key);
  });

  it('pages in the order of keys', async () => {
    for (const MaxKeys of [1, 2, 3, 1000]) {
      const found: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', MaxKeys, ContinuationToken }));
        found.push(...(page.Contents ?? []).map(({ Key }) => Key));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(found).toEqual([...keys].sort());
    }
  });

  it('rolls folders up, across pages and with any delimiter', async () => {
    for (const MaxKeys of [1, 3, 1000]) {
      const found: (string | undefined)[] = [];
      let Marker: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsCommand({ Bucket, Prefix: 'l/', Delimiter: '/', MaxKeys, Marker }),
        );
        found.push(...(page.Contents ?? []).map(({ Key }) => Key));
        found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
        Marker = page.NextMarker;
      } while (Marker !== undefined);
      expect(found.sort()).toEqual(['l/1', 'l/2-c', 'l/2/', 'l/3', 'l/4/', 'l/5']);
    }
    const dashes = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '-' }));
    expect(dashes.CommonPrefixes).toEqual([{ Prefix: 'l/2-' }]);
  });

  it('starts after a key and gives each object as its one version', async () => {
    const after = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', StartAfter: 'l/2/a' }));
    expect(after.Contents?.map(({ Key }) => Key)).toEqual(['l/2/b', 'l/3', 'l/4/x/y', 'l/5']);
    const versions = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'l/', MaxKeys: 2 }));
    expect(versions.Versions?.map(({ Key, VersionId }) => [Key, VersionId])).toEqual([
      ['l/1', 'null'],
      ['l/2-c', 'null'],
    ]);
    expect(versions.NextKeyMarker).toBe('l/2-c');
  });
});

describe('an upload in parts', () => {
  const Key = 'large/object';
  const part = (UploadId: string | undefined, PartNumber: number, Body: string) =>
    client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));

  it('becomes one object when it is completed', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'text/x' }));
    await part(UploadId, 2, 'replaced');
    const second = await part(UploadId, 2, 'world');
    const first = await part(UploadId, 1, 'hello ');
    const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(listed.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 2]);
    const Parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ];
    const complete = (list: typeof Parts) =>
      client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: list } }));
    await expect(complete([...Parts].reverse())).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([{ PartNumber: 3, ETag: '"x"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete([])).rejects.toMatchObject({ name: 'MalformedXML' });
    const completed = await complete(Parts);
    expect(completed.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(await get(Key)).toBe('hello world');
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect([head.ETag, head.ContentType]).toEqual([completed.ETag, 'text/x']);
    await expect(part(UploadId, 3, '')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('leaves nothing when it is aborted', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'x' }));
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'x', UploadId }));
    await expect(part(UploadId, 1, '')).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(part('../../x', 1, '')).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(part(UploadId, 10_001, '')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('buckets', () => {
  it('are described', async () => {
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    expect((await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    await expect(client.send(new HeadBucketCommand({ Bucket: 'absent' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(client.send(new ListObjectsV2Command({ Bucket: 'absent' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('keep tags and a policy', async () => {
    await expect(client.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchTagSet' });
    const TagSet = [{ Key: 'team', Value: 'a & b' }];
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    const Policy = '{"Version":"2012-10-17","Statement":[]}';
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    await expect(client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{' }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
    });
  });

  it('refuse by name what is not supported', async () => {
    const acl = client.send(new GetObjectAclCommand({ Bucket, Key: 'x' }));
    await expect(acl).rejects.toMatchObject({ name: 'NotImplemented', message: /GET object\?acl/ });
    const copy = new UploadPartCopyCommand({ Bucket, Key: 'x', UploadId: 'y', PartNumber: 1, CopySource: 'games/a' });
    await expect(client.send(copy)).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('the REST door', () => {
  interface Answer {
    readonly status: number | undefined;
    readonly body: string;
  }
  function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: door.port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
      });
      request.on('error', reject);
      if (headers.expect === undefined) request.end(body);
      else request.on('continue', () => request.end(body));
    });
  }

  it('takes buckets in the host name and waits for 100-continue', async () => {
    const headers = { host: `${Bucket}.s3.us-east-1.amazonaws.com`, expect: '100-continue', 'content-length': '2' };
    expect((await send('PUT', '/virtual/key', headers, 'hi')).status).toBe(200);
    expect(await get('virtual/key')).toBe('hi');
  });

  it('takes signed chunks and checks the hash of a signed payload', async () => {
    const chunked = {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-decoded-content-length': '5',
    };
    const body = '3;chunk-signature=00\r\nabc\r\n2;chunk-signature=00\r\nde\r\n0;chunk-signature=00\r\n\r\n';
    expect((await send('PUT', `/${Bucket}/chunked`, chunked, body)).status).toBe(200);
    expect(await get('chunked')).toBe('abcde');
    const cut = await send('PUT', `/${Bucket}/cut`, chunked, body.slice(0, 40));
    expect([cut.status, cut.body]).toEqual([400, expect.stringContaining('IncompleteBody')]);
    const noSize = await send('PUT', `/${Bucket}/cut`, chunked, 'zz\r\n');
    expect(noSize.body).toContain('InvalidRequest');
    const wrong = await send('PUT', `/${Bucket}/cut`, { 'x-amz-content-sha256': '0'.repeat(64) }, 'x');
    expect(wrong.body).toContain('XAmzContentSHA256Mismatch');
  });

  it.each([
    ['a path that is no URI', 'GET', `/${Bucket}/%ff`, '', 400, 'InvalidURI'],
    ['a document that is no XML', 'POST', `/${Bucket}?delete`, '<Delete', 400, 'MalformedXML'],
    ['another document', 'POST', `/${Bucket}?delete`, '<Other/>', 400, 'MalformedXML'],
    ['an empty deletion', 'POST', `/${Bucket}?delete`, '<Delete></Delete>', 400, 'MalformedXML'],
    ['a version that is not there', 'GET', `/${Bucket}/x?versionId=3`, '', 404, 'NoSuchVersion'],
    ['a page size that is no number', 'GET', `/${Bucket}?list-type=2&max-keys=x`, '', 400, 'InvalidArgument'],
    ['an unknown operation', 'DELETE', `/${Bucket}`, '', 501, 'NotImplemented'],
    ['a copy without a source key', 'PUT', `/${Bucket}/x`, '', 400, 'InvalidArgument'],
  ])('refuses %s', async (what, method, path, body, status, code) => {
    const headers: Record<string, string> = what.startsWith('a copy') ? { 'x-amz-copy-source': 'nokey' } : {};
    const answer = await send(method, path, headers, body);
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(`<Code>${code}</Code>`)]);
  });
});
