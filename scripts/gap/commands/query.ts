import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Metric } from '../../../sql/metrics.ts';
import { readMetrics } from '../../../sql/metrics.ts';
import { type QueryEngine, queryEngines } from '../../../sql/query-engine.ts';
import { namedQuery, queryAthena } from '../athena-query.ts';
import { clickHouseDatabase } from '../clickhouse-database.ts';
import { queryClickHouse } from '../clickhouse-query.ts';
import { connect } from '../connect.ts';
import { UsageError } from '../errors.ts';
import { explainMissingTable } from '../missing-table.ts';
import { formatCsv, formatJson, formatTable, type QueryResult } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  metric?: string;
  param?: Record<string, string>;
  engine: string;
  clickhouse?: string;
  csv?: boolean;
  output?: string;
}

export function addQuery(program: Command, terminal: Terminal): void {
  program
    .command('query')
    .description('query events with SQL or by metric name')
    .argument('[sql]', 'one SQL statement')
    .option('--metric <name>', 'run the query of this metric instead of SQL')
    .option('--param <k=v>', 'parameter of the metric; may be repeated', collect)
    .option('--engine <name>', 'athena (the lake) or clickhouse (seconds after events arrive)', 'athena')
    .option('--clickhouse <url>', 'address of a deployed stack’s ClickHouse: https://host:8443')
    .option('--csv', 'print the rows as CSV with a header')
    .option('--output <file>', 'write the rows to a file: CSV for .csv, otherwise JSON')
    .action(async (sql: string | undefined, options: Options, command: Command) => {
      if ((sql === undefined) === (options.metric === undefined) || sql?.trim() === '')
        throw new UsageError('give SQL or --metric, one of them');
      const engine = queryEngines.find((name) => name === options.engine);
      if (engine === undefined)
        throw new UsageError(
          `--engine ${options.engine} is not there in this version; there are: ${queryEngines.join(', ')}`,
        );
      if (sql !== undefined && options.param !== undefined) throw new UsageError('--param goes with --metric');
      if (options.clickhouse !== undefined && engine !== 'clickhouse')
        throw new UsageError('--clickhouse goes with --engine clickhouse');
      if (options.csv && terminal.json) throw new UsageError('use --csv or --json, not both');
      const asked = { sql, metric: options.metric ?? '', given: options.param ?? {} };
      const ask = engine === 'athena' ? askAthena : askClickHouse;
      const result = await ask(asked, command.optsWithGlobals());
      if (options.output !== undefined) return writeRows(options.output, options.csv === true, result, terminal);
      const { columns, rows } = result;
      if (options.csv) terminal.print(formatCsv(columns, rows));
      else terminal.print(terminal.json ? formatJson(columns, rows) : formatTable(columns, rows, terminal.width));
    });
}

async function writeRows(file: string, csv: boolean, { columns, rows }: QueryResult, terminal: Terminal) {
  const text = csv || /\.csv$/i.test(file) ? formatCsv(columns, rows) : formatJson(columns, rows);
  await writeFile(file, `${text}\n`).catch((error: Error) => {
    throw new UsageError(`--output: ${error.message}`);
  });
  terminal.result({ file, rows: rows.length }, `${rows.length} rows in ${file}`);
}

/** SQL, or a metric's name and its parameters. */
interface Asked {
  readonly sql: string | undefined;
  readonly metric: string;
  readonly given: Readonly<Record<string, string>>;
}

type Target = Parameters<typeof connect>[0] & Pick<Options, 'clickhouse'>;

async function askAthena({ sql, metric, given }: Asked, target: Target): Promise<QueryResult> {
  const connection = await connect(target);
  if (sql !== undefined) {
    return queryAthena(connection, sql).catch(async (error: unknown) => {
      throw await explainMissingTable(connection, error);
    });
  }
  const named = await namedQuery(connection, metric);
  const parameters = readMetrics().find(({ name }) => name === metric)?.parameters ?? [];
  return queryAthena(connection, named, valuesOf(metric, parameters, given));
}

/** ClickHouse has no named queries: it is asked what sql/metrics says. */
async function askClickHouse({ sql, metric, given }: Asked, target: Target): Promise<QueryResult> {
  const text = sql ?? metricSql(metric, given, 'clickhouse');
  return queryClickHouse(await clickHouseDatabase(await connect(target), target.clickhouse), text);
}

function metricSql(name: string, given: Asked['given'], engine: QueryEngine): string {
  const metrics = readMetrics().filter(({ engines }) => engines.includes(engine));
  const metric = metrics.find((one) => one.name === name);
  if (metric === undefined) {
    const names = metrics.map((one) => one.name);
    throw new UsageError(`there is no metric ${name} for ${engine}; there are: ${names.join(', ')}`);
  }
  // A backslash in a text begins an escape in ClickHouse, unlike in Athena.
  const values = valuesOf(name, metric.parameters, given).map((value) => value.replaceAll('\\', '\\\\'));
  return withValues(metric, values);
}

function withValues({ sql }: Metric, values: readonly string[]): string {
  let next = 0;
  return sql.replace(/'[^']*'|\?/g, (part) => (part === '?' ? (values[next++] ?? part) : part));
}

function collect(pair: string, all: Record<string, string> = {}): Record<string, string> {
  const at = pair.indexOf('=');
  if (at < 1) throw new UsageError(`--param takes name=value, not ${pair}`);
  return { ...all, [pair.slice(0, at)]: pair.slice(at + 1) };
}

/**
 * The values of the metric's `?`, in the order of its about.yaml, quoted as text unless they are numbers.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 */
function valuesOf(metric: string, names: readonly string[], given: Asked['given']): string[] {
  const unknown = Object.keys(given).filter((one) => !names.includes(one));
  if (unknown.length > 0) {
    const there = names.length > 0 ? names.join(', ') : 'none';
    throw new UsageError(`metric ${metric} has no --param ${unknown.join(', ')}; it has: ${there}`);
  }
  const missing = names.filter((one) => !Object.hasOwn(given, one));
  if (missing.length > 0) {
    throw new UsageError(`metric ${metric} needs ${missing.map((one) => `--param ${one}=…`).join(' ')}`);
  }
  return names.map((one) => {
    const value = given[one] ?? '';
    return /^-?\d+(\.\d+)?$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  });
}
