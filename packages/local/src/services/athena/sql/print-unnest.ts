import type { Relation } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import type { Column } from './column.ts';
import type { Context } from './context.ts';
import { printExpression } from './print-expression.ts';
import { type PrintedRelation, renameColumns } from './print-relation.ts';
import { quoted, type SqlType, text, types } from './sql-type.ts';

interface Unnested {
  readonly sql: string;
  readonly type: SqlType | undefined;
}

/**
 * `UNNEST(a, b) WITH ORDINALITY`: arrays side by side, the shorter ones filled with NULL; maps give two columns and
 * arrays of rows one for each field. https://trino.io/docs/435/sql/select.html#unnest
 */
export function printUnnest(relation: Extract<Relation, { kind: 'unnest' }>, at: Context): PrintedRelation {
  const lists = relation.items.map((item) => {
    const { sql, type } = printExpression(item, at);
    if (type !== undefined && type.name !== 'array' && type.name !== 'map') {
      throw new SqlError(
        'Cannot unnest type: the argument of UNNEST must be an array or a map',
        item,
        'INVALID_FUNCTION_ARGUMENT',
      );
    }
    return { sql, type };
  });
  const name = at.analysis.fresh('u');
  const inner = at.analysis.fresh('n');
  const columns: Unnested[] = [];
  const outputs: string[] = [];
  for (const [index, { sql, type }] of lists.entries()) {
    const source = `${inner}.${quoted(`e${index + 1}`)}`;
    if (type?.name === 'map') {
      outputs.push(
        `unnest(map_keys(${sql})) AS ${quoted(`e${index + 1}`)}`,
        `unnest(map_values(${sql})) AS ${quoted(`v${index + 1}`)}`,
      );
      columns.push({ sql: source, type: type.key }, { sql: `${inner}.${quoted(`v${index + 1}`)}`, type: type.value });
      continue;
    }
    outputs.push(`unnest(${sql}) AS ${quoted(`e${index + 1}`)}`);
    const element = type?.element;
    if (element?.name !== 'row') columns.push({ sql: source, type: element });
    else
      for (const [place, field] of element.fields.entries())
        columns.push({
          sql: `struct_extract(${source}, ${text(field.name ?? `field${place}`)})`,
          type: field.type,
        });
  }
  if (relation.ordinality) {
    const longest = lists.map(({ sql, type }) =>
      type?.name === 'map' ? `CAST(cardinality(${sql}) AS BIGINT)` : `coalesce(len(${sql}), 0)`,
    );
    outputs.push(`unnest(range(1, greatest(${[...longest, '0'].join(', ')}) + 1)) AS "o"`);
    columns.push({ sql: `${inner}."o"`, type: types.bigint });
  }
  const list = columns.map(({ sql }, index) => `${sql} AS ${quoted(`c${index + 1}`)}`).join(', ');
  const query = `(SELECT ${list} FROM (SELECT ${outputs.join(', ')}) AS ${inner})`;
  const found = columns.map(
    ({ type }, index): Column => ({
      ...{ name: undefined, sql: `${name}.${quoted(`c${index + 1}`)}`, type, partitions: [] },
      use: () => undefined,
    }),
  );
  const qualifiers = relation.alias === undefined ? [] : [relation.alias.key];
  const named = renameColumns(found, relation.columnAliases, relation.alias);
  return { sql: `LATERAL ${query} AS ${name}`, relations: [{ qualifiers, columns: named }], merged: [] };
}
