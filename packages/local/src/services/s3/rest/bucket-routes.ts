import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { ServiceError } from '../../../service.ts';
import { checkedBody } from './checked-body.ts';
import type { ParsedRequest } from './rest-request.ts';
import type { Route } from './route.ts';
import { elements, parseXml, text, type XmlValue } from './xml.ts';

/** Documents in requests (lists of 1,000 keys, policies) are far smaller. */
const maxDocumentBytes = 4 * 1024 * 1024;

const bucketOf = ({ bucket }: ParsedRequest) => ({ Bucket: bucket });
const xml = (root: string) => (value: XmlValue) => ({ xml: { root, value } });

/** Routes of the service and of buckets, those with more conditions first. */
export const bucketRoutes: readonly Route[] = [
  {
    action: 'ListBuckets',
    method: 'GET',
    on: 'service',
    input: () => ({}),
    answer: ({ Owner, Buckets }) => xml('ListAllMyBucketsResult')({ Owner, Buckets: { Bucket: Buckets } }),
  },
  { action: 'HeadBucket', method: 'HEAD', on: 'bucket', input: bucketOf, answer: headBucket },
  {
    action: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    query: ['location'],
    input: bucketOf,
    answer: ({ LocationConstraint }) => xml('LocationConstraint')(LocationConstraint),
  },
  {
    action: 'GetBucketVersioning',
    method: 'GET',
    on: 'bucket',
    query: ['versioning'],
    input: bucketOf,
    answer: xml('VersioningConfiguration'),
  },
  {
    action: 'GetBucketTagging',
    method: 'GET',
    on: 'bucket',
    query: ['tagging'],
    input: bucketOf,
    answer: ({ TagSet }) => xml('Tagging')({ TagSet: { Tag: TagSet } }),
  },
  {
    action: 'PutBucketTagging',
    method: 'PUT',
    on: 'bucket',
    query: ['tagging'],
    input: async (request) => ({ ...bucketOf(request), Tagging: { TagSet: tagsOf(await documentOf(request)) } }),
    answer: () => ({ status: 204 }),
  },
  {
    action: 'GetBucketPolicy',
    method: 'GET',
    on: 'bucket',
    query: ['policy'],
    input: bucketOf,
    answer: ({ Policy }) => ({ headers: { 'content-type': 'application/json' }, text: Policy }),
  },
  {
    action: 'PutBucketPolicy',
    method: 'PUT',
    on: 'bucket',
    query: ['policy'],
    input: async (request) => ({ ...bucketOf(request), Policy: await documentOf(request) }),
    answer: () => ({ status: 204 }),
  },
  {
    action: 'DeleteObjects',
    method: 'POST',
    on: 'bucket',
    query: ['delete'],
    input: async (request) => ({ ...bucketOf(request), Delete: deletionOf(await documentOf(request)) }),
    answer: ({ Deleted, Errors }) => xml('DeleteResult')({ Deleted, Error: Errors }),
  },
  {
    action: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    query: ['list-type'],
    input: (request) => ({
      ...listingOf(request),
      StartAfter: request.query.get('start-after') ?? undefined,
      ContinuationToken: request.query.get('continuation-token') ?? undefined,
    }),
    answer: (output, request) => xml('ListBucketResult')(encodedKeys(output, request)),
  },
  {
    action: 'ListObjectVersions',
    method: 'GET',
    on: 'bucket',
    query: ['versions'],
    input: (request) => ({ ...listingOf(request), KeyMarker: request.query.get('key-marker') ?? undefined }),
    answer: (output, request) => {
      const { Versions, DeleteMarkers, ...rest } = encodedKeys(output, request);
      return xml('ListVersionsResult')({ ...rest, Version: Versions, DeleteMarker: DeleteMarkers });
    },
  },
  {
    action: 'ListObjects',
    method: 'GET',
    on: 'bucket',
    input: (request) => ({ ...listingOf(request), Marker: request.query.get('marker') ?? undefined }),
    answer: (output, request) => xml('ListBucketResult')(encodedKeys(output, request)),
  },
];

function headBucket({ BucketRegion }: { BucketRegion: string }) {
  return { headers: { 'x-amz-bucket-region': BucketRegion } };
}

function listingOf({ bucket, query }: ParsedRequest) {
  const limit = query.get('max-keys');
  return {
    Bucket: bucket,
    Prefix: query.get('prefix') ?? undefined,
    Delimiter: query.get('delimiter') ?? undefined,
    MaxKeys: limit === null ? undefined : Number(limit),
  };
}

const keyMembers = new Set([
  'Key',
  'Prefix',
  'Delimiter',
  'StartAfter',
  'Marker',
  'NextMarker',
  'KeyMarker',
  'NextKeyMarker',
]);

/** With `encoding-type=url`, every member that holds a key is percent-encoded, slashes kept. */
function encodedKeys(output: Record<string, XmlValue>, { query }: ParsedRequest): Record<string, XmlValue> {
  if (query.get('encoding-type') !== 'url') return output;
  return { ...encodeMembers(output), EncodingType: 'url' };
}

function encodeMembers(value: Record<string, XmlValue>): Record<string, XmlValue> {
  const encoded: Record<string, XmlValue> = {};
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' && keyMembers.has(name)) {
      encoded[name] = encodeURIComponent(member).replaceAll('%2F', '/');
    } else if (Array.isArray(member)) {
      encoded[name] = member.map((item) => encodeMembers(item));
    } else {
      encoded[name] = member;
    }
  }
  return encoded;
}

function tagsOf(document: string) {
  const [set] = [parseXml(document, 'Tagging').TagSet];
  const tags = typeof set === 'object' && set !== null ? elements({ ...set }, 'Tag') : [];
  return tags.map((tag) => ({ Key: text(tag, 'Key') ?? '', Value: text(tag, 'Value') ?? '' }));
}

function deletionOf(document: string) {
  const parsed = parseXml(document, 'Delete');
  const objects = elements(parsed, 'Object').map((object) => {
    const key = text(object, 'Key');
    if (key === undefined) throw new ServiceError('MalformedXML', 'An Object has no Key.');
    return { Key: decodeEntities(key), VersionId: text(object, 'VersionId') };
  });
  return { Objects: objects, Quiet: text(parsed, 'Quiet') === 'true' };
}

/** Numeric character references, which clients use for control characters in keys. */
function decodeEntities(key: string): string {
  return key.replace(/&#(x[0-9a-fA-F]+|\d+);/g, (_, code: string) => {
    return String.fromCodePoint(code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number(code));
  });
}

export async function documentOf(request: ParsedRequest): Promise<string> {
  if (Number(request.header('content-length') ?? 0) > maxDocumentBytes) {
    throw new ServiceError('MaxMessageLengthExceeded', 'Your request was too big.');
  }
  return readText(limited(checkedBody(request)));
}

async function* limited(body: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxDocumentBytes) throw new ServiceError('MaxMessageLengthExceeded', 'Your request was too big.');
    yield chunk;
  }
}
