import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Of a group of types, in its folder, so that it goes with the folder. */
const groupFile = 'released.json';

/**
 * The contract that was released last: that of a file, and of each group of types in a registry. A file that is not there
 * is one without an event type. Throws when one is damaged.
 */
export function readReleased(file: string, registry: string): Contract {
  return new Map([file, ...groupFiles(registry)].flatMap((one) => [...readFile(one)]));
}

export function writeReleased(file: string, registry: string, types: EventRegistry): void {
  const groups = new Set(types.flatMap(({ folder }) => (folder.includes('/') ? [dirname(folder)] : [])));
  const of = (group: string) => types.filter(({ folder }) => dirname(folder) === group);
  writeFile(file, contractOf(of('.')));
  for (const group of groups) writeFile(join(registry, group, groupFile), contractOf(of(group)));
}

function groupFiles(registry: string): string[] {
  if (!existsSync(registry)) return [];
  return readdirSync(registry).map((name) => join(registry, name, groupFile));
}

function readFile(file: string): Contract {
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

function writeFile(file: string, contract: Contract): void {
  const types = [...contract].map(([type, versions]) => [type, Object.fromEntries(versions)]);
  writeFileSync(file, printJson(Object.fromEntries(types)));
}

function members(value: unknown, where: string): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new Error(`${where}: an object was expected`);
}
