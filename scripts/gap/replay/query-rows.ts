import { AthenaClient, GetQueryResultsCommand, type GetQueryResultsCommandOutput } from '@aws-sdk/client-athena';
import { finishQuery, startQuery } from '../athena-query.ts';
import type { Connection } from '../connection.ts';
import type { Position, Watch } from './source.ts';

export type NamedRow = Readonly<Record<string, string | undefined>>;

export interface PlacedRow {
  readonly row: NamedRow;
  /** Behind the row. */
  readonly position: Position;
}

/** Few enough that even events of the largest size fit into memory. */
const rowsPerPage = 500;

/**
 * Rows of a query, page by page. It is run once: whoever goes on from a position reads on in the same answer, whatever
 * has become of the tables since. Answers are kept for a week.
 */
export class QueryRows {
  readonly #client: AthenaClient;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#client = new AthenaClient(connection.clientSettings);
  }

  /** Throws with Athena's reason when the query fails, and when the answer to go on in is no longer there. */
  async *rows(sql: string, position: Position | undefined, { onStart, stop }: Watch): AsyncIterable<PlacedRow> {
    const execution =
      position === undefined ? await startQuery(this.#client, this.#connection, sql) : String(position.execution);
    if (position === undefined) onStart({ execution, rows: 0 });
    if (!(await finishQuery(this.#client, execution, stop).catch(expired))) return;
    let done = Number(position?.rows ?? 0);
    let token = position?.page === undefined ? undefined : String(position.page);
    // Without a token the rows that are done come once more; of a page that was begun, those before.
    let skip = token === undefined ? done : Number(position?.pageRows ?? 0);
    for (;;) {
      const page = await this.#page(execution, token);
      const names = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '' }) => Name);
      // The first row of the first page repeats the column names.
      const rows = (page.ResultSet?.Rows ?? []).slice(token === undefined ? 1 : 0);
      for (const [index, { Data = [] }] of rows.slice(skip).entries()) {
        done += 1;
        const row = Object.fromEntries(names.map((name, column) => [name, Data[column]?.VarCharValue]));
        const position = { execution, rows: done };
        yield {
          row,
          position: token === undefined ? position : { ...position, page: token, pageRows: skip + index + 1 },
        };
      }
      skip = Math.max(0, skip - rows.length);
      token = page.NextToken;
      if (token === undefined) return;
    }
  }

  #page(QueryExecutionId: string, NextToken: string | undefined): Promise<GetQueryResultsCommandOutput> {
    return this.#client
      .send(new GetQueryResultsCommand({ QueryExecutionId, NextToken, MaxResults: rowsPerPage }))
      .catch(expired);
  }
}

function expired(error: unknown): never {
  const gone = error instanceof Error && error.name === 'InvalidRequestException';
  if (!gone) throw error;
  throw new Error(`what there was to replay cannot be read any more (${error.message}): begin anew with --restart`);
}
