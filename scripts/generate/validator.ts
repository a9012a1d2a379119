import { banner } from './generated-file.ts';
import { standaloneCode } from './standalone-code.ts';

/**
 * A JSON Schema → an ES module that validates without ajv at run time. It must need nothing of ajv's runtime
 * (`maxLength`, `uniqueItems` and formats do): bound lengths by the pattern instead.
 * Numbers may be infinite (`1e999` is valid JSON): what a time may be is judged by its own rule.
 */
export function generateValidator(source: string, schema: object, typeName: string, typeModule: string): string {
  const code = standaloneCode(schema, { strictNumbers: false });
  if (/\brequire\(/.test(code)) throw new Error(`${source}: uses a keyword whose validation needs ajv at run time`);
  const name = `validate${typeName}`;
  return `// @ts-nocheck
${banner(source)}
import type { ${typeName} } from '${typeModule}';

/** What ajv says about a mismatch: a JSON pointer to the value, the keyword that it fails and the keyword's parameters. */
export interface Mismatch {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** After \`false\`, \`errors\` holds the first mismatch, until the next call. */
export interface Validate${typeName} {
  (data: unknown): data is ${typeName};
  readonly errors?: readonly Mismatch[] | null;
}

${withoutExports(code, source)}
export const ${name}: Validate${typeName} = ${validatorName(code, source)};
`;
}

function withoutExports(code: string, source: string): string {
  validatorName(code, source);
  return code.replace(/^"use strict";\s*/, '').replace(/export const validate = \w+;\s*export default \w+;\s*/, '');
}

function validatorName(code: string, source: string): string {
  const name = /export const validate = (\w+);/.exec(code)?.[1];
  if (name === undefined) throw new Error(`${source}: ajv's standalone code has changed its form`);
  return name;
}
