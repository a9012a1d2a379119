import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { Endpoint } from '../../../../local/endpoint/endpoint.ts';
import { ServiceRegistry } from '../../../../local/endpoint/services.ts';
import type { Bytes } from '../../../../local/engines/bytes.ts';
import { DynamoDb } from '../../../../local/engines/dynamodb/dynamodb.ts';
import { isInstalled } from '../../../../local/engines/flink/real-flink/installation.ts';
import { type RealFlink, startRealFlink } from '../../../../local/engines/flink/real-flink/start-real-flink.ts';
import { Iam } from '../../../../local/engines/iam/iam.ts';
import { Kinesis } from '../../../../local/engines/kinesis/kinesis.ts';
import { type Runtime, systemClock } from '../../../../local/runtime.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

const region = 'us-east-1';
const accountId = '000000000000';
const recordsPerCall = 500;

/** A row of the metrics stream, as far as tests look at it. */
export interface MetricRow {
  readonly id: string;
  readonly metric: string;
  readonly window_start: string;
  readonly part: string;
  readonly dimensions: string;
  readonly events: number | null;
  readonly players: number | null;
  readonly amount: number | null;
}

/** Whether these tests can run; says so once where they cannot. */
export const canRunFlink = isInstalled();
if (!canRunFlink) console.warn('skipped: Apache Flink is not there or not built from these sources: npm run engines');

/** An event stream, a metrics stream and the registered applications, on a local AWS endpoint of their own. */
export class Streams {
  readonly directory: string;
  readonly applicationId = randomUUID();
  readonly #endpointUrl: string;
  readonly #credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly #call: (action: string, input: unknown) => Promise<unknown>;

  private constructor(
    directory: string,
    endpointUrl: string,
    credentials: { accessKeyId: string; secretAccessKey: string },
    call: (action: string, input: unknown) => Promise<unknown>,
  ) {
    this.directory = directory;
    this.#endpointUrl = endpointUrl;
    this.#credentials = credentials;
    this.#call = call;
  }

  static async open(shardCount: number): Promise<Streams> {
    const stateDirectory = temporaryDirectory();
    const registry = new ServiceRegistry((caller, permission) => iam.authorize(caller, permission));
    const services = registry;
    const clock = systemClock;
    const log = (line: string) => console.error(line);
    const bufferSeconds = undefined;
    const runtime: Runtime = {
      region,
      accountId,
      stateDirectory,
      services,
      clock,
      bufferSeconds,
      endpointUrl: '',
      log,
    };
    const iam = new Iam(runtime);
    const kinesis = new Kinesis(runtime);
    const dynamodb = new DynamoDb(runtime);
    for (const { service } of [iam, kinesis, dynamodb]) registry.register(service);
    const endpoint = new Endpoint({ runtime, registry, iam, s3: { handle: () => undefined } });
    const { url } = await endpoint.listen(0);
    onTestFinished(async () => {
      await endpoint.close();
      await Promise.all([kinesis.close(), dynamodb.close()]);
    });
    await kinesis.createStream({ name: 'events', mode: 'PROVISIONED', shardCount });
    await kinesis.createStream({ name: 'metrics', mode: 'PROVISIONED', shardCount: 1 });
    await dynamodb.createTable({
      TableName: 'applications',
      AttributeDefinitions: [{ AttributeName: 'ApplicationId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'ApplicationId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const streams = new Streams(stateDirectory, url, iam.adminCredentials(), (action, input) =>
      registry.call('kinesis', action, input, iam.admin),
    );
    const Item = { ApplicationId: { S: streams.applicationId }, ApplicationName: { S: 'a game' } };
    await registry.call('dynamodb', 'PutItem', { TableName: 'applications', Item }, iam.admin);
    return streams;
  }

  /** Runs the job on Flink until the test ends; one that is started after another goes on from where that one was. */
  async startFlink(jobFolder: string, parallelism = 1): Promise<RealFlink> {
    const flink = await startRealFlink({
      name: 'job',
      jobFolder,
      parallelism,
      properties: {
        pipeline: {
          EVENT_STREAM_ARN: `arn:aws:kinesis:${region}:${accountId}:stream/events`,
          METRICS_STREAM_ARN: `arn:aws:kinesis:${region}:${accountId}:stream/metrics`,
          AWS_REGION: region,
          APPLICATIONS_TABLE: 'applications',
          MAX_EVENT_AGE_DAYS: '30',
          UNKNOWN_EVENT_TYPES: 'QUARANTINE',
          DEDUPLICATION_TTL: '1 d',
        },
      },
      environment: {
        AWS_ENDPOINT_URL: this.#endpointUrl,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: this.#credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: this.#credentials.secretAccessKey,
      },
      stateDirectory: this.flinkDirectory,
      log: () => undefined,
    });
    onTestFinished(() => flink.close());
    return flink;
  }

  get flinkDirectory(): string {
    return join(this.directory, 'flink');
  }

  /** Resolves once a checkpoint is complete that was begun after this call. */
  async checkpointed(): Promise<void> {
    const folder = join(this.flinkDirectory, 'checkpoints');
    const newest = () => {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      return Math.max(0, ...names.map((name) => Number(/chk-(\d+)\/_metadata$/.exec(name)?.[1] ?? 0)));
    };
    const before = newest();
    // The next one may have been begun already.
    await vi.waitFor(() => expect(newest()).toBeGreaterThan(before + 1), { timeout: 60_000, interval: 200 });
  }

  /** Events as the API puts them onto the stream. `shard`: the index of the shard that gets them; undefined: spread. */
  async put(events: readonly object[], shard?: number): Promise<void> {
    const explicit = shard === undefined ? {} : { ExplicitHashKey: await this.#startOf(shard) };
    const records = events.map((event) => ({
      Data: Buffer.from(
        JSON.stringify({
          event,
          application_id: this.applicationId,
          aws_ga_api_validated_flag: true,
          aws_ga_api_requestId: '00000000-0000-0000-0000-000000000000',
          aws_ga_api_requestTimeEpoch: Date.now(),
        }),
      ),
      PartitionKey: randomUUID(),
      ...explicit,
    }));
    for (let start = 0; start < records.length; start += recordsPerCall) {
      const Records = records.slice(start, start + recordsPerCall);
      await this.#call('PutRecords', { StreamName: 'events', Records });
    }
  }

  /** What readers of the metrics stream know: of the rows of an id the last. */
  async metrics(name?: string): Promise<MetricRow[]> {
    const rows = new Map<string, MetricRow>();
    for (const row of await this.#written()) if (name === undefined || row.metric === name) rows.set(row.id, row);
    return [...rows.values()];
  }

  /** Resolves once exactly so many accepted events are counted, in time or late. */
  async untilCounted(events: number): Promise<void> {
    await vi.waitFor(async () => expect(sumOf(await this.metrics('events_per_minute'))).toBe(events), {
      timeout: 120_000,
      interval: 500,
    });
  }

  async #written(): Promise<MetricRow[]> {
    const { Shards } = (await this.#call('ListShards', { StreamName: 'metrics' })) as { Shards: { ShardId: string }[] };
    const rows: MetricRow[] = [];
    for (const { ShardId } of Shards) {
      const from = { StreamName: 'metrics', ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      let { ShardIterator } = (await this.#call('GetShardIterator', from)) as { ShardIterator: string };
      for (;;) {
        const answer = (await this.#call('GetRecords', { ShardIterator })) as {
          Records: { Data: Bytes }[];
          NextShardIterator: string;
        };
        if (answer.Records.length === 0) break;
        for (const { Data } of answer.Records) rows.push(JSON.parse(Data.buffer.toString()) as MetricRow);
        ShardIterator = answer.NextShardIterator;
      }
    }
    return rows;
  }

  async #startOf(shard: number): Promise<string> {
    const { Shards } = (await this.#call('ListShards', { StreamName: 'events' })) as {
      Shards: { HashKeyRange: { StartingHashKey: string } }[];
    };
    return Shards[shard]?.HashKeyRange.StartingHashKey ?? '0';
  }
}

export function sumOf(rows: readonly MetricRow[]): number {
  return rows.reduce((sum, { events }) => sum + (events ?? 0), 0);
}
