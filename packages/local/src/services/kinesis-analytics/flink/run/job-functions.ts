import { pathToFileURL } from 'node:url';
import { type FlinkType, readType } from '../job/flink-type.ts';
import type { FunctionTypes } from '../plan/source.ts';

/** A user-defined function of a job for engines without a JVM. */
export interface JobFunction {
  /** Members of the ROW that it gives, in order, with their types in Flink's words. */
  readonly returns: Readonly<Record<string, string>>;
  /**
   * One call for a micro-batch: arguments by column, BYTES as Uint8Array, times as milliseconds since the epoch. Answers
   * a row for each record, in order. Rejects when it cannot tell yet: the micro-batch is then tried again.
   */
  evaluate(...argumentColumns: readonly (readonly unknown[])[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

export type JobFunctions = Readonly<Record<string, JobFunction>>;

/** Loads the module that a job's folder has beside its SQL. */
export async function openFunctions(file: string, properties: Readonly<Record<string, string>>): Promise<JobFunctions> {
  const module: { openFunctions?: (properties: Readonly<Record<string, string>>) => JobFunctions } = await import(
    pathToFileURL(file).href
  );
  if (typeof module.openFunctions !== 'function') throw new Error(`${file} does not export openFunctions`);
  return module.openFunctions(properties);
}

export function functionTypes(functions: JobFunctions): FunctionTypes {
  return Object.fromEntries(
    Object.entries(functions).map(([name, { returns }]) => [
      name,
      Object.fromEntries(Object.entries(returns).map(([member, text]) => [member, typeOf(text, `${name}.${member}`)])),
    ]),
  );
}

function typeOf(text: string, of: string): FlinkType {
  const type = readType(text);
  if (!type) throw new Error(`${of} has the type ${text}, which is not supported here`);
  return type;
}
