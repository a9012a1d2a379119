import { SqlError } from 'sql-dialects';
import type { Column } from '../../glue/entities.ts';
import { duckType, quoted, type SqlType } from '../sql/sql-type.ts';
import type { TranslatedColumn } from '../sql/translate.ts';
import { hiveTypeName } from './hive-type-name.ts';

/** A column of what a statement writes. */
export interface WrittenColumn {
  /** Lower case. */
  readonly name: string;
  /** As the translated query names it: `c1`. */
  readonly source: string;
  readonly type: SqlType;
  /** As the Glue catalog has it. */
  readonly glue: Column;
}

/** The columns of a query as those of a table: each must have a name of its own and a type that tables can have. */
export function writtenColumns(columns: readonly TranslatedColumn[]): WrittenColumn[] {
  const seen = new Set<string>();
  return columns.map(({ name: written, isNamed, type }, index) => {
    if (!isNamed) throw refused(`Column name not specified at position ${index + 1}`, 'MISSING_COLUMN_NAME');
    const name = written.toLowerCase();
    if (seen.has(name)) throw refused(`Column name '${written}' specified more than once`, 'DUPLICATE_COLUMN_NAME');
    seen.add(name);
    if (type === undefined) {
      throw refused(`the type of column '${name}' is not known to the local Athena: name it by CAST`, 'NOT_SUPPORTED');
    }
    if (type.name === 'unknown') throw refused(`Column type is unknown: ${name}`, 'COLUMN_TYPE_UNKNOWN');
    return { name, source: `c${index + 1}`, type, glue: { Name: name, Type: hiveTypeName(type) } };
  });
}

function refused(message: string, code: string): SqlError {
  return new SqlError(message, undefined, code);
}

/**
 * The select list that gives the columns of a translated query their names, and exactly their types. Partition keys have
 * no empty text: Hive cannot tell it from NULL, and both are in one partition.
 */
export function selectList(columns: readonly WrittenColumn[], partitionKeys: readonly WrittenColumn[]): string {
  const items = columns.map((column) => {
    const { name, source, type } = column;
    const value = `CAST(${quoted(source)} AS ${duckType(type)})`;
    const isKey = type.name === 'varchar' && partitionKeys.includes(column);
    return `${isKey ? `nullif(${value}, '')` : value} AS ${quoted(name)}`;
  });
  return items.join(', ');
}
