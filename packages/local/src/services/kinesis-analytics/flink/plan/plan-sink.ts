import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { type FlinkType, isNumber, typeText } from '../job/flink-type.ts';
import type { CreateTable, Query } from '../job/job.ts';
import { cast } from './cast.ts';
import { outboxTable } from './names.ts';
import { type Planning, planQuery } from './plan-query.ts';
import { quotedName, quotedText, type Typed } from './typed.ts';

/** Puts rows of one step into the outbox: to be run when that step has rows. */
export interface Sink {
  readonly step: string;
  readonly insert: string;
}

/** One sink for each query of an INSERT's UNION ALL. */
export function planSinks(table: CreateTable, query: Query, planning: Planning): Sink[] {
  const { connector, format, 'stream.arn': stream } = table.options;
  if (connector !== 'upsert-kinesis' || format !== 'json' || stream === undefined) {
    throw new FlinkSqlError(
      `${table.name}: rows go to the connector 'upsert-kinesis' in the format 'json' here, not '${connector}', '${format}'`,
      table.line,
    );
  }
  if (table.options['json.timestamp-format.standard'] !== 'ISO-8601') {
    throw new FlinkSqlError(`${table.name}: 'json.timestamp-format.standard' is 'ISO-8601' here`, table.line);
  }
  return (query.kind === 'union' ? query.inputs : [query]).map((input) => {
    const relation = planQuery(input, planning);
    if (relation.columns.length !== table.columns.length) {
      const counts = `${relation.columns.length} columns for the ${table.columns.length} of ${table.name}`;
      throw new FlinkSqlError(counts, input.line);
    }
    const columns = table.columns.map((column, index) => {
      const from = relation.columns[index];
      if (column.kind !== 'physical' || !from) throw new FlinkSqlError(`${column.name} cannot be written`, column.line);
      const typed = { sql: quotedName(from.name), type: from.type };
      return { name: column.name, ...assign(typed, column.type, column.name, input.line) };
    });
    const members = columns.map(
      ({ name, sql, type }) => `'${quotedText(`${JSON.stringify(name)}:`).slice(1)} || ${json(sql, type)}`,
    );
    const data = `'{' || ${members.join(` || ',' || `)} || '}'`;
    const keys = table.partitionedBy.map((key) => columns.find(({ name }) => name === key)?.sql ?? `''`);
    const partitionKey = keys.length > 0 ? `concat_ws('|', ${keys.join(', ')})` : 'CAST(uuid() AS VARCHAR)';
    const from = relation.print(new Set(relation.columns.map(({ name }) => name)));
    return {
      step: relation.step,
      insert: `INSERT INTO ${outboxTable} (stream, partition_key, data) SELECT ${quotedText(stream)}, ${partitionKey}, ${data} FROM (${from})`,
    };
  });
}

function assign(value: Typed, type: FlinkType, name: string, line: number): Typed {
  const isSame = typeText(value.type) === typeText(type);
  if (isSame) return value;
  const ranks = ['INT', 'BIGINT', 'DECIMAL', 'DOUBLE'];
  const widens = isNumber(value.type) && isNumber(type) && ranks.indexOf(value.type.kind) <= ranks.indexOf(type.kind);
  if (widens || value.type.kind === 'NULL') return cast(value, type, false, line);
  throw new FlinkSqlError(`${name} is ${typeText(type)}, and is given ${typeText(value.type)}`, line);
}

/** SQL of the JSON text of a value, as Flink's JSON format writes it, numbers without trailing zeros. */
function json(sql: string, type: FlinkType): string {
  switch (type.kind) {
    case 'STRING':
      return `coalesce(CAST(to_json(${sql}) AS VARCHAR), 'null')`;
    case 'TIMESTAMP': {
      const fraction = `regexp_replace(regexp_replace(strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%f'), '0+$', ''), '[.]$', '')`;
      return `coalesce('"' || ${fraction} || '"', 'null')`;
    }
    case 'DECIMAL': {
      const text = `CAST(${sql} AS VARCHAR)`;
      const short = type.scale === 0 ? text : `regexp_replace(regexp_replace(${text}, '0+$', ''), '[.]$', '')`;
      return `coalesce(${short}, 'null')`;
    }
    case 'BOOLEAN':
    case 'INT':
    case 'BIGINT':
      return `coalesce(CAST(${sql} AS VARCHAR), 'null')`;
    default:
      throw new FlinkSqlError(`JSON of ${typeText(type)} is not supported here`, 0);
  }
}
