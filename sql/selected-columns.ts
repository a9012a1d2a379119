import type { Expression, Query, QueryBody, Select } from 'sql-dialects';

/** A column of a SELECT; `name` is undefined where it has none, `expression` where it is `*`. */
export interface SelectedColumn {
  readonly name: string | undefined;
  readonly expression: Expression | undefined;
}

/** The outermost SELECTs of a query: one, or those of a UNION. */
export function outerSelects({ body }: Query): Select[] {
  return selectsOf(body);
}

function selectsOf(body: QueryBody): Select[] {
  switch (body.kind) {
    case 'select':
      return [body];
    case 'query':
      return selectsOf(body.body);
    case 'set-operation':
      return [...selectsOf(body.left), ...selectsOf(body.right)];
    case 'values':
      return [];
  }
}

/** `a`, `t.a` and `… AS a` are called `a`. */
export function selectedColumns({ items }: Select): SelectedColumn[] {
  return items.map((item) => {
    if (item.kind === 'star') return { name: undefined, expression: undefined };
    const { expression, alias } = item;
    const name = alias ?? (expression.kind === 'column' ? expression.parts.at(-1) : undefined);
    return { name: name?.text, expression };
  });
}
