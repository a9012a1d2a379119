import { commonType } from '../numeric-types.ts';
import { athenaType, text } from '../sql-type.ts';
import { checkBoolean, checkUnified } from '../types/check-operands.ts';
import { aggregateFunctions } from './aggregate-functions.ts';
import { jsonFunctions } from './json-functions.ts';
import { listFunctions } from './list-functions.ts';
import { numberFunctions } from './number-functions.ts';
import {
  argument,
  custom,
  type FunctionRule,
  type FunctionRules,
  firstType,
  many,
  native,
  template,
  types,
} from './rule.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';
import { windowFunctions } from './window-functions.ts';

/** https://trino.io/docs/435/functions/conditional.html */
const conditionalFunctions: FunctionRules = {
  coalesce: {
    ...native('coalesce', [2, many], (args) => commonType(args.map(({ type }) => type))),
    check: (args, position) => checkUnified(args, 'COALESCE operands', position),
  },
  nullif: {
    ...native('nullif', 2, firstType),
    check: (args, position) => checkUnified(args, 'NULLIF operands', position),
  },
  if: {
    ...template(
      [2, 3],
      (args) => commonType(args.slice(1).map(({ type }) => type)),
      (condition, yes, no = 'NULL') => {
        return `CASE WHEN ${condition} THEN ${yes} ELSE ${no} END`;
      },
    ),
    check: ([condition, ...results], position) => {
      if (condition !== undefined) checkBoolean(condition, 'IF condition', position);
      checkUnified(results, 'IF results', position);
    },
  },
  typeof: custom(1, types.varchar, (args) => text(athenaType(argument(args, 0).type))),
};

const all: FunctionRules = {
  ...conditionalFunctions,
  ...textFunctions,
  ...numberFunctions,
  ...timeFunctions,
  ...jsonFunctions,
  ...listFunctions,
  ...aggregateFunctions,
  ...windowFunctions,
};

/** Every function that queries may call, in alphabetical order; `try` is part of the language. */
export const functionNames: readonly string[] = [...Object.keys(all), 'try'].sort();

export function functionRule(name: string): FunctionRule | undefined {
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
