import { banner } from './generated-file.ts';

/** The part of JSON Schema that the generator of types understands; anything else stops it by name. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

/** A JSON Schema of an object → a TypeScript interface named by its `title`. */
export function generateInterface(source: string, schema: Schema): string {
  if (schema.title === undefined) throw new Error(`${source}: title is missing`);
  if (schema.properties === undefined) throw new Error(`${source}: properties are missing`);
  const comment = schema.description === undefined ? '' : `/** ${schema.description} */\n`;
  return `${banner(source)}\n${comment}export interface ${schema.title} ${members(source, schema, '')}\n`;
}

function members(source: string, schema: Schema, indent: string): string {
  const lines = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const comment = property.description === undefined ? '' : `${indent}  /** ${property.description} */\n`;
    const optional = schema.required?.includes(name) ? '' : '?';
    return `${comment}${indent}  readonly ${name}${optional}: ${typeOf(`${source} ${name}`, property, `${indent}  `)};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function typeOf(where: string, schema: Schema, indent: string): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      if (schema.items === undefined) throw new Error(`${where}: items are missing`);
      return `readonly (${typeOf(where, schema.items, indent)})[]`;
    case 'object':
      return schema.properties === undefined ? 'Readonly<Record<string, unknown>>' : members(where, schema, indent);
    default:
      throw new Error(`${where}: type ${String(schema.type)} is not supported`);
  }
}
