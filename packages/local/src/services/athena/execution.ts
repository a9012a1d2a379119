import type { ColumnInfo } from './results/column-info.ts';

export type QueryState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** One query as it is kept in its file. */
export interface Execution {
  readonly id: string;
  readonly query: string;
  readonly statementType: 'DML' | 'DDL' | 'UTILITY';
  /** https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html */
  readonly substatementType?: string;
  readonly database: string;
  readonly workGroup: string;
  readonly parameters: readonly string[];
  /** Where the results are: `s3://…/ID.csv`, `.txt` for what is no SELECT, `tables/ID` for what writes a table. */
  readonly outputLocation: string;
  readonly encryption?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly submittedMs: number;
  state: QueryState;
  reason?: string;
  startedMs?: number;
  plannedMs?: number;
  completedMs?: number;
  bytesScanned: number;
  columns?: readonly ColumnInfo[];
  /** The rows that the statement wrote to a table; undefined: it has results instead. */
  updateCount?: number;
  /** Where the list is of the objects that it wrote, or meant to. */
  manifestLocation?: string;
}

/** The execution as GetQueryExecution answers it; times in seconds, as the JSON protocol carries them. */
export function describeExecution(execution: Execution, engineVersion: string, nowMs: number) {
  const { submittedMs, startedMs, plannedMs, completedMs } = execution;
  const end = completedMs ?? nowMs;
  const queuedMs = (startedMs ?? end) - submittedMs;
  return {
    QueryExecutionId: execution.id,
    Query: execution.query,
    StatementType: execution.statementType,
    ResultConfiguration: {
      OutputLocation: execution.outputLocation,
      EncryptionConfiguration: execution.encryption,
    },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: { Database: execution.database, Catalog: 'awsdatacatalog' },
    Status: {
      State: execution.state,
      StateChangeReason: execution.reason,
      SubmissionDateTime: submittedMs / 1000,
      CompletionDateTime: completedMs === undefined ? undefined : completedMs / 1000,
      AthenaError:
        execution.state === 'FAILED'
          ? { ErrorCategory: 2, ErrorType: 1006, Retryable: false, ErrorMessage: execution.reason }
          : undefined,
    },
    Statistics: {
      EngineExecutionTimeInMillis: startedMs === undefined ? 0 : end - startedMs,
      DataScannedInBytes: execution.bytesScanned,
      DataManifestLocation: execution.manifestLocation,
      TotalExecutionTimeInMillis: end - submittedMs,
      QueryQueueTimeInMillis: queuedMs,
      QueryPlanningTimeInMillis: startedMs === undefined ? 0 : (plannedMs ?? end) - startedMs,
      ServiceProcessingTimeInMillis: 0,
      ResultReuseInformation: { ReusedPreviousResult: false },
    },
    WorkGroup: execution.workGroup,
    EngineVersion: { SelectedEngineVersion: engineVersion, EffectiveEngineVersion: 'Athena engine version 3' },
    ExecutionParameters: execution.parameters.length === 0 ? undefined : execution.parameters,
    SubstatementType: execution.substatementType,
  };
}
