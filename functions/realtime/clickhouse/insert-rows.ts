import { createHash } from 'node:crypto';
import { StoreFailure } from './failure.ts';
import type { ClickHouseServer } from './server.ts';

/** A row to insert, and the record of the batch that it is of. */
export interface BatchRow {
  /** Of the record in its batch. */
  readonly index: number;
  /** JSON. */
  readonly line: string;
}

export interface RefusedRow {
  /** Of the record in its batch. */
  readonly index: number;
  /** Table and server's answer, and nothing of the row in it. */
  readonly reason: string;
}

export interface InsertRowsOptions {
  readonly table: string;
  /** What the batch is called: its stream, its shard, its first and last sequence number. Undefined: rows that come again are inserted again. */
  readonly batch: string | undefined;
  readonly rows: readonly BatchRow[];
}

/** Inserts are halved to find a row that is refused. More of them than this, and the rest waits for the next attempt. */
const maxRefused = 20;

/**
 * Inserts rows and answers those that the server refuses by what they hold; all others are stored. Rejects
 * with a `StoreFailure` when the server cannot be reached or does not work.
 */
export async function insertRows(
  server: Pick<ClickHouseServer, 'insert'>,
  { table, batch, rows }: InsertRowsOptions,
): Promise<readonly RefusedRow[]> {
  const refused: RefusedRow[] = [];
  const parts = rows.length === 0 ? [] : [rows];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const refusal = refused.length < maxRefused ? await insertPart(part) : 'not tried after as many that are refused';
    if (refusal === undefined) continue;
    const middle = part.length >> 1;
    if (middle > 0 && refused.length < maxRefused) parts.push(part.slice(middle), part.slice(0, middle));
    else refused.push(...part.map(({ index }) => ({ index, reason: `${table}: ${refusal}` })));
  }
  return refused;

  /** Undefined: they are stored; otherwise why one of them is refused. */
  async function insertPart(part: readonly BatchRow[]): Promise<string | undefined> {
    try {
      await server.insert({ table, lines: part.map(({ line }) => line), token: batch && tokenOf(batch, part) });
      return undefined;
    } catch (error) {
      if (error instanceof StoreFailure && error.kind === 'rows_refused') return error.message;
      throw error;
    }
  }
}

/**
 * The same batch has the same token when it is tried again, so that the server adds nothing. Which of its records are in
 * the insert is part of it: an event that was quarantined at the first try and is accepted at the second (its application
 * was registered in between) makes another insert, and the copies of the others go when parts are merged.
 */
function tokenOf(batch: string, rows: readonly BatchRow[]): string {
  const indexes = Uint32Array.from(rows, ({ index }) => index);
  return `${batch}/${createHash('md5').update(indexes).digest('hex')}`;
}
