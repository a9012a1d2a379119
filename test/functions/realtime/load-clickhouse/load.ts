import type { KinesisStreamEvent } from 'aws-lambda';
import { applicationCache } from '../../../../functions/event/applications.ts';
import { tableCheck } from '../../../../functions/realtime/clickhouse/check-tables.ts';
import type { ClickHouseServer } from '../../../../functions/realtime/clickhouse/server.ts';
import { rawEvents, rawFailedEvents, rawQuarantinedEvents } from '../../../../functions/realtime/clickhouse/tables.ts';
import { type HandleOptions, handle } from '../../../../functions/realtime/load-clickhouse/handle.ts';
import { application, now } from '../../stream/transform-events/records.ts';

const arn = 'arn:aws:kinesis:eu-central-1:000000000000:stream/events';

/** Records of one shard as Lambda hands them over; the first has the sequence number `from`. */
export function kinesisEvent(texts: readonly (string | Uint8Array)[], from = 1): Pick<KinesisStreamEvent, 'Records'> {
  return {
    Records: texts.map((text, index) => {
      const sequenceNumber = String(from + index).padStart(20, '0');
      return {
        awsRegion: 'eu-central-1',
        eventID: `shardId-000000000003:${sequenceNumber}`,
        eventName: 'aws:kinesis:record',
        eventSource: 'aws:kinesis',
        eventSourceARN: arn,
        eventVersion: '1.0',
        invokeIdentityArn: '',
        kinesis: {
          approximateArrivalTimestamp: now / 1000,
          data: Buffer.from(text).toString('base64'),
          kinesisSchemaVersion: '1.0',
          partitionKey: 'p',
          sequenceNumber,
        },
      };
    }),
  };
}

export const context = { functionName: 'load', getRemainingTimeInMillis: () => 10_000 };

/** What the loader works with; its one try of each batch is at `time`. */
export function loaderOptions(
  server: ClickHouseServer,
  database: string,
  time = () => now,
): HandleOptions & { readonly lines: string[] } {
  const lines: string[] = [];
  const readNames = async (ids: readonly string[]) =>
    new Map(ids.filter((id) => id === application).map((id) => [id, 'My game']));
  return {
    server,
    checkTables: tableCheck(server, database, [rawEvents, rawQuarantinedEvents, rawFailedEvents], time),
    applications: applicationCache({ readNames, now: () => now }),
    judging: { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' },
    now: time,
    sleep: async () => {},
    log: (line) => lines.push(line),
    lines,
  };
}

/** Loads a batch and answers the sequence number of the first record that failed, as a number. */
export async function load(texts: readonly (string | Uint8Array)[], options: HandleOptions, from = 1) {
  const { batchItemFailures } = await handle(kinesisEvent(texts, from), context, options);
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
}
