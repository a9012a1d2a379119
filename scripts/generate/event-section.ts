import { columnName } from '../../schemas/registry/column-type.ts';
import {
  latestVersion,
  type PassExample,
  type PropertySchema,
  type RegisteredType,
  type RegisteredVersion,
} from '../../schemas/registry/event-registry.ts';
import { viewName } from '../../schemas/registry/view-name.ts';
import { allowedValues, table } from './field-words.ts';

const retentionWords = {
  short: 'short, for weeks',
  standard: 'standard, as long as the game is played',
  long: 'long, as long as books are kept',
} as const;

/** The part of docs/events.md about one event type. */
export function eventSection(type: RegisteredType): string {
  const latest = latestVersion(type);
  const { schema, about } = latest;
  const versions = type.versions.map(({ name }) => name).join(', ');
  const view = viewName(type.name);
  const inSql = view === type.name ? '' : ` · View: \`${view}\``;
  return `### ${type.name}

${schema.description}

${about.meaning}

Versions: ${versions} · Owner: ${about.owner} · Retention: ${retentionWords[about.retention]}${inSql}

${fields(type, latest)}
\`\`\`json
${JSON.stringify({ events: [fullest(latest.pass)] }, undefined, 2)}
\`\`\`
`;
}

function fields(type: RegisteredType, latest: RegisteredVersion): string {
  const rows = Object.entries(latest.schema.properties).flatMap(([name, property]) => [
    row(name, property, latest, since(type, name)),
    ...innerRows(name, property),
  ]);
  return rows.length === 0
    ? 'It has no fields of its own.\n'
    : `${table(['field', '', 'value', 'unit', 'meaning'], rows)}\n`;
}

function row(name: string, property: PropertySchema, { schema, about }: RegisteredVersion, added: string): string[] {
  const column = columnName(name);
  const notes = [
    property.description ?? '',
    about.personal_data.includes(name) ? '**Personal data.**' : '',
    added === '' ? '' : `Since ${added}.`,
    column === name ? '' : `Column \`${column}\`.`,
  ];
  const required = schema.required.includes(name) ? 'required' : '';
  return [`\`${name}\``, required, allowedValues(property), property.unit ?? '', notes.filter(Boolean).join(' ')];
}

/** Fields of a field that is an object, by their path. */
function innerRows(path: string, { properties = {}, required = [] }: PropertySchema): string[][] {
  return Object.entries(properties).flatMap(([name, property]) => [
    [
      `\`${path}.${name}\``,
      required.includes(name) ? 'required' : '',
      allowedValues(property),
      property.unit ?? '',
      property.description ?? '',
    ],
    ...innerRows(`${path}.${name}`, property),
  ]);
}

/** The version that brought the field; empty when every version has it. */
function since({ versions }: RegisteredType, name: string): string {
  const [first, ...others] = versions;
  if (Object.hasOwn(first.schema.properties, name)) return '';
  return others.find(({ schema }) => Object.hasOwn(schema.properties, name))?.name ?? '';
}

/** The example that shows most fields. */
function fullest(examples: readonly PassExample[]): unknown {
  const size = ({ event }: PassExample) => Object.keys(Object(event.event_data)).length;
  return [...examples].sort((one, other) => size(other) - size(one))[0]?.event;
}
