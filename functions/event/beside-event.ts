/** What a record says beside its event. Producers may put anything there. */
export interface BesideEvent {
  readonly applicationId: string;
  /** The last three members of what the API writes. */
  readonly validated: unknown;
  readonly requestId: unknown;
  readonly requestTimeEpoch: unknown;
  readonly replayedFrom: ReplaySource | undefined;
}

/** What a record that is sent through again was before. */
export type ReplaySource = 'quarantined' | 'failed' | 'archive';

/** Undefined: there is no text of at least one character for an application's id. */
export function readBeside(record: Readonly<Record<string, unknown>>): BesideEvent | undefined {
  const { application_id: applicationId, replayed_from: source } = record;
  if (typeof applicationId !== 'string' || applicationId === '') return undefined;
  return {
    applicationId,
    validated: record.aws_ga_api_validated_flag,
    requestId: record.aws_ga_api_requestId,
    requestTimeEpoch: record.aws_ga_api_requestTimeEpoch,
    replayedFrom: source === 'quarantined' || source === 'failed' || source === 'archive' ? source : undefined,
  };
}

/** The API puts the event first and behind it what all events of a request have in common, which is always as long. */
const head = '{"event": ';
const tailStart = ', "application_id": "';
const tailLength =
  `${tailStart}00000000-0000-0000-0000-000000000000", "aws_ga_api_validated_flag": true, `.length +
  '"aws_ga_api_requestId": "00000000-0000-0000-0000-000000000000", '.length +
  '"aws_ga_api_requestTimeEpoch": 1700000000000}'.length;

interface Tail {
  readonly tail: string;
  /** What it says, once that has been asked. */
  beside: BesideEvent | undefined;
}

/** Records of a few requests come mixed, where shards are merged. */
const maxTails = 4;

/** The tails of the last records that were parsed whole, the latest first. */
let tails: readonly Tail[] = [];

interface EventBefore {
  /** Where the event begins in the record. */
  readonly start: number;
  readonly text: string;
  readonly beside: BesideEvent;
}

/**
 * The text between the head and the tail of a record, where an earlier record had the same tail: it need not be parsed
 * again. If the text is JSON by itself, it is the record's event; if not, nothing is known about the record.
 */
export function eventBefore(text: string): EventBefore | undefined {
  if (!text.startsWith(head)) return undefined;
  const tail = text.slice(-tailLength);
  for (const known of tails) {
    if (known.tail !== tail) continue;
    known.beside ??= besideOf(tail);
    if (known.beside === undefined) return undefined;
    return { start: head.length, text: text.slice(head.length, -tailLength), beside: known.beside };
  }
  return undefined;
}

/** Keeps the tail of a record that was parsed whole. */
export function remember(text: string): void {
  const start = text.length - tailLength;
  if (!text.startsWith(tailStart, start)) return;
  tails = [{ tail: text.slice(start), beside: undefined }, ...tails.slice(0, maxTails - 1)];
}

/** What this text says behind an event; undefined: it and an event are no record, or the event would not be that one. */
function besideOf(tail: string): BesideEvent | undefined {
  try {
    const record: unknown = JSON.parse(`${head}0${tail}`);
    if (typeof record !== 'object' || record === null || !('event' in record) || record.event !== 0) return undefined;
    return readBeside({ ...record });
  } catch {
    return undefined;
  }
}
