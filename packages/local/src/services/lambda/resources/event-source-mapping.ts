import type { ResourceContext, ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { DynamoDb } from '../../dynamodb/dynamodb.ts';
import type { Kinesis } from '../../kinesis/kinesis.ts';
import {
  type MappingSettings,
  mappingArn,
  mappingId,
  type StartingPosition,
} from '../event-source-mapping/mapping-settings.ts';
import type { Lambda } from '../lambda.ts';
import { checkSource, isTableStream, readFilters } from './mapping-source.ts';

interface Engines {
  readonly dynamodb: DynamoDb;
  readonly kinesis: Kinesis;
  readonly lambda: Lambda;
}

const used = [
  'EventSourceArn',
  'FunctionName',
  'StartingPosition',
  'StartingPositionTimestamp',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'ParallelizationFactor',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'FunctionResponseTypes',
  'DestinationConfig',
  'FilterCriteria',
  'TumblingWindowInSeconds',
  'Enabled',
] as const;
const accepted = ['Tags', 'MetricsConfig'] as const;

const maxWindowSeconds = 300;
const maxAgeSeconds = 604_800;

export const awsLambdaEventSourceMapping: ResourceKind<Engines> = {
  type: 'AWS::Lambda::EventSourceMapping',
  support:
    'Streams of Kinesis (without enhanced fan-out) and of DynamoDB tables. Filters, batch size and window, starting position, parallelization, retries, record age, bisecting, `ReportBatchItemFailures` and an S3 bucket for failed batches apply, with the role of the function. ' +
    'New records are read at once; Lambda polls once per second. Tumbling windows, `numeric` filters on DynamoDB (whose numbers are text), other sources and other destinations stop the run.',
  async create(context) {
    const settings = readMapping(context);
    const { lambda, kinesis, dynamodb } = context.engines;
    const { streamArn } = settings;
    await lambda.mappings.create(settings, (listener) =>
      isTableStream(streamArn)
        ? dynamodb.onStreamAppend(streamArn, listener)
        : kinesis.streams.onAppend(streamArn, listener),
    );
    return { ref: settings.id, attributes: { Id: settings.id, EventSourceMappingArn: settings.arn } };
  },
};

/** Throws naming what is not supported, or out of AWS's limits. */
function readMapping(context: ResourceContext<Engines>): MappingSettings {
  const { logicalId, engines, runtime, physicalName } = context;
  const reader = new PropertyReader(context).only(...used, ...accepted);
  const numbers = new WholeNumbers(logicalId, reader);
  const streamArn = reader.text('EventSourceArn');
  checkSource(logicalId, streamArn);
  if (numbers.read('TumblingWindowInSeconds', { least: 0, most: 900, byDefault: 0 }) > 0)
    throw new Error(`${logicalId}: TumblingWindowInSeconds is not supported (see SUPPORT.md)`);
  const target = engines.lambda.describe(reader.text('FunctionName'));
  if (target.roleArn === undefined) throw new Error(`${logicalId}: ${target.functionName} has no execution role`);
  const startingPosition = readStart(logicalId, reader);
  if (startingPosition.type === 'AT_TIMESTAMP' && isTableStream(streamArn))
    throw new Error(`${logicalId}: a stream of DynamoDB has no StartingPosition AT_TIMESTAMP`);
  const id = mappingId(physicalName, streamArn, startingPosition);
  const types = reader.texts('FunctionResponseTypes');
  const unknown = types.filter((type) => type !== 'ReportBatchItemFailures');
  if (unknown.length > 0) throw new Error(`${logicalId}: FunctionResponseTypes has no ${unknown.join(', ')}`);
  return {
    id,
    arn: mappingArn(runtime, id),
    enabled: reader.flag('Enabled', true),
    streamArn,
    functionName: target.functionName,
    functionArn: target.functionArn,
    roleArn: target.roleArn,
    startingPosition,
    filterPatterns: readFilters(logicalId, reader, streamArn),
    batchSize: numbers.read('BatchSize', { least: 1, most: 10_000, byDefault: 100 }),
    windowSeconds: numbers.read('MaximumBatchingWindowInSeconds', {
      least: 0,
      most: maxWindowSeconds,
      byDefault: 0,
    }),
    parallelization: numbers.read('ParallelizationFactor', { least: 1, most: 10, byDefault: 1 }),
    bisects: reader.flag('BisectBatchOnFunctionError', false),
    retries: numbers.orForever('MaximumRetryAttempts', { least: 0, most: 10_000 }),
    maxRecordAgeSeconds: numbers.orForever('MaximumRecordAgeInSeconds', { least: 60, most: maxAgeSeconds }),
    reportsItemFailures: types.length > 0,
    failureBucket: readFailureBucket(logicalId, reader),
  };
}

function readStart(logicalId: string, reader: PropertyReader): StartingPosition {
  const type = reader.text('StartingPosition');
  if (type === 'TRIM_HORIZON' || type === 'LATEST') return { type };
  if (type !== 'AT_TIMESTAMP') throw new Error(`${logicalId}: StartingPosition is none: ${type}`);
  const seconds = Number(reader.raw('StartingPositionTimestamp') ?? Number.NaN);
  if (!(seconds >= 0)) throw new Error(`${logicalId}: StartingPosition AT_TIMESTAMP needs StartingPositionTimestamp`);
  return { type, time: seconds * 1000 };
}

function readFailureBucket(logicalId: string, reader: PropertyReader): string | undefined {
  const onFailure = reader.object('DestinationConfig')?.only('OnFailure').object('OnFailure');
  const destination = onFailure?.only('Destination').optionalText('Destination');
  if (destination === undefined) return undefined;
  const [, bucket] = /^arn:aws[^:]*:s3:::([^/]+)$/.exec(destination) ?? [];
  if (bucket === undefined)
    throw new Error(`${logicalId}: only a bucket can be the failure destination, not ${destination}`);
  return bucket;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Numbers of one resource, which CloudFormation also takes as text. */
class WholeNumbers {
  readonly #logicalId: string;
  readonly #reader: PropertyReader;

  constructor(logicalId: string, reader: PropertyReader) {
    this.#logicalId = logicalId;
    this.#reader = reader;
  }

  read(name: string, { least, most, byDefault }: Bounds & { byDefault: number }): number {
    const given = this.#reader.raw(name) ?? byDefault;
    const value = Number(given);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new Error(`${this.#logicalId}.${name} must be a whole number from ${least} to ${most}, not ${given}`);
  }

  /** -1, the default, is without end. */
  orForever(name: string, bounds: Bounds): number {
    if (Number(this.#reader.raw(name) ?? -1) === -1) return Number.POSITIVE_INFINITY;
    return this.read(name, { ...bounds, byDefault: -1 });
  }
}
