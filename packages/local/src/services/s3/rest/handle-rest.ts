import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Principal, ServiceError } from '../../../service.ts';
import type { S3Context } from '../context.ts';
import { codeOf } from '../durable-files.ts';
import { type ParsedRequest, parseRequest, type RestRequest, type RestResponse } from './rest-request.ts';
import type { RestAnswer } from './route.ts';
import { findRoute } from './routes.ts';
import { errorDocument, xmlDocument } from './xml.ts';

/** Answers one request of S3's REST protocol: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAPI.html */
export async function handleRest(
  context: S3Context,
  request: RestRequest,
  response: RestResponse,
  principal: Principal,
): Promise<void> {
  const requestId = randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
  try {
    const parsed = parseRequest(request, (name) => context.buckets.has(name));
    const answer = await answerOf(context, parsed, principal);
    await send(response, answer, requestId, parsed.method);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) context.runtime.log(`s3: ${request.method} ${request.url}: ${error}`);
    await sendError(request, response, refusal, requestId);
  }
}

async function answerOf({ runtime }: S3Context, request: ParsedRequest, principal: Principal): Promise<RestAnswer> {
  const route = findRoute(request);
  if ('unsupported' in route) {
    throw new ServiceError('NotImplemented', `${route.unsupported} is not supported here; see SUPPORT.md.`, 501);
  }
  const input = await route.input(request);
  return route.answer(await runtime.services.call('s3', route.action, input, principal), request);
}

async function send(response: RestResponse, answer: RestAnswer, requestId: string, method: string): Promise<void> {
  const headers: Record<string, string> = { 'x-amz-request-id': requestId };
  for (const [name, value] of Object.entries(answer.headers ?? {})) if (value !== undefined) headers[name] = value;
  const text = answer.xml === undefined ? answer.text : xmlDocument(answer.xml.root, answer.xml.value);
  if (answer.xml !== undefined) headers['content-type'] = 'application/xml';
  if (text !== undefined) headers['content-length'] = String(Buffer.byteLength(text));
  response.writeHead(answer.status ?? 200, headers);
  if (method !== 'HEAD' && answer.stream !== undefined) await pipeline(answer.stream, response);
  else response.end(text);
}

async function sendError(request: RestRequest, response: RestResponse, error: ServiceError, requestId: string) {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // A body that nobody will read is drained, so that the client gets to see the answer.
  request.resume();
  await new Promise<void>((resolve) => {
    if (request.readableEnded || request.destroyed) resolve();
    else finished(request, { writable: false }, () => resolve());
  });
  if (response.destroyed) return;
  const hasBody = request.method !== 'HEAD' && error.status !== 304;
  const document = hasBody ? errorDocument(error, request.url ?? '', requestId) : '';
  const headers: Record<string, string> = { 'x-amz-request-id': requestId };
  if (hasBody) {
    headers['content-type'] = 'application/xml';
    headers['content-length'] = String(Buffer.byteLength(document));
  }
  response.writeHead(error.status, headers);
  response.end(document);
}

function refusalOf(error: unknown): ServiceError {
  if (error instanceof ServiceError) {
    return error.code === 'AccessDeniedException' ? new ServiceError('AccessDenied', error.message, 403) : error;
  }
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ServiceError('ServiceUnavailable', 'There is no space left on the disk.', 503);
  }
  return new ServiceError('InternalError', 'We encountered an internal error. Please try again.', 500);
}
