import { BLOB, type DuckDBBlobValue, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { xxHash64 } from './xx-hash-64.ts';

/** Functions of Athena's that DuckDB has no match for; made once for the whole database. */
export function registerFunctions(connection: DuckDBConnection): void {
  // Bytes that are no UTF-8 become U+FFFD. Much slower than `decode`, which fails of them.
  connection.registerScalarFunction(ofBytes('athena_utf8', VARCHAR, (bytes) => Buffer.from(bytes).toString('utf8')));
  connection.registerScalarFunction(ofBytes('athena_xxhash64_hex', VARCHAR, (bytes) => xxHash64(bytes)));
}

function ofBytes(name: string, returnType: typeof VARCHAR, of: (bytes: Uint8Array) => string): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: [BLOB],
    returnType,
    mainFunction: (_, input, output) => {
      const values = input.getColumnVector(0);
      for (let row = 0; row < input.rowCount; row++) {
        // The type of the parameter says so.
        const value = values.getItem(row) as DuckDBBlobValue | null;
        output.setItem(row, value === null ? null : of(value.bytes));
      }
      output.flush();
    },
  });
}
