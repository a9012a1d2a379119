import type { Command } from 'commander';
import { readMetrics } from '../../../sql/metrics.ts';
import { namedQuery, queryAthena } from '../athena-query.ts';
import { type Connection, connect } from '../connection.ts';
import { UsageError } from '../errors.ts';
import { formatJson, formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  metric?: string;
  param?: Record<string, string>;
  engine: string;
}

export function addQuery(program: Command, terminal: Terminal): void {
  program
    .command('query')
    .description('ask the events in SQL, or by the name of a metric')
    .argument('[sql]', 'one SQL statement')
    .option('--metric <name>', 'a named query of the pipeline, instead of SQL')
    .option('--param <k=v>', 'value of a metric’s parameter; may be repeated', collect)
    .option('--engine <name>', 'the only one in this version', 'athena')
    .action(async (sql: string | undefined, options: Options, command: Command) => {
      if ((sql === undefined) === (options.metric === undefined) || sql?.trim() === '')
        throw new UsageError('give SQL or --metric, one of them');
      if (options.engine !== 'athena')
        throw new UsageError(`--engine ${options.engine} is not there in this version; there is: athena`);
      if (sql !== undefined && options.param !== undefined) throw new UsageError('--param goes with --metric');
      const connection = await connect(command.optsWithGlobals());
      const asked =
        sql === undefined
          ? await readMetric(connection, options.metric ?? '', options.param ?? {})
          : { sql, values: [] };
      const { columns, rows } = await queryAthena(connection, asked.sql, asked.values);
      terminal.print(terminal.json ? formatJson(columns, rows) : formatTable(columns, rows));
    });
}

function collect(pair: string, all: Record<string, string> = {}): Record<string, string> {
  const at = pair.indexOf('=');
  if (at < 1) throw new UsageError(`--param takes name=value, not ${pair}`);
  return { ...all, [pair.slice(0, at)]: pair.slice(at + 1) };
}

/**
 * The metric's SQL and the values of its `?`, in the order of its about.yaml, quoted as text unless they are numbers.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 */
async function readMetric(connection: Connection, name: string, given: Record<string, string>) {
  const sql = await namedQuery(connection, name);
  const names = readMetrics().find((metric) => metric.name === name)?.parameters ?? [];
  const unknown = Object.keys(given).filter((one) => !names.includes(one));
  if (unknown.length > 0) {
    const there = names.length > 0 ? names.join(', ') : 'none';
    throw new UsageError(`metric ${name} has no --param ${unknown.join(', ')}; it has: ${there}`);
  }
  const missing = names.filter((one) => !Object.hasOwn(given, one));
  if (missing.length > 0) {
    throw new UsageError(`metric ${name} needs ${missing.map((one) => `--param ${one}=…`).join(' ')}`);
  }
  const values = names.map((one) => {
    const value = given[one] ?? '';
    return /^-?\d+(\.\d+)?$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  });
  return { sql, values };
}
