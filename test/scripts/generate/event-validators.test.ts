import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { describe, expect, it } from 'vitest';
import type { EventSchemaVersion } from '../../../schemas/generated/validate-event-data.ts';
import { readRegistry } from '../../../schemas/registry/read-registry.ts';
import { generateEventValidators } from '../../../scripts/generate/event-validators.ts';
import { folder, jumpSchema, registryFiles, version } from '../../schemas/registry/registry-folder.ts';

type Schema = ReturnType<typeof jumpSchema>;

function generated(schemas: Readonly<Record<string, Schema>>): string {
  const versions = Object.entries(schemas).map(([place, schema]) => [
    place,
    version(place.split('/')[0] ?? '', schema),
  ]);
  return generateEventValidators(readRegistry(folder(registryFiles(Object.fromEntries(versions)))));
}

/** The generated module, run. */
async function validators(schemas: Readonly<Record<string, Schema>>): Promise<Map<string, EventSchemaVersion[]>> {
  const file = join(temporaryDirectory(), 'validators.ts');
  writeFileSync(file, generated(schemas));
  const module: { eventSchemas: Map<string, EventSchemaVersion[]> } = await import(file);
  return module.eventSchemas;
}

const field = (schema: object) => jumpSchema({ x: { description: 'X.', ...schema } });

describe('the generated validators', () => {
  it('are found by event type, versions ascending', async () => {
    const schemas = await validators({ 'run/1.0': jumpSchema(), 'jump/1.10': jumpSchema(), 'jump/1.2': jumpSchema() });
    expect([...schemas.keys()]).toEqual(['jump', 'run']);
    expect(schemas.get('jump')?.map(({ major, minor }) => [major, minor])).toEqual([
      [1, 2],
      [1, 10],
    ]);
  });

  it.each<[string, object, string, boolean]>([
    ['the least bigint that a double tells from the next', { type: 'integer' }, '-9223372036854774784', true],
    ['an integer that a double cannot tell from the least', { type: 'integer' }, '-9223372036854775809', false],
    ['an integer below it', { type: 'integer' }, '-9223372036854777856', false],
    ['the greatest bigint that JSON.parse tells from the next', { type: 'integer' }, '9223372036854774784', true],
    ['an integer above it', { type: 'integer' }, '9223372036854775808', false],
    ['an integer above its own maximum', { type: 'integer', maximum: 5 }, '6', false],
    ['an integer that is written with decimals', { type: 'integer' }, '3.0', true],
    ['a fraction where an integer is due', { type: 'integer' }, '3.5', false],
    ['a null where there may be one', { type: ['integer', 'null'] }, 'null', true],
    ['an integer above the greatest, where there may be null', { type: ['integer', 'null'] }, '1e19', false],
    ['a null of an optional member', { type: 'integer' }, 'null', true],
    ['the empty text of an optional member', { type: 'integer' }, '""', true],
    ['a maximum beyond the column', { type: 'integer', maximum: 1e30 }, '1e19', false],
    ['an infinite number', { type: 'number' }, '1e999', false],
    ['an infinite integer', { type: 'integer' }, '-1e999', false],
    ['a number of any size', { type: 'number' }, '1e300', true],
    ['what fits a decimal', { type: 'number', decimals: 4 }, '99999999999999.5', true],
    ['what does not fit a decimal', { type: 'number', decimals: 4 }, '100000000000000', false],
    ['what does not fit a decimal below zero', { type: 'number', decimals: 4 }, '-100000000000000', false],
    ['more decimals than are kept', { type: 'number', decimals: 2 }, '0.125', true],
    ['an enum value', { type: 'integer', enum: [1, 2] }, '2', true],
    [
      'a large integer inside an object, which has no column',
      { type: 'object', properties: { y: { type: 'integer' } } },
      '{"y":1e19}',
      true,
    ],
    ['another type inside a list', { type: 'array', items: { type: 'string' } }, '["a",1]', false],
    ['a pattern with a letter beyond ASCII', { type: 'string', pattern: '^\\p{L}+$' }, '"Österreich"', true],
  ])('judge %s', async (_, schema, json, good) => {
    const schemas = await validators({ 'jump/1.0': field(schema) });
    const validate = schemas.get('jump')?.[0]?.validate;
    expect(validate?.(JSON.parse(`{"x":${json}}`))).toBe(good);
    expect(validate?.errors?.length ?? 0).toBe(good ? 0 : 1);
  });

  it.each<[unknown]>([[null], [[]], ['x'], [1]])('refuse %j, which is no event_data', async (data) => {
    const schemas = await validators({ 'jump/1.0': jumpSchema() });
    expect(schemas.get('jump')?.[0]?.validate(data)).toBe(false);
  });

  it('say where the first mismatch is', async () => {
    const schemas = await validators({ 'jump/1.0': field({ type: 'object', properties: { y: { type: 'string' } } }) });
    const validate = schemas.get('jump')?.[0]?.validate;
    validate?.({ x: { y: 1 } });
    expect(validate?.errors).toEqual([
      { instancePath: '/x/y', keyword: 'type', params: { type: 'string' }, message: 'must be string' },
    ]);
  });

  it('share their code where schemas demand the same', () => {
    const text = generated({
      'jump/1.0': jumpSchema(),
      'run/1.0': jumpSchema(),
      'swim/1.0': field({ type: 'string' }),
    });
    expect(text.match(/^const \w+: ValidateEventData/gm)).toHaveLength(2);
    expect(text).toContain('["run", [{ major: 1, minor: 0, validate: jump_1_0 }]]');
  });

  it('change in no other line when a type is added', () => {
    const before = generated({ 'jump/1.0': jumpSchema(), 'swim/1.0': field({ type: 'string' }) }).split('\n');
    const after = generated({
      'jump/1.0': jumpSchema(),
      'run/1.0': field({ type: 'boolean' }),
      'swim/1.0': field({ type: 'string' }),
    });
    const lines = new Set(after.split('\n'));
    expect(before.filter((line) => !lines.has(line))).toEqual([]);
  });

  it('need nothing at run time', () => {
    const imports = generated({ 'jump/1.0': jumpSchema() }).match(/^import .*$/gm);
    expect(imports).toEqual(["import type { Mismatch } from './validate-game-event.ts';"]);
  });
});
