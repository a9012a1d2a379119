import { randomUUID } from 'node:crypto';
import { kinesisCalls, type StreamCalls } from 'assembly-runtime/flink';
import {
  DynamoDb,
  Endpoint,
  Iam,
  Kinesis,
  type Runtime,
  ServiceRegistry,
  systemClock,
} from 'assembly-runtime/services';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { onTestFinished } from 'vitest';
import type { MetricRow } from '../../schemas/generated/metric-row.ts';

const region = 'us-east-1';
const accountId = '000000000000';
const recordsPerCall = 500;

/**
 * What a Flink job works with, on a local AWS endpoint of its own until the test ends: an event stream, one application
 * that is registered, and streams for metrics.
 */
export class JobStreams {
  readonly directory = temporaryDirectory();
  readonly applicationId = randomUUID();
  readonly registry: ServiceRegistry;
  readonly iam: Iam;
  readonly #calls: StreamCalls;
  #endpointUrl = '';
  /** Where the hash keys of each shard begin. */
  #shards: readonly string[] = [];

  private constructor() {
    this.registry = new ServiceRegistry((caller, permission) => this.iam.authorize(caller, permission));
    this.iam = new Iam(this.#runtime());
    this.#calls = kinesisCalls(this.registry, this.iam.admin);
  }

  static async open(shardCount: number, metricsStreams: readonly string[]): Promise<JobStreams> {
    const streams = new JobStreams();
    await streams.#open(shardCount, metricsStreams);
    return streams;
  }

  /** Runtime properties of a job that writes to one of the metrics streams. */
  properties(metricsStream: string): Record<string, string> {
    return {
      EVENT_STREAM_ARN: arnOf('events'),
      METRICS_STREAM_ARN: arnOf(metricsStream),
      AWS_REGION: region,
      APPLICATIONS_TABLE: 'applications',
      MAX_EVENT_AGE_DAYS: '30',
      UNKNOWN_EVENT_TYPES: 'QUARANTINE',
      DEDUPLICATION_TTL: '1 d',
    };
  }

  get environment(): Record<string, string> {
    const { accessKeyId, secretAccessKey } = this.iam.adminCredentials();
    return {
      AWS_ENDPOINT_URL: this.#endpointUrl,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }

  /** `shard`: the index of the shard that gets the records; undefined: spread. */
  async put(records: readonly string[], shard?: number): Promise<void> {
    const explicit = shard === undefined ? {} : { ExplicitHashKey: this.#shards[shard] };
    const entries = records.map((text) => ({
      Data: Buffer.from(text).toString('base64'),
      PartitionKey: randomUUID(),
      ...explicit,
    }));
    for (let start = 0; start < entries.length; start += recordsPerCall) {
      const Records = entries.slice(start, start + recordsPerCall);
      await this.registry.call('kinesis', 'PutRecords', { StreamName: 'events', Records }, this.iam.admin);
    }
  }

  /** What readers of a metrics stream know: of the rows of an id the last. */
  async rows(metricsStream: string): Promise<MetricRow[]> {
    const arn = arnOf(metricsStream);
    const rows = new Map<string, MetricRow>();
    for (const { id } of await this.#calls.listShards(arn)) {
      let next: string | undefined = await this.#calls.iterator(arn, id, 'TRIM_HORIZON');
      while (next !== undefined) {
        const answer = await this.#calls.read(arn, next, 10_000);
        for (const { data } of answer?.records ?? []) {
          const row: MetricRow = JSON.parse(Buffer.from(data).toString());
          rows.set(row.id, row);
        }
        next = answer && answer.records.length > 0 ? answer.next : undefined;
      }
    }
    return [...rows.values()];
  }

  async #open(shardCount: number, metricsStreams: readonly string[]): Promise<void> {
    const { registry, iam } = this;
    const kinesis = new Kinesis(this.#runtime());
    const dynamodb = new DynamoDb(this.#runtime());
    for (const { service } of [iam, kinesis, dynamodb]) registry.register(service);
    const endpoint = new Endpoint({ runtime: this.#runtime(), registry, iam, s3: { handle: () => undefined } });
    this.#endpointUrl = (await endpoint.listen(0)).url;
    onTestFinished(async () => {
      await endpoint.close();
      await Promise.all([kinesis.close(), dynamodb.close()]);
    });
    const { settings } = await kinesis.streams.createStream({ name: 'events', mode: 'PROVISIONED', shardCount });
    this.#shards = settings.shards.map(({ range }) => BigInt(`0x${range.from}`).toString());
    for (const name of metricsStreams) await kinesis.streams.createStream({ name, mode: 'PROVISIONED', shardCount: 1 });
    await dynamodb.createTable({
      TableName: 'applications',
      AttributeDefinitions: [{ AttributeName: 'ApplicationId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'ApplicationId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const Item = { ApplicationId: { S: this.applicationId }, ApplicationName: { S: 'a game' } };
    await registry.call('dynamodb', 'PutItem', { TableName: 'applications', Item }, iam.admin);
  }

  #runtime(): Runtime {
    return {
      region,
      accountId,
      stateDirectory: this.directory,
      services: this.registry,
      clock: systemClock,
      bufferSeconds: undefined,
      endpointUrl: '',
      log: (line) => console.error(line),
    };
  }
}

function arnOf(stream: string): string {
  return `arn:aws:kinesis:${region}:${accountId}:stream/${stream}`;
}
