import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { isTime } from '../job/flink-type.ts';
import type { CreateTable, Query, Statement } from '../job/job.ts';
import type { Aggregation } from './aggregation.ts';
import { readDuration } from './duration.ts';
import { recordsTable, shardColumn } from './names.ts';
import type { Deduplication } from './plan-deduplication.ts';
import type { Filter } from './plan-filter.ts';
import { planQuery } from './plan-query.ts';
import { planSinks, type Sink } from './plan-sink.ts';
import type { Relation } from './relation.ts';
import { type FunctionCall, type FunctionTypes, type RecordColumn, SourceTable } from './source.ts';
import type { Step } from './steps.ts';
import { quotedName } from './typed.ts';

/** A job as it is run: what is read, what is done with each micro-batch, and what goes out. */
export interface JobPlan {
  readonly source: JobSource;
  /** In the order in which they are run. */
  readonly steps: readonly Step[];
  readonly sinks: readonly Sink[];
  /** How long keys and groups are remembered that nothing renews; undefined: for ever. */
  readonly stateMilliseconds: number | undefined;
}

export interface JobSource {
  readonly streamArn: string;
  readonly startAt: 'TRIM_HORIZON' | 'LATEST';
  /** A shard without records for so long is idle; undefined: none ever is. */
  readonly idleMilliseconds: number | undefined;
  readonly columns: readonly RecordColumn[];
  readonly calls: readonly FunctionCall[];
  /** Gives `shard`, `watermark` (milliseconds since the epoch) and `missing` (rows without an event time). */
  readonly watermarks: string;
}

const settings = ['table.local-time-zone', 'table.exec.state.ttl', 'pipeline.shared-views'];

/** Throws FlinkSqlError, with the line, for what the window runner does not do. */
export function planJob(statements: readonly Statement[], functions: FunctionTypes): JobPlan {
  const tables = new Map<string, CreateTable>();
  const views = new Map<string, Query>();
  const relations = new Map<string, Relation>();
  const sources: SourceTable[] = [];
  const planned: (Aggregation | Deduplication | Filter)[] = [];
  const inserts: Extract<Statement, { kind: 'insert' }>[] = [];
  let stateMilliseconds: number | undefined;
  for (const statement of statements) {
    if (statement.kind === 'create_table') tables.set(statement.name, statement);
    else if (statement.kind === 'create_view') views.set(statement.name, statement.query);
    else if (statement.kind === 'insert') inserts.push(statement);
    else {
      const { key, value, line } = statement;
      if (!settings.includes(key)) throw new FlinkSqlError(`SET '${key}' is not supported here`, line);
      if (key === 'table.local-time-zone' && value !== 'UTC') {
        throw new FlinkSqlError(`SET '${key}' = '${value}': UTC is what is supported here`, line);
      }
      if (key === 'table.exec.state.ttl') stateMilliseconds = readDuration(value, line) || undefined;
    }
  }
  const planning = {
    relation(name: string, line: number): Relation {
      const known = relations.get(name);
      if (known) return known;
      const view = views.get(name);
      const table = tables.get(name);
      if (!view && !table) throw new FlinkSqlError(`there is no table or view ${name}`, line);
      const relation = view ? planQuery(view, planning, name) : table && source(table);
      if (!relation) throw new Error('neither a view nor a table');
      relations.set(name, relation);
      return relation;
    },
    nextStep: () => `step${planned.length}`,
    add: (step: Aggregation | Deduplication | Filter) => {
      planned.push(step);
    },
  };
  const source = (table: CreateTable) => {
    const made = new SourceTable(table, functions);
    sources.push(made);
    if (sources.length > 1) throw new FlinkSqlError('a job with two sources is not supported here', table.line);
    return made;
  };
  const sinks = inserts.flatMap(({ table: name, query, line }) => {
    const table = tables.get(name);
    if (!table) throw new FlinkSqlError(`there is no table ${name}`, line);
    return planSinks(table, query, planning);
  });
  const taken = new Set<string>();
  // From the last on: each says what it needs of those before it.
  const steps = [...planned]
    .reverse()
    .map((step) => step.finish(taken))
    .reverse();
  const [read] = sources;
  const table = [...tables.values()].find(({ watermark }) => watermark !== undefined);
  if (!read || !table) throw new FlinkSqlError('a job needs a source with a watermark', 1);
  return { source: planSource(table, read), steps, sinks, stateMilliseconds };
}

function planSource(table: CreateTable, source: SourceTable): JobSource {
  const { options, watermark, line } = table;
  const {
    connector,
    format,
    'stream.arn': streamArn,
    'scan.stream.initpos': startAt = 'LATEST',
    'scan.watermark.idle-timeout': idle,
  } = options;
  if (connector !== 'kinesis-records' || format !== 'raw' || streamArn === undefined) {
    throw new FlinkSqlError(
      `${table.name}: records come from the connector 'kinesis-records' in the format 'raw' here, not '${connector}', '${format}'`,
      line,
    );
  }
  if (startAt !== 'TRIM_HORIZON' && startAt !== 'LATEST') {
    throw new FlinkSqlError(`scan.stream.initpos is TRIM_HORIZON or LATEST here, not ${startAt}`, line);
  }
  if (!watermark) throw new FlinkSqlError(`${table.name} has no watermark`, line);
  const event = source.columns.find(({ name }) => name === watermark.column);
  const { sql, type } = source.printExpression(watermark.expression);
  if (!event || !isTime(event.type) || !isTime(type)) throw new FlinkSqlError('the watermark must be a time', line);
  const eventTime = source.printExpression({ kind: 'column', path: [watermark.column], line }).sql;
  const shard = quotedName(shardColumn);
  return {
    streamArn,
    startAt,
    idleMilliseconds: idle === undefined ? undefined : readDuration(idle, line) || undefined,
    columns: source.recordColumns,
    calls: source.calls,
    watermarks:
      `SELECT ${shard} AS shard, epoch_ms(max(${sql})) AS watermark, count(*) FILTER (WHERE ${eventTime} IS NULL) AS missing ` +
      `FROM ${recordsTable} GROUP BY ${shard}`,
  };
}
