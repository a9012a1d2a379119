import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { describe, expect, test } from 'vitest';
import { readRegistry } from '../../../../schemas/registry/read-registry.ts';
import { compareContracts } from '../../../../scripts/gap/schema/compare-contracts.ts';
import { addVersion } from '../../../../scripts/gap/schema/new-version.ts';
import { contractOf, readReleased, writeReleased } from '../../../../scripts/gap/schema/released-registry.ts';
import { runGap } from '../../../support/pipeline.ts';

const match = new URL('../../../data/dota2-match.ndjson', import.meta.url).pathname;
const committed = new URL('../../../../schemas/', import.meta.url).pathname;

/** An empty registry and a place for what was released. */
function emptyRegistry() {
  const state = temporaryDirectory();
  const registry = join(state, 'events');
  const released = join(state, 'released.json');
  mkdirSync(registry);
  const gap = (...args: string[]) => runGap({ state }, 'schema', ...args, '--registry', registry);
  const check = (...args: string[]) => gap('check', '--released', released, ...args);
  return { registry, released, gap, check };
}

/** Writes own words where the scaffold asks for them. */
function writeWords(registry: string): void {
  for (const name of readdirSync(registry, { recursive: true, encoding: 'utf8' })) {
    const file = join(registry, name);
    if (/schema\.json$|about\.yaml$/.test(name))
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\bsay (what|when|who)/gi, 'Words on $1'));
  }
}

function change(file: string, edit: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const edited = edit(text);
  expect(edited).not.toBe(text);
  writeFileSync(file, edited);
}

describe('gap schema new', () => {
  test('scaffolds an event type that the registry accepts and the formatter leaves as it is', async () => {
    const { registry, gap } = emptyRegistry();
    const { exitCode, stdout } = await gap('new', 'boss_killed');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('npm run generate && npm run check')]);
    const [type] = readRegistry(registry);
    expect(type).toMatchObject({ name: 'boss_killed', versions: [{ name: '1.0' }] });
    expect(type?.versions[0].pass.length).toBeGreaterThan(1);
    expect(type?.versions[0].fail.length).toBeGreaterThan(1);
    const files = readdirSync(registry, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    for (const name of files) {
      const input = readFileSync(join(registry, name), 'utf8');
      const formatted = execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=a.json`], {
        input,
        encoding: 'utf8',
      });
      expect(input).toBe(formatted);
    }
  });

  test('begins a new version as a copy of the last, with examples that state it', async () => {
    const { registry, gap } = emptyRegistry();
    await gap('new', 'boss_killed');
    const folder = join(registry, 'boss_killed');
    change(join(folder, '1.0/schema.json'), (text) =>
      text.replace('"subject_id": {', '"boss_id": { "type": "string", "description": "D" },\n "subject_id": {'),
    );
    expect((await gap('new', 'boss_killed', '--version', '1.1')).exitCode).toBe(0);
    expect((await gap('new', 'boss_killed', '--version', '2.0')).exitCode).toBe(0);
    const [type] = readRegistry(registry);
    const [first, second, third] = type?.versions ?? [];
    expect([second?.schema, third?.schema]).toEqual([first?.schema, first?.schema]);
    expect(second?.pass.map(({ event }) => event.event_version)).toEqual(['1.1', '1.1']);
    expect(third?.fail.map(({ event }) => event.event_version)).toContain('2.0');
    expect(third?.fail.map(({ event }) => event.event_version)).toContain('999.0');
  });

  test.each([
    ['a name with a space', ['Boss killed'], '1 to 128 letters'],
    ['a path', ['../boss'], '1 to 128 letters'],
    ['the name of a table', ['events'], 'is the name of a table'],
    ['a version with a patch', ['boss', '--version', '1.0.0'], 'major.minor'],
    ['a version that is there', ['known'], 'the next version is 1.1 or 2.0, not 1.0'],
    ['a version that leaves one out', ['known', '--version', '1.2'], 'the next version is 1.1 or 2.0, not 1.2'],
  ])('refuses %s and writes nothing', async (_, args, reason) => {
    const { registry, gap } = emptyRegistry();
    await gap('new', 'known');
    const before = readdirSync(registry, { recursive: true });
    const { exitCode, stderr } = await gap('new', ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(reason)]);
    expect(readdirSync(registry, { recursive: true })).toEqual(before);
  });
});

describe('a group of types', () => {
  const registryOf = () => {
    const registry = join(temporaryDirectory(), 'events');
    cpSync(new URL('../../../../schemas/events', import.meta.url), registry, { recursive: true });
    return registry;
  };

  test('gets a new version in its folder', () => {
    const registry = registryOf();
    expect(addVersion(registry, 'dota2_buyback', '1.1')).toBe(join(registry, 'dota2/dota2_buyback/1.1'));
  });

  test('can be deleted as a folder, with what was released of it', () => {
    const registry = registryOf();
    const released = new URL('../../../../schemas/released-events.json', import.meta.url).pathname;
    const breaking = () =>
      compareContracts(readReleased(released, registry), contractOf(readRegistry(registry))).breaking;
    expect(readReleased(released, registry).has('dota2_buyback')).toBe(true);
    expect(breaking()).toEqual([]);
    rmSync(join(registry, 'dota2/dota2_buyback'), { recursive: true });
    expect(breaking()).toHaveLength(1);
    rmSync(join(registry, 'dota2'), { recursive: true });
    expect(breaking()).toEqual([]);
  });

  test('is recorded as released in its folder', () => {
    const registry = registryOf();
    const released = join(registry, '../released.json');
    rmSync(join(registry, 'dota2/released.json'));
    writeReleased(released, registry, readRegistry(registry));
    const groupFile = join(registry, 'dota2/released.json');
    expect(Object.keys(JSON.parse(readFileSync(groupFile, 'utf8')))).toContain('dota2_buyback');
    expect(Object.keys(JSON.parse(readFileSync(released, 'utf8')))).not.toContain('dota2_buyback');
    expect(readReleased(released, registry)).toEqual(contractOf(readRegistry(registry)));
  });
});

describe('gap schema infer', () => {
  test('prints schemas, and writes nothing unless told', async () => {
    const { registry, gap } = emptyRegistry();
    const { exitCode, stdout } = await gap('infer', match);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('── dota2_ward_placed/1.0, from 113 events ──')]);
    expect(stdout).toContain('"match_second"');
    expect(readdirSync(registry)).toEqual([]);
  });

  test('writes a registry that is whole, and then finds nothing new', async () => {
    const { registry, gap } = emptyRegistry();
    expect((await gap('infer', match, '--write')).exitCode).toBe(0);
    expect(readRegistry(registry).map(({ name }) => name)).toContain('dota2_player_kill');
    const { stdout } = await gap('infer', match);
    expect(stdout).toContain('dota2_player_kill: all 38 events satisfy the registry');
    expect(stdout).not.toContain('──');
  });

  test('knows the match from the registry of this pipeline', async () => {
    const { stdout } = await runGap({ state: temporaryDirectory() }, 'schema', 'infer', match, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ proposals: [], unusable: [], written: [] });
  });
});

describe('gap schema check', () => {
  test('records what is released, and then refuses what breaks it with file, path and reason', async () => {
    const { registry, released, gap, check } = emptyRegistry();
    await gap('new', 'boss_killed');
    writeWords(registry);
    expect((await check()).stdout).toContain('new since the last release: boss_killed/1.0');
    expect(existsSync(released)).toBe(false);
    expect(await check('--release')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('recorded as released'),
    });
    const file = join(registry, 'boss_killed/1.0/schema.json');
    const before = readFileSync(released, 'utf8');
    change(file, (text) => text.replace('"type": "string"', '"type": "integer"'));
    for (const args of [[], ['--release']]) {
      const { exitCode, stdout } = await check(...args);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(
        /boss_killed\/1\.0\/schema\.json\s+\/event_data\/subject_id\s+the type was string, now it is integer/,
      );
    }
    expect(readFileSync(released, 'utf8')).toBe(before);
    const { compatible, breaking } = JSON.parse((await check('--json')).stdout);
    expect([compatible, breaking.length]).toEqual([false, 2]);
    expect(breaking[1].reason).toBe('the column subject_id was text, now it is bigint');
  });

  test.each([
    ['new', ['new', 'boss_killed'], ['boss_killed/1.0/schema.json', '/event_data/subject_id', 'about.yaml']],
    [
      'infer',
      ['infer', match, '--write'],
      ['dota2_player_kill/1.0/schema.json', '/event_data/match_second', 'about.yaml'],
    ],
  ])('does not release what `gap schema %s` wrote and nobody has put into words', async (_, args, places) => {
    const { registry, released, gap, check } = emptyRegistry();
    await gap(...args);
    const { exitCode, stdout } = await check('--release');
    expect(exitCode).toBe(1);
    for (const place of [...places, 'still to be written: "say who answers']) expect(stdout).toContain(place);
    expect(existsSync(released)).toBe(false);
    writeWords(registry);
    expect(await check('--release')).toMatchObject({ exitCode: 0 });
  });

  test.each<[string, string, (text: string) => string, string]>([
    [
      'a good example that the schema refuses',
      'examples/pass/all-fields.json',
      (text) => text.replace('"subject_01"', '7'),
      'must be accepted: subject_id must be a string, not a number',
    ],
    [
      'a failing example that is accepted',
      'examples/fail/wrong-subject-id.json',
      (text) => text.replace('true', '"subject_01"'),
      'expects schema_mismatch, but it is accepted',
    ],
    [
      'a failing example that fails elsewhere',
      'examples/fail/wrong-subject-id.json',
      (text) => text.replace('"/event_data/subject_id"', '"/event_data/boss"'),
      'but it is schema_mismatch at /event_data/subject_id',
    ],
    [
      'a failing example that says something else',
      'examples/fail/wrong-subject-id.json',
      (text) => text.replace('"expect": {', '"expect": { "error_detail": "x",'),
      'subject_id must be a string, not true or false',
    ],
  ])('names %s', async (_, file, edit, reason) => {
    const { registry, gap, check } = emptyRegistry();
    await gap('new', 'boss_killed');
    writeWords(registry);
    change(join(registry, 'boss_killed/1.0', file), edit);
    const { exitCode, stdout } = await check();
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining(reason)]);
    expect(stdout).toContain(`boss_killed/1.0/${file}`);
    expect(JSON.parse((await check('--json')).stdout).unfinished).toHaveLength(1);
  });

  test('lets a new minor pass', async () => {
    const { registry, gap, check } = emptyRegistry();
    await gap('new', 'boss_killed');
    writeWords(registry);
    await check('--release');
    await gap('new', 'boss_killed', '--version', '1.1');
    expect(await check()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('boss_killed/1.1') });
  });

  test.each([
    ['no JSON', '{', 'JSON'],
    ['a list', '[]', 'an object was expected'],
    ['no schema', '{"boss_killed":{"1.0":{}}}', 'boss_killed 1.0 is no schema'],
  ])('says that the released event types are damaged when they are %s', async (_, text, reason) => {
    const { released, check } = emptyRegistry();
    writeFileSync(released, text);
    expect(await check()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(reason) });
  });

  test('the event types of this pipeline break nothing that was released', async () => {
    const { exitCode, stdout } = await runGap({ state: temporaryDirectory() }, 'schema', 'check');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('nothing breaks what was released')]);
  });

  test('an event type that was released cannot be taken away', async () => {
    const { registry, released, check } = emptyRegistry();
    cpSync(join(committed, 'released-events.json'), released);
    const { exitCode, stdout } = await check();
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('the event type was removed')]);
    expect(readdirSync(registry)).toEqual([]);
  });
});
