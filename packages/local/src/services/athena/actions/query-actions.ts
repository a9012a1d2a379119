import { type Action, ServiceError } from '../../../service.ts';
import { describeExecution, type Execution } from '../execution.ts';
import { readCsv } from '../results/csv.ts';
import { parseLocation } from '../tables/s3-location.ts';
import { type AthenaContext, onWorkGroup, pageOf } from './context.ts';
import { startQueryExecution } from './start-query.ts';

interface QueryId {
  QueryExecutionId: string;
}

interface ResultsInput extends QueryId {
  /** 1 to 1,000 rows, the header among them; default 1,000. */
  MaxResults?: number;
  NextToken?: string;
}

const maxPageSize = 1000;

export function queryActions(context: AthenaContext): Record<string, Action> {
  const { history, runner, workGroups, runtime } = context;
  const onQuery =
    (action: string) =>
    ({ QueryExecutionId }: QueryId) => {
      return onWorkGroup(context, action, history.get(QueryExecutionId).workGroup);
    };
  const describe = (execution: Execution) => {
    return describeExecution(execution, workGroups.get(execution.workGroup).engineVersion, runtime.clock.now());
  };
  return {
    StartQueryExecution: startQueryExecution(context),
    GetQueryExecution: {
      permissions: onQuery('GetQueryExecution'),
      run: ({ QueryExecutionId }: QueryId) => ({ QueryExecution: describe(history.get(QueryExecutionId)) }),
    },
    BatchGetQueryExecution: {
      permissions: ({ QueryExecutionIds }: { QueryExecutionIds: string[] }) => {
        const groups = new Set(known(context, QueryExecutionIds).map(({ workGroup }) => workGroup));
        return [...groups].flatMap((group) => onWorkGroup(context, 'BatchGetQueryExecution', group));
      },
      run: ({ QueryExecutionIds }: { QueryExecutionIds: string[] }) => {
        const found = known(context, QueryExecutionIds);
        const missing = QueryExecutionIds.filter((id) => !found.some((execution) => execution.id === id));
        return {
          QueryExecutions: found.map(describe),
          UnprocessedQueryExecutionIds: missing.map((id) => ({ QueryExecutionId: id, ErrorCode: 'INVALID_QUERY_ID' })),
        };
      },
    },
    ListQueryExecutions: {
      permissions: ({ WorkGroup = 'primary' }: { WorkGroup?: string }) =>
        onWorkGroup(context, 'ListQueryExecutions', WorkGroup),
      run: ({
        WorkGroup = 'primary',
        MaxResults,
        NextToken,
      }: {
        WorkGroup?: string;
        MaxResults?: number;
        NextToken?: string;
      }) => {
        const { items, ...page } = pageOf(history.of(workGroups.get(WorkGroup).name), MaxResults, NextToken);
        return { QueryExecutionIds: items.map(({ id }) => id), ...page };
      },
    },
    StopQueryExecution: {
      permissions: onQuery('StopQueryExecution'),
      run: ({ QueryExecutionId }: QueryId) => {
        runner.stop(QueryExecutionId);
        return {};
      },
    },
    GetQueryResults: {
      permissions: onQuery('GetQueryResults'),
      run: (input: ResultsInput, caller) => getResults(context, input, caller),
    },
  };
}

function known({ history }: AthenaContext, ids: readonly string[]): Execution[] {
  return ids.flatMap((id) => {
    try {
      return [history.get(id)];
    } catch {
      return [];
    }
  });
}

/** The rows come from the object in S3, which the caller must be allowed to read; NextToken is a place in it. */
async function getResults(context: AthenaContext, input: ResultsInput, caller: Parameters<Action['run']>[1]) {
  const { QueryExecutionId, MaxResults = maxPageSize, NextToken = '0' } = input;
  const execution = context.history.get(QueryExecutionId);
  const { state, columns = [], outputLocation, reason, updateCount } = execution;
  if (state === 'QUEUED' || state === 'RUNNING') throw invalid(`Query has not yet finished. Current state: ${state}`);
  if (state !== 'SUCCEEDED') {
    throw invalid(
      `Query did not finish successfully. Final query state: ${state}${reason === undefined ? '' : `. ${reason}`}`,
    );
  }
  if (!(MaxResults >= 1 && MaxResults <= maxPageSize)) throw invalid('MaxResults must be from 1 to 1000');
  if (!/^\d+$/.test(NextToken)) throw invalid('Invalid NextToken');
  // What writes a table has no rows to show.
  if (updateCount !== undefined) {
    return { UpdateCount: updateCount, ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [] } } };
  }
  const { bucket, prefix } = parseLocation(outputLocation);
  const key = prefix.replace(/\/$/, '');
  const resource = `arn:aws:s3:::${bucket}/${key}`;
  context.runtime.services.authorize(caller, {
    action: 's3:GetObject',
    resource,
    context: { 'aws:securetransport': 'true' },
  });
  const object = await context.store.find(bucket, key);
  if (object === undefined) throw invalid(`Could not find results: ${outputLocation}`);
  const { rows, next } = await readCsv(object.path, Number(NextToken), MaxResults);
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: rows.map((row) => ({ Data: row.map((value) => (value === undefined ? {} : { VarCharValue: value })) })),
      ResultSetMetadata: { ColumnInfo: columns },
    },
    NextToken: next === undefined ? undefined : String(next),
  };
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message);
}
