import { columnType } from '../../../schemas/registry/column-type.ts';
import type { EventDataSchema } from '../../../schemas/registry/event-registry.ts';

type Versions = ReadonlyMap<string, EventDataSchema>;

/** `note`: what must be done for the events to be judged by it. */
export interface ProposedVersion {
  readonly version: string;
  readonly note: string | undefined;
}

/**
 * The version under which a schema of events that state `major` can be added to those that are registered.
 * `statedMinor`: the highest that they state.
 */
export function proposeVersion(
  registered: Versions | undefined,
  major: number,
  statedMinor: number,
  schema: EventDataSchema,
): ProposedVersion {
  const ofMajor = [...(registered ?? [])].filter(([version]) => Number(version.split('.')[0]) === major);
  if (ofMajor.length === 0) return { version: `${major}.${statedMinor}`, note: undefined };
  const conflict = ofMajor.flatMap(([version, known]) => conflictsWith(version, known, schema))[0];
  if (conflict !== undefined) {
    const next = Math.max(...[...(registered ?? [])].map(([version]) => Number(version.split('.')[0]))) + 1;
    return { version: `${next}.0`, note: `${conflict}: a new major, which the game must state as event_version` };
  }
  const highest = Math.max(...ofMajor.map(([version]) => Number(version.split('.')[1])));
  if (statedMinor > highest) return { version: `${major}.${statedMinor}`, note: undefined };
  const version = `${major}.${highest + 1}`;
  return {
    version,
    note: `${major}.${highest} is registered: events that state it must state ${version}, or ${major}`,
  };
}

function conflictsWith(version: string, { properties }: EventDataSchema, { properties: proposed }: EventDataSchema) {
  return Object.entries(proposed).flatMap(([name, property]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known === undefined || columnType(known) === columnType(property)) return [];
    return [`${name} is ${columnType(known)} in ${version} and ${columnType(property)} here`];
  });
}
