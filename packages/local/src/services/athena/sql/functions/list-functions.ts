import { type SqlType, text } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import {
  argument,
  constant,
  custom,
  elementType,
  type FunctionRules,
  firstType,
  lambda,
  many,
  native,
  template,
  types,
} from './rule.ts';

const { bigint, boolean, varchar } = types;

const keyType = ([map]: readonly Argument[]) => (map?.type?.name === 'map' ? map.type.key : undefined);
const valueType = ([map]: readonly Argument[]) => (map?.type?.name === 'map' ? map.type.value : undefined);

/** A lambda of one parameter over the elements of the first argument. */
function overElements(args: readonly Argument[], index = 1): { sql: string; type: SqlType | undefined } {
  const { params, sql, type } = lambda(args, index)([elementType(args)]);
  return { sql: `lambda ${params.join(', ')}: ${sql}`, type };
}

/** A lambda of a key and a value, over the entries of a map. */
function overEntries(args: readonly Argument[]): string {
  return lambda(args, 1)([keyType(args), valueType(args)], ['athena_entry.key', 'athena_entry.value']).sql;
}

/** https://trino.io/docs/435/functions/array.html, …/map.html, …/lambda.html */
export const listFunctions: FunctionRules = {
  cardinality: custom(1, bigint, (args) => {
    const { sql, type } = argument(args, 0);
    return type?.name === 'map' ? `CAST(cardinality(${sql}) AS BIGINT)` : `len(${sql})`;
  }),
  element_at: custom(
    2,
    ([base]) => (base?.type?.name === 'map' ? base.type.value : elementType(base ? [base] : [])),
    (args) => {
      const [base, index] = [argument(args, 0), argument(args, 1).sql];
      return base.type?.name === 'map'
        ? `(${base.sql})[${index}]`
        : `list_extract(${base.sql}, CAST(${index} AS BIGINT))`;
    },
  ),
  contains: native('list_contains', 2, boolean),
  array_distinct: native('athena_distinct', 1, firstType),
  array_sort: native('list_sort', 1, firstType),
  array_max: native('athena_array_max', 1, elementType),
  array_min: native('athena_array_min', 1, elementType),
  array_join: custom([2, 3], varchar, (args) => {
    const [list, separator] = [argument(args, 0).sql, argument(args, 1).sql];
    if (args.length === 2) return `array_to_string(CAST(${list} AS VARCHAR[]), ${separator})`;
    const filled = `list_transform(CAST(${list} AS VARCHAR[]), lambda athena_x: coalesce(athena_x, ${argument(args, 2).sql}))`;
    return `array_to_string(${filled}, ${separator})`;
  }),
  array_position: template(
    2,
    bigint,
    (list, item) =>
      `CAST(coalesce(list_position(${list}, ${item}), CASE WHEN ${list} IS NOT NULL THEN 0 END) AS BIGINT)`,
  ),
  array_remove: template(
    2,
    firstType,
    (list, item) => `list_filter(${list}, lambda athena_x: athena_x IS DISTINCT FROM ${item})`,
  ),
  array_union: template(2, firstType, (a, b) => `athena_distinct(list_concat(${a}, ${b}))`),
  array_intersect: template(
    2,
    firstType,
    (a, b) => `athena_distinct(list_filter(${a}, lambda athena_x: list_contains(${b}, athena_x)))`,
  ),
  array_except: template(
    2,
    firstType,
    (a, b) => `athena_distinct(list_filter(${a}, lambda athena_x: NOT list_contains(${b}, athena_x)))`,
  ),
  arrays_overlap: native('list_has_any', 2, boolean),
  slice: template(3, firstType, (list, start, length) => `athena_slice(${list}, ${start}, ${length})`),
  sequence: custom(
    [2, 3],
    ([start]) => types.array(start?.type),
    (args, { inTry }) => printSequence(args, inTry),
  ),
  repeat: custom(
    2,
    ([item]) => types.array(item?.type),
    (args, { inTry }) => {
      const [item, count] = [argument(args, 0).sql, argument(args, 1).sql];
      const list = `list_transform(range(${count}), lambda athena_x: ${item})`;
      const reason = `count argument of repeat function must be less than or equal to ${maxEntries}`;
      return limited(count, list, reason, inTry);
    },
  ),
  flatten: native('flatten', 1, elementType),
  zip: custom(
    [2, 5],
    (args) => types.array({ name: 'row', fields: args.map((arg) => ({ type: elementType([arg]) })) }),
    (args) => {
      const fields = args.map((_, index) => `field${index} := athena_x[${index + 1}]`).join(', ');
      const lists = args.map(({ sql }) => sql).join(', ');
      return `list_transform(list_zip(${lists}), lambda athena_x: struct_pack(${fields}))`;
    },
  ),
  transform: custom(
    2,
    (args) => types.array(overElements(args).type),
    (args) => {
      return `list_transform(${argument(args, 0).sql}, ${overElements(args).sql})`;
    },
  ),
  filter: custom(2, firstType, (args) => `list_filter(${argument(args, 0).sql}, ${overElements(args).sql})`),
  any_match: custom(
    2,
    boolean,
    (args) => `(len(list_filter(${argument(args, 0).sql}, ${overElements(args).sql})) > 0)`,
  ),
  none_match: custom(
    2,
    boolean,
    (args) => `(len(list_filter(${argument(args, 0).sql}, ${overElements(args).sql})) = 0)`,
  ),
  all_match: custom(2, boolean, (args) => {
    const list = argument(args, 0).sql;
    return `(len(list_filter(${list}, ${overElements(args).sql})) = len(${list}))`;
  }),
  reduce: custom(
    4,
    ([, initial]) => initial?.type,
    (args) => {
      const [list, initial] = [argument(args, 0), argument(args, 1)];
      const step = lambda(args, 2)([initial.type, elementType(args)]);
      const reduced = `list_reduce(${list.sql}, lambda ${step.params.join(', ')}: ${step.sql}, ${initial.sql})`;
      return lambda(args, 3)([initial.type], [reduced]).sql;
    },
  ),
  map: custom(
    [0, 2],
    (args) => types.map(elementType(args), elementType(args.slice(1))),
    (args) => {
      return args.length === 0 ? 'MAP {}' : `MAP(${args.map(({ sql }) => sql).join(', ')})`;
    },
  ),
  map_keys: native('map_keys', 1, (args) => types.array(keyType(args))),
  map_values: native('map_values', 1, (args) => types.array(valueType(args))),
  map_entries: custom(
    1,
    (args) => types.array({ name: 'row', fields: [{ type: keyType(args) }, { type: valueType(args) }] }),
    (args) => {
      const entry = 'struct_pack(field0 := athena_x.key, field1 := athena_x.value)';
      return `list_transform(map_entries(${argument(args, 0).sql}), lambda athena_x: ${entry})`;
    },
  ),
  map_from_entries: native('map_from_entries', 1, (args) => {
    const entry = elementType(args);
    return entry?.name === 'row' ? types.map(entry.fields[0]?.type, entry.fields[1]?.type) : undefined;
  }),
  map_concat: native('map_concat', [2, many], firstType),
  map_filter: custom(2, firstType, (args) => {
    return `map_from_entries(list_filter(map_entries(${argument(args, 0).sql}), lambda athena_entry: ${overEntries(args)}))`;
  }),
  transform_values: custom(
    2,
    (args) => types.map(keyType(args), undefined),
    (args) => {
      const entries = `map_entries(${argument(args, 0).sql})`;
      return `map_from_entries(list_transform(${entries}, lambda athena_entry: struct_pack(key := athena_entry.key, value := ${overEntries(args)})))`;
    },
  ),
  transform_keys: custom(
    2,
    (args) => types.map(undefined, valueType(args)),
    (args) => {
      const entries = `map_entries(${argument(args, 0).sql})`;
      return `map_from_entries(list_transform(${entries}, lambda athena_entry: struct_pack(key := ${overEntries(args)}, value := athena_entry.value)))`;
    },
  ),
  split_to_map: custom(3, types.map(varchar, varchar), (args) => {
    const [value, entries, pairs] = [
      argument(args, 0).sql,
      text(constant(args, 1, 'The delimiter')),
      text(constant(args, 2, 'The delimiter')),
    ];
    const entry = `struct_pack(key := split_part(athena_x, ${pairs}, 1), value := split_part(athena_x, ${pairs}, 2))`;
    return `map_from_entries(list_transform(string_split(${value}, ${entries}), lambda athena_x: ${entry}))`;
  }),
};

/** Both ends are part of it; days are the step of dates. */
/** https://trino.io/docs/435/functions/array.html#sequence */
const maxEntries = 10_000;

function printSequence(args: readonly Argument[], inTry: boolean): string {
  const [start, stop] = [argument(args, 0), argument(args, 1)];
  const isTime = start.type?.name === 'date' || start.type?.name === 'timestamp';
  const step =
    args[2]?.sql ?? (isTime ? "INTERVAL '1 day'" : `CASE WHEN ${start.sql} <= ${stop.sql} THEN 1 ELSE -1 END`);
  const series = `generate_series(${start.sql}, ${stop.sql}, ${step})`;
  const values = start.type?.name === 'date' ? `CAST(${series} AS DATE[])` : series;
  const distance = isTime
    ? `abs(epoch_ms(CAST(${stop.sql} AS TIMESTAMP)) - epoch_ms(CAST(${start.sql} AS TIMESTAMP)))`
    : `abs(CAST(${stop.sql} AS HUGEINT) - CAST(${start.sql} AS HUGEINT))`;
  const stride = isTime
    ? `abs(epoch_ms(TIMESTAMP '2000-01-01' + ${step}) - epoch_ms(TIMESTAMP '2000-01-01'))`
    : `abs(${step})`;
  const reason = `result of sequence function must not have more than ${maxEntries} entries`;
  return limited(`(${distance} // nullif(${stride}, 0) + 1)`, values, reason, inTry);
}

/** A list that is computed only when it has few enough entries; otherwise the query fails, or it is NULL inside TRY. */
function limited(count: string, list: string, reason: string, inTry: boolean): string {
  const excess = inTry ? 'NULL' : `error(${text(reason)})`;
  return `CASE WHEN ${count} > ${maxEntries} THEN ${excess} ELSE ${list} END`;
}
