import type { EventRegistry, RegisteredVersion } from '../../schemas/registry/event-registry.ts';
import { judgedSchema } from '../../schemas/registry/judged-schema.ts';
import { viewName } from '../../schemas/registry/view-name.ts';
import { banner } from './generated-file.ts';
import { standaloneCode } from './standalone-code.ts';

/**
 * All schemas of event_data → one ES module that validates without ajv. Every schema has a scope of its own, so that a
 * new event type changes no other lines; types whose schemas demand the same share their code.
 */
export function generateEventValidators(registry: EventRegistry): string {
  const names = new Map<string, string>();
  const functions: string[] = [];
  const entries = registry.map(({ name, versions }) => {
    const members = versions.map((version) => {
      const code = validatorCode(name, version);
      const shared = names.get(code);
      const own = shared ?? `${viewName(name)}_${version.major}_${version.minor}`;
      if (shared === undefined) functions.push(`const ${own}: ValidateEventData = ${code};\n`);
      names.set(code, own);
      return `{ major: ${version.major}, minor: ${version.minor}, validate: ${own} }`;
    });
    return `  [${JSON.stringify(name)}, [${members.join(', ')}]],`;
  });
  return `// @ts-nocheck
${banner('schemas/events')}
import type { Mismatch } from './validate-game-event.ts';

/** Whether event_data is as its schema says. After \`false\`, \`errors\` holds the first mismatch, until the next call. */
export interface ValidateEventData {
  (data: unknown): boolean;
  readonly errors?: readonly Mismatch[] | null;
}

export interface EventSchemaVersion {
  readonly major: number;
  readonly minor: number;
  /** Paths in \`errors\` begin in event_data: \`/level_id\`. */
  readonly validate: ValidateEventData;
}

${functions.join('\n')}
/** By event type; versions ascending. */
export const eventSchemas: ReadonlyMap<string, readonly EventSchemaVersion[]> = new Map([
${entries.join('\n')}
]);
`;
}

/** An expression whose value is the validating function. */
function validatorCode(type: string, { name, schema }: RegisteredVersion): string {
  // One ajv for each schema, so that names do not depend on the schemas before it. That a schema is one, the reader knows.
  const source = standaloneCode(judgedSchema(schema), { allowUnionTypes: true, meta: false, validateSchema: false });
  if (/\brequire\(/.test(source)) {
    throw new Error(`events/${type}/${name}/schema.json: uses a keyword whose validation needs ajv at run time`);
  }
  const exported = /^"use strict";\s*export const validate = (\w+);\s*export default \w+;/.exec(source);
  if (exported === null) throw new Error("ajv's standalone code has changed its form");
  const [head, validate] = exported;
  const body = source.slice(head.length).replaceAll(/schemaPath:"[^"]*",/g, '');
  return `(() => {\n${body}\nreturn ${validate};\n})()`;
}
