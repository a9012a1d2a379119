import type { Answers } from '../../scripts/simulate/answers.ts';
import { gapJson, type Pipeline, query } from './pipeline.ts';

/** What the pipeline can be asked, by the simulator's own words. */
export type Asked = Omit<Answers, 'sent' | 'duplicates' | 'duplicates_per_day' | 'quarantined_duplicates' | 'late'>;

type Asker = Pick<Pipeline, 'state'>;

/** Half of the least that a simulated clock is off, in seconds. */
const minSkewMs = 3600;

/** Asks the pipeline what the simulator counted: by its metrics, its views and its tables. */
export async function askAnswers(pipeline: Asker): Promise<Asked> {
  const byType = await metric<{ event_type: string; events: number }>(pipeline, 'events_by_type');
  const players = await metric<{ day: string; players: number; events: number }>(pipeline, 'players_per_day');
  const [busiest] = await metric<{ minute: string; events: number }>(pipeline, 'busiest_minute');
  const sessions = await metric<{ day: string; sessions: number }>(pipeline, 'sessions_per_day');
  const revenue = await metric<{ day: string; revenue: number }>(pipeline, 'revenue_per_day');
  const quarantined = await metric<{ reason: keyof Answers['quarantined']; error_path: string; events: number }>(
    pipeline,
    'quarantined_by_reason',
  );
  const [totals] = await query<Record<'accepted' | 'corrected' | 'seconds' | 'earned' | 'spent', number>>(
    pipeline,
    `SELECT (SELECT count(*) FROM events) AS accepted,
            (SELECT count(*) FROM events
             WHERE abs(to_unixtime(occurred_at) - event_timestamp) >= ${minSkewMs}) AS corrected,
            (SELECT sum(duration_seconds) FROM session_end) AS seconds,
            (SELECT sum(amount) FROM currency_earned) AS earned,
            (SELECT sum(amount) FROM currency_spent) AS spent`,
  );
  const reasons = sumBy(quarantined, ({ reason }) => reason);
  return {
    accepted: totals?.accepted ?? 0,
    corrected: totals?.corrected ?? 0,
    quarantined: {
      schema_mismatch: reasons.schema_mismatch ?? 0,
      timestamp_out_of_range: reasons.timestamp_out_of_range ?? 0,
    },
    quarantined_by_path: sumBy(quarantined, ({ error_path }) => error_path),
    events_by_type: sumBy(byType, ({ event_type }) => event_type),
    events_per_day: sumBy(players, ({ day }) => dayOf(day)),
    players_per_day: Object.fromEntries(players.map((row) => [dayOf(row.day), row.players])),
    busiest_minute: [busiest?.minute.slice(0, 16) ?? '', busiest?.events ?? 0],
    sessions_per_day: Object.fromEntries(sessions.map((row) => [dayOf(row.day), row.sessions])),
    session_seconds: totals?.seconds ?? 0,
    revenue_cents_per_day: Object.fromEntries(revenue.map((row) => [dayOf(row.day), Math.round(row.revenue * 100)])),
    gold: { earned: totals?.earned ?? 0, spent: totals?.spent ?? 0 },
  };
}

/** The same of the simulator's book. */
export function askedOf(answers: Answers): Asked {
  const { sent: _sent, duplicates: _duplicates, duplicates_per_day: _days, late: _late, ...rest } = answers;
  const { quarantined_duplicates: _quarantined, ...asked } = rest;
  return asked;
}

function metric<Row>(pipeline: Asker, name: string): Promise<Row[]> {
  return gapJson<Row[]>(pipeline, 'query', '--metric', name);
}

function sumBy<Row extends { events: number }>(
  rows: readonly Row[],
  key: (row: Row) => string,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const row of rows) sums[key(row)] = (sums[key(row)] ?? 0) + row.events;
  return sums;
}

function dayOf(text: string): string {
  return text.slice(0, 10);
}
