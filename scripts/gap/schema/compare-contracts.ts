import { columnName, columnType } from '../../../schemas/registry/column-type.ts';
import type { EventDataSchema } from '../../../schemas/registry/event-registry.ts';
import { boundedSchema } from '../../../schemas/registry/judged-schema.ts';
import { narrowings } from './narrowings.ts';
import type { Contract } from './released-registry.ts';
import type { ValueSchema } from './value-schema.ts';

/** One change of a released contract, as it is told. */
export interface Change {
  /** Relative to the registry's folder. */
  readonly file: string;
  /** JSON pointer into an event; empty: the version as a whole. */
  readonly path: string;
  readonly reason: string;
}

export interface Comparison {
  /** What would refuse an event that was accepted, or change what a column holds. */
  readonly breaking: readonly Change[];
  /** What is allowed and yet worth knowing. */
  readonly notes: readonly Change[];
  /** `login/1.1`: what was not there before. */
  readonly added: readonly string[];
}

/**
 * What became of a released contract. New types, new versions and looser rules pass; what was released keeps accepting
 * what it accepted, whichever version an event names, and each major keeps the types of its columns.
 */
export function compareContracts(released: Contract, current: Contract): Comparison {
  const breaking: Change[] = [];
  const notes: Change[] = [];
  for (const [type, versions] of released) {
    const now = current.get(type);
    if (now === undefined) {
      breaking.push({ file: type, path: '', reason: 'the event type was removed' });
      continue;
    }
    for (const [version, schema] of versions) {
      const file = `${type}/${version}/schema.json`;
      const later = now.get(version);
      if (later === undefined) breaking.push({ file, path: '', reason: 'the version was removed' });
      else {
        const narrower = narrowings(asJudged(schema), asJudged(later), '/event_data');
        breaking.push(...narrower.map((one) => ({ file, ...one })));
        notes.push(...changedUnits(schema, later).map((one) => ({ file, ...one })));
      }
    }
    breaking.push(...changedColumns(type, versions, now));
    notes.push(...newMajors(type, versions, now));
  }
  const added = [...current].flatMap(([type, versions]) =>
    [...versions.keys()].filter((version) => !released.get(type)?.has(version)).map((version) => `${type}/${version}`),
  );
  return { breaking, notes, added };
}

/** Its keywords are those of a ValueSchema alone: schemas/event-schema.json allows no other. */
function asJudged(schema: EventDataSchema): ValueSchema {
  return boundedSchema(schema);
}

type Versions = ReadonlyMap<string, EventDataSchema>;

function changedColumns(type: string, before: Versions, now: Versions): Change[] {
  const changes: Change[] = [];
  const columnsNow = columnsOf(now);
  for (const [key, column] of columnsOf(before)) {
    const after = columnsNow.get(key);
    const file = `${type}/${after?.version ?? column.version}/schema.json`;
    const path = `/event_data/${column.property}`;
    // Of a version that is gone as a whole that is already said.
    if (after === undefined && !now.has(column.version)) continue;
    if (after === undefined) changes.push({ file, path, reason: `the column ${column.name} would be lost` });
    else if (after.type !== column.type) {
      changes.push({ file, path, reason: `the column ${column.name} was ${column.type}, now it is ${after.type}` });
    }
  }
  return changes;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly property: string;
  readonly version: string;
}

/** By major and column. */
function columnsOf(versions: Versions): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const [version, { properties }] of versions) {
    for (const [property, schema] of Object.entries(properties)) {
      const name = columnName(property);
      columns.set(`${majorOf(version)} ${name}`, { name, type: columnType(schema), property, version });
    }
  }
  return columns;
}

function changedUnits(before: EventDataSchema, now: EventDataSchema): Omit<Change, 'file'>[] {
  return Object.entries(before.properties).flatMap(([name, { unit }]) => {
    const later = Object.hasOwn(now.properties, name) ? now.properties[name] : undefined;
    if (later === undefined || later.unit === unit) return [];
    const reason = `the unit was ${unit ?? 'not said'}, now it is ${later.unit ?? 'not said'}: stored rows keep theirs`;
    return [{ path: `/event_data/${name}`, reason }];
  });
}

function newMajors(type: string, before: Versions, now: Versions): Change[] {
  const highest = Math.max(...[...before.keys()].map(majorOf));
  const added = [...now.keys()].filter((version) => majorOf(version) > highest);
  const reason = 'events without an event_version are judged by this major from now on';
  return added.slice(-1).map((version) => ({ file: `${type}/${version}/schema.json`, path: '/event_version', reason }));
}

function majorOf(version: string): number {
  return Number(version.split('.')[0]);
}
