import { type Action, ServiceError } from '../../../service.ts';
import type { S3Context } from '../context.ts';
import { addPart, createUpload, findUpload, joinParts, listParts, removeUpload } from '../multipart-uploads.ts';
import { type Body, stageBody } from '../staged-body.ts';
import { metadataOf, type ObjectAddress, type ObjectHeaders } from './object-actions.ts';
import { onObject } from './permissions.ts';

export interface UploadAddress extends ObjectAddress {
  UploadId: string;
}

export interface UploadPartInput extends UploadAddress {
  /** 1 to 10,000. */
  PartNumber: number;
  Body?: Body;
}

export interface CompleteMultipartUploadInput extends UploadAddress {
  MultipartUpload: { Parts: readonly { PartNumber: number; ETag: string }[] };
}

export function multipartActions(context: S3Context): Record<string, Action> {
  const permissions = ({ Bucket, Key }: ObjectAddress) => [onObject('PutObject', Bucket, Key)];
  return {
    CreateMultipartUpload: { permissions, run: (input: ObjectAddress & ObjectHeaders) => create(context, input) },
    UploadPart: { permissions, run: (input: UploadPartInput) => uploadPart(context, input) },
    CompleteMultipartUpload: { permissions, run: (input: CompleteMultipartUploadInput) => complete(context, input) },
    AbortMultipartUpload: {
      permissions: ({ Bucket, Key }: UploadAddress) => [onObject('AbortMultipartUpload', Bucket, Key)],
      run: (input: UploadAddress) => abort(context, input),
    },
    ListParts: {
      permissions: ({ Bucket, Key }: UploadAddress) => [onObject('ListMultipartUploadParts', Bucket, Key)],
      run: (input: UploadAddress) => parts(context, input),
    },
  };
}

async function create({ buckets, store, runtime }: S3Context, input: ObjectAddress & ObjectHeaders) {
  const { Bucket, Key } = input;
  buckets.get(Bucket);
  const upload = { key: Key, startedMs: runtime.clock.now(), metadata: metadataOf(input) };
  return { Bucket, Key, UploadId: await createUpload(store, Bucket, upload) };
}

async function uploadPart({ buckets, store }: S3Context, input: UploadPartInput) {
  const { Bucket, Key, UploadId, PartNumber, Body = '' } = input;
  buckets.get(Bucket);
  if (!(Number.isInteger(PartNumber) && PartNumber >= 1 && PartNumber <= 10_000)) {
    throw new ServiceError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  await findUpload(store, Bucket, UploadId, Key);
  const staged = await stageBody(Body, store.stagingPath());
  await addPart(store, Bucket, UploadId, PartNumber, staged);
  return { ETag: `"${staged.md5}"` };
}

async function complete({ buckets, store, runtime }: S3Context, input: CompleteMultipartUploadInput) {
  const { Bucket, Key, UploadId, MultipartUpload } = input;
  buckets.get(Bucket);
  const upload = await findUpload(store, Bucket, UploadId, Key);
  const stored = new Map((await listParts(store, Bucket, UploadId)).map((part) => [part.number, part]));
  let previous = 0;
  const chosen = MultipartUpload.Parts.map(({ PartNumber, ETag }) => {
    if (PartNumber <= previous)
      throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
    previous = PartNumber;
    const part = stored.get(PartNumber);
    if (part === undefined || part.md5 !== ETag.replaceAll('"', '')) {
      throw new ServiceError('InvalidPart', `Part ${PartNumber} was not uploaded, or its ETag is another one.`);
    }
    return part;
  });
  if (chosen.length === 0) throw new ServiceError('MalformedXML', 'You must specify at least one part');
  const joined = await joinParts(store, chosen);
  await store.place(Bucket, Key, joined.path, { ...upload.metadata, etag: joined.etag });
  await removeUpload(store, Bucket, UploadId);
  return { Location: `${runtime.endpointUrl}/${Bucket}/${encodeURI(Key)}`, Bucket, Key, ETag: joined.etag };
}

async function abort({ buckets, store }: S3Context, { Bucket, Key, UploadId }: UploadAddress) {
  buckets.get(Bucket);
  await findUpload(store, Bucket, UploadId, Key);
  await removeUpload(store, Bucket, UploadId);
  return {};
}

async function parts({ buckets, store }: S3Context, { Bucket, Key, UploadId }: UploadAddress) {
  buckets.get(Bucket);
  await findUpload(store, Bucket, UploadId, Key);
  const stored = await listParts(store, Bucket, UploadId);
  const described = stored.map(({ number, md5 }) => ({ PartNumber: number, ETag: `"${md5}"` }));
  return { Bucket, Key, UploadId, IsTruncated: false, Parts: described };
}
