import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { FirehoseTransformationEventRecord, FirehoseTransformationResultRecord } from 'aws-lambda';
import { latestVersion } from '../schemas/registry/event-registry.ts';
import { boundedSchema } from '../schemas/registry/judged-schema.ts';
import { readRegistry } from '../schemas/registry/read-registry.ts';

const schemas = new URL('../schemas/', import.meta.url);
const ajv = new Ajv({ allowUnionTypes: true, strictNumbers: false });
const envelope = ajv.compile(JSON.parse(readFileSync(new URL('envelope.json', schemas), 'utf8')));
const types = new Map<string, ValidateFunction>(
  readRegistry(new URL('events', schemas).pathname, { examples: false }).map((type) => [
    type.name,
    ajv.compile(boundedSchema(latestVersion(type).schema)),
  ]),
);
const maxAgeSeconds = 30 * 86_400;

interface StreamRecord {
  readonly event?: Readonly<Record<string, unknown>>;
  readonly application_id?: string;
  readonly aws_ga_api_requestId?: string;
  readonly aws_ga_api_requestTimeEpoch?: number;
}

/**
 * The transform as one writes it first: ajv, JSON.parse and JSON.stringify, one record after the other. It judges by the highest
 * version alone, corrects no clock, knows no absent values, finds no repeated members and counts nothing.
 */
export function plainTransform(
  records: readonly FirehoseTransformationEventRecord[],
  applications: ReadonlyMap<string, string>,
): FirehoseTransformationResultRecord[] {
  return records.map(({ recordId, data }) => {
    let record: StreamRecord;
    try {
      record = JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
    } catch {
      return { recordId, result: 'ProcessingFailed', data };
    }
    const { event, application_id = '', aws_ga_api_requestId, aws_ga_api_requestTimeEpoch = 0 } = record;
    if (event === undefined) return { recordId, result: 'ProcessingFailed', data };
    const name = applications.get(application_id);
    const problem =
      name === undefined ? { reason: 'unregistered_application' } : judge(event, aws_ga_api_requestTimeEpoch);
    const received_at = hiveTime(aws_ga_api_requestTimeEpoch);
    const row = {
      ...event,
      event_data: event.event_data && JSON.stringify(event.event_data),
      occurred_at: hiveTime(Number(event.event_timestamp) * 1000),
      received_at,
      application_id,
      application_name: name,
      metadata: JSON.stringify({
        processed_at: new Date().toISOString(),
        validated: true,
        request_id: aws_ga_api_requestId,
      }),
      ...(problem && { ...problem, event: JSON.stringify(event) }),
    };
    const outcome = problem ? 'quarantined' : 'accepted';
    const event_date = (problem ? row.received_at : row.occurred_at).slice(0, 10);
    const delivered_hour = received_at.slice(0, 13);
    return {
      recordId,
      result: 'Ok',
      data: Buffer.from(JSON.stringify(row)).toString('base64'),
      metadata: { partitionKeys: { outcome, event_date, delivered_hour } },
    };
  });
}

function judge(event: Readonly<Record<string, unknown>>, received: number): object | undefined {
  if (!envelope(event)) return mismatch(envelope);
  const validate = types.get(String(event.event_type));
  if (validate !== undefined && !validate(event.event_data ?? {})) return mismatch(validate);
  const age = received / 1000 - Number(event.event_timestamp);
  return age > maxAgeSeconds || age < -3600 ? { reason: 'timestamp_out_of_range' } : undefined;
}

function mismatch({ errors }: ValidateFunction): object {
  const { instancePath, message } = errors?.[0] ?? {};
  return { reason: 'schema_mismatch', error_path: instancePath, error_detail: message };
}

function hiveTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 23);
}
