import { _, Ajv, type KeywordCxt, type Options } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { absentValue } from '../../schemas/registry/absent.ts';

/** The source of a module that validates by a schema without ajv at run time. */
export function standaloneCode(schema: object, options: Options = {}): string {
  const ajv = new Ajv({ code: { source: true, esm: true, lines: true }, strict: true, ...options });
  ajv.removeKeyword('if');
  ajv.addKeyword({ keyword: 'if', schemaType: 'object', before: 'else', code: ifAbsent });
  return standalone.default(ajv, ajv.compile(schema));
}

/**
 * `if` of schemas/registry/absent.ts, the only one that is used. The code of ajv's own makes three objects for every
 * member that is there.
 */
function ifAbsent(context: KeywordCxt): void {
  const { gen, data, schema } = context;
  if (JSON.stringify(schema) !== JSON.stringify(absentValue)) {
    throw new Error(`no code can be generated for "if": ${JSON.stringify(schema)}`);
  }
  const valid = gen.name('valid');
  gen.var(valid, true);
  gen.if(_`${data} !== null && ${data} !== ""`, () => context.subschema({ keyword: 'else' }, valid));
  context.ok(valid);
}
