import { setTimeout } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoDb, Endpoint } from 'assembly-runtime/services';
import { type AthenaLake, athenaLake, bucket, parquetTable } from 'assembly-runtime/testing/athena-lake.ts';
import { athenaQueries } from '../../../../functions/platform/compact-events/athena-queries.ts';
import { type Compaction, compactEvents } from '../../../../functions/platform/compact-events/compact-events.ts';
import type { Dependencies } from '../../../../functions/platform/compact-events/dependencies.ts';
import { dynamodbMemory } from '../../../../functions/platform/compact-events/dynamodb-memory.ts';
import { glueCatalog } from '../../../../functions/platform/compact-events/glue-catalog.ts';
import type { LeaseStore } from '../../../../functions/platform/compact-events/lease.ts';
import { s3Files } from '../../../../functions/platform/compact-events/s3-files.ts';

export const memoryTable = 'memory';
export const database = 'games';

/** A row of an accepted event, as far as tests say it; the rest is filled in. */
export interface TestEvent {
  readonly id: string;
  readonly application?: string;
  readonly player?: string | null;
  /** `YYYY-MM-DD HH:MM:SS`; both by default noon of the day. */
  readonly occurredAt?: string;
  readonly receivedAt?: string;
  /** The client's clock, where it differs from `occurredAt`. */
  readonly sentAs?: string;
  readonly data?: string;
}

/** Files of delivery: one of a day's events, delivered in an hour. */
export interface Delivery {
  readonly date: string;
  readonly hour: string;
  readonly file?: string;
  readonly events: readonly TestEvent[];
}

/** S3, Glue, Athena and DynamoDB of this machine behind the endpoint, with the tables that are compacted. */
export interface CompactionLake {
  readonly lake: AthenaLake;
  /** What an AWS SDK needs to know of it. */
  readonly settings: {
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Where leases are kept. */
  readonly leaseStore: LeaseStore;
  /** The world of one run; the clock is the lake's. */
  dependencies(changes?: Partial<Dependencies>): Dependencies;
  deliver(delivery: Delivery): Promise<void>;
  compact(changes?: Partial<Dependencies>, options?: { all: boolean }): Promise<Compaction>;
  /** How many worlds there were: the last one's run is named by it. */
  runs(): number;
  /** Rows of the compacted table: application, day, id, data. */
  compacted(): Promise<string[]>;
  /** Keys below a prefix. */
  keys(prefix: string): Promise<string[]>;
  range(): Promise<string>;
  close(): Promise<void>;
}

const text = ['event_id', 'event_type', 'event_name', 'event_version'];
const more = ['app_version', 'player_id', 'session_id', 'platform', 'country'];
const columns: Record<string, string> = {
  ...Object.fromEntries(text.map((name) => [name, 'string'])),
  event_timestamp: 'double',
  occurred_at: 'timestamp',
  received_at: 'timestamp',
  ...Object.fromEntries(
    [...more, 'application_id', 'application_name', 'event_data', 'metadata'].map((c) => [c, 'string']),
  ),
};

export async function compactionLake(): Promise<CompactionLake> {
  const lake = await athenaLake();
  const dynamodb = new DynamoDb(lake.runtime);
  const registry = lake.runtime.services;
  if (!('register' in registry) || !('byTargetPrefix' in registry)) throw new Error('no registry');
  const all = registry as unknown as ConstructorParameters<typeof Endpoint>[0]['registry'];
  all.register(dynamodb.service);
  const endpoint = new Endpoint({ runtime: lake.runtime, registry: all, iam: lake.iam, s3: lake.s3 });
  const { url } = await endpoint.listen(0);
  await makeTables(lake, dynamodb);

  const settings = { region: 'us-east-1', endpoint: url, credentials: lake.iam.adminCredentials(), maxAttempts: 1 };
  const systemClockOffset = Math.abs(lake.now - Date.now());
  if (systemClockOffset > 60_000) lake.now = Date.now();
  const clients = {
    athena: new AthenaClient(settings),
    s3: new S3Client(settings),
    glue: new GlueClient(settings),
    dynamodb: new DynamoDBClient(settings),
  };
  const documents = DynamoDBDocumentClient.from(clients.dynamodb);
  const now = () => lake.now;
  const names = { database, compactedTable: 'compacted', uncompactedTable: 'uncompacted' };
  let runs = 0;
  const dependencies = (changes: Partial<Dependencies> = {}): Dependencies => ({
    files: s3Files(clients.s3, bucket),
    queries: athenaQueries(clients.athena, {
      workgroup: 'compaction',
      database,
      sleep: (milliseconds) => setTimeout(milliseconds),
      remainingMilliseconds: () => 900_000,
    }),
    catalog: glueCatalog(clients.glue, names),
    memory: dynamodbMemory(documents, { table: memoryTable, subject: 'games.compacted', rawRetentionDays: 30, now }),
    checkLease: () => {},
    now,
    remainingMilliseconds: () => 900_000,
    settings: {
      ...{ bucket, ...names, deliveredPrefix: 'events/accepted/', compactedPrefix: 'compacted/' },
      ...{ maxEventAgeDays: 30, runId: `run${++runs}` },
    },
    ...changes,
  });
  return {
    lake,
    settings,
    leaseStore: dynamodbMemory(documents, {
      table: memoryTable,
      subject: 'games.compacted',
      rawRetentionDays: 30,
      now,
    }),
    dependencies,
    deliver: ({ date, hour, file = `${hour}-1`, events }) =>
      lake.parquet(
        `events/accepted/event_date=${date}/delivered_hour=${hour}/${file}.parquet`,
        events.map((event) => `SELECT ${rowOf(event, date)}`).join(' UNION ALL '),
      ),
    runs: () => runs,
    compact: (changes, options = { all: true }) => compactEvents(dependencies(changes), options),
    compacted: async () => {
      const { rows, reason } = await lake.query(
        'SELECT application_id, event_date, event_id, event_data FROM compacted ORDER BY 1, 2, 3, 4',
      );
      if (reason !== undefined) throw new Error(reason);
      return rows.map((row) => row.map((value) => value ?? '-').join(' '));
    },
    keys: async (prefix) => {
      const keys: string[] = [];
      for await (const { key } of s3Files(clients.s3, bucket).list(prefix)) keys.push(key);
      return keys.sort();
    },
    range: async () => (await glueCatalog(clients.glue, names).range()).range,
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await endpoint.close();
      await dynamodb.close();
      await lake.close();
    },
  };
}

function rowOf(event: TestEvent, date: string): string {
  const { id, application = 'app', player = 'p1', occurredAt = `${date} 12:00:00`, data = '{}' } = event;
  const { receivedAt = occurredAt, sentAs = occurredAt } = event;
  const values: Record<string, string> = {
    ...Object.fromEntries([...text, ...more].map((name) => [name, `'${name}'`])),
    event_id: `'${id}'`,
    event_timestamp: `epoch(TIMESTAMP '${sentAs}')`,
    occurred_at: `TIMESTAMP '${occurredAt}'`,
    received_at: `TIMESTAMP '${receivedAt}'`,
    player_id: player === null ? 'CAST(NULL AS VARCHAR)' : `'${player}'`,
    application_id: `'${application}'`,
    application_name: `'A game'`,
    event_data: `'${data}'`,
    metadata: `'{}'`,
  };
  return Object.keys(columns)
    .map((name) => `${values[name]} AS ${name}`)
    .join(', ');
}

async function makeTables(lake: AthenaLake, dynamodb: DynamoDb): Promise<void> {
  lake.athena.createWorkGroup({
    name: 'compaction',
    enabled: true,
    outputLocation: `s3://${bucket}/results/compaction/`,
    enforced: false,
    engineVersion: 'AUTO',
  });
  const string = (Name: string) => ({ Name, Type: 'string' });
  const dates = {
    'projection.enabled': 'true',
    'projection.event_date.type': 'date',
    'projection.event_date.format': 'yyyy-MM-dd',
    'projection.event_date.range': '2026-01-01,NOW',
    'projection.delivered_hour.type': 'date',
    'projection.delivered_hour.format': 'yyyy-MM-dd-HH',
    'projection.delivered_hour.interval': '1',
    'projection.delivered_hour.interval.unit': 'HOURS',
    'projection.delivered_hour.range': 'NOW-10DAYS,NOW+1HOURS',
    'storage.location.template': `s3://${bucket}/events/accepted/event_date=\${event_date}/delivered_hour=\${delivered_hour}/`,
  };
  await lake.table('uncompacted', {
    ...parquetTable('events/accepted/', columns),
    PartitionKeys: [string('event_date'), string('delivered_hour')],
    Parameters: dates,
  });
  const { application_id: _, ...own } = columns;
  await lake.table('compacted', {
    ...parquetTable('compacted/', own),
    PartitionKeys: [string('application_id'), string('event_date')],
  });
  await dynamodb.createTable({
    TableName: memoryTable,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['Kind', 'Id'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: ['Kind', 'Id'].map((AttributeName, index) => ({ AttributeName, KeyType: index ? 'RANGE' : 'HASH' })),
  });
}
