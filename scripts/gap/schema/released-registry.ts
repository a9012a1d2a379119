import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { EventDataSchema, EventRegistry } from '../../../schemas/registry/event-registry.ts';
import { isEventDataSchema, schemaMismatches } from '../../../schemas/registry/shapes.ts';
import { printJson } from './print-json.ts';

/** Schemas by event type and version (`1.0`), as clients may rely on them. */
export type Contract = ReadonlyMap<string, ReadonlyMap<string, EventDataSchema>>;

export function contractOf(registry: EventRegistry): Contract {
  return new Map(
    registry.map(({ name, versions }) => [name, new Map(versions.map((version) => [version.name, version.schema]))]),
  );
}

/** The contract that was released last; a file that is not there is one without an event type. Throws when it is damaged. */
export function readReleased(file: string): Contract {
  if (!existsSync(file)) return new Map();
  const types: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(
    members(types, file).map(([type, versions]) => [
      type,
      new Map(
        members(versions, `${file}: ${type}`).map(([version, schema]) => {
          if (isEventDataSchema(schema)) return [version, schema];
          throw new Error(`${file}: ${type} ${version} is no schema: ${schemaMismatches().join(', ')}`);
        }),
      ),
    ]),
  );
}

export function writeReleased(file: string, contract: Contract): void {
  const types = [...contract].map(([type, versions]) => [type, Object.fromEntries(versions)]);
  writeFileSync(file, printJson(Object.fromEntries(types)));
}

function members(value: unknown, where: string): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new Error(`${where}: an object was expected`);
}
