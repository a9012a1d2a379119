import { banner } from './generated-file.ts';

/** The part of JSON Schema that the generator of types understands; anything else stops it by name. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

/** A JSON Schema of an object → a module with a TypeScript interface named by its `title`. */
export function generateInterface(source: string, schema: Schema, options: InterfaceOptions = {}): string {
  return `${banner(source)}\n${interfaceText(source, schema, options)}`;
}

export interface InterfaceOptions {
  /** Whether an optional member may also be null or the empty text, which mean that it is absent. Default false. */
  readonly absentValues?: boolean;
}

/** The interface alone. */
export function interfaceText(source: string, schema: Schema, options: InterfaceOptions = {}): string {
  if (schema.title === undefined) throw new Error(`${source}: title is missing`);
  if (schema.properties === undefined) throw new Error(`${source}: properties are missing`);
  const body = members(source, schema, '', options);
  return `${comment(schema, '')}export interface ${schema.title} ${body}\n`;
}

function members(source: string, schema: Schema, indent: string, { absentValues }: InterfaceOptions = {}): string {
  const lines = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const required = schema.required?.includes(name);
    const optional = required ? '' : '?';
    const absent = required || !absentValues ? '' : property.type === 'string' ? ' | null' : " | null | ''";
    const type = `${typeOf(`${source} ${name}`, property, `${indent}  `)}${absent}`;
    return `${comment(property, `${indent}  `)}${indent}  readonly ${name}${optional}: ${type};`;
  });
  return `{\n${lines.map((line) => `${line}\n`).join('')}${indent}}`;
}

function comment({ description, unit }: Schema, indent: string): string {
  const text = [description, unit && `In ${unit}.`].filter(Boolean).join(' ');
  return text === '' ? '' : `${indent}/** ${text} */\n`;
}

function typeOf(where: string, schema: Schema, indent: string): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (typeof schema.type === 'object') {
    return schema.type.map((type) => simpleType(where, { ...schema, type }, indent)).join(' | ');
  }
  return simpleType(where, schema, indent);
}

function simpleType(where: string, schema: Schema, indent: string): string {
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return schema.items === undefined ? 'readonly unknown[]' : `readonly (${typeOf(where, schema.items, indent)})[]`;
    case 'object':
      return schema.properties === undefined ? 'Readonly<Record<string, unknown>>' : members(where, schema, indent);
    default:
      throw new Error(`${where}: type ${String(schema.type)} is not supported`);
  }
}
