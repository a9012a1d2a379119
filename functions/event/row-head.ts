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

/** As many as the tails of functions/event/beside-event.ts. */
const maxHeads = 4;

/** The heads of the last receipts, the latest first. */
let heads: readonly { readonly receipt: Receipt; readonly head: string }[] = [];

/** The beginning of a row, in the middle of the column `metadata`. Events of a few requests come one after the other. */
export function rowHead(receipt: Receipt): string {
  for (const known of heads) if (isSame(known.receipt, receipt)) return known.head;
  const { beside, receivedAt, quotedApplicationName: name, processedAt } = receipt;
  const head =
    `{"received_at":"${utcTimestamp(receivedAt)}","application_id":${quoted(beside.applicationId)},` +
    `${name === undefined ? '' : `"application_name":${name},`}"metadata":${metadataStart(beside, processedAt)}`;
  heads = [{ receipt, head }, ...heads.slice(0, maxHeads - 1)];
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
