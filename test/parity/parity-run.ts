import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { jobAsset } from '../../infrastructure/realtime/job/job-asset.ts';
import { Endpoint } from '../../local/endpoint/endpoint.ts';
import { ServiceRegistry } from '../../local/endpoint/services.ts';
import { DynamoDb } from '../../local/engines/dynamodb/dynamodb.ts';
import { EmbeddedApplication, type EmbeddedStatus } from '../../local/engines/flink/embedded-application.ts';
import { kinesisCalls } from '../../local/engines/flink/kinesis-calls.ts';
import { isInstalled } from '../../local/engines/flink/real-flink/installation.ts';
import { startRealFlink } from '../../local/engines/flink/real-flink/start-real-flink.ts';
import type { StreamCalls } from '../../local/engines/flink/run/stream-calls.ts';
import { Iam } from '../../local/engines/iam/iam.ts';
import { Kinesis } from '../../local/engines/kinesis/kinesis.ts';
import { type Runtime, systemClock } from '../../local/runtime.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { Row } from './rows.ts';

export const engines = ['window-runner', 'flink'] as const;
export type EngineName = (typeof engines)[number];

/** What can run here: the window runner always. */
export const present: readonly EngineName[] = isInstalled() ? engines : ['window-runner'];
if (!isInstalled())
  console.warn('skipped: the half on Apache Flink, which is not built from these sources: npm run engines');

const region = 'us-east-1';
const accountId = '000000000000';
/** Tests do not wait as long for idle shards as a deployed job. */
export const idleSeconds = 3;

interface Running {
  close(): Promise<void>;
}

/** One event stream that the same job reads on every engine, each writing to a metrics stream of its own. */
export class ParityRun {
  readonly applicationId = randomUUID();
  readonly #directory: string;
  readonly #jobFolder: string;
  readonly #registry: ServiceRegistry;
  readonly #iam: Iam;
  readonly #url: string;
  readonly #calls: StreamCalls;
  readonly #shards: readonly string[];
  readonly #statuses: EmbeddedStatus[] = [];
  #running: Running[] = [];

  private constructor(
    registry: ServiceRegistry,
    iam: Iam,
    directory: string,
    url: string,
    shards: readonly string[],
    change: (sql: string) => string,
  ) {
    this.#registry = registry;
    this.#iam = iam;
    this.#directory = directory;
    this.#url = url;
    this.#shards = shards;
    this.#calls = kinesisCalls(registry, iam.admin);
    this.#jobFolder = join(directory, 'job');
    cpSync(jobAsset(), this.#jobFolder, { recursive: true });
    const file = join(this.#jobFolder, 'job.sql');
    const sql = readFileSync(file, 'utf8');
    const changed = sql.replace(/(idle-timeout' = )'15 s'/, `$1'${idleSeconds} s'`);
    if (changed === sql) throw new Error('the idle timeout of job.sql is written in another way');
    writeFileSync(file, change(changed));
  }

  /** `change`: makes another job of the deployed one. */
  static async open(shardCount: number, change = (sql: string) => sql): Promise<ParityRun> {
    const stateDirectory = temporaryDirectory();
    const registry = new ServiceRegistry((caller, permission) => iam.authorize(caller, permission));
    const runtime: Runtime = {
      region,
      accountId,
      stateDirectory,
      services: registry,
      clock: systemClock,
      bufferSeconds: undefined,
      endpointUrl: '',
      log: (line) => console.error(line),
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
    const stream = await kinesis.createStream({ name: 'events', mode: 'PROVISIONED', shardCount });
    for (const name of present) await kinesis.createStream({ name, mode: 'PROVISIONED', shardCount: 1 });
    await dynamodb.createTable({
      TableName: 'applications',
      AttributeDefinitions: [{ AttributeName: 'ApplicationId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'ApplicationId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const starts = stream.settings.shards.map(({ range }) => BigInt(`0x${range.from}`).toString());
    const run = new ParityRun(registry, iam, stateDirectory, url, starts, change);
    const Item = { ApplicationId: { S: run.applicationId }, ApplicationName: { S: 'a game' } };
    await registry.call('dynamodb', 'PutItem', { TableName: 'applications', Item }, iam.admin);
    onTestFinished(() => run.stop());
    return run;
  }

  async start(): Promise<void> {
    this.#running = await Promise.all(
      present.map((name) => (name === 'flink' ? this.#startFlink() : this.#startRunner())),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((engine) => engine.close()));
  }

  async put(shard: number, records: readonly string[]): Promise<void> {
    const Records = records.map((text) => ({
      Data: Buffer.from(text).toString('base64'),
      PartitionKey: 'any',
      ExplicitHashKey: this.#shards[shard],
    }));
    await this.#registry.call('kinesis', 'PutRecords', { StreamName: 'events', Records }, this.#iam.admin);
  }

  /** Of the rows of an id the last. */
  async rows(engine: EngineName): Promise<Row[]> {
    const arn = arnOf(engine);
    const rows = new Map<string, Row>();
    for (const { id } of await this.#calls.listShards(arn)) {
      let next: string | undefined = await this.#calls.iterator(arn, id, 'TRIM_HORIZON');
      while (next !== undefined) {
        const answer = await this.#calls.read(arn, next, 10_000);
        for (const { data } of answer?.records ?? []) {
          const row: Row = JSON.parse(Buffer.from(data).toString());
          rows.set(row.id, row);
        }
        next = answer && answer.records.length > 0 ? answer.next : undefined;
      }
    }
    return [...rows.values()];
  }

  /** Resolves when every engine that runs here has the rows that `check` wants; rejects with what it says otherwise. */
  async until(check: (rows: readonly Row[], engine: EngineName) => void): Promise<void> {
    for (const engine of present) {
      const now = async () => {
        const failed = this.#statuses.find((status) => status.kind === 'failed');
        if (failed) throw new Error(JSON.stringify(failed));
        check(await this.rows(engine), engine);
      };
      await vi.waitFor(now, { timeout: 90_000, interval: 300 });
    }
  }

  #properties(engine: EngineName) {
    return {
      EVENT_STREAM_ARN: arnOf('events'),
      METRICS_STREAM_ARN: arnOf(engine),
      AWS_REGION: region,
      APPLICATIONS_TABLE: 'applications',
      MAX_EVENT_AGE_DAYS: '30',
      UNKNOWN_EVENT_TYPES: 'QUARANTINE',
      DEDUPLICATION_TTL: '1 d',
    };
  }

  get #environment() {
    const { accessKeyId, secretAccessKey } = this.#iam.adminCredentials();
    return {
      AWS_ENDPOINT_URL: this.#url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }

  async #startRunner(): Promise<Running> {
    return new EmbeddedApplication({
      jobFolder: this.#jobFolder,
      properties: this.#properties('window-runner'),
      stateDirectory: join(this.#directory, 'window-runner'),
      services: this.#registry,
      role: this.#iam.admin,
      environment: this.#environment,
      onStatus: (status) => this.#statuses.push(status),
    });
  }

  #startFlink(): Promise<Running> {
    return startRealFlink({
      name: 'job',
      jobFolder: this.#jobFolder,
      parallelism: 1,
      properties: { pipeline: this.#properties('flink') },
      environment: this.#environment,
      stateDirectory: join(this.#directory, 'flink'),
      log: () => undefined,
    });
  }
}

function arnOf(stream: string): string {
  return `arn:aws:kinesis:${region}:${accountId}:stream/${stream}`;
}

export function expectRows(actual: readonly string[], expected: readonly string[]): void {
  expect([...actual].sort()).toEqual([...expected].sort());
}
