import type { PropertySchema } from '../../schemas/registry/event-registry.ts';

const typeWords = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  null: 'null',
} as const;

/** What a value may be, for people: `whole number, 1 or more`. */
export function allowedValues(property: PropertySchema): string {
  if (property.enum !== undefined) return property.enum.map((value) => `\`${value}\``).join(', ');
  const types = typeof property.type === 'string' ? [property.type] : property.type;
  const words = types.map((type) => (type === 'array' ? listWords(property) : typeWords[type])).join(' or ');
  const decimals = property.decimals === undefined ? [] : [`${property.decimals} decimals kept`];
  const pattern = property.pattern === undefined ? [] : [`matching \`${property.pattern}\``];
  return [words, ...bounds(property), ...decimals, ...pattern].join(', ');
}

function listWords({ items }: PropertySchema): string {
  return items === undefined ? typeWords.array : `${typeWords.array} of: ${allowedValues(items)}`;
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: PropertySchema): string[] {
  if (minimum !== undefined && maximum !== undefined) return [`${minimum} to ${maximum}`];
  return [
    ...(minimum === undefined ? [] : [`${minimum} or more`]),
    ...(exclusiveMinimum === undefined ? [] : [`more than ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`${maximum} or less`]),
    ...(exclusiveMaximum === undefined ? [] : [`less than ${exclusiveMaximum}`]),
  ];
}

/** Lines of a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
