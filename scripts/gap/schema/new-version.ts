import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventDataSchema, latestVersion, type RegisteredType } from '../../../schemas/registry/event-registry.ts';
import { readRegistry } from '../../../schemas/registry/read-registry.ts';
import { typeNameProblem } from '../../../schemas/registry/type-name.ts';
import { UsageError } from '../errors.ts';
import { folderOf, makeVersion, titleOf, writeVersion } from './version-folder.ts';

/**
 * Adds a version to a registry: of a new type with one field to be replaced, of a known one as a copy of its last.
 * Answers the folder. Throws UsageError for a name or a version that cannot be, before anything is written.
 */
export function addVersion(registry: string, type: string, version: string): string {
  const problem = typeNameProblem(type);
  if (problem !== undefined) throw new UsageError(`${type} ${problem}`);
  if (!/^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$/.test(version)) {
    throw new UsageError(`${version} is no version of a schema: major.minor, like 1.0`);
  }
  const known = existsSync(registry) ? readRegistry(registry).find(({ name }) => name === type) : undefined;
  if (known === undefined) writeVersion(registry, scaffold(type, version));
  else copyLast(registry, known, version);
  return join(registry, folderOf(registry, type), version);
}

function scaffold(type: string, version: string) {
  const schema: EventDataSchema = {
    title: titleOf(type),
    description: 'Say when the event is sent.',
    type: 'object',
    required: ['subject_id'],
    properties: {
      subject_id: {
        type: 'string',
        description: "Say what it happened to, or put the event's own fields here instead.",
      },
    },
  };
  const example = {
    app_version: '2.4.1',
    player_id: 'player-000042',
    session_id: '2f6a8c9e-7d51-4a39-9a5e-0c9b1f3d7e20',
    event_data: { subject_id: 'subject_01' },
  };
  return makeVersion({ type, version, schema, example });
}

function copyLast(registry: string, type: RegisteredType, version: string): void {
  const last = latestVersion(type);
  const next = [`${last.major}.${last.minor + 1}`, `${last.major + 1}.0`];
  if (!next.includes(version)) {
    throw new UsageError(`${type.name} has ${last.name}: the next version is ${next.join(' or ')}, not ${version}`);
  }
  const folder = join(registry, type.folder, version);
  cpSync(join(registry, type.folder, last.name), folder, { recursive: true });
  const stated = new RegExp(`("event_version":\\s*)"${last.name.replace('.', '\\.')}(\\.\\d+)?"`);
  for (const kind of ['pass', 'fail']) {
    for (const name of readdirSync(join(folder, 'examples', kind))) {
      const file = join(folder, 'examples', kind, name);
      writeFileSync(file, readFileSync(file, 'utf8').replace(stated, `$1"${version}"`));
    }
  }
}
