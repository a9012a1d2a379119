import { errors } from '@opensearch-project/opensearch';
import { errorMessage } from '../../../schemas/error-message.ts';

/** Why a call of OpenSearch failed, for who reads a log or the events of a stack. */
export interface Failure {
  readonly reason: string;
  /** The same call may succeed later. */
  readonly passing: boolean;
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
}

export function failureOf(error: unknown, url: string): Failure {
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode;
    const reason = `OpenSearch at ${url} answered ${status}: ${wordsOf(error.body) ?? 'no reason given'}`;
    return { reason, passing: status === 429 || (status !== undefined && status >= 500), status };
  }
  const message = errorMessage(error);
  return { reason: `OpenSearch at ${url} cannot be reached: ${message}`, passing: true, status: undefined };
}

/** The service's refusals have `Message`, OpenSearch's own an `error`, the security plugin's API a `message`. */
function wordsOf(body: unknown): string | undefined {
  if (typeof body === 'string') return body === '' ? undefined : body.slice(0, 300);
  if (typeof body !== 'object' || body === null) return undefined;
  if ('Message' in body) return String(body.Message);
  if ('error' in body) return errorText(body.error);
  return 'message' in body ? String(body.message) : undefined;
}

/** `{type, reason}`, as OpenSearch tells every error of its own, in one line. */
export function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const type = 'type' in error ? `${error.type}: ` : '';
  return `${type}${'reason' in error ? error.reason : JSON.stringify(error)}`;
}
