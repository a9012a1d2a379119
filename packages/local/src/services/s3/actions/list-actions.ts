import { type Action, ServiceError } from '../../../service.ts';
import type { S3Context } from '../context.ts';
import type { StoredObject } from '../object-walk.ts';
import { listPage } from './list-page.ts';
import { onBucket } from './permissions.ts';

export interface ListObjectsV2Input {
  Bucket: string;
  Prefix?: string;
  Delimiter?: string;
  /** 1 to 1,000; default 1,000. */
  MaxKeys?: number;
  StartAfter?: string;
  ContinuationToken?: string;
}

export interface ListObjectsInput {
  Bucket: string;
  Prefix?: string;
  Delimiter?: string;
  MaxKeys?: number;
  Marker?: string;
}

export interface ListObjectVersionsInput {
  Bucket: string;
  Prefix?: string;
  Delimiter?: string;
  MaxKeys?: number;
  KeyMarker?: string;
}

export interface ListedObject {
  Key: string;
  LastModified: Date;
  ETag: string;
  Size: number;
  StorageClass: 'STANDARD';
}

export interface ListObjectsV2Output {
  Name: string;
  Prefix: string;
  Delimiter?: string;
  MaxKeys: number;
  KeyCount: number;
  IsTruncated: boolean;
  Contents: ListedObject[];
  CommonPrefixes: { Prefix: string }[];
  StartAfter?: string;
  ContinuationToken?: string;
  NextContinuationToken?: string;
}

const maxPageSize = 1000;

export function listActions(context: S3Context): Record<string, Action> {
  return {
    ListObjectsV2: {
      permissions: (input: ListObjectsV2Input) => [permissionToList('ListBucket', input)],
      run: (input: ListObjectsV2Input) => listObjectsV2(context, input),
    },
    ListObjects: {
      permissions: (input: ListObjectsInput) => [permissionToList('ListBucket', input)],
      run: (input: ListObjectsInput) => listObjects(context, input),
    },
    ListObjectVersions: {
      permissions: (input: ListObjectVersionsInput) => [permissionToList('ListBucketVersions', input)],
      run: (input: ListObjectVersionsInput) => listObjectVersions(context, input),
    },
  };
}

async function listObjectsV2(context: S3Context, input: ListObjectsV2Input): Promise<ListObjectsV2Output> {
  const { Bucket, Prefix = '', Delimiter, StartAfter, ContinuationToken } = input;
  const after = ContinuationToken === undefined ? StartAfter : keyOfToken(ContinuationToken);
  const page = await pageOf(context, input, after);
  return {
    Name: Bucket,
    Prefix,
    Delimiter,
    MaxKeys: page.limit,
    KeyCount: page.objects.length + page.prefixes.length,
    IsTruncated: page.isTruncated,
    Contents: await describe(context, Bucket, page.objects),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    StartAfter,
    ContinuationToken,
    NextContinuationToken: page.isTruncated ? tokenOfKey(page.last) : undefined,
  };
}

async function listObjects(context: S3Context, input: ListObjectsInput) {
  const { Bucket, Prefix = '', Delimiter, Marker = '' } = input;
  const page = await pageOf(context, input, Marker === '' ? undefined : Marker);
  return {
    Name: Bucket,
    Prefix,
    Marker,
    Delimiter,
    MaxKeys: page.limit,
    IsTruncated: page.isTruncated,
    Contents: await describe(context, Bucket, page.objects),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    NextMarker: page.isTruncated && Delimiter !== undefined ? page.last : undefined,
  };
}

async function listObjectVersions(context: S3Context, input: ListObjectVersionsInput) {
  const { Bucket, Prefix = '', Delimiter, KeyMarker = '' } = input;
  const page = await pageOf(context, input, KeyMarker === '' ? undefined : KeyMarker);
  const objects = await describe(context, Bucket, page.objects);
  return {
    Name: Bucket,
    Prefix,
    KeyMarker,
    Delimiter,
    MaxKeys: page.limit,
    IsTruncated: page.isTruncated,
    Versions: objects.map((object) => ({ ...object, VersionId: 'null', IsLatest: true })),
    DeleteMarkers: [],
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: prefix })),
    NextKeyMarker: page.isTruncated ? page.last : undefined,
    NextVersionIdMarker: page.isTruncated ? 'null' : undefined,
  };
}

interface Listing {
  readonly Bucket: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
}

async function pageOf(context: S3Context, { Bucket, Prefix = '', Delimiter, MaxKeys }: Listing, after?: string) {
  context.buckets.get(Bucket);
  const limit = Math.min(MaxKeys ?? maxPageSize, maxPageSize);
  if (!(limit >= 0)) throw new ServiceError('InvalidArgument', 'MaxKeys must be a number from 0 to 1000.');
  const page = await listPage(context.store, Bucket, {
    prefix: Prefix,
    delimiter: Delimiter || undefined,
    after,
    limit,
  });
  return { ...page, limit };
}

async function describe(context: S3Context, bucket: string, objects: readonly StoredObject[]): Promise<ListedObject[]> {
  const listed: ListedObject[] = [];
  for (const object of objects) {
    const { etag } = await context.store.metadata.read(bucket, object.key, object);
    listed.push({
      Key: object.key,
      LastModified: new Date(object.modifiedMs),
      ETag: etag ?? (await context.etags.of(object)),
      Size: object.size,
      StorageClass: 'STANDARD',
    });
  }
  return listed;
}

function permissionToList(action: string, { Bucket, Prefix = '', Delimiter, MaxKeys }: Listing) {
  return onBucket(action, Bucket, {
    's3:prefix': Prefix,
    's3:delimiter': Delimiter,
    's3:max-keys': MaxKeys?.toString(),
  });
}

function tokenOfKey(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function keyOfToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}
