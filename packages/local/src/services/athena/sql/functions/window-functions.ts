import { type FunctionRule, type FunctionRules, firstType, types } from './rule.ts';

function window(name: string, arity: readonly [number, number], type: FunctionRule['type']): FunctionRule {
  return {
    kind: 'window',
    arity,
    print: (args, site) => site.aggregate(name, ...args.map(({ sql }) => sql)),
    type,
  };
}

/** https://trino.io/docs/435/functions/window.html */
export const windowFunctions: FunctionRules = {
  row_number: window('row_number', [0, 0], () => types.bigint),
  rank: window('rank', [0, 0], () => types.bigint),
  dense_rank: window('dense_rank', [0, 0], () => types.bigint),
  percent_rank: window('percent_rank', [0, 0], () => types.double),
  cume_dist: window('cume_dist', [0, 0], () => types.double),
  ntile: window('ntile', [1, 1], () => types.bigint),
  lag: window('lag', [1, 3], firstType),
  lead: window('lead', [1, 3], firstType),
  first_value: window('first_value', [1, 1], firstType),
  last_value: window('last_value', [1, 1], firstType),
  nth_value: window('nth_value', [2, 2], firstType),
};
