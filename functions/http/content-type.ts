import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from './api-error.ts';
import { jsonType } from './json-answer.ts';

/** Throws UnsupportedMediaType unless the body is JSON. API Gateway treats a body without a type as JSON. */
export function requireJson(headers: APIGatewayProxyEvent['headers']): void {
  const [, value] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  const type = value?.split(';')[0]?.trim().toLowerCase() || jsonType;
  if (type !== jsonType) throw new ApiError('UnsupportedMediaType', `Send the body as ${jsonType}`);
}
