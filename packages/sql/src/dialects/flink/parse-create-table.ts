import type { Parser } from '../../dialect.ts';
import { parseType } from '../../parser/parse-type.ts';
import { type Position, SqlError } from '../../sql-error.ts';
import type { Name } from '../../syntax/name.ts';
import type { ColumnDefinition, CreateTable, TableOption } from './statement.ts';

/**
 * What follows CREATE TABLE.
 * https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/dev/table/sql/create/#create-table
 */
export function parseCreateTable(parser: Parser, position: Position): CreateTable {
  parser.takeWord('if', 'not', 'exists');
  const name = parser.name();
  const columns: ColumnDefinition[] = [];
  let watermark: CreateTable['watermark'];
  let primaryKey: readonly Name[] = [];
  parser.parenthesized(() =>
    parser.list(() => {
      if (parser.takeWord('watermark', 'for')) watermark = parseWatermark(parser);
      else if (parser.takeWord('primary', 'key')) primaryKey = parseNames(parser);
      else columns.push(parseColumn(parser));
      if (parser.takeWord('not')) parser.expectWord('enforced');
    }),
  );
  refuseWord(parser, 'comment');
  const partitionedBy = parser.takeWord('partitioned', 'by') ? parseNames(parser) : [];
  const options = parser.takeWord('with') ? parser.parenthesized(() => parser.list(() => parseOption(parser))) : [];
  return { ...position, kind: 'create-table', name, columns, watermark, primaryKey, partitionedBy, options };
}

function parseWatermark(parser: Parser): CreateTable['watermark'] {
  const column = parser.name();
  parser.expectWord('as');
  return { column, expression: parser.expression() };
}

function parseColumn(parser: Parser): ColumnDefinition {
  const position = parser.position;
  const name = parser.name();
  if (parser.takeWord('as')) return { ...position, kind: 'computed', name, expression: parser.expression() };
  const type = parseType(parser);
  parser.takeWord('null');
  if (!parser.takeWord('metadata')) return { ...position, kind: 'physical', name, type };
  const key = parser.takeWord('from') ? parser.text() : undefined;
  parser.takeWord('virtual');
  return { ...position, kind: 'metadata', name, type, key };
}

function parseNames(parser: Parser): Name[] {
  return parser.parenthesized(() => parser.list(() => parser.name()));
}

function parseOption(parser: Parser): TableOption {
  const position = parser.position;
  const key = parser.text();
  parser.expectSymbol('=');
  return { ...position, key, value: parser.text() };
}

function refuseWord(parser: Parser, word: string): void {
  if (!parser.isWord(word)) return;
  throw new SqlError(`${word.toUpperCase()} of a table is not supported here`, parser.position, 'NOT_SUPPORTED');
}
