import { mergedParts } from './functions.ts';
import type { Grouping } from './grouping.ts';
import { sliceColumn } from './names.ts';
import type { WindowStep } from './steps.ts';
import { duckType, quotedName } from './typed.ts';
import { lastEndOf, startOf, type WindowSlices } from './window-slices.ts';

/**
 * A GROUP BY over a window function: parts of the aggregates by slice and key, the different values of COUNT(DISTINCT …)
 * beside them. Raw rows are not kept.
 */
export function windowStep(grouping: Grouping, slices: WindowSlices): WindowStep {
  const { step, inputStep, keys, keyValues, aggregates, distincts, from, fingerprint } = grouping;
  const output = quotedName(step);
  const stateName = `window_${fingerprint}`;
  const slice = quotedName(sliceColumn);
  const names = keys.map(({ name }) => quotedName(name));
  const keyTypes = keys.map(({ name, type }) => `${quotedName(name)} ${duckType(type)}`);
  const partTypes = aggregates.map(({ name, type }) => `${quotedName(name)} ${duckType(type)}`);
  const distinctTypes = distincts.map(({ name }) => `${quotedName(name)} BIGINT`);
  const isOpen = `${lastEndOf(slice, slices)} > $closed`;
  const parts = aggregates.map(({ part, type }) => `CAST(${part} AS ${duckType(type)})`);
  const merged = aggregates.map((aggregate) => mergedParts(aggregate, quotedName(aggregate.name)));
  const keyed = keyValues.map((value, index) => `${value} AS ${names[index]}`);
  const groupBy = (...columns: readonly string[]) => ` GROUP BY ${columns.join(', ')}`;

  const valueTables = distincts.map(({ name, value }, index) => ({
    table: `window_${fingerprint}_values${index}`,
    name,
    value,
    type: duckType(value.type),
  }));
  const window = 'end_of_window';
  const main =
    `SELECT ${[window, ...names, ...merged.map((sql, index) => `${sql} AS ${quotedName(aggregates[index]?.name ?? '')}`)].join(', ')} ` +
    `FROM (${endings(stateName, slices)})${groupBy(window, ...names)}`;
  const joins = valueTables.map(({ table, name }) => {
    const counted = `SELECT ${[window, ...names].join(', ')}, count(DISTINCT value) AS ${quotedName(name)} FROM (${endings(table, slices)})${groupBy(window, ...names)}`;
    const equal = [window, ...names].map(
      (column) => `main.${column} IS NOT DISTINCT FROM ${quotedName(table)}.${column}`,
    );
    return ` LEFT JOIN (${counted}) AS ${quotedName(table)} ON ${equal.join(' AND ')}`;
  });
  const results = [
    `make_timestamp(${startOf(`main.${window}`, slices)} * 1000)`,
    `make_timestamp(main.${window} * 1000)`,
    `make_timestamp((main.${window} - 1) * 1000)`,
    ...names.map((name) => `main.${name}`),
    ...aggregates.map(({ name }) => `main.${quotedName(name)}`),
    ...valueTables.map(({ table, name }) => `coalesce(${quotedName(table)}.${quotedName(name)}, 0)`),
  ];
  const windowTypes = ['$window_start', '$window_end', '$window_time'].map((name) => `${quotedName(name)} TIMESTAMP`);
  const outputTypes = [...windowTypes, ...keyTypes, ...partTypes, ...distinctTypes];
  const stateTypes = ['slice BIGINT NOT NULL', ...keyTypes, ...partTypes];
  return {
    kind: 'window',
    slices,
    input: inputStep,
    output: step,
    createOutput: `CREATE TEMP TABLE ${output} (${outputTypes.join(', ')})`,
    state: Object.fromEntries([
      [stateName, `CREATE TABLE ${stateName} (${stateTypes.join(', ')})`],
      ...valueTables.map(({ table, type }) => [
        table,
        `CREATE TABLE ${table} (${['slice BIGINT NOT NULL', ...keyTypes, `value ${type}`].join(', ')})`,
      ]),
    ]),
    accumulate: [
      `INSERT INTO ${stateName} SELECT ${[slice, ...keyed, ...parts].join(', ')} FROM (${from}) WHERE ${isOpen} GROUP BY ${[slice, ...keyValues].join(', ')}`,
      ...valueTables.map(
        ({ table, value }) =>
          `INSERT INTO ${table} SELECT DISTINCT ${[slice, ...keyed, `${value.sql} AS value`].join(', ')} FROM (${from}) WHERE ${isOpen} AND ${value.sql} IS NOT NULL`,
      ),
    ],
    // As Flink's timers fire: the window that ends first comes out first. DuckDB's groups have no order of their own.
    emit: `INSERT INTO ${output} SELECT ${results.join(', ')} FROM (${main}) AS main${joins.join('')} ORDER BY main.${window}`,
    forget: [stateName, ...valueTables.map(({ table }) => table)].map(
      (table) => `DELETE FROM ${table} WHERE ${lastEndOf('slice', slices)} <= $closing`,
    ),
    compact: [
      ...replace(
        stateName,
        `SELECT ${[mergedSlice(slices), ...names, ...merged].join(', ')} FROM ${stateName} GROUP BY ALL`,
        ['slice', ...names, ...aggregates.map(({ name }) => quotedName(name))],
      ),
      ...valueTables.flatMap(({ table }) =>
        replace(table, `SELECT DISTINCT ${[mergedSlice(slices), ...names, 'value'].join(', ')} FROM ${table}`, [
          'slice',
          ...names,
          'value',
        ]),
      ),
    ],
    stateRows: `SELECT ${[stateName, ...valueTables.map(({ table }) => table)].map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')}`,
  };
}

/** The state's rows, once for each window to emit that they belong to, with its end. */
function endings(table: string, slices: WindowSlices): string {
  const { kind, step } = slices;
  if (kind === 'TUMBLE') {
    return `SELECT *, slice AS end_of_window FROM ${table} WHERE slice > $closed AND slice <= $closing`;
  }
  const first = `greatest(slice, ($closed // ${step} + 1) * ${step})`;
  const last = `least(${lastEndOf('slice', slices)}, $closing)`;
  return `SELECT *, unnest(range(${first}, ${last} + 1, ${step})) AS end_of_window FROM ${table} WHERE slice <= $closing`;
}

/** CUMULATE's windows that are still to come have all slices that were emitted: those can be one. */
function mergedSlice(slices: WindowSlices): string {
  if (slices.kind !== 'CUMULATE') return 'slice';
  const { step } = slices;
  return `greatest(slice, least(($closing // ${step}) * ${step}, ${lastEndOf('slice', slices)}))`;
}

function replace(table: string, select: string, columns: readonly string[]): string[] {
  const compacted = quotedName(`${table}$compacted`);
  const list = columns.join(', ');
  return [
    `CREATE OR REPLACE TEMP TABLE ${compacted} (${list}) AS ${select}`,
    `DELETE FROM ${table}`,
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM ${compacted}`,
    `DROP TABLE ${compacted}`,
  ];
}
