import { isObject, parseJson } from '../../../../schemas/parse-json.ts';
import type { Selection } from '../source.ts';
import { isWithin } from '../window.ts';

/** A record that Lambda gave up, as its function is to get it again. */
export interface FailedRecord {
  /** Member of the event's `Records`, as it was. */
  readonly entry: Readonly<Record<string, unknown>>;
  readonly sequenceNumber: string;
  /** When the stream took it, milliseconds since the epoch. */
  readonly arrivedAt: number;
  readonly applicationId: string | undefined;
}

/** What Lambda stored of a batch that it gave up. */
export interface FailedBatch {
  readonly functionArn: string;
  /** `RetryAttemptsExhausted`, `RecordAgeExceeded`. */
  readonly reason: string;
  readonly records: readonly FailedRecord[];
}

/**
 * Reads an object of the failure destination; undefined: Lambda did not write it, or not of a Kinesis stream.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function readFailedBatch(text: string): FailedBatch | undefined {
  const document = parseJson(text);
  if (!isObject(document) || !isObject(document.requestContext) || typeof document.payload !== 'string')
    return undefined;
  const { functionArn, condition } = document.requestContext;
  const event = parseJson(document.payload);
  if (typeof functionArn !== 'string' || !isObject(event) || !Array.isArray(event.Records)) return undefined;
  const records = event.Records.map(readRecord).filter((record) => record !== undefined);
  if (records.length < event.Records.length) return undefined;
  return { functionArn, reason: typeof condition === 'string' ? condition : '', records };
}

export function isSelected({ arrivedAt, applicationId }: FailedRecord, selection: Selection): boolean {
  if (!isWithin(selection, arrivedAt)) return false;
  return selection.applicationId === undefined || selection.applicationId === applicationId;
}

function readRecord(entry: unknown): FailedRecord | undefined {
  if (!isObject(entry) || !isObject(entry.kinesis)) return undefined;
  const { sequenceNumber, approximateArrivalTimestamp: arrived, data } = entry.kinesis;
  if (typeof sequenceNumber !== 'string' || typeof arrived !== 'number' || typeof data !== 'string') return undefined;
  return { entry, sequenceNumber, arrivedAt: Math.round(arrived * 1000), applicationId: applicationIn(data) };
}

/** Events and metrics both name their application at the top. */
function applicationIn(data: string): string | undefined {
  const members = parseJson(Buffer.from(data, 'base64').toString());
  const id = isObject(members) ? members.application_id : undefined;
  return typeof id === 'string' ? id : undefined;
}
