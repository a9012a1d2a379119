import { viewName } from '../../schemas/registry/view-name.ts';
import { queryAthena } from './athena-query.ts';
import type { Connection } from './connection.ts';

/**
 * What an analyst is told who asks for the view of an event type that has no schema: that there is none yet, and how many such
 * events there are. Any other error as it is.
 */
export async function explainMissingTable(connection: Connection, error: unknown): Promise<unknown> {
  const table = error instanceof Error ? missingTable(error.message) : undefined;
  if (table === undefined) return error;
  const sql = 'SELECT event_type, count(*) FROM events GROUP BY event_type';
  const { rows } = await queryAthena(connection, sql).catch(() => ({ rows: [] }));
  const [type, events] = rows.find(([name]) => name !== undefined && viewName(name) === table) ?? [];
  if (type === undefined) return error;
  return new Error(
    `the event type ${type} has no schema yet, so it has no view; there are ${events} such events: ` +
      `SELECT * FROM events WHERE event_type = '${type}'. Propose a schema: gap schema infer FILE --write`,
  );
}

/** `… Table 'awsdatacatalog.game_events.dragon_tamed' does not exist` → `dragon_tamed` */
function missingTable(message: string): string | undefined {
  return /Table '(?:[^'.]+\.)*([^'.]+)' does not exist/.exec(message)?.[1]?.toLowerCase();
}
