import type { Command } from 'commander';
import { namedQuery, queryAthena } from '../athena-query.ts';
import { connect } from '../connection.ts';
import { UsageError } from '../errors.ts';
import { formatJson, formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  metric?: string;
  param: Record<string, string>;
  engine: string;
}

export function addQuery(program: Command, terminal: Terminal): void {
  program
    .command('query')
    .description('ask the events in SQL, or by the name of a metric')
    .argument('[sql]', 'one SQL statement')
    .option('--metric <name>', 'a named query of the pipeline, instead of SQL')
    .option('--param <k=v>', 'value of a metric’s parameter `:k`; may be repeated', collect, {})
    .option('--engine <name>', 'athena (the only one in this version)', 'athena')
    .action(async (sql: string | undefined, options: Options, command: Command) => {
      if ((sql === undefined) === (options.metric === undefined))
        throw new UsageError('give SQL or --metric, one of them');
      if (options.engine !== 'athena') throw new UsageError(`--engine ${options.engine} is not there: athena is`);
      const connection = await connect(command.optsWithGlobals());
      const statement = sql ?? (await namedQuery(connection, options.metric ?? ''));
      const { text, values } = fillParameters(statement, options.param);
      const { columns, rows } = await queryAthena(connection, text, values);
      terminal.print(terminal.json ? formatJson(columns, rows) : formatTable(columns, rows));
    });
}

function collect(pair: string, all: Record<string, string>): Record<string, string> {
  const at = pair.indexOf('=');
  if (at < 1) throw new UsageError(`--param takes name=value, not ${pair}`);
  return { ...all, [pair.slice(0, at)]: pair.slice(at + 1) };
}

/**
 * Turns each `:name` that was given into a `?` of Athena with its value, quoted as text unless it is a number.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 */
function fillParameters(sql: string, parameters: Record<string, string>): { text: string; values: string[] } {
  const values: string[] = [];
  const used = new Set<string>();
  const text = sql.replace(/'(?:[^']|'')*'|(?<![:\w]):([a-z_]\w*)/gi, (whole, name: string | undefined) => {
    if (name === undefined || !Object.hasOwn(parameters, name)) return whole;
    const value = parameters[name] ?? '';
    used.add(name);
    values.push(/^-?\d+(\.\d+)?$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`);
    return '?';
  });
  const unknown = Object.keys(parameters).filter((name) => !used.has(name));
  if (unknown.length > 0)
    throw new UsageError(`the query has no parameter ${unknown.map((name) => `:${name}`).join(', ')}`);
  return { text, values };
}
