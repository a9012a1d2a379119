import type { Mapping } from './mapping.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export function describeMapping({ settings, createdAt, lastProcessingResult }: Mapping): Record<string, unknown> {
  const { startingPosition, failureBucket, filterPatterns } = settings;
  return {
    UUID: settings.id,
    EventSourceMappingArn: settings.arn,
    EventSourceArn: settings.streamArn,
    FunctionArn: settings.functionArn,
    StartingPosition: startingPosition.type,
    ...(startingPosition.type === 'AT_TIMESTAMP' && { StartingPositionTimestamp: startingPosition.time / 1000 }),
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    ParallelizationFactor: settings.parallelization,
    BisectBatchOnFunctionError: settings.bisects,
    MaximumRetryAttempts: orForever(settings.retries),
    MaximumRecordAgeInSeconds: orForever(settings.maxRecordAgeSeconds),
    TumblingWindowInSeconds: 0,
    ...(filterPatterns.length > 0 && {
      FilterCriteria: { Filters: filterPatterns.map((Pattern) => ({ Pattern })) },
    }),
    FunctionResponseTypes: settings.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    DestinationConfig: {
      OnFailure: failureBucket === undefined ? {} : { Destination: `arn:aws:s3:::${failureBucket}` },
    },
    LastModified: createdAt / 1000,
    LastProcessingResult: lastProcessingResult,
    State: settings.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'User action',
  };
}

function orForever(value: number): number {
  return value === Number.POSITIVE_INFINITY ? -1 : value;
}
