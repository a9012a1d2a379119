import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';

type Json = Readonly<Record<string, unknown>>;

/** schema.json of a type that is jumped: how high, and with what. */
export function jumpSchema(properties: Json = { height: { type: 'number', description: 'Height.' } }): Json {
  return { title: 'Jump', description: 'Sent when a player jumps.', type: 'object', required: [], properties };
}

export const jumpAbout =
  'meaning: One jump of one player, high or low.\nowner: tests\npersonal_data: []\nretention: short\n';

/** A whole version: schema.json, about.yaml and two examples of each kind. */
export function version(type: string, schema: Json = jumpSchema()): Record<string, unknown> {
  const fail = { event: { event_type: type }, expect: { reason: 'schema_mismatch', error_path: '/event_data/height' } };
  return {
    'schema.json': schema,
    'about.yaml': jumpAbout,
    'examples/pass/one.json': { event_type: type },
    'examples/pass/two.json': { event_type: type, event_data: { height: 2 } },
    'examples/fail/one.json': fail,
    'examples/fail/two.json': fail,
  };
}

/** Writes files below a new folder; what is no text is written as JSON. A value of undefined writes nothing. */
export function folder(files: Json): string {
  const directory = temporaryDirectory();
  for (const [file, content] of Object.entries(files)) {
    if (content === undefined) continue;
    const path = join(directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return directory;
}

/** `{ 'jump/1.0': version('jump') }` as the files of a registry. */
export function registryFiles(versions: Readonly<Record<string, Json>>): Record<string, unknown> {
  const files = Object.entries(versions).flatMap(([place, content]) =>
    Object.entries(content).map(([file, value]) => [`${place}/${file}`, value]),
  );
  return Object.fromEntries(files);
}
