import type { Context, KinesisStreamBatchResponse } from 'aws-lambda';
import type { Applications } from '../../event/applications.ts';
import type { Judging } from '../../event/environment.ts';
import { failureLine, loadedLine } from '../../metrics/stores.ts';
import type { CheckTables } from '../clickhouse/check-tables.ts';
import { StoreFailure } from '../clickhouse/failure.ts';
import { insertRows, type RefusedRow } from '../clickhouse/insert-rows.ts';
import type { ClickHouseServer } from '../clickhouse/server.ts';
import { rawEvents, rawFailedEvents, rawQuarantinedEvents } from '../clickhouse/tables.ts';
import { holdOn, reserveMilliseconds } from '../hold-on.ts';
import { type LoaderEvent, readShardBatch } from '../shard-batch.ts';
import { ApplicationsUnknown, judgeBatch } from './judge-batch.ts';

export interface HandleOptions {
  readonly server: Pick<ClickHouseServer, 'insert'>;
  readonly checkTables: CheckTables;
  readonly applications: Applications;
  readonly judging: Judging;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Takes one line of the function's log. */
  readonly log: (line: string) => void;
}

/**
 * A batch of the event stream → rows in ClickHouse. Answers when all of them are stored; a row that ClickHouse refuses is
 * named as the first that failed, with all others stored, so that Lambda sets its record aside and goes on.
 * While ClickHouse cannot be reached, refuses the password or has another schema the shard waits here, and the log says
 * why; nothing is acknowledged. Without records it says the same of ClickHouse, and waits for nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export async function handle(
  event: LoaderEvent,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'functionName'>,
  { server, checkTables, applications, judging, now, sleep, log }: HandleOptions,
): Promise<KinesisStreamBatchResponse> {
  const { functionName } = context;
  const onFailure = (error: unknown) => {
    const kind = error instanceof StoreFailure ? error.kind : 'failed';
    // Another error's message may hold what an event holds.
    const message = isPassing(error) ? error.message : `The batch failed: ${nameOf(error)}`;
    log(failureLine({ functionName, store: 'clickhouse', kind, message }, now()));
  };
  const batch = readShardBatch(event);
  const [first] = batch.records;
  const last = batch.records.at(-1);
  if (first === undefined || last === undefined) {
    await checkTables().catch(onFailure);
    return { batchItemFailures: [] };
  }
  const name = `${batch.stream}/${batch.shard}/${first.sequenceNumber}-${last.sequenceNumber}`;
  const deadline = now() + context.getRemainingTimeInMillis() - reserveMilliseconds;

  const load = async (): Promise<readonly RefusedRow[]> => {
    await checkTables();
    const judged = await judgeBatch(batch, { applications, judging, now: now(), deadline });
    const tables = [
      [rawEvents.name, judged.accepted],
      [rawQuarantinedEvents.name, judged.quarantined],
      [rawFailedEvents.name, judged.failed],
    ] as const;
    const refused: RefusedRow[] = [];
    for (const [table, rows] of tables) refused.push(...(await insertRows(server, { table, batch: name, rows })));
    // A table that was changed meanwhile refuses good rows as if they were bad ones.
    if (refused.length > 0) await checkTables(true);
    return refused;
  };
  const refused = await holdOn(load, { deadline, now, sleep, isPassing, onFailure });
  for (const reason of new Set(refused.map(({ reason }) => reason)))
    log(JSON.stringify({ level: 'error', message: 'A record is refused', reason }));
  const inserted = batch.records.length - refused.length;
  const lagMilliseconds = now() - first.arrivedAt;
  log(loadedLine({ functionName, store: 'clickhouse', inserted, refused: refused.length, lagMilliseconds }, now()));
  const lowest = batch.records[Math.min(...refused.map(({ index }) => index))];
  return { batchItemFailures: lowest === undefined ? [] : [{ itemIdentifier: lowest.sequenceNumber }] };
}

function isPassing(error: unknown): error is Error {
  return error instanceof StoreFailure || error instanceof ApplicationsUnknown;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
