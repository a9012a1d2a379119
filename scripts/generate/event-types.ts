import { columnName, columnType, engineTypes } from '../../schemas/registry/column-type.ts';
import { type EventRegistry, latestVersion, type RegisteredType } from '../../schemas/registry/event-registry.ts';
import { engines } from '../../schemas/registry/read-columns.ts';
import { viewName } from '../../schemas/registry/view-name.ts';
import { banner } from './generated-file.ts';

/** The registry as data: what a view, a table or a page about an event type needs, without any validator. */
export function generateEventTypes(registry: EventRegistry): string {
  return `${banner('schemas/events')}
/** One column that a property of event_data becomes. */
export interface EventDataColumn {
  /** In lower case; \`data_\` stands before the name of a column of the envelope. */
  readonly name: string;
  /** As event_data has it. */
  readonly property: string;
  readonly comment: string;
  readonly types: { ${engines.map((engine) => `readonly ${engine}: string`).join('; ')} };
}

export interface EventType {
  readonly name: string;
  /** Its view in SQL. */
  readonly view: string;
  /** When the event is sent. */
  readonly description: string;
  readonly owner: string;
  readonly retention: 'short' | 'standard' | 'long';
  /** \`1.0\`, ascending. */
  readonly versions: readonly string[];
  /** Of all versions together; where majors differ in a type, the highest major's. */
  readonly columns: readonly EventDataColumn[];
}

/** Sorted by name. */
export const eventTypes: readonly EventType[] = [
${registry.map(written).join('\n')}
];
`;
}

function written(type: RegisteredType): string {
  const { schema, about } = latestVersion(type);
  const fields = {
    name: type.name,
    view: viewName(type.name),
    description: schema.description,
    owner: about.owner,
    retention: about.retention,
    versions: type.versions.map(({ name }) => name),
  };
  const lines = Object.entries(fields).map(([key, value]) => `    ${key}: ${inline(value)},`);
  const columns = dataColumns(type).map((column) => `      ${inline(column)},`);
  const list = columns.length === 0 ? '[]' : `[\n${columns.join('\n')}\n    ]`;
  return `  {\n${lines.join('\n')}\n    columns: ${list},\n  },`;
}

/** In the order of the highest version's properties, then those that only lower ones have. */
function dataColumns({ versions }: RegisteredType) {
  const columns = new Map<string, ReturnType<typeof dataColumn>>();
  for (const { schema } of [...versions].reverse()) {
    for (const [property, definition] of Object.entries(schema.properties)) {
      const column = dataColumn(property, definition);
      if (!columns.has(column.name)) columns.set(column.name, column);
    }
  }
  return [...columns.values()];
}

function dataColumn(property: string, definition: Parameters<typeof columnType>[0]) {
  const { description = '', unit } = definition;
  const comment = unit === undefined ? description : `${description} [${unit}]`;
  return { name: columnName(property), property, comment, types: engineTypes(columnType(definition)) };
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${key}: ${inline(member)}`);
  return `{ ${members.join(', ')} }`;
}
