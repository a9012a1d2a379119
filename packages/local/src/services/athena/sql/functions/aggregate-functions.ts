import { isWhole } from '../numeric-types.ts';
import { duckType, type SqlType } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import { aggregate, argument, type FunctionRule, type FunctionRules, firstType, types } from './rule.ts';

const { bigint, boolean, double, varchar } = types;

function built(
  arity: number | readonly [number, number],
  type: FunctionRule['type'] | SqlType | undefined,
  print: FunctionRule['print'],
): FunctionRule {
  return {
    kind: 'aggregate',
    arity: typeof arity === 'number' ? [arity, arity] : arity,
    print,
    type: typeof type === 'function' ? type : () => type,
  };
}

const sumType = ([value]: readonly Argument[]): SqlType | undefined => {
  const type = value?.type;
  if (type?.name === 'decimal') return { ...type, precision: 38 };
  return isWhole(type) ? bigint : type;
};

const averageType = ([value]: readonly Argument[]): SqlType | undefined => {
  const type = value?.type;
  return type?.name === 'decimal' || type?.name === 'real' || type?.name === 'interval' ? type : type && double;
};

const spread = (name: string, arity = 1) => aggregate(name, arity, double);

/** https://trino.io/docs/435/functions/aggregate.html */
export const aggregateFunctions: FunctionRules = {
  count: aggregate('count', [0, 1], bigint),
  count_if: built(1, bigint, (args, site) => site.aggregate('count', `CASE WHEN ${argument(args, 0).sql} THEN 1 END`)),
  sum: built(1, sumType, (args, site) => {
    const { sql, type } = argument(args, 0);
    const sum = site.aggregate('sum', sql);
    return isWhole(type) ? `CAST(${sum} AS BIGINT)` : sum;
  }),
  avg: built(1, averageType, (args, site) => {
    const { sql, type } = argument(args, 0);
    const average = site.aggregate('avg', sql);
    return type?.name === 'decimal' || type?.name === 'real' ? `CAST(${average} AS ${duckType(type)})` : average;
  }),
  min: built(
    [1, 2],
    ([value, count]) => (count === undefined ? value?.type : types.array(value?.type)),
    (args, site) => extreme('min', args, site),
  ),
  max: built(
    [1, 2],
    ([value, count]) => (count === undefined ? value?.type : types.array(value?.type)),
    (args, site) => extreme('max', args, site),
  ),
  min_by: aggregate('arg_min_null', 2, firstType),
  max_by: aggregate('arg_max_null', 2, firstType),
  arbitrary: aggregate('any_value', 1, firstType),
  any_value: aggregate('any_value', 1, firstType),
  array_agg: aggregate('list', 1, ([item]) => types.array(item?.type)),
  bool_and: aggregate('bool_and', 1, boolean),
  bool_or: aggregate('bool_or', 1, boolean),
  every: aggregate('bool_and', 1, boolean),
  approx_distinct: built([1, 2], bigint, (args, site) => site.aggregate('count', `DISTINCT ${argument(args, 0).sql}`)),
  // The value at the rank that Trino's digest gives for as many rows as it keeps one by one.
  approx_percentile: built(
    2,
    ([value, share]) => {
      const type = isWhole(value?.type) ? bigint : value?.type;
      return share?.type?.name === 'array' ? types.array(type) : type;
    },
    (args, site) => {
      const [value, share] = [wide(argument(args, 0)), argument(args, 1)];
      if (share.type?.name === 'array') {
        return site.aggregate(
          'quantile_disc',
          value,
          `list_transform(${share.sql}, lambda athena_x: least(athena_x + 1e-9, 1))`,
        );
      }
      return site.aggregate('quantile_disc', value, `least(${share.sql} + 1e-9, 1)`);
    },
  ),
  stddev: spread('stddev_samp'),
  stddev_samp: spread('stddev_samp'),
  stddev_pop: spread('stddev_pop'),
  variance: spread('var_samp'),
  var_samp: spread('var_samp'),
  var_pop: spread('var_pop'),
  skewness: built(1, double, (args, site) => {
    // DuckDB corrects for the size of the sample.
    const { sql } = argument(args, 0);
    const count = site.aggregate('count', sql);
    return `(${site.aggregate('skewness', sql)} * (${count} - 2) / sqrt(${count} * (${count} - 1)))`;
  }),
  kurtosis: spread('kurtosis'),
  corr: spread('corr', 2),
  covar_pop: spread('covar_pop', 2),
  covar_samp: spread('covar_samp', 2),
  regr_slope: spread('regr_slope', 2),
  regr_intercept: spread('regr_intercept', 2),
  geometric_mean: spread('geometric_mean'),
  bitwise_and_agg: aggregate('bit_and', 1, bigint),
  bitwise_or_agg: aggregate('bit_or', 1, bigint),
  histogram: built(
    1,
    ([value]) => types.map(value?.type, bigint),
    (args, site) => site.aggregate('histogram', argument(args, 0).sql),
  ),
  map_agg: built(
    2,
    ([key, value]) => types.map(key?.type, value?.type),
    (args, site) => {
      return `athena_map_of(${site.aggregate('list', argument(args, 0).sql)}, ${site.aggregate('list', argument(args, 1).sql)})`;
    },
  ),
  listagg: built([1, 2], varchar, (args, site) => {
    return site.aggregate('string_agg', argument(args, 0).sql, args[1]?.sql ?? "''");
  }),
  grouping: aggregate('grouping', [1, 32], types.integer),
};

/** Digests know no smaller whole numbers than bigint. */
function wide({ sql, type }: Argument): string {
  return isWhole(type) ? `CAST(${sql} AS BIGINT)` : sql;
}

/** With a second argument: the so many smallest or largest. */
function extreme(name: string, args: readonly Argument[], site: Parameters<FunctionRule['print']>[1]): string {
  return site.aggregate(name, ...args.map(({ sql }) => sql));
}
