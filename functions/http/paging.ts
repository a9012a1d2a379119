import { createHash } from 'node:crypto';
import { isUuid } from '../uuid.ts';
import { ApiError } from './api-error.ts';

/** Where a list goes on: the ids of the last row that was given. */
export interface Position {
  readonly applicationId: string;
  readonly apiKeyId?: string;
}

export interface Page {
  /** Undefined: all. */
  readonly maxResults: number | undefined;
  readonly after: Position | undefined;
}

type Query = Readonly<Record<string, string | undefined>> | null;

const maxResults = 1000;

/**
 * `MaxResults` (1 to 1000) and `NextToken` of a list. A token is good for the list that gave it: `list` says which.
 * Throws BadRequest naming the parameter.
 */
export function readPage(query: Query, list: string): Page {
  const { MaxResults: maxResults, NextToken: nextToken } = query ?? {};
  return {
    maxResults: maxResults === undefined ? undefined : readMaxResults(maxResults),
    after: nextToken === undefined ? undefined : readToken(nextToken, list),
  };
}

/** The token of a position: the ids, and a check that a changed or foreign token does not pass. It holds no secret. */
export function writeToken({ applicationId, apiKeyId }: Position, list: string): string {
  const ids = apiKeyId === undefined ? applicationId : `${applicationId}.${apiKeyId}`;
  return Buffer.from(`${ids}.${checksum(ids, list)}`).toString('base64url');
}

function readMaxResults(text: string): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= maxResults) return number;
  throw new ApiError('BadRequest', `MaxResults must be a whole number from 1 to ${maxResults}.`);
}

function readToken(token: string, list: string): Position {
  const parts = token.length <= 256 ? Buffer.from(token, 'base64url').toString('latin1').split('.') : [];
  const sum = parts.pop();
  const [applicationId = '', apiKeyId] = parts;
  const wellFormed = parts.length <= 2 && parts.every(isUuid) && sum === checksum(parts.join('.'), list);
  const position = { applicationId, apiKeyId };
  if (!wellFormed || writeToken(position, list) !== token) {
    throw new ApiError('BadRequest', 'NextToken is not one that this list has given.');
  }
  return position;
}

function checksum(ids: string, list: string): string {
  return createHash('sha256').update(`${list} ${ids}`).digest('hex').slice(0, 16);
}
