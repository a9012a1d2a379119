import { ServiceError } from '../../../service.ts';
import type { GetObjectOutput, HeadObjectOutput, ObjectHeaders } from '../actions/object-actions.ts';
import { documentOf } from './bucket-routes.ts';
import { checkedBody } from './checked-body.ts';
import type { ParsedRequest } from './rest-request.ts';
import type { Route } from './route.ts';
import { elements, parseXml, text, type XmlValue } from './xml.ts';

const userMetadataPrefix = 'x-amz-meta-';

const objectOf = ({ bucket, key }: ParsedRequest) => ({ Bucket: bucket, Key: key });
const uploadOf = (request: ParsedRequest) => ({ ...objectOf(request), UploadId: request.query.get('uploadId') ?? '' });
const xml = (root: string) => (value: XmlValue) => ({ xml: { root, value } });
const etagAnswer = ({ ETag }: { ETag?: string }) => ({ headers: { etag: ETag } });

/** Routes of objects, those with more conditions first. */
export const objectRoutes: readonly Route[] = [
  { action: 'HeadObject', method: 'HEAD', on: 'object', input: readInput, answer: (output) => headAnswer(output, 200) },
  {
    action: 'ListParts',
    method: 'GET',
    on: 'object',
    query: ['uploadId'],
    input: uploadOf,
    answer: ({ Parts, ...rest }) => xml('ListPartsResult')({ ...rest, Part: Parts }),
  },
  { action: 'GetObject', method: 'GET', on: 'object', input: readInput, answer: getAnswer },
  {
    action: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    query: ['partNumber', 'uploadId'],
    header: 'x-amz-copy-source',
    input: () => {
      throw new ServiceError('NotImplemented', 'UploadPartCopy is not supported here; see SUPPORT.md.', 501);
    },
    answer: () => ({}),
  },
  {
    action: 'UploadPart',
    method: 'PUT',
    on: 'object',
    query: ['partNumber', 'uploadId'],
    input: (request) => ({
      ...uploadOf(request),
      PartNumber: Number(request.query.get('partNumber')),
      Body: checkedBody(request),
    }),
    answer: etagAnswer,
  },
  {
    action: 'CopyObject',
    method: 'PUT',
    on: 'object',
    header: 'x-amz-copy-source',
    input: (request) => ({
      ...objectOf(request),
      ...objectHeaders(request),
      CopySource: request.header('x-amz-copy-source'),
      MetadataDirective: request.header('x-amz-metadata-directive'),
    }),
    answer: ({ CopyObjectResult }) => xml('CopyObjectResult')(CopyObjectResult),
  },
  {
    action: 'PutObject',
    method: 'PUT',
    on: 'object',
    input: (request) => ({
      ...objectOf(request),
      ...objectHeaders(request),
      IfNoneMatch: request.header('if-none-match'),
      Body: checkedBody(request),
    }),
    answer: etagAnswer,
  },
  {
    action: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    query: ['uploads'],
    input: (request) => ({ ...objectOf(request), ...objectHeaders(request) }),
    answer: xml('InitiateMultipartUploadResult'),
  },
  {
    action: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    query: ['uploadId'],
    input: async (request) => ({
      ...uploadOf(request),
      MultipartUpload: { Parts: partsOf(await documentOf(request)) },
    }),
    answer: xml('CompleteMultipartUploadResult'),
  },
  {
    action: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    query: ['uploadId'],
    input: uploadOf,
    answer: () => ({ status: 204 }),
  },
  {
    action: 'DeleteObject',
    method: 'DELETE',
    on: 'object',
    input: (request) => ({ ...objectOf(request), VersionId: request.query.get('versionId') ?? undefined }),
    answer: () => ({ status: 204 }),
  },
];

function readInput(request: ParsedRequest) {
  const version = request.query.get('versionId');
  if (version !== null && version !== 'null') {
    throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404);
  }
  return {
    ...objectOf(request),
    Range: request.header('range'),
    IfMatch: request.header('if-match'),
    IfNoneMatch: request.header('if-none-match'),
  };
}

function getAnswer(output: GetObjectOutput) {
  return { ...headAnswer(output, output.ContentRange === undefined ? 200 : 206), stream: output.Body.stream() };
}

function headAnswer(output: HeadObjectOutput & { ContentRange?: string }, status: number) {
  const headers: Record<string, string | undefined> = {
    'content-length': String(output.ContentLength),
    'content-type': output.ContentType,
    'content-encoding': output.ContentEncoding,
    'content-disposition': output.ContentDisposition,
    'content-language': output.ContentLanguage,
    'cache-control': output.CacheControl,
    'content-range': output.ContentRange,
    'accept-ranges': output.AcceptRanges,
    'last-modified': output.LastModified.toUTCString(),
    etag: output.ETag,
  };
  for (const [name, value] of Object.entries(output.Metadata ?? {})) headers[userMetadataPrefix + name] = value;
  return { status, headers };
}

function objectHeaders(request: ParsedRequest): ObjectHeaders {
  const metadata: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith(userMetadataPrefix))
      metadata[name.slice(userMetadataPrefix.length)] = request.header(name) ?? '';
  }
  const encodings = (request.header('content-encoding') ?? '').split(',').map((name) => name.trim());
  const encoding = encodings.filter((name) => name !== '' && name !== 'aws-chunked').join(',');
  return {
    ContentType: request.header('content-type'),
    ContentEncoding: encoding === '' ? undefined : encoding,
    ContentDisposition: request.header('content-disposition'),
    ContentLanguage: request.header('content-language'),
    CacheControl: request.header('cache-control'),
    Metadata: metadata,
  };
}

function partsOf(document: string) {
  return elements(parseXml(document, 'CompleteMultipartUpload'), 'Part').map((part) => ({
    PartNumber: Number(text(part, 'PartNumber')),
    ETag: text(part, 'ETag') ?? '',
  }));
}
