import type { Expression, Query, QueryBody, Select, SortItem } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import type { Column } from './column.ts';
import type { CommonTable, Context } from './context.ts';
import { commonType } from './numeric-types.ts';
import { printExpression } from './print-expression.ts';
import { printSelect } from './print-select.ts';
import { printSortItem, sortKey } from './print-window.ts';
import { Scope } from './scope.ts';
import { athenaType, quoted } from './sql-type.ts';
import { checkUnified, typeMismatch } from './types/check-operands.ts';
import { canUnify } from './types/coercion.ts';

/** A query in DuckDB's SQL. Its columns are named `c1`, `c2`, … there; what they are called is in `columns`. */
export interface PrintedQuery {
  readonly sql: string;
  /** `sql` of each is how an enclosing query names it, without a qualifier. */
  readonly columns: readonly Column[];
  /** The same rows without their order, and what they are ordered by. Undefined where the order also chooses the rows. */
  readonly sortable?: { readonly sql: string; readonly orderBy: readonly string[] };
}

/** A query in an expression: it may name the columns around it. */
export function printSubquery(query: Query, at: Context): PrintedQuery {
  const printed = printQuery(query, { ...at, scope: new Scope([], [], at.scope) });
  for (const column of printed.columns) at.analysis.note(column);
  return printed;
}

/** `at.scope` is what lies around the query. */
export function printQuery(query: Query, at: Context): PrintedQuery {
  const inside = { ...at, ctes: withTables(query, at) };
  const body = printBody(query.body, inside, query.orderBy);
  const limited = query.limit !== undefined || query.offset !== undefined;
  const order = body.orderBy.length === 0 ? '' : ` ORDER BY ${body.orderBy.join(', ')}`;
  const limit = query.limit === undefined ? '' : ` LIMIT ${printCount(query.limit, inside)}`;
  const offset = query.offset === undefined ? '' : ` OFFSET ${printCount(query.offset, inside)}`;
  // A condition from outside must not reach below a limit.
  const columns = limited ? body.columns.map((column) => ({ ...column, partitions: [] })) : body.columns;
  // `OFFSET 0` chooses no rows: it is how Trino is kept from passing over the order of what it writes.
  const isWhole = query.limit === undefined && (query.offset === undefined || isZero(query.offset));
  const sortable = isWhole ? { sql: body.sql, orderBy: body.orderBy } : undefined;
  return { sql: `${body.sql}${order}${limit}${offset}`, columns, sortable };
}

function isZero(count: Expression): boolean {
  return count.kind === 'literal' && count.text === '0';
}

function withTables(query: Query, at: Context): Context['ctes'] {
  const tables = new Map<string, CommonTable>(at.ctes);
  for (const { name, columns, query: cte } of query.with) {
    tables.set(name.key, { query: cte, columns, visible: new Map(tables), database: at.database });
  }
  return tables;
}

function printCount(expression: Expression, at: Context): string {
  return printExpression(expression, at).sql;
}

interface PrintedBody extends PrintedQuery {
  readonly orderBy: readonly string[];
}

function printBody(body: QueryBody, at: Context, orderBy: readonly SortItem[]): PrintedBody {
  switch (body.kind) {
    case 'select':
      return printSelect(body, at, orderBy);
    case 'query': {
      const printed = printQuery(body, at);
      return ordered(
        { sql: `SELECT * FROM (${printed.sql}) AS ${at.analysis.fresh('q')}`, columns: printed.columns },
        orderBy,
        at,
      );
    }
    case 'values':
      return ordered(printValues(body.rows, at), orderBy, at);
    case 'set-operation':
      return ordered(printSetOperation(body, at), orderBy, at);
  }
}

/** ORDER BY of what is no plain SELECT: it can name only the columns that come out. */
function ordered(printed: PrintedQuery, orderBy: readonly SortItem[], at: Context): PrintedBody {
  const scope = new Scope([{ qualifiers: [], columns: printed.columns }], [], at.scope);
  const items = orderBy.map((item) => {
    const { expression } = item;
    const isPlace = expression.kind === 'literal' && expression.type === 'integer';
    return printSortItem(item, isPlace ? expression.text : sortKey(item, { ...at, scope }));
  });
  return { ...printed, orderBy: items };
}

function printValues(rows: readonly (readonly Expression[])[], at: Context): PrintedQuery {
  const printed = rows.map((row) => row.map((expression) => printExpression(expression, at)));
  const width = printed[0]?.length ?? 0;
  if (printed.some((row) => row.length !== width))
    throw new SqlError('Values rows have mismatched sizes', rows[0]?.[0]);
  for (let index = 0; index < width; index++) {
    const values = printed.flatMap((row) => row[index] ?? []);
    checkUnified(values, 'VALUES rows', rows[0]?.[0] ?? { line: 1, column: 1 });
  }
  const names = Array.from({ length: width }, (_, index) => quoted(`c${index + 1}`));
  const list = printed.map((row) => `(${row.map(({ sql }) => sql).join(', ')})`).join(', ');
  const columns = names.map((name, index) => ({
    name: undefined,
    sql: name,
    type: commonType(printed.map((row) => row[index]?.type)),
    partitions: [],
    use: () => undefined,
  }));
  return { sql: `SELECT * FROM (VALUES ${list}) AS ${at.analysis.fresh('v')}(${names.join(', ')})`, columns };
}

function printSetOperation(body: Extract<QueryBody, { kind: 'set-operation' }>, at: Context): PrintedQuery {
  const [left, right] = [printBody(body.left, at, []), printBody(body.right, at, [])];
  if (left.columns.length !== right.columns.length) {
    const [a, b] = [left.columns.length, right.columns.length];
    throw new SqlError(
      `${body.op.toUpperCase()} query has different number of fields: ${a}, ${b}`,
      positionOf(body.right),
      'TYPE_MISMATCH',
    );
  }
  const columns = left.columns.map((column, index): Column => {
    const other = right.columns[index];
    if (!canUnify(column.type, other?.type)) {
      throw typeMismatch(
        `column ${index + 1} in ${body.op.toUpperCase()} query has incompatible types: ` +
          `${athenaType(column.type)}, ${athenaType(other?.type)}`,
        positionOf(body.right) ?? { line: 1, column: 1 },
      );
    }
    const use = () => {
      column.use();
      other?.use();
    };
    // All but UNION ALL compare whole rows.
    if (!(body.op === 'union' && body.all)) use();
    return {
      name: column.name,
      sql: quoted(`c${index + 1}`),
      type: commonType([column.type, other?.type]),
      partitions: [...column.partitions, ...(other?.partitions ?? [])],
      use,
    };
  });
  const all = body.all ? ' ALL' : '';
  return { sql: `(${left.sql}) ${body.op.toUpperCase()}${all} (${right.sql})`, columns };
}

function positionOf(body: QueryBody): Select | Query | undefined {
  return 'line' in body ? body : undefined;
}
