import { setTimeout } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context, KinesisStreamBatchResponse } from 'aws-lambda';
import { tableCheck } from '../clickhouse/check-tables.ts';
import { secretCredentials } from '../clickhouse/credentials.ts';
import type { ClickHouseEnvironment } from '../clickhouse/environment.ts';
import { clickHouseServer } from '../clickhouse/server.ts';
import { rawMetrics } from '../clickhouse/tables.ts';
import { openClient } from '../opensearch/open-client.ts';
import type { LoaderEvent } from '../shard-batch.ts';
import { clickHouseStore } from './clickhouse-store.ts';
import { readEnvironment } from './environment.ts';
import { handle } from './handle.ts';
import type { MetricStore } from './metric-store.ts';
import { openSearchStore } from './opensearch-store.ts';

const { clickHouse, openSearch } = readEnvironment();
const now = () => Date.now();
const stores: MetricStore[] = [];
if (clickHouse !== undefined) stores.push(openClickHouse(clickHouse));
if (openSearch !== undefined) stores.push(openSearchStore({ ...openSearch, client: openClient(openSearch.url), now }));

function openClickHouse(environment: ClickHouseEnvironment): MetricStore {
  const server = clickHouseServer({
    environment,
    readCredentials: secretCredentials(new SecretsManagerClient(), environment.secretArn),
    requestTimeoutMilliseconds: 10_000,
  });
  return clickHouseStore({ server, checkTables: tableCheck(server, environment.database, [rawMetrics], now) });
}

export const handler = (event: LoaderEvent, context: Context): Promise<KinesisStreamBatchResponse> =>
  handle(event, context, {
    stores,
    now,
    sleep: (milliseconds) => setTimeout(milliseconds),
    log: console.log,
  });
