import { FlinkSqlError } from './flink-sql-error.ts';
import { readType } from './flink-type.ts';
import { parseTree, type Tree } from './parse-tree.ts';
import { readExpression } from './read-expression.ts';
import { readQuery } from './read-query.ts';
import { readIdentifier, readString, refuse } from './read-tokens.ts';
import type { ColumnDefinition, CreateTable, Statement } from './syntax.ts';

/** The statements of a job, in order. Throws FlinkSqlError for what the window runner does not do. */
export function readStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  for (const part of parseTree(sql).parts) {
    const statement = part.rule === 'SingleStatement' ? part.parts[0] : part;
    if (
      statement &&
      /Statement$|CreateTable$|^(Create|Drop|Alter)/.test(statement.rule) &&
      statement.rule !== 'EmptyStatement'
    ) {
      statements.push(readStatement(statement));
    } else if (statement && statement.text !== ';' && statement.text !== '' && statement.rule !== 'EOF') {
      refuse(statement);
    }
  }
  return statements;
}

function readStatement(tree: Tree): Statement {
  const { rule, line } = tree;
  if (rule === 'SetStatement') {
    const [key, , value] = tree.parts[1]?.parts ?? [];
    if (!key || !value) return refuse(tree);
    return { kind: 'set', key: readString(key), value: readString(value), line };
  }
  if (rule === 'SimpleCreateTable') return readTable(tree);
  if (rule === 'CreateView') {
    const parts = tree.parts.filter(({ rule: part }) => part !== 'KW_TEMPORARY' && part !== 'IfNotExists');
    const [, , name, as, query] = parts;
    if (!name || as?.rule !== 'KW_AS' || !query) {
      throw new FlinkSqlError('a view with column names or a comment is not supported here', line);
    }
    return { kind: 'create_view', name: readIdentifier(name), query: readQuery(query), line };
  }
  if (rule === 'InsertSimpleStatement') {
    const [, into, table, query] = tree.parts;
    if (into?.rule !== 'KW_INTO' || !table || !query || tree.parts.length !== 4) {
      throw new FlinkSqlError('INSERT INTO table SELECT … is what is supported here', line);
    }
    return { kind: 'insert', table: readIdentifier(table), query: readQuery(query), line };
  }
  throw new FlinkSqlError(`${tree.parts[0]?.text} ${tree.parts[1]?.text ?? ''} is not supported here`, line);
}

function readTable(tree: Tree): CreateTable {
  const { line } = tree;
  const columns: ColumnDefinition[] = [];
  let watermark: CreateTable['watermark'];
  let primaryKey: string[] = [];
  let partitionedBy: string[] = [];
  let options: Record<string, string> = {};
  let name: string | undefined;
  for (const part of tree.parts) {
    if (part.rule.endsWith('ColumnDefinition')) columns.push(readColumn(part));
    else if (part.rule === 'WatermarkDefinition') {
      const [, , column, , expression] = part.parts;
      if (column && expression) watermark = { column: readIdentifier(column), expression: readExpression(expression) };
    } else if (part.rule === 'TableConstraint') primaryKey = namesIn(part);
    else if (part.rule === 'PartitionDefinition') partitionedBy = namesIn(part);
    else if (part.rule === 'WithOption') options = readOptions(part);
    else if (/Identifier$|Keywords$/.test(part.rule)) name = readIdentifier(part);
    else if (part.parts.length > 0 && part.rule !== 'IfNotExists') refuse(part);
  }
  if (name === undefined) return refuse(tree);
  return { kind: 'create_table', name, columns, watermark, primaryKey, partitionedBy, options, line };
}

function readColumn(tree: Tree): ColumnDefinition {
  const { line } = tree;
  const [nameTree, second, third, ...rest] = tree.parts;
  if (!nameTree || !second) return refuse(tree);
  const name = readIdentifier(nameTree);
  if (tree.rule === 'ComputedColumnDefinition' && third) {
    return { kind: 'computed', name, expression: readExpression(third), line };
  }
  const type = readType(second.text);
  if (!type) throw new FlinkSqlError(`the type ${second.text} of ${name} is not supported here`, line);
  if (tree.rule === 'PhysicalColumnDefinition') return { kind: 'physical', name, type, line };
  const key = rest.find(({ rule }) => rule === 'MetadataKey');
  return { kind: 'metadata', name, type, key: key ? readString(key) : name, line };
}

/** The names in the brackets of PRIMARY KEY (…) and PARTITIONED BY (…). */
function namesIn(tree: Tree): string[] {
  if (/Identifier$|Keywords$|^Uid|^ColumnName$/.test(tree.rule)) return [readIdentifier(tree)];
  return tree.parts.flatMap(namesIn);
}

function readOptions(tree: Tree): Record<string, string> {
  if (tree.rule !== 'TableProperty') return Object.assign({}, ...tree.parts.map(readOptions));
  const [key, , value] = tree.parts;
  return key && value ? { [readString(key)]: readString(value) } : refuse(tree);
}
