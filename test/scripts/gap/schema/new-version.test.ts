import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test } from 'vitest';
import { addVersion } from '../../../../scripts/gap/schema/new-version.ts';
import { generateAll } from '../../../../scripts/generate.ts';

const schemas = fileURLToPath(new URL('../../../../schemas', import.meta.url));

function countLines(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

test('a new event type is one folder: what is generated only gets lines of its own', () => {
  const root = temporaryDirectory();
  cpSync(schemas, join(root, 'schemas'), { recursive: true });
  const before = new Map(generateAll(root).map(({ path, text }) => [path, text]));
  addVersion(join(root, 'schemas/events'), 'boss_killed', '1.0');
  const changed: string[] = [];
  for (const { path, text } of generateAll(root)) {
    const old = before.get(path) ?? '';
    if (text !== old) changed.push(path);
    const now = countLines(text);
    const lost = [...countLines(old)].filter(([line, count]) => (now.get(line) ?? 0) < count);
    expect({ path, lost }).toEqual({ path, lost: [] });
  }
  expect(changed.sort()).toEqual([
    'docs/events.md',
    'schemas/generated/api-models.json',
    'schemas/generated/event-data.ts',
    'schemas/generated/event-types.ts',
    'schemas/generated/validate-event-data.ts',
  ]);
});
