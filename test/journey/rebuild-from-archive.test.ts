import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { describe, expect, test } from 'vitest';
import { AnswerBook } from '../../scripts/simulate/answers.ts';
import { defaultSimulation, simulate } from '../../scripts/simulate/simulate.ts';
import { readMetrics } from '../../sql/metrics.ts';
import { createGame, type Game, gapJson, ingestModes, query, runGap } from '../support/pipeline.ts';
import { clientSettings, putOnStream } from '../support/put-on-stream.ts';
import { RestartingPipeline } from '../support/restarting-pipeline.ts';

const disturbances = { duplicates: 0.05, late: 0.05, wrongClock: 0.02, skewedClock: 0.02, malformed: 0.03 };

/** Sends what simulated players did, and beside it records that cannot be read. */
async function play(pipeline: RestartingPipeline, { id, key }: Game): Promise<void> {
  const game = { ...defaultSimulation, ...disturbances, seed: 11, players: 40, days: 5, until: Date.now() };
  const file = join(temporaryDirectory(), 'players.ndjson');
  writeFileSync(file, [...simulate(game, new AnswerBook())].join('\n'));
  // One request after the other: of two copies of an event it is certain then which one came first.
  await gapJson(pipeline, 'send', file, '--app', id, '--key', key, '--concurrency', '1');
  await putOnStream(pipeline.stack.file, [
    'no JSON \u0000 at all',
    '{"event":{"event_id":"1"}}',
    `{"application_id":"${id}"}`,
  ]);
  await gapJson(pipeline, 'flush');
}

type Lake = Readonly<Record<string, readonly object[]>>;

/** Everything that the lake knows but for when it was processed: that is another time now. */
async function lakeOf(pipeline: RestartingPipeline): Promise<Lake> {
  const of = (sql: string) => query<object>(pipeline, sql);
  const metrics: Record<string, object[]> = {};
  for (const { name, parameters } of readMetrics()) {
    // What cannot be read is counted by when it arrived, and a replay makes it arrive again: `failed` compares it.
    if (parameters.length > 0 || name === 'failed_per_minute') continue;
    const rows = await gapJson<{ failed_date?: string }[]>(pipeline, 'query', '--metric', name);
    metrics[name] = rows.map(({ failed_date: _, ...row }) => row);
  }
  const request = `json_extract_scalar(metadata, '$.request_id') AS request`;
  const columns = 'application_id, event_id, event_type, event_timestamp, occurred_at, received_at, event_data';
  return {
    ...metrics,
    events: await of(`SELECT ${columns}, ${request} FROM events ORDER BY event_id, event_timestamp, received_at`),
    delivered: await of('SELECT event_id, count(*) AS copies FROM raw_events GROUP BY 1 ORDER BY 1'),
    quarantined: await of(
      `SELECT ${columns}, ${request}, reason, error_path, event FROM quarantined_events ORDER BY event_id, event`,
    ),
    failed: await of('SELECT rawdata, errorcode, reason FROM failed_events ORDER BY 1'),
  };
}

/** What the two answer differently: how many rows, and the first few that only one of them has. */
function differences(one: Lake, other: Lake): object[] {
  return Object.keys(one).flatMap((name) => {
    const before = (one[name] ?? []).map((row) => JSON.stringify(row));
    const after = (other[name] ?? []).map((row) => JSON.stringify(row));
    if (before.join() === after.join()) return [];
    const lost = before.filter((line) => !after.includes(line)).slice(0, 5);
    const added = after.filter((line) => !before.includes(line)).slice(0, 5);
    return [{ name, rows: [before.length, after.length], lost, added }];
  });
}

/** As `aws s3 rm --recursive` does: the files of the tables are gone, the archive stays. */
async function dropFiles({ stack }: RestartingPipeline): Promise<void> {
  const client = new S3Client({ ...clientSettings(stack.file), forcePathStyle: true });
  const { Bucket } = stack.file.outputs;
  for (const Prefix of ['events/', 'compacted/', 'failed/']) {
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
      const Objects = (page.Contents ?? []).map(({ Key = '' }) => ({ Key }));
      if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }
  client.destroy();
}

const weekAgo = () => new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);

describe.each(ingestModes)('the lake of %s', (INGEST_MODE) => {
  test('is the same again when its files are gone and the archive is replayed', { timeout: 400_000 }, async () => {
    const pipeline = RestartingPipeline.of({ INGEST_MODE });
    await pipeline.start();
    await play(pipeline, await createGame(pipeline));
    const before = await lakeOf(pipeline);
    expect(before.failed).toHaveLength(3);
    const hasCompaction = pipeline.stack.file.outputs.CompactFunction !== undefined;
    if (hasCompaction) expect((await runGap(pipeline, 'compact')).exitCode).toBe(0);
    const [{ n: records } = { n: 0 }] = await query<{ n: number }>(
      pipeline,
      'SELECT (SELECT count(*) FROM raw_events) + (SELECT count(*) FROM raw_quarantined_events) + 3 AS n',
    );
    await dropFiles(pipeline);
    await pipeline.stop();
    await pipeline.start();
    expect(await query(pipeline, 'SELECT count(*) AS n FROM events')).toEqual([{ n: 0 }]);

    const replay = ['replay', '--from', 'archive', '--since', weekAgo(), '--rate', '100000'];
    expect(await gapJson(pipeline, ...replay)).toEqual({
      from: 'archive',
      found: records,
      replayed: records,
      failed: 0,
      skipped: 0,
    });
    await gapJson(pipeline, 'flush');
    expect(differences(before, await lakeOf(pipeline))).toEqual([]);

    // What that replay put into the archive is not multiplied by the next one; what cannot be marked is there once.
    const again = await gapJson<{ found: number; replayed: number; skipped: number }>(pipeline, ...replay);
    expect(again.replayed).toBeLessThanOrEqual(records + 3);
    expect(again.skipped).toBe(records - 3);
    await gapJson(pipeline, 'flush');
    const { events = [], quarantined = [], failed = [] } = before;
    expect(differences({ events, quarantined, failed }, await lakeOf(pipeline))).toEqual([]);
  });
});
