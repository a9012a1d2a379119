import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { AboutEvent, EventDataSchema, FailExample } from '../../../schemas/registry/event-registry.ts';
import { viewName } from '../../../schemas/registry/view-name.ts';
import { UsageError } from '../errors.ts';
import { type Example, exampleEvent, makeExamples } from './make-examples.ts';
import { isPersonal } from './personal-data.ts';
import { printJson } from './print-json.ts';

/** A version of an event type that is not in the registry yet. */
export interface NewVersion {
  readonly type: string;
  /** `1.0` */
  readonly version: string;
  readonly schema: EventDataSchema;
  readonly about: AboutEvent;
  readonly pass: readonly Example[];
  readonly fail: readonly (Example & Pick<FailExample, 'expect'>)[];
}

export interface VersionSource {
  readonly type: string;
  readonly version: string;
  readonly schema: EventDataSchema;
  /** An event that satisfies the schema; of its envelope what is wrong is left out. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** What a folder of the registry holds, with words that ask to be replaced. */
export function makeVersion({ type, version, schema, example }: VersionSource): NewVersion {
  const { pass, fail } = makeExamples(schema, exampleEvent(type, version, example));
  const about: AboutEvent = {
    meaning: `Say what one row of ${type} stands for, and what it does not say.`,
    owner: 'say who answers questions about it',
    personal_data: Object.keys(schema.properties).filter(isPersonal),
    retention: 'standard',
  };
  return { type, version, schema, about, pass, fail };
}

/** `boss_killed` → `Boss killed` */
export function titleOf(type: string): string {
  const words = viewName(type).replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Of a known type where it is, in a group or not; of a new one its name. */
export function folderOf(registry: string, type: string): string {
  const groups = existsSync(registry) ? readdirSync(registry) : [];
  const group = groups.find((name) => name !== type && existsSync(join(registry, name, type)));
  return group === undefined ? type : join(group, type);
}

/** Writes it into a registry; answers its files. Refuses when the folder is there already. */
export function writeVersion(registry: string, { type, version, schema, about, pass, fail }: NewVersion): string[] {
  const folder = join(registry, folderOf(registry, type), version);
  if (existsSync(folder)) throw new UsageError(`${folder} is there already`);
  const files = new Map([
    ['schema.json', printJson({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema })],
    ['about.yaml', stringify(about, { lineWidth: 120 })],
    ...pass.map(({ name, event }) => [`examples/pass/${name}.json`, printJson(event)] as const),
    ...fail.map(({ name, event, expect }) => [`examples/fail/${name}.json`, printJson({ event, expect })] as const),
  ]);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return [...files.keys()].map((name) => join(folder, name));
}
