import { randomUUID } from 'node:crypto';
import type { Expression } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import type { Statement } from 'sql-dialects/trino';
import { parseExpression, parseStatement } from 'sql-dialects/trino';
import { type Action, type Principal, ServiceError } from '../../../service.ts';
import type { Execution } from '../execution.ts';
import type { WorkGroupSettings } from '../work-groups.ts';
import { type AthenaContext, onWorkGroup } from './context.ts';

export interface StartQueryExecutionInput {
  QueryString: string;
  QueryExecutionContext?: { Database?: string; Catalog?: string };
  /** Default `primary`. */
  WorkGroup?: string;
  ResultConfiguration?: { OutputLocation?: string; EncryptionConfiguration?: Record<string, unknown> };
  /** SQL literals for the `?` of the query, in order. */
  ExecutionParameters?: string[];
  /** The same token with the same query gives the same execution. */
  ClientRequestToken?: string;
}

/** https://docs.aws.amazon.com/athena/latest/ug/service-limits.html#service-limits-query-string-length */
const maxQueryBytes = 262_144;

export function startQueryExecution(context: AthenaContext): Action {
  return {
    permissions: ({ WorkGroup = 'primary' }: StartQueryExecutionInput) =>
      onWorkGroup(context, 'StartQueryExecution', WorkGroup),
    run: (input: StartQueryExecutionInput, caller) => start(context, input, caller),
  };
}

async function start(context: AthenaContext, input: StartQueryExecutionInput, caller: Principal) {
  const { QueryString = '', WorkGroup = 'primary', ClientRequestToken, ExecutionParameters = [] } = input;
  const { Database = 'default', Catalog = 'AwsDataCatalog' } = input.QueryExecutionContext ?? {};
  const group = context.workGroups.get(WorkGroup);
  if (!group.enabled) throw invalid(`WorkGroup ${WorkGroup} is disabled.`);
  if (Catalog.toLowerCase() !== 'awsdatacatalog')
    throw invalid(`Catalog ${Catalog} does not exist: there is AwsDataCatalog alone.`);
  if (QueryString.trim() === '') throw invalid('QueryString must not be empty');
  if (Buffer.byteLength(QueryString) > maxQueryBytes) throw invalid('QueryString is longer than 262144 bytes');
  const repeated = ClientRequestToken === undefined ? undefined : context.history.withToken(ClientRequestToken);
  if (repeated !== undefined) {
    const isSame = repeated.query === QueryString && repeated.workGroup === WorkGroup;
    if (!isSame) throw invalid('Idempotent parameters do not match');
    return { QueryExecutionId: repeated.id };
  }
  const { statement, parameters } = parsed(context, QueryString, ExecutionParameters, WorkGroup);
  checkLocation(statement, group);
  const id = randomUUID();
  const kind = kindOf(statement);
  const execution: Execution = {
    id,
    query: QueryString,
    statementType: kind.type,
    substatementType: kind.subtype,
    database: Database.toLowerCase(),
    workGroup: WorkGroup,
    parameters: ExecutionParameters,
    outputLocation: `${outputFolder(group, input)}${kind.file(id)}`,
    encryption: group.enforced ? group.encryption : input.ResultConfiguration?.EncryptionConfiguration,
    token: ClientRequestToken,
    submittedMs: context.runtime.clock.now(),
    state: 'QUEUED',
    bytesScanned: 0,
  };
  // A token that names an execution which was never submitted would wait for it for ever.
  await context.history.add(execution, (error) => context.runtime.log(`athena: history not written: ${error}`));
  context.runner.submit({ execution, statement, parameters, caller, cutoff: group.bytesScannedCutoff });
  return { QueryExecutionId: id };
}

/** What cannot be parsed is refused at once, as in Athena. */
function parsed(context: AthenaContext, query: string, values: readonly string[], workGroup: string) {
  try {
    const statement = parseStatement(query);
    if (statement.kind !== 'execute') return { statement, parameters: values.map(parseExpression) };
    const prepared = context.saved.prepared(workGroup, statement.name);
    if (prepared === undefined)
      throw invalid(`PreparedStatement ${statement.name} was not found in workGroup ${workGroup}`);
    const inner: Statement = parseStatement(prepared.QueryStatement);
    const parameters: readonly Expression[] =
      statement.using.length > 0 ? statement.using : values.map(parseExpression);
    return { statement: inner, parameters };
  } catch (error) {
    if (error instanceof SqlError) throw invalid(error.message);
    throw error;
  }
}

interface StatementKind {
  readonly type: Execution['statementType'];
  readonly subtype?: string;
  /** The place of the results below the output location. */
  file(id: string): string;
}

function kindOf({ kind }: Statement): StatementKind {
  const text = (id: string) => `${id}.txt`;
  switch (kind) {
    case 'select':
      return { type: 'DML', subtype: 'SELECT', file: (id) => `${id}.csv` };
    case 'explain':
      return { type: 'UTILITY', subtype: 'EXPLAIN', file: text };
    case 'create-table-as':
      return { type: 'DDL', subtype: 'CREATE_TABLE_AS_SELECT', file: (id) => `tables/${id}` };
    case 'create-view':
      return { type: 'DDL', subtype: 'CREATE_VIEW', file: text };
    case 'drop-view':
      return { type: 'DDL', subtype: 'DROP_VIEW', file: text };
    case 'drop-table':
      return { type: 'DDL', subtype: 'DROP_TABLE', file: text };
    default:
      return { type: 'DDL', file: text };
  }
}

/** https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html#ctas-table-properties */
function checkLocation(statement: Statement, group: WorkGroupSettings): void {
  if (statement.kind !== 'create-table-as' || !group.enforced) return;
  if (!statement.properties.some(({ name }) => name === 'external_location')) return;
  throw invalid(
    "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena " +
      "Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' " +
      'property and resubmit the query.',
  );
}

function outputFolder(group: WorkGroupSettings, input: StartQueryExecutionInput): string {
  const own = input.ResultConfiguration?.OutputLocation;
  const location = group.enforced ? group.outputLocation : (own ?? group.outputLocation);
  if (location === undefined || location === '') {
    throw invalid(
      'No output location provided. An output location is required either through the Workgroup result configuration ' +
        'setting or as an API input.',
    );
  }
  if (!/^s3:\/\/[^/]+/.test(location)) throw invalid(`outputLocation is not a valid S3 path: ${location}`);
  return location.endsWith('/') ? location : `${location}/`;
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message);
}
