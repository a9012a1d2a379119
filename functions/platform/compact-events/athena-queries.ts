import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Queries } from './dependencies.ts';

export interface AthenaOptions {
  readonly workgroup: string;
  readonly database: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds that the function may still run. */
  readonly remainingMilliseconds: () => number;
}

/** Between two looks at a statement's state: 4 % longer each time, so that the wait is so much too long at most. */
const firstPauseMilliseconds = 20;
const maxPauseMilliseconds = 1000;
/** A statement that is not done by then is stopped: nobody would take up what it writes. */
const stopMilliseconds = 20_000;

/** Statements in a workgroup of Athena. */
export function athenaQueries(
  client: AthenaClient,
  { workgroup, database, sleep, remainingMilliseconds }: AthenaOptions,
): Queries {
  async function waitFor(QueryExecutionId: string | undefined): Promise<string> {
    for (let pause = firstPauseMilliseconds; ; pause = Math.min(pause * 1.04, maxPauseMilliseconds)) {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const { State, StateChangeReason } = QueryExecution?.Status ?? {};
      if (State === 'SUCCEEDED') return QueryExecution?.StatementType ?? '';
      if (State === 'FAILED' || State === 'CANCELLED') {
        throw new Error(`A statement of the compaction is ${State}: ${StateChangeReason ?? 'for no reason'}`);
      }
      if (remainingMilliseconds() < stopMilliseconds) {
        await client.send(new StopQueryExecutionCommand({ QueryExecutionId }));
        throw new Error('A statement of the compaction took longer than the function may');
      }
      await sleep(pause);
    }
  }

  return {
    async run(sql) {
      const { QueryExecutionId } = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          WorkGroup: workgroup,
          QueryExecutionContext: { Database: database },
        }),
      );
      // CREATE TABLE AS answers no rows.
      if ((await waitFor(QueryExecutionId)) !== 'DML') return [];
      const rows: string[][] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
        // The first row of the first page repeats the column names.
        for (const { Data = [] } of (page.ResultSet?.Rows ?? []).slice(NextToken === undefined ? 1 : 0)) {
          rows.push(Data.map(({ VarCharValue }) => VarCharValue ?? ''));
        }
        NextToken = page.NextToken;
      } while (NextToken);
      return rows;
    },
  };
}
