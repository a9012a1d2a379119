import type { Table } from '../../glue/entities.ts';
import type { QueryConnection } from '../process/query-connection.ts';
import type { Scan } from '../sql/scan.ts';
import { duckType, quoted, type SqlType, text } from '../sql/sql-type.ts';
import { asText, FileIndex } from './file-index.ts';
import type { DataFile } from './list-files.ts';
import type { Source } from './parquet-source.ts';
import { keyColumns, keysJoin, readFiles } from './partition-keys.ts';

/** The names of all members of the documents of a file. */
export type JsonIndex = FileIndex<readonly string[]>;

export function jsonIndex(): JsonIndex {
  return new FileIndex(readKeys, []);
}

async function readKeys(connection: QueryConnection, files: string): Promise<Map<string, readonly string[]>> {
  const { rows } = await connection.run(
    `SELECT athena_file, string_agg(DISTINCT athena_key, chr(10) ORDER BY athena_key) FROM (
       SELECT filename AS athena_file, unnest(json_keys(json)) AS athena_key
       FROM read_json_objects(${files}, format = 'newline_delimited', filename = true, ignore_errors = true)) GROUP BY 1`,
  );
  return new Map(rows.map(([file, keys]) => [asText(file), asText(keys).split('\n')]));
}

/**
 * One JSON document a line, as the OpenX and Hive SerDes read them: members by name without regard to case, or by
 * `mapping.column` of the SerDe. https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
 */
export async function jsonSource(
  connection: QueryConnection,
  index: JsonIndex,
  table: Table,
  scan: Scan,
  files: readonly DataFile[],
): Promise<Source> {
  if (files.length === 0) return { sql: undefined, bytes: 0 };
  const parameters = table.StorageDescriptor?.SerdeInfo?.Parameters ?? {};
  const keys = new Set([...(await index.of(connection, files)).values()].flat());
  const data = scan.table.columns.map(({ name, type }) => {
    const mapped = parameters[`mapping.${name}`];
    const members = mapped === undefined ? [...keys].filter((key) => key.toLowerCase() === name) : [mapped];
    return `${memberOf(members, type)} AS ${quoted(name)}`;
  });
  const tolerant = parameters['ignore.malformed.json']?.toLowerCase() === 'true';
  const from = `read_json_objects(${readFiles(scan, files)}, format = 'newline_delimited', filename = 'athena_file'${tolerant ? ', ignore_errors = true' : ''}) AS f`;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return {
    sql: `SELECT ${[...data, ...keyColumns(scan, files)].join(', ')} FROM ${from}${keysJoin(scan, files)}`,
    bytes,
  };
}

function memberOf(members: readonly string[], type: SqlType): string {
  const isText = !['array', 'map', 'row'].includes(type.name);
  const values = members.map((member) => {
    const path = text(`$."${member.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
    return isText ? `json_extract_string(f.json, ${path})` : `json_extract(f.json, ${path})`;
  });
  if (values.length === 0) return `CAST(NULL AS ${duckType(type)})`;
  const value = values.length === 1 ? values.join() : `coalesce(${values.join(', ')})`;
  return `CAST(${value} AS ${duckType(type)})`;
}
