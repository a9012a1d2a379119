import type { Condition } from './monitoring/alarms.ts';

export interface Watched {
  readonly apiName: string;
  readonly stageName: string;
  readonly authorizeFunction: string;
  readonly transformFunction: string;
  readonly compactFunction: string;
  readonly firehose: string;
  /** Undefined: the API puts events on Firehose itself. */
  readonly kinesisStream: string | undefined;
  readonly bufferSeconds: number;
}

/** What must not go unnoticed: events that are not taken, not transformed, not delivered. */
export function essentialConditions(watched: Watched): Readonly<Record<string, Condition>> {
  const firehose = { namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName: watched.firehose } };
  const lambda = (name: string) => ({ namespace: 'AWS/Lambda', metric: 'Errors', dimensions: { FunctionName: name } });
  return {
    ApiErrors: {
      namespace: 'AWS/ApiGateway',
      metric: '5XXError',
      dimensions: { ApiName: watched.apiName, Stage: watched.stageName },
      statistic: 'Average',
      above: 0.01,
      periods: 2,
      description: 'More than 1 % of requests get a 5xx. The access log tells which routes and why.',
    },
    AuthorizerErrors: {
      ...lambda(watched.authorizeFunction),
      statistic: 'Sum',
      above: 5,
      periods: 1,
      description: 'Keys cannot be looked up, so games get 500. See the log of AuthorizeEvents.',
    },
    TransformErrors: {
      ...lambda(watched.transformFunction),
      statistic: 'Sum',
      above: 5,
      periods: 1,
      description:
        'Batches of events fail. Firehose tries again and then puts them under the error prefix; see the log of TransformEvents.',
    },
    CompactionFails: {
      ...lambda(watched.compactFunction),
      statistic: 'Sum',
      above: 2,
      minutes: 180,
      periods: 1,
      description:
        'The compaction fails again and again. Queries stay right and get slower; see the log of CompactEvents, and run gap compact.',
    },
    CompactionLate: {
      namespace: 'GameAnalytics',
      metric: 'CompactionsDone',
      dimensions: { Function: watched.compactFunction },
      statistic: 'Sum',
      below: 1,
      minutes: 360,
      periods: 1,
      description:
        'No compaction has come to its end for six hours. Is its schedule on? See the log of CompactEvents, and run gap compact.',
    },
    RecordsFail: {
      namespace: 'GameAnalytics',
      metric: 'Events',
      dimensions: { Function: watched.transformFunction, Outcome: 'failed' },
      statistic: 'Sum',
      above: 0,
      periods: 1,
      description:
        'Records without an event that could be judged: some producer writes them straight to the stream. They are under the error prefix; ask failed_by_reason.',
    },
    DeliveryLate: {
      ...firehose,
      metric: 'DeliveryToS3.DataFreshness',
      statistic: 'Maximum',
      above: watched.bufferSeconds + 900,
      periods: 3,
      description: 'Events are not in the lake a quarter of an hour after they should be. See the delivery log.',
    },
    ConversionFailed: {
      ...firehose,
      metric: 'FailedConversion.Records',
      statistic: 'Sum',
      above: 0,
      periods: 1,
      description: 'Rows do not fit the Glue table. They are under the error prefix; ask failed_by_reason.',
    },
    Throttled: {
      ...(watched.kinesisStream === undefined
        ? { ...firehose, metric: 'ThrottledRecords' }
        : {
            namespace: 'AWS/Kinesis',
            metric: 'WriteProvisionedThroughputExceeded',
            dimensions: { StreamName: watched.kinesisStream },
          }),
      statistic: 'Sum',
      above: 0,
      periods: 3,
      description: 'The stream refuses events, which games must send again. Add shards, or ask AWS for a higher quota.',
    },
  };
}
