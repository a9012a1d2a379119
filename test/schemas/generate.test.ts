import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  eventColumns,
  quarantineColumns,
  quarantinedEventColumns,
  rawEventColumns,
} from '../../schemas/generated/columns.ts';
import { generateColumns } from '../../scripts/generate/columns.ts';
import { generateInterface } from '../../scripts/generate/typescript-type.ts';
import { generateValidator } from '../../scripts/generate/validator.ts';
import { generateAll, generateSupportPage, main, staleFiles } from '../../scripts/generate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the committed files are current', () => {
  expect(staleFiles(root)).toEqual([]);
});

describe('packages/local/SUPPORT.md', () => {
  const page = fileURLToPath(new URL('../../packages/local/SUPPORT.md', import.meta.url));

  it('is current', () => {
    expect(generateSupportPage(['--check'], page)).toBe(0);
  });

  it('is written, and found stale when it differs', () => {
    const directory = mkdtempSync(join(tmpdir(), 'support-'));
    const file = join(directory, 'SUPPORT.md');
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(generateSupportPage(['--check'], file)).toBe(1);
    generateSupportPage([], file);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(page, 'utf8'));
    rmSync(directory, { recursive: true });
    vi.restoreAllMocks();
  });
});

describe('npm run generate', () => {
  let copy: string;
  beforeEach(() => {
    copy = temporaryDirectory();
    for (const name of ['columns.yaml', 'envelope.json', 'events', 'metric-row.yaml']) {
      cpSync(join(root, 'schemas', name), join(copy, 'schemas', name), { recursive: true });
    }
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(['--nothing', 'schemas'])('refuses %s with its usage, and writes nothing', (argument) => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(main([argument], copy)).toBe(2);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('Usage: npm run generate --'));
    expect(readdirSync(join(copy, 'schemas'))).not.toContain('generated');
  });

  it('writes what --check then finds current, the same wherever it runs', () => {
    expect(main(['--check'], copy)).toBe(1);
    expect(main([], copy)).toBe(0);
    expect(main(['--check'], copy)).toBe(0);
    for (const name of readdirSync(join(root, 'schemas/generated'))) {
      const path = join('schemas/generated', name);
      expect(readFileSync(join(copy, path), 'utf8')).toBe(readFileSync(join(root, path), 'utf8'));
    }
  });

  it('--check names what is stale, missing or left over', () => {
    main([], copy);
    writeFileSync(join(copy, 'schemas/generated/columns.ts'), '');
    rmSync(join(copy, 'schemas/generated/game-event.ts'));
    writeFileSync(join(copy, 'schemas/generated/old.ts'), '');
    rmSync(join(copy, 'docs/events.md'));
    expect(main(['--check'], copy)).toBe(1);
    expect(vi.mocked(console.error).mock.calls.flat()).toEqual([
      'schemas/generated/columns.ts is stale: npm run generate',
      'schemas/generated/game-event.ts is stale: npm run generate',
      'docs/events.md is stale: npm run generate',
      'schemas/generated/old.ts is stale: npm run generate',
    ]);
  });

  it('finds all that follows from a schema stale when only a description changes', () => {
    main([], copy);
    const file = join(copy, 'schemas/events/level_started/1.0/schema.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Level, the same', 'The level, the same'));
    expect(staleFiles(copy)).toEqual([
      ...['api-models.json', 'event-data.ts', 'event-types.ts'].map((name) => `schemas/generated/${name}`),
      'docs/events.md',
    ]);
  });

  it('writes everything for a studio that deletes the types of a game that it does not make', () => {
    rmSync(join(copy, 'schemas/events/dota2'), { recursive: true });
    expect(main([], copy)).toBe(0);
    for (const { path, text } of generateAll(copy)) expect([path, text.includes('dota2')]).toEqual([path, false]);
  });

  it('writes nothing from a registry with a problem, and names it', () => {
    rmSync(join(copy, 'schemas/events/login/1.0/about.yaml'));
    expect(main([], copy)).toBe(1);
    expect(existsSync(join(copy, 'docs'))).toBe(false);
    expect(vi.mocked(console.error).mock.calls.flat().join()).toContain('login/1.0/about.yaml: is missing');
  });
});

describe('columns', () => {
  const types = '{ glue: a, clickhouse: a, redshift: a, flink: a }';

  it('of quarantined events are those of events and four more', () => {
    expect(quarantinedEventColumns.slice(0, rawEventColumns.length)).toEqual(rawEventColumns);
    expect(quarantinedEventColumns.slice(rawEventColumns.length).map(({ name }) => name)).toEqual([
      ...['reason', 'error_path', 'error_detail', 'event'],
    ]);
  });

  it('of quarantined events take what no schema has looked at', () => {
    const types = (name: string) => quarantineColumns.find((column) => column.name === name)?.types;
    expect(types('event_type')).toMatchObject({ clickhouse: 'Nullable(String)', redshift: 'VARCHAR(65535)' });
    expect(types('platform')).toMatchObject({ clickhouse: 'Nullable(String)' });
    expect(types('occurred_at')).toMatchObject({ clickhouse: "Nullable(DateTime64(3, 'UTC'))", redshift: 'TIMESTAMP' });
    expect(types('reason')).toMatchObject({ clickhouse: 'LowCardinality(String)' });
  });

  it('are the same in every engine, with a type of each', () => {
    expect(rawEventColumns.map(({ name }) => name)).toEqual(eventColumns.map(({ name }) => name));
    for (const { types } of quarantineColumns)
      expect(Object.keys(types)).toEqual(['glue', 'clickhouse', 'redshift', 'flink']);
    expect(eventColumns.find(({ name }) => name === 'occurred_at')?.types).toEqual({
      glue: 'timestamp',
      clickhouse: "DateTime64(3, 'UTC')",
      redshift: 'TIMESTAMP',
      flink: 'TIMESTAMP_LTZ(3)',
    });
  });

  it.each([
    ['[]', 'must be a mapping'],
    ['tables: []', 'unknown table tables'],
    ['events: 1', 'events must be a list'],
    ['events: [1]', 'events[0] must be a mapping'],
    ['events: [{ nam: a }]', 'unknown key nam'],
    ['events: [{ name: A b }]', 'bad name'],
    ['events: [{ name: a }]', 'comment is missing'],
    ['events: [{ name: a, comment: c }]', 'types is missing'],
    ['events: [{ name: a, comment: c, types: { oracle: text } }]', 'unknown engine oracle'],
    ['events: [{ name: a, comment: c, types: { glue: 1 } }]', 'must be text'],
    ['events: [{ name: a, comment: c, types: { glue: a } }]', '(a) has no type for clickhouse'],
    ['events: [{ name: a, comment: c, types: {} }]', '(a) has no type for glue'],
    [
      `{ events: [{ name: a, comment: c, types: ${types} }], quarantined_events: [{ name: a, comment: c, types: ${types} }] }`,
      'a is there twice',
    ],
  ])('%s are refused: %s', (yaml, message) => {
    expect(() => generateColumns(yaml)).toThrow(message);
  });
});

describe('types', () => {
  it('are written for what JSON Schema says', () => {
    const text = generateInterface('x.json', {
      title: 'Thing',
      description: 'A thing.',
      required: ['name'],
      properties: {
        name: { type: 'string', description: 'Its name.' },
        sizes: { type: 'array', items: { type: 'integer' } },
        kind: { enum: ['a', 'b'] },
        inner: { type: 'object', properties: { on: { type: 'boolean' } } },
        other: { type: 'object' },
        list: { type: 'array' },
        mixed: { type: ['integer', 'string', 'null'], description: 'Version.', unit: 'days' },
      },
    });
    expect(text.slice(text.indexOf('/**'))).toBe(`/** A thing. */
export interface Thing {
  /** Its name. */
  readonly name: string;
  readonly sizes?: readonly (number)[];
  readonly kind?: "a" | "b";
  readonly inner?: {
    readonly on?: boolean;
  };
  readonly other?: Readonly<Record<string, unknown>>;
  readonly list?: readonly unknown[];
  /** Version. In days. */
  readonly mixed?: number | string | null;
}
`);
  });

  it.each([
    [{}, 'title is missing'],
    [{ title: 'A' }, 'properties are missing'],
    [{ title: 'A', properties: { a: {} } }, 'type undefined is not supported'],
  ])('%j is refused: %s', (schema, message) => {
    expect(() => generateInterface('x.json', schema)).toThrow(message);
  });
});

describe('validators', () => {
  it('that would need ajv at run time are refused', () => {
    expect(() => generateValidator('x.json', { type: 'string', maxLength: 3 }, 'Name', './name.ts')).toThrow(
      'x.json: uses a keyword whose validation needs ajv at run time',
    );
  });

  it('with a keyword that ajv does not know are refused', () => {
    expect(() => generateValidator('x.json', { typ: 'string' }, 'Name', './name.ts')).toThrow('typ');
  });
});
