import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { firstDeployment } from '../../../functions/event/first-deployment.ts';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';

/** Where a replay takes its events from; also what it writes into their member `replayed_from`. */
export const replaySources = ['quarantined', 'failed', 'archive'] as const;
export type ReplaySource = (typeof replaySources)[number];

type JsonObject = Readonly<Record<string, unknown>>;

/** One record as it goes onto the stream, and what is known of it. */
export interface StreamRecord {
  readonly data: Buffer;
  readonly partitionKey: string;
  /** When it was received at first, milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Why it is where it was found; empty in the archive, which does not know. */
  readonly reason: string;
  readonly applicationId: string | undefined;
  /** The event; undefined when the record holds none that could be judged. */
  readonly event: JsonObject | undefined;
}

/** A record that holds an event, as it stands on the stream. */
export interface ReadRecord {
  readonly text: string;
  readonly members: JsonObject;
  readonly applicationId: string;
  readonly event: JsonObject;
}

/** The bytes of a record → its parts, or the reason why it fails behind the stream, in the words used there. */
export function readStreamRecord(bytes: Buffer): ReadRecord | 'not_json' | 'no_application_id' | 'no_event' {
  if (!isUtf8(bytes)) return 'not_json';
  const text = bytes.toString();
  const members = parseJson(text);
  if (members === undefined) return 'not_json';
  if (!isObject(members)) return 'no_application_id';
  const { application_id: applicationId, event } = members;
  if (typeof applicationId !== 'string' || applicationId === '') return 'no_application_id';
  return isObject(event) ? { text, members, applicationId, event } : 'no_event';
}

/** Whether an earlier replay put the record onto the stream. */
export function isReplayed({ members }: ReadRecord): boolean {
  return replaySources.some((source) => source === members.replayed_from);
}

/**
 * The record's text as it is with `replayed_from` as its last member, and before that `receivedAt` as its request time
 * where that is another: a producer of its own writes none, and the time of the replay would be taken for it.
 */
export function markReplayed({ text, members }: ReadRecord, from: ReplaySource, receivedAt: number): string {
  const says = members.aws_ga_api_requestTimeEpoch;
  const time = says === receivedAt ? '' : `,"aws_ga_api_requestTimeEpoch":${receivedAt}`;
  const end = text.lastIndexOf('}');
  return `${text.slice(0, end)}${time},"replayed_from":"${from}"${text.slice(end)}`;
}

/** A file is named for its oldest record, and a buffer holds a quarter of an hour. */
const maxAfterArrivalMs = 3_600_000;

/**
 * When the API took the record that arrived about `arrival`, both in milliseconds since the epoch. Undefined: it did not
 * come by the API, or says a time that was not believed when it came either.
 */
export function requestTime({ members }: ReadRecord, arrival: number): number | undefined {
  const { aws_ga_api_requestTimeEpoch: time } = members;
  const believable = typeof time === 'number' && time >= firstDeployment && time <= arrival + maxAfterArrivalMs;
  return believable ? time : undefined;
}

/** As the API chooses it: a player's events stay in order. */
export function partitionKeyOf(event: JsonObject | undefined): string {
  return [event?.player_id, event?.event_id].find(isKey) ?? randomUUID();
}

/** What Kinesis takes. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsRequestEntry.html */
function isKey(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= 256;
}
