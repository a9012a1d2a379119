import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createGame,
  type Game,
  gapJson,
  ingestModes,
  type Pipeline,
  query,
  startPipeline,
  stopPipeline,
} from '../support/pipeline.ts';

const match = new URL('../data/dota2-match.ndjson', import.meta.url).pathname;
const answers = JSON.parse(readFileSync(new URL('../data/dota2-match.answers.json', import.meta.url), 'utf8'));

interface Sent {
  sent: number;
  accepted: number;
  failed: number;
  shiftedDays: number;
}

describe.each(ingestModes)('a real match through %s', (INGEST_MODE) => {
  let pipeline: Pipeline;
  let game: Game;
  let sent: Sent;

  beforeAll(async () => {
    pipeline = await startPipeline({ INGEST_MODE }, { keep: true });
    game = await createGame(pipeline);
    sent = await send(game);
  });
  afterAll(() => stopPipeline(pipeline));

  const send = ({ id, key }: Game) =>
    gapJson<Sent>(pipeline, 'send', match, '--app', id, '--key', key, '--recent', '--wait');
  const count = async (from: string) =>
    (await query<{ n: number }>(pipeline, `SELECT count(*) AS n FROM ${from}`)).map(({ n }) => n);

  test('is accepted whole', () => {
    expect(sent).toMatchObject({ sent: answers.events, accepted: answers.events, failed: 0 });
  });

  test('has the right events by type', async () => {
    const rows = await query<{ event_type: string; events: number }>(
      pipeline,
      'SELECT event_type, count(*) AS events FROM events GROUP BY event_type',
    );
    expect(Object.fromEntries(rows.map((row) => [row.event_type, row.events]))).toEqual(answers.events_by_type);
  });

  test('has the right players and times', async () => {
    const shift = sent.shiftedDays * 86_400;
    expect(
      await query(
        pipeline,
        'SELECT count(DISTINCT player_id) AS players, min(event_timestamp) AS first, max(event_timestamp) AS last FROM events',
      ),
    ).toEqual([
      {
        players: answers.distinct_players,
        first: answers.first_timestamp + shift,
        last: answers.last_timestamp + shift,
      },
    ]);
  });

  test('has the right kills by player', async () => {
    const rows = await query<{ player_id: string; kills: number }>(
      pipeline,
      "SELECT player_id, count(*) AS kills FROM events WHERE event_type = 'dota2_player_kill' GROUP BY player_id",
    );
    expect(Object.fromEntries(rows.map((row) => [row.player_id, row.kills]))).toEqual(answers.kills_by_player);
  });

  test('has the right purchases by item', async () => {
    const rows = await query<{ item: string; purchases: number }>(
      pipeline,
      `SELECT json_extract_scalar(event_data, '$.item_id') AS item, count(*) AS purchases
       FROM events WHERE event_type = 'dota2_item_purchased' GROUP BY 1 ORDER BY purchases DESC LIMIT 10`,
    );
    const expected = answers.purchases_by_item_top as [string, number][];
    expect(rows.map((row) => row.purchases)).toEqual(expected.map(([, purchases]) => purchases));
    const clear = expected.filter(([, purchases]) => purchases > (expected.at(-1)?.[1] ?? 0));
    expect(rows.slice(0, clear.length).map((row) => [row.item, row.purchases])).toEqual(clear);
  });

  test('has the right one-minute windows', async () => {
    const rows = await query<{ minute: string; events: number }>(
      pipeline,
      `SELECT cast(to_unixtime(date_trunc('minute', occurred_at)) AS bigint) AS minute, count(*) AS events
       FROM events GROUP BY 1 ORDER BY events DESC, minute`,
    );
    expect(rows).toHaveLength(answers.one_minute_windows);
    const [minute, events] = answers.busiest_minute as [string, number];
    expect(rows[0]).toEqual({ minute: Number(minute) + sent.shiftedDays * 86_400, events });
  });

  test('has kills and purchases in the views of their types', async () => {
    expect(await count('dota2_player_kill')).toEqual([answers.events_by_type.dota2_player_kill]);
    expect(await count("dota2_item_purchased WHERE item_id IS NOT NULL AND event_name <> ''")).toEqual([
      answers.events_by_type.dota2_item_purchased,
    ]);
  });

  test('has a view that can be described, from its first column to its last', async () => {
    const columns = await query<{ col_name: string }>(pipeline, 'DESCRIBE dota2_player_kill');
    expect([columns[0]?.col_name, columns.at(-1)?.col_name]).toEqual(['event_id', 'event_date']);
  });

  test('sent again is stored again and counted once, sent by another game it is another match', async () => {
    const times = (n: number) => [n * answers.events];
    await send(game);
    expect([await count('raw_events'), await count('events')]).toEqual([times(2), times(1)]);
    await send(await createGame(pipeline, 'Another game'));
    expect([await count('raw_events'), await count('events')]).toEqual([times(3), times(2)]);
  });
});
