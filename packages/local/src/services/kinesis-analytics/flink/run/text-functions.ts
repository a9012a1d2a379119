import { type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { textFunctions } from '../plan/names.ts';
import { decimalText } from './decimal-text.ts';
import { jsonValue } from './json-value.ts';

type TextFunction = (...args: readonly string[]) => string | null;

const functions: Readonly<Record<keyof typeof textFunctions, TextFunction>> = {
  jsonValue: (text = '', path = '') => jsonValue(text, path),
  decimal: (text = '', precision = '', scale = '') => decimalText(text, Number(precision), Number(scale)),
  upper: (text = '') => text.toUpperCase(),
  lower: (text = '') => text.toLowerCase(),
};

/** What DuckDB does otherwise than Java for few texts, and then one by one. Null of null. */
export function registerTextFunctions(connection: DuckDBConnection): void {
  for (const [key, { name, parameters }] of Object.entries(textFunctions)) {
    const evaluate = functions[key as keyof typeof textFunctions];
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        returnType: VARCHAR,
        parameterTypes: Array.from({ length: parameters }, () => VARCHAR),
        mainFunction(_, input, output) {
          const columns = input.getColumns();
          for (let row = 0; row < input.rowCount; row++) {
            const args = columns.map((column) => column[row]);
            const isText = (arg: unknown): arg is string => typeof arg === 'string';
            output.setItem(row, args.every(isText) ? evaluate(...args) : null);
          }
          output.flush();
        },
      }),
    );
  }
}
