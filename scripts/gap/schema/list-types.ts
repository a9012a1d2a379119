import type { EventRegistry } from '../../../schemas/registry/event-registry.ts';
import { type Column, formatTable } from '../output.ts';

export interface ListedType {
  readonly type: string;
  readonly versions: readonly string[];
  /** Fields of event_data in the latest version; the required ones without `?`. */
  readonly fields: readonly string[];
}

const columns: readonly Column[] = ['event type', 'versions', 'fields of event_data'].map((name) => ({
  name,
  kind: 'text',
}));

export function listTypes(registry: EventRegistry): ListedType[] {
  return registry.map(({ name, versions }) => ({
    type: name,
    versions: versions.map(({ major, minor }) => `${major}.${minor}`),
    fields: fieldsOf(versions.at(-1)?.schema),
  }));
}

export function describeTypes(types: readonly ListedType[], width: number | undefined): string {
  const rows = types.map(({ type, versions, fields }) => [type, versions.join(', '), fields.join(', ')]);
  return formatTable(columns, rows, width);
}

function fieldsOf(schema: unknown): string[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Readonly<Record<string, unknown>>;
    required?: readonly string[];
  };
  return Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
}
