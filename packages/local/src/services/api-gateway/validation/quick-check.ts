import type { JsonText } from '../../../json-text/json-text.ts';
import type { JsonKind, JsonNode } from '../../../json-text/json-tree.ts';
import { linearPattern } from '../../../linear-pattern.ts';
import { isObject, type JsonObject } from '../../json-object.ts';

/** True: the value certainly matches its schema. False says nothing: then the whole validator has to look. */
export type QuickCheck = (json: JsonText, node: JsonNode) => boolean;

type Compile = (value: unknown, schema: JsonObject, definitions: JsonObject) => QuickCheck | undefined;

const always: QuickCheck = () => true;

/**
 * Compiles the part of JSON Schema draft 4 that most models keep to into a check of the body's index, so that a good
 * body is not parsed into objects only to be looked at. `schema` is valid, its `$ref`s name `definitions`. Undefined
 * when the schema says more than is known here.
 */
export function compileQuickCheck(schema: JsonObject, definitions: JsonObject): QuickCheck | undefined {
  if (typeof schema.$ref === 'string') return compileReference(schema, schema.$ref, definitions);
  const checks: QuickCheck[] = [];
  for (const [name, value] of Object.entries(schema)) {
    if (!Object.hasOwn(keywords, name)) return undefined;
    const check = keywords[name]?.(value, schema, definitions);
    if (!check) return undefined;
    if (check !== always) checks.push(check);
  }
  return (json, node) => {
    for (const check of checks) if (!check(json, node)) return false;
    return true;
  };
}

const keywords: Readonly<Record<string, Compile>> = {
  description: () => always,
  title: () => always,
  definitions: () => always,
  // Looked at together with `properties`.
  required: (_, schema, definitions) => ('properties' in schema ? always : members({}, schema, definitions)),
  type: (value) => (typeof value === 'string' ? kindCheck(value) : undefined),
  properties: members,
  items: (value, _, definitions) => {
    const item = isObject(value) ? compileQuickCheck(value, definitions) : undefined;
    return (
      item &&
      ((json, node) => {
        for (const element of json.elements(node)) if (!item(json, element)) return false;
        return true;
      })
    );
  },
  minItems: (value) => (json, node) => json.kind(node) !== 'array' || json.elements(node).length >= Number(value),
  maxItems: (value) => (json, node) => json.elements(node).length <= Number(value),
  // Characters are code points: half of the units at least, all of them at most.
  minLength: (value) => ofText((text) => text.length >= 2 * Number(value) || [...text].length >= Number(value)),
  maxLength: (value) => ofText((text) => text.length <= Number(value)),
  pattern: (value) => {
    const pattern = linearPattern(String(value));
    return ofText((text) => pattern.test(text));
  },
  enum: (value) => {
    const texts = new Set<unknown>(Array.isArray(value) ? value : []);
    return (json, node) => json.kind(node) === 'string' && texts.has(json.string(node));
  },
};

const kindsOfTypes: Readonly<Record<string, JsonKind>> = {
  object: 'object',
  array: 'array',
  string: 'string',
  boolean: 'boolean',
  null: 'null',
};

function kindCheck(type: string): QuickCheck | undefined {
  const kind = kindsOfTypes[type];
  if (kind !== undefined) return (json, node) => json.kind(node) === kind;
  const isGood = type === 'integer' ? Number.isInteger : type === 'number' ? Number.isFinite : undefined;
  return isGood && ((json, node) => json.kind(node) === 'number' && isGood(Number(json.slice(node))));
}

function members(value: unknown, { required }: JsonObject, definitions: JsonObject): QuickCheck | undefined {
  const checks: [string, QuickCheck][] = [];
  for (const [name, schema] of Object.entries(isObject(value) ? value : {})) {
    const check = isObject(schema) ? compileQuickCheck(schema, definitions) : undefined;
    // An object parsed from JSON has the names of Object.prototype without the body saying so.
    if (!check || name in Object.prototype) return undefined;
    checks.push([name, check]);
  }
  const names: string[] = Array.isArray(required) ? required.map(String) : [];
  return (json, node) => {
    if (json.kind(node) !== 'object') return true;
    for (const name of names) if (json.member(node, name) === undefined) return false;
    for (const [name, check] of checks) {
      const member = json.member(node, name);
      if (member !== undefined && !check(json, member)) return false;
    }
    return true;
  };
}

function ofText(holds: (text: string) => boolean): QuickCheck {
  return (json, node) => json.kind(node) !== 'string' || holds(json.string(node));
}

function compileReference(schema: JsonObject, reference: string, definitions: JsonObject): QuickCheck | undefined {
  const name = reference.replace('#/definitions/', '');
  const definition = definitions[name];
  if (Object.keys(schema).length > 1 || !isObject(definition)) return undefined;
  // Without the definition itself among them, a model that contains itself comes to an end: it is not known here.
  return compileQuickCheck(definition, { ...definitions, [name]: undefined });
}
