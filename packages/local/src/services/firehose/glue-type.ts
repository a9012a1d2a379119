/** Column types of a Glue table, as DuckDB reads them from JSON. https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
export type GlueType =
  | { readonly kind: 'value'; readonly sql: string }
  | { readonly kind: 'array'; readonly element: GlueType }
  | { readonly kind: 'map'; readonly value: GlueType }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: GlueType }[] };

const values: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  double: 'DOUBLE',
  float: 'FLOAT',
  bigint: 'BIGINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  smallint: 'SMALLINT',
  tinyint: 'TINYINT',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};

/** Throws, naming it, for a type that cannot be converted here. */
export function parseGlueType(text: string): GlueType {
  const source = text.toLowerCase().replaceAll(/\s/g, '');
  const { type, end } = parseAt(source, 0);
  if (end !== source.length) throw unsupported(text);
  return type;
}

export function duckDbType(type: GlueType): string {
  switch (type.kind) {
    case 'value':
      return type.sql;
    case 'array':
      return `${duckDbType(type.element)}[]`;
    case 'map':
      return `MAP(VARCHAR, ${duckDbType(type.value)})`;
    case 'struct':
      return `STRUCT(${type.fields.map(({ name, type: field }) => `${identifier(name)} ${duckDbType(field)}`).join(', ')})`;
  }
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function parseAt(source: string, start: number): { type: GlueType; end: number } {
  const [name = ''] = /^[a-z]+/.exec(source.slice(start)) ?? [];
  const open = start + name.length;
  if (name === 'array') {
    const { type, end } = parseAt(source, expect(source, open, '<'));
    return { type: { kind: 'array', element: type }, end: expect(source, end, '>') };
  }
  if (name === 'map') {
    const key = parseAt(source, expect(source, open, '<'));
    if (key.type.kind !== 'value' || key.type.sql !== 'VARCHAR') throw unsupported(source);
    const { type, end } = parseAt(source, expect(source, key.end, ','));
    return { type: { kind: 'map', value: type }, end: expect(source, end, '>') };
  }
  if (name === 'struct') return parseStruct(source, expect(source, open, '<'));
  const sized = /^\((\d+)(,\d+)?\)/.exec(source.slice(open));
  if (name === 'decimal')
    return { type: { kind: 'value', sql: `DECIMAL${sized?.[0] ?? '(10,0)'}` }, end: open + (sized?.[0].length ?? 0) };
  if ((name === 'varchar' || name === 'char') && sized)
    return { type: { kind: 'value', sql: 'VARCHAR' }, end: open + sized[0].length };
  const sql = values[name];
  if (!sql) throw unsupported(source);
  return { type: { kind: 'value', sql }, end: open };
}

function parseStruct(source: string, start: number): { type: GlueType; end: number } {
  const fields: { name: string; type: GlueType }[] = [];
  let position = start;
  for (;;) {
    const [name = ''] = /^[^:<>,]+/.exec(source.slice(position)) ?? [];
    const { type, end } = parseAt(source, expect(source, position + name.length, ':'));
    fields.push({ name, type });
    if (source[end] !== ',') return { type: { kind: 'struct', fields }, end: expect(source, end, '>') };
    position = end + 1;
  }
}

function expect(source: string, position: number, character: string): number {
  if (source[position] !== character) throw unsupported(source);
  return position + 1;
}

function unsupported(text: string): Error {
  return new Error(`the Glue column type ${text} is not supported`);
}
