import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quarantinedEventColumns, rawEventColumns } from '../../schemas/generated/columns.ts';
import { generateColumns } from '../../scripts/generate/columns.ts';
import { generateInterface } from '../../scripts/generate/typescript-type.ts';
import { generateValidator } from '../../scripts/generate/validator.ts';
import { generateSupportPage, main, staleFiles } from '../../scripts/generate.ts';

const schemas = fileURLToPath(new URL('../../schemas', import.meta.url));

it('the committed files are current', () => {
  expect(staleFiles(schemas)).toEqual([]);
});

describe('local/SUPPORT.md', () => {
  const page = fileURLToPath(new URL('../../local/SUPPORT.md', import.meta.url));

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
    copy = mkdtempSync(join(tmpdir(), 'schemas-'));
    for (const name of ['columns.yaml', 'envelope.json']) cpSync(join(schemas, name), join(copy, name));
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => {
    rmSync(copy, { recursive: true });
    vi.restoreAllMocks();
  });

  it('writes what --check then finds current', () => {
    expect(main(['--check'], copy)).toBe(1);
    expect(main([], copy)).toBe(0);
    expect(main(['--check'], copy)).toBe(0);
    expect(readdirSync(join(copy, 'generated')).sort()).toEqual(readdirSync(join(schemas, 'generated')).sort());
  });

  it('--check names what is stale, missing or left over', () => {
    main([], copy);
    writeFileSync(join(copy, 'generated', 'columns.ts'), '');
    rmSync(join(copy, 'generated', 'game-event.ts'));
    writeFileSync(join(copy, 'generated', 'old.ts'), '');
    expect(main(['--check'], copy)).toBe(1);
    expect(vi.mocked(console.error).mock.calls.flat()).toEqual([
      'schemas/generated/columns.ts is stale: npm run generate',
      'schemas/generated/game-event.ts is stale: npm run generate',
      'schemas/generated/old.ts is stale: npm run generate',
    ]);
  });

  it('refuses an argument that it does not know', () => {
    expect(() => main(['--chek'], copy)).toThrow('--chek');
  });
});

describe('columns', () => {
  it('of quarantined events are those of events and four more', () => {
    expect(quarantinedEventColumns.slice(0, rawEventColumns.length)).toEqual(rawEventColumns);
    expect(quarantinedEventColumns.slice(rawEventColumns.length).map(({ name }) => name)).toEqual([
      ...['reason', 'error_path', 'error_detail', 'event'],
    ]);
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
    ['{ events: [{ name: a, comment: c, types: {} }], quarantined_events: [] }', 'a has no type for glue'],
    [
      '{ events: [{ name: a, comment: c, types: {} }], quarantined_events: [{ name: a, comment: c, types: {} }] }',
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
}
`);
  });

  it.each([
    [{}, 'title is missing'],
    [{ title: 'A' }, 'properties are missing'],
    [{ title: 'A', properties: { a: {} } }, 'type undefined is not supported'],
    [{ title: 'A', properties: { a: { type: 'array' } } }, 'items are missing'],
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
