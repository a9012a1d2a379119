import { errorText } from './failure.ts';

/** Well below the 10 MiB that a small node takes in one request. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html */
const maxPayloadBytes = 5_000_000;

/** One document of a bulk request, already as the two lines of it. */
export interface BulkEntry {
  /** Of the row in the list that it is of. */
  readonly index: number;
  readonly lines: string;
}

/** Splits a bulk request into such that are no larger than a domain takes; an entry alone always goes. */
export function payloads(entries: readonly BulkEntry[], maxBytes = maxPayloadBytes): BulkEntry[][] {
  const split: BulkEntry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const length = Buffer.byteLength(entry.lines);
    if (bytes + length > maxBytes) {
      split.push([]);
      bytes = 0;
    }
    split.at(-1)?.push(entry);
    bytes += length;
  }
  return split;
}

/** What became of one document. */
export type BulkOutcome =
  | { readonly kind: 'written' }
  /** The document itself is at fault. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The store is. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Errors that the same document brings about again, whatever the state of the domain. */
const documentErrors = new Set([
  'mapper_parsing_exception',
  'strict_dynamic_mapping_exception',
  'document_parsing_exception',
  'illegal_argument_exception',
]);

/** One item of a bulk answer. https://docs.opensearch.org/2.19/api-reference/document-apis/bulk/ */
export function outcomeOf(item: unknown): BulkOutcome {
  const result = actionOf(item);
  const status = 'status' in result ? Number(result.status) : 0;
  const error = 'error' in result ? result.error : undefined;
  if (status >= 200 && status < 300) return { kind: 'written' };
  // A version as high or higher is there already.
  if (status === 409) return { kind: 'written' };
  const type = typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : '';
  // What follows is a preview of the document.
  const reason = `${status} ${errorText(error)}`.replace(/ in document with id .*| Preview of .*/s, '').slice(0, 300);
  return { kind: status === 400 && documentErrors.has(type) ? 'refused' : 'failed', reason };
}

/** The results of a bulk request, in the order of its documents. */
export function itemsOf(body: unknown): readonly unknown[] {
  if (typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items)) return body.items;
  return [];
}

/** `{ index: {…} }`: the result stands below the name of the action. */
function actionOf(item: unknown): object {
  if (typeof item !== 'object' || item === null) return {};
  const [action] = Object.values(item);
  return typeof action === 'object' && action !== null ? action : {};
}
