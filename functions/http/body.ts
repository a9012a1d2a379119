import type { APIGatewayProxyEvent } from 'aws-lambda';
import { isObject, parseJson } from '../../schemas/parse-json.ts';
import { ApiError } from './api-error.ts';

/** The body of a request as text; undefined: there is none. */
export function bodyText({
  body,
  isBase64Encoded,
}: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): string | undefined {
  if (body === null) return undefined;
  return isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
}

/** A body that must be a JSON object. Throws BadRequest. */
export function readObject(text: string | undefined): Readonly<Record<string, unknown>> {
  const value = parseJson(text ?? '');
  if (value === undefined) throw new ApiError('BadRequest', 'The body is not valid JSON.');
  if (!isObject(value)) throw new ApiError('BadRequest', 'The body must be a JSON object.');
  return value;
}

/** A text of a request. Characters are counted as JSON Schema does: a surrogate pair is one. Throws BadRequest. */
export function checkText(field: string, text: string, maxLength: number): void {
  // The first comparison avoids counting the characters of a huge text.
  if (text.length > 2 * maxLength || [...text].length > maxLength) {
    throw new ApiError('BadRequest', `${field} must have at most ${maxLength} characters.`);
  }
  if (!text.isWellFormed()) throw new ApiError('BadRequest', `${field} must be well-formed Unicode.`);
}
