import type { Relation, TableArgument } from 'sql-dialects';
import { FlinkSqlError, notSupported } from './flink-sql-error.ts';
import type { From, Query, WindowFunction } from './job.ts';
import { readInterval } from './read-interval.ts';

type TableFunction = Extract<Relation, { kind: 'table-function' }>;

/** The one relation that a SELECT reads. */
export function readFrom(
  relation: Relation,
  readQuery: (query: Extract<Relation, { kind: 'derived' }>['query']) => Query,
): From {
  const { line } = relation;
  if (relation.columnAliases.length > 0) throw notSupported('a table alias with column names', relation);
  const alias = relation.alias?.text;
  switch (relation.kind) {
    case 'table': {
      const [name, ...others] = relation.parts.map(({ text }) => text);
      if (name === undefined || others.length > 0) {
        throw notSupported(relation.parts.map(({ text }) => text).join('.'), relation);
      }
      return { kind: 'table', name, alias, line };
    }
    case 'derived':
      return { kind: 'query', query: readQuery(relation.query), alias, line };
    case 'table-function':
      return readWindow(relation, alias);
    case 'join':
      throw new FlinkSqlError('JOIN: a query reads one table here, without joins', line);
    case 'unnest':
      throw notSupported('UNNEST', relation);
  }
}

function readWindow(relation: TableFunction, alias: string | undefined): WindowFunction {
  const { line } = relation;
  const name = relation.name.text.toUpperCase();
  if (name !== 'TUMBLE' && name !== 'HOP' && name !== 'CUMULATE')
    throw notSupported(`the table function ${name}`, relation);
  const [table, descriptor, ...intervals] = relation.args;
  const [column, ...otherColumns] = descriptor?.kind === 'descriptor' ? descriptor.columns : [];
  const [tableName, ...otherParts] = table?.kind === 'table' ? table.parts : [];
  if (tableName === undefined || column === undefined || otherColumns.length + otherParts.length > 0) {
    throw new FlinkSqlError(`${name} takes TABLE name, DESCRIPTOR(column) and intervals here`, line);
  }
  const wanted = name === 'TUMBLE' ? 1 : 2;
  if (intervals.length !== wanted) {
    throw new FlinkSqlError(`${name} takes ${wanted} interval(s) here, without an offset`, line);
  }
  return {
    kind: 'window',
    function: name,
    table: tableName.text,
    timeColumn: column.text,
    intervals: intervals.map((interval) => intervalOf(interval, name)),
    alias,
    line,
  };
}

function intervalOf(arg: TableArgument, name: string): number {
  if (arg.kind === 'value' && arg.value.kind === 'interval') return readInterval(arg.value);
  throw new FlinkSqlError(`${name} takes intervals here: INTERVAL '1' MINUTE`, arg.line);
}
