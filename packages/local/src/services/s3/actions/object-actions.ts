import type { Action, Principal } from '../../../service.ts';
import { ServiceError } from '../../../service.ts';
import type { S3Context } from '../context.ts';
import { ObjectBody } from '../object-body.ts';
import type { ObjectMetadata } from '../object-metadata.ts';
import type { StoredObject } from '../object-walk.ts';
import { type Body, stageBody } from '../staged-body.ts';
import { type ByteRange, rangeOf } from './byte-range.ts';
import { onBucket, onObject } from './permissions.ts';

export interface ObjectAddress {
  Bucket: string;
  Key: string;
}

/** Headers of an object that are kept as they came. */
export interface ObjectHeaders {
  ContentType?: string;
  ContentEncoding?: string;
  ContentDisposition?: string;
  ContentLanguage?: string;
  CacheControl?: string;
  Metadata?: Record<string, string>;
}

export interface PutObjectInput extends ObjectAddress, ObjectHeaders {
  /** The bytes; default none. */
  Body?: Body;
  /**
   * Instead of Body, for callers in the process: absolute path of a file that becomes the object by rename. When it is
   * gone and the object is there, an earlier call took it over and this one succeeds. The answer then has no ETag.
   */
  BodyFile?: string;
  /** With BodyFile: the object's, with quotes, as of one that was put in parts. Default: the MD5 of the bytes. */
  ETag?: string;
  /** `*`: only when there is no such object (`PreconditionFailed`). */
  IfNoneMatch?: string;
}

export interface GetObjectInput extends ObjectAddress {
  Range?: string;
  IfMatch?: string;
  IfNoneMatch?: string;
}

export interface HeadObjectOutput extends ObjectHeaders {
  ContentLength: number;
  ETag: string;
  LastModified: Date;
  AcceptRanges: 'bytes';
}

export interface GetObjectOutput extends HeadObjectOutput {
  Body: ObjectBody;
  ContentRange?: string;
}

export interface CopyObjectInput extends ObjectAddress, ObjectHeaders {
  /** `bucket/key`, URL-encoded, with or without a leading slash. */
  CopySource: string;
  MetadataDirective?: 'COPY' | 'REPLACE';
}

export function objectActions(context: S3Context): Record<string, Action> {
  return {
    PutObject: {
      permissions: ({ Bucket, Key }: PutObjectInput) => [onObject('PutObject', Bucket, Key)],
      run: (input: PutObjectInput) => putObject(context, input),
    },
    GetObject: {
      permissions: ({ Bucket, Key }: GetObjectInput) => [onObject('GetObject', Bucket, Key)],
      run: (input: GetObjectInput, caller) => getObject(context, input, caller),
    },
    HeadObject: {
      permissions: ({ Bucket, Key }: GetObjectInput) => [onObject('GetObject', Bucket, Key)],
      run: (input: GetObjectInput, caller) => headObject(context, input, caller),
    },
    CopyObject: {
      permissions: ({ Bucket, Key, CopySource }: CopyObjectInput) => {
        const source = copySource(CopySource);
        return [onObject('GetObject', source.Bucket, source.Key), onObject('PutObject', Bucket, Key)];
      },
      run: (input: CopyObjectInput, caller) => copyObject(context, input, caller),
    },
  };
}

async function putObject(context: S3Context, input: PutObjectInput): Promise<{ ETag?: string }> {
  const { store, buckets, etags } = context;
  const { Bucket, Key, Body = '', BodyFile, ETag: etag, IfNoneMatch } = input;
  buckets.get(Bucket);
  if (IfNoneMatch === '*' && (await store.find(Bucket, Key)) !== undefined) throw preconditionFailed();
  const metadata = metadataOf(input);
  if (BodyFile !== undefined) {
    await store.place(Bucket, Key, BodyFile, { ...metadata, etag });
    return {};
  }
  const staged = await stageBody(Body, store.stagingPath());
  await store.place(Bucket, Key, staged.path, metadata);
  const placed = await store.find(Bucket, Key);
  if (placed !== undefined && placed.size === staged.size) etags.remember(placed, staged.md5);
  return { ETag: `"${staged.md5}"` };
}

async function getObject(context: S3Context, input: GetObjectInput, caller: Principal): Promise<GetObjectOutput> {
  const object = await findObject(context, input, caller);
  const head = await describeObject(context, input.Bucket, object);
  checkConditions(input, head.ETag);
  const range: ByteRange = rangeOf(input.Range, object.size);
  return {
    ...head,
    ContentLength: range.length,
    ContentRange: range.isPartial ? `bytes ${range.start}-${range.start + range.length - 1}/${object.size}` : undefined,
    Body: new ObjectBody(object.path, range.start, range.length),
  };
}

async function headObject(context: S3Context, input: GetObjectInput, caller: Principal): Promise<HeadObjectOutput> {
  const head = await describeObject(context, input.Bucket, await findObject(context, input, caller));
  checkConditions(input, head.ETag);
  return head;
}

async function copyObject(context: S3Context, input: CopyObjectInput, caller: Principal) {
  const source = copySource(input.CopySource);
  const object = await findObject(context, source, caller);
  const found = await describeObject(context, source.Bucket, object);
  const headers = input.MetadataDirective === 'REPLACE' ? input : found;
  const { ETag } = await putObject(context, {
    ...pickHeaders(headers),
    Bucket: input.Bucket,
    Key: input.Key,
    Body: new ObjectBody(object.path, 0, object.size).stream(),
  });
  return { CopyObjectResult: { ETag, LastModified: new Date(context.runtime.clock.now()) } };
}

/** A missing key is `NoSuchKey` only to those who may list the bucket; others learn nothing, as in AWS. */
async function findObject(
  context: S3Context,
  { Bucket, Key }: ObjectAddress,
  caller: Principal,
): Promise<StoredObject> {
  context.buckets.get(Bucket);
  const object = await context.store.find(Bucket, Key);
  if (object !== undefined) return object;
  context.runtime.services.authorize(caller, onBucket('ListBucket', Bucket));
  throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
}

async function describeObject(context: S3Context, bucket: string, object: StoredObject): Promise<HeadObjectOutput> {
  const metadata = await context.store.metadata.read(bucket, object.key, object);
  return {
    ContentLength: object.size,
    ETag: metadata.etag ?? (await context.etags.of(object)),
    LastModified: new Date(object.modifiedMs),
    AcceptRanges: 'bytes',
    ContentType: metadata.contentType ?? defaultContentType,
    ContentEncoding: metadata.contentEncoding,
    ContentDisposition: metadata.contentDisposition,
    ContentLanguage: metadata.contentLanguage,
    CacheControl: metadata.cacheControl,
    Metadata: { ...metadata.user },
  };
}

const defaultContentType = 'binary/octet-stream';

export function metadataOf(input: ObjectHeaders): ObjectMetadata {
  const hasUserMetadata = input.Metadata !== undefined && Object.keys(input.Metadata).length > 0;
  return {
    contentType: input.ContentType === defaultContentType ? undefined : input.ContentType,
    contentEncoding: input.ContentEncoding,
    contentDisposition: input.ContentDisposition,
    contentLanguage: input.ContentLanguage,
    cacheControl: input.CacheControl,
    user: hasUserMetadata ? input.Metadata : undefined,
  };
}

function pickHeaders(headers: ObjectHeaders): ObjectHeaders {
  const { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata } = headers;
  return { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata };
}

function copySource(source: string): ObjectAddress {
  const [path = ''] = source.replace(/^\//, '').split('?versionId=');
  const slash = path.indexOf('/');
  if (slash < 1) throw new ServiceError('InvalidArgument', 'Copy Source must mention the source bucket and key.');
  return { Bucket: path.slice(0, slash), Key: decodeURIComponent(path.slice(slash + 1)) };
}

function checkConditions({ IfMatch, IfNoneMatch }: GetObjectInput, etag: string): void {
  const names = (list: string) => list.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  const matches = (list: string) => names(list).some((tag) => tag === '*' || tag === etag || `"${tag}"` === etag);
  if (IfMatch !== undefined && !matches(IfMatch)) throw preconditionFailed();
  if (IfNoneMatch !== undefined && matches(IfNoneMatch)) throw new ServiceError('NotModified', 'Not Modified', 304);
}

function preconditionFailed(): ServiceError {
  return new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}
