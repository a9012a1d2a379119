import { randomUUID } from 'node:crypto';
import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import { eventOf } from './lambda-event.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { sourceOf } from './stream-source.ts';

/** Why a batch was given up. */
export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** The last invocation with the batch. */
export interface LastAttempt {
  readonly requestId: string;
  readonly functionError?: string;
}

export interface GivenUp {
  readonly records: readonly [StreamRecord, ...StreamRecord[]];
  readonly condition: Condition;
  readonly attempts: number;
  /** Undefined: the records were too old before the function got them. */
  readonly last: LastAttempt | undefined;
}

/** `YYYY-MM-DDTHH.MM.SS` in the name, as colons are awkward in keys. */
export function failureKey(mappingId: string, shardId: string, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19);
  const day = time.slice(0, 10).replaceAll('-', '/');
  return `aws/lambda/${mappingId}/${shardId}/${day}/${time.replaceAll(':', '.')}-${randomUUID()}`;
}

/**
 * What Lambda stores of a batch that it gives up, with all of its event.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function failureRecord({ records, condition, attempts, last }: GivenUp, settings: MappingSettings, now: number) {
  const [first] = records;
  const end = records.at(-1) ?? first;
  return {
    requestContext: {
      requestId: last?.requestId ?? randomUUID(),
      functionArn: settings.functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    ...(last && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(last.functionError !== undefined && { functionError: last.functionError }),
      },
    }),
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    [sourceOf(settings.streamArn).batchInfo]: {
      shardId: first.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: end.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrival).toISOString(),
      approximateArrivalOfLastRecord: new Date(end.arrival).toISOString(),
      batchSize: records.length,
      streamArn: settings.streamArn,
    },
    payload: eventOf(records, settings),
  };
}
