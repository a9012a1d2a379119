import { FlinkSqlError } from './flink-sql-error.ts';
import type { Tree } from './parse-tree.ts';
import { readExpression, readInterval } from './read-expression.ts';
import { readIdentifier, refuse } from './read-tokens.ts';
import type { Expression, From, Query, Select, SelectItem, WindowFunction } from './syntax.ts';

export function readQuery(tree: Tree): Query {
  if (tree.rule === 'SelectStatement') return readSelect(tree);
  if (tree.rule === 'SelectClause') throw new FlinkSqlError('SELECT without FROM is not supported here', tree.line);
  if (tree.rule !== 'QueryStatement') return refuse(tree);
  const [first, second, third, fourth] = tree.parts;
  if (first?.rule === 'LR_BRACKET' && second && tree.parts.length === 3) return readQuery(second);
  if (first && second?.rule === 'KW_UNION' && third?.rule === 'KW_ALL' && fourth) {
    const inputs = [readQuery(first), readQuery(fourth)].flatMap((query) =>
      query.kind === 'union' ? query.inputs : [query],
    );
    return { kind: 'union', inputs, line: tree.line };
  }
  throw new FlinkSqlError(`${wordsOf(tree)} of a query is not supported here`, tree.line);
}

/** `UNION` of a union, `ORDER BY` or `LIMIT` of what ends with one. */
function wordsOf({ parts }: Tree): string {
  const words = (trees: readonly Tree[]) => trees.filter((part) => part.parts.length === 0).map(({ text }) => text);
  return (words(parts).length > 0 ? words(parts) : words(parts.at(-1)?.parts ?? [])).join(' ');
}

function readSelect(tree: Tree): Select {
  const clause = (rule: string) => tree.parts.find((part) => part.rule === rule);
  const known = ['SelectClause', 'FromClause', 'WhereClause', 'GroupByClause', 'HavingClause'];
  const other = tree.parts.find(({ rule }) => !known.includes(rule));
  if (other) refuse(other);
  const [from] = clause('FromClause')?.parts.slice(1) ?? [];
  if (!from) throw new FlinkSqlError('SELECT without FROM is not supported here', tree.line);
  return {
    kind: 'select',
    items: readItems(tree.parts[0]?.parts ?? []),
    from: readFrom(from, undefined),
    where: condition(clause('WhereClause')),
    groupBy: commaSeparated(clause('GroupByClause')?.parts.slice(2) ?? []).map(readKey),
    having: condition(clause('HavingClause')),
    line: tree.line,
  };
}

function condition(clause: Tree | undefined): Expression | undefined {
  const [, body] = clause?.parts ?? [];
  return body && readExpression(body);
}

function commaSeparated(parts: readonly Tree[]): Tree[] {
  return parts.filter(({ rule }) => rule !== 'COMMA');
}

function readKey(tree: Tree): Expression {
  if (tree.rule !== 'GroupItemDefinition') return readExpression(tree);
  const [bracket, inner] = tree.parts;
  return bracket?.rule === 'LR_BRACKET' && inner && tree.parts.length === 3 ? readExpression(inner) : refuse(tree);
}

function readItems([, ...parts]: readonly Tree[]): SelectItem[] {
  const [list, ...more] = parts;
  if (!list || more.length > 0) throw new FlinkSqlError(`SELECT ${list?.text} is not supported here`, list?.line ?? 0);
  return (list.rule === 'SelectList' ? commaSeparated(list.parts) : [list]).map(readItem);
}

function readItem(tree: Tree): SelectItem {
  const { line } = tree;
  if (tree.text === '*') return { kind: 'all', line };
  if (tree.rule === 'OverWindowItem') return readNumbering(tree);
  if (tree.rule !== 'ColumnProjectItem') {
    return { kind: 'expression', expression: readExpression(tree), alias: undefined, line };
  }
  const [expression, alias] = tree.parts;
  const name = alias?.rule === 'ColumnAlias' ? alias.parts.at(-1) : alias;
  if (!expression || !name) return refuse(tree);
  return { kind: 'expression', expression: readExpression(expression), alias: readIdentifier(name), line };
}

/** `ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) AS name`. */
function readNumbering(tree: Tree): SelectItem {
  const { line } = tree;
  const [callee, , window, , alias] = tree.parts;
  if (!callee || !window || !alias || callee.parts[0]?.text.toUpperCase() !== 'ROW_NUMBER') {
    throw new FlinkSqlError(`${callee?.text} OVER is not supported here`, line);
  }
  const clause = (rule: string) => window.parts.find((part) => part.rule === rule)?.parts.slice(2) ?? [];
  if (window.parts.some(({ rule }) => rule === 'WindowFrame')) refuse(window);
  const orderBy = commaSeparated(clause('OrderByClause')).map((item) => {
    const [expression, direction, ...rest] = item.rule === 'OrderItemDefinition' ? item.parts : [item];
    if (!expression || rest.length > 0) return refuse(item);
    return { expression: readExpression(expression), descending: direction?.rule === 'KW_DESC' };
  });
  const partitionBy = commaSeparated(clause('PartitionByClause')).map(readExpression);
  const expression: Expression = { kind: 'row_number', partitionBy, orderBy, line };
  return { kind: 'expression', expression, alias: readIdentifier(alias), line };
}

function readFrom(tree: Tree, alias: string | undefined): From {
  const { line, parts } = tree;
  if (tree.rule === 'TableReference' || tree.rule === 'TableExpression') {
    const [primary, second, ...rest] = parts;
    const name = second?.rule === 'TableAlias' ? second.parts.at(-1) : second;
    if (!primary || !name || rest.length > 0 || second?.parts.length === 0) {
      throw new FlinkSqlError(`${tree.text.slice(0, 60)}: a query reads one table here, without joins`, line);
    }
    return readFrom(primary, readIdentifier(name));
  }
  if (tree.rule === 'AtomExpressionTable') {
    const [bracket, query] = parts;
    if (bracket?.rule !== 'LR_BRACKET' || !query) return refuse(tree);
    return { kind: 'query', query: readQuery(query), alias, line };
  }
  if (tree.rule === 'WindowTVFClause') return readWindow(tree, alias);
  if (!/Identifier$|Keywords$/.test(tree.rule)) return refuse(tree);
  return { kind: 'table', name: readIdentifier(tree), alias, line };
}

function readWindow(tree: Tree, alias: string | undefined): WindowFunction {
  const call = tree.parts.find(({ rule }) => rule === 'WindowTVFExpression');
  const [name, , ...rest] = call?.parts ?? [];
  const [table, descriptor, ...intervals] = commaSeparated(rest.slice(0, -1));
  const kind = name?.text.toUpperCase();
  const wanted = kind === 'TUMBLE' ? 1 : 2;
  if (kind !== 'TUMBLE' && kind !== 'HOP' && kind !== 'CUMULATE') return refuse(tree);
  const [word, tableName] = table?.parts ?? [];
  if (word?.rule !== 'KW_TABLE' || !tableName || descriptor?.rule !== 'ColumnDescriptor') return refuse(tree);
  if (intervals.length !== wanted) {
    throw new FlinkSqlError(`${kind} takes ${wanted} interval(s) here, without an offset`, tree.line);
  }
  return {
    kind: 'window',
    function: kind,
    table: readIdentifier(tableName),
    timeColumn: descriptor.parts[2] ? readIdentifier(descriptor.parts[2]) : refuse(descriptor),
    intervals: intervals.map(readInterval),
    alias,
    line: tree.line,
  };
}
