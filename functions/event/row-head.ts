import type { BesideEvent } from './beside-event.ts';
import { quoted } from './json-text.ts';
import { metadataStart } from './metadata.ts';
import { utcTimestamp } from './utc-time.ts';

/** What the rows of a request's events have in common. */
export interface Receipt {
  readonly beside: BesideEvent;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** The application's name as a JSON string; undefined: not registered. */
  readonly quotedApplicationName: string | undefined;
  /** ISO 8601. */
  readonly processedAt: string;
}

let last: { readonly receipt: Receipt; readonly head: string } | undefined;

/** The beginning of a row, in the middle of the column `metadata`. Events of one request come one after the other. */
export function rowHead(receipt: Receipt): string {
  if (last !== undefined && isSame(last.receipt, receipt)) return last.head;
  const { beside, receivedAt, quotedApplicationName: name, processedAt } = receipt;
  const head =
    `{"received_at":"${utcTimestamp(receivedAt)}","application_id":${quoted(beside.applicationId)},` +
    `${name === undefined ? '' : `"application_name":${name},`}"metadata":${metadataStart(beside, processedAt)}`;
  last = { receipt, head };
  return head;
}

function isSame(one: Receipt, other: Receipt): boolean {
  return (
    one.beside === other.beside &&
    one.receivedAt === other.receivedAt &&
    one.quotedApplicationName === other.quotedApplicationName &&
    one.processedAt === other.processedAt
  );
}
