import { mergedParts } from './functions.ts';
import type { Grouping } from './grouping.ts';
import type { GroupStep } from './steps.ts';
import { duckType, quotedName } from './typed.ts';

/**
 * A GROUP BY without a window function: with each micro-batch, the new state of the groups that it touched. A group that
 * nothing touched for the state's time to live begins anew, as in Flink.
 */
export function groupStep({ step, inputStep, keys, keyValues, aggregates, from, fingerprint }: Grouping): GroupStep {
  const output = quotedName(step);
  const partsName = `${step}$parts`;
  const parts = quotedName(partsName);
  const state = `group_${fingerprint}`;
  const names = keys.map(({ name }) => quotedName(name));
  const types = [...keys, ...aggregates].map(({ name, type }) => `${quotedName(name)} ${duckType(type)}`);
  const columns = [...names, ...aggregates.map(({ name }) => quotedName(name))].join(', ');
  const computed = aggregates.map(({ part, type }) => `CAST(${part} AS ${duckType(type)})`);
  const merged = aggregates.map((aggregate) => mergedParts(aggregate, quotedName(aggregate.name)));
  const equal = names.map((name) => `known.${name} IS NOT DISTINCT FROM touched.${name}`).join(' AND ');
  return {
    kind: 'group',
    input: inputStep,
    output: step,
    createOutput: `CREATE TEMP TABLE ${output} (${types.join(', ')})`,
    parts: partsName,
    createParts: `CREATE TEMP TABLE ${parts} (${types.join(', ')})`,
    state: { [state]: `CREATE TABLE ${state} (${types.join(', ')}, seen BIGINT NOT NULL)` },
    aggregate: `INSERT INTO ${parts} SELECT ${[...keyValues, ...computed].join(', ')} FROM (${from}) GROUP BY ${keyValues.join(', ')}`,
    emit:
      `INSERT INTO ${output} SELECT ${[...names, ...merged].join(', ')} FROM (SELECT ${columns} FROM ${parts} UNION ALL ` +
      `SELECT ${columns} FROM ${state} AS known SEMI JOIN ${parts} AS touched ON ${equal} WHERE seen > $expired) GROUP BY ${names.join(', ')}`,
    remember: [
      `DELETE FROM ${state} AS known USING ${parts} AS touched WHERE ${equal}`,
      `INSERT INTO ${state} SELECT ${columns}, $now FROM ${output}`,
    ],
    forget: `DELETE FROM ${state} WHERE seen <= $expired`,
  };
}
