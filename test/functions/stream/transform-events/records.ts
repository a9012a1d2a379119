import type { FirehoseTransformationEventRecord } from 'aws-lambda';
import { applicationCache } from '../../../../functions/event/applications.ts';
import {
  type TransformOptions,
  transformEvents,
} from '../../../../functions/stream/transform-events/transform-events.ts';

export const now = Date.UTC(2026, 0, 26, 21, 45, 50);
export const application = '11111111-2222-4333-8444-555555555555';
export const stranger = '99999999-2222-4333-8444-555555555555';
export const requestId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

/** A good event; a member that is undefined is left out. */
export function anEvent(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    event_id: '0b5c1f6e-3f52-4d6e-8f0b-000000000001',
    event_type: 'login',
    event_name: 'login',
    event_timestamp: now / 1000 - 60,
    ...change,
  };
}

/** The record that the API writes around the text of an event. */
export function apiRecord(event: string, applicationId = application, requestTime: unknown = now - 250): string {
  return (
    `{"event": ${event}, "application_id": ${JSON.stringify(applicationId)}, "aws_ga_api_validated_flag": true, ` +
    `"aws_ga_api_requestId": "${requestId}", "aws_ga_api_requestTimeEpoch": ${JSON.stringify(requestTime)}}`
  );
}

export function firehoseRecord(data: string | Uint8Array, recordId = '1'): FirehoseTransformationEventRecord {
  return { recordId, approximateArrivalTimestamp: now, data: Buffer.from(data).toString('base64') };
}

/** Transforms records of these texts or bytes; only `application` is registered. */
export async function transform(
  texts: readonly (string | Uint8Array)[],
  options: Partial<TransformOptions> & { readonly name?: string } = {},
) {
  const records = texts.map((text, index) => firehoseRecord(text, String(index)));
  return transformRecords(records, options);
}

export async function transformRecords(
  records: readonly FirehoseTransformationEventRecord[],
  { name = 'My game', ...options }: Partial<TransformOptions> & { readonly name?: string } = {},
) {
  const readNames = async (ids: readonly string[]) =>
    new Map(ids.filter((id) => id === application).map((id) => [id, name]));
  const cache = applicationCache({ readNames, now: () => now });
  const { result, tally } = await transformEvents(records, {
    knownApplication: cache.known,
    findApplications: (ids) => cache.find(ids, now),
    judging: { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' },
    now,
    ...options,
  });
  const answers = result.records.map(({ recordId, result: outcome, data = '', metadata }) => ({
    recordId,
    result: outcome,
    data,
    keys: metadata?.partitionKeys,
    row: outcome === 'Ok' ? JSON.parse(Buffer.from(data, 'base64').toString('utf8')) : undefined,
  }));
  return { answers, counts: tally.byReason(), tally };
}

/** The single answer to a single record. */
export async function transformOne(
  text: string | Uint8Array,
  options: Partial<TransformOptions> & { readonly name?: string } = {},
) {
  const { answers, counts } = await transform([text], options);
  const [answer] = answers;
  if (answer === undefined || answers.length !== 1) throw new Error(`${answers.length} answers to one record`);
  return { ...answer, reason: Object.keys(counts).join() };
}
