import { describe, expect, it } from 'vitest';
import { InvalidRegistry, type Problem } from '../../../schemas/registry/problem.ts';
import { readRegistry } from '../../../schemas/registry/read-registry.ts';
import { folder, jumpAbout, jumpSchema, registryFiles, version } from './registry-folder.ts';

const good = registryFiles({ 'jump/1.0': version('jump') });

/** What is wrong in the good registry after `change`. */
function problemsOf(change: Readonly<Record<string, unknown>>): readonly Problem[] {
  try {
    readRegistry(folder({ ...good, ...change }));
  } catch (error) {
    if (error instanceof InvalidRegistry) return error.problems;
    throw error;
  }
  return [];
}

const height = { type: 'number', description: 'Height.' };
const withProperty = (property: object, more: object = {}) => ({
  'jump/1.0/schema.json': { ...jumpSchema({ height: { ...height, ...property } }), ...more },
});
const named = (name: string) => ({ 'jump/1.0/schema.json': jumpSchema({ [name]: height }) });
const schemaFile = 'jump/1.0/schema.json';
const aboutFile = 'jump/1.0/about.yaml';

describe('a registry', () => {
  it('is read with types by name and versions in the order of their numbers', () => {
    const names = ['run/1.0', 'jump/1.10', 'jump/2.0', 'jump/1.9', 'jump/1.0'];
    const files = registryFiles(Object.fromEntries(names.map((name) => [name, version(name.split('/')[0] ?? '')])));
    const registry = readRegistry(folder({ ...files, '.DS_Store': '', 'jump/.keep': '', 'jump/1.0/.swp': '' }));
    expect(registry.map(({ name, versions }) => [name, ...versions.map((each) => each.name)])).toEqual([
      ['jump', '1.0', '1.9', '1.10', '2.0'],
      ['run', '1.0'],
    ]);
    const [jump] = registry;
    expect(jump?.versions[2]).toMatchObject({
      major: 1,
      minor: 10,
      schema: { title: 'Jump' },
      about: { owner: 'tests', personal_data: [], retention: 'short' },
      pass: [{ file: 'examples/pass/one.json' }, { file: 'examples/pass/two.json' }],
      fail: [{ file: 'examples/fail/one.json', expect: { error_path: '/event_data/height' } }, {}],
    });
  });

  it('may be empty', () => {
    expect(readRegistry(folder({}))).toEqual([]);
  });

  it('that was released needs no examples', () => {
    const files = { 'jump/1.0/schema.json': jumpSchema(), 'jump/1.0/about.yaml': jumpAbout };
    const [jump] = readRegistry(folder(files), { examples: false });
    expect(jump?.versions[0]).toMatchObject({ pass: [], fail: [] });
  });

  it('that is not there is named', () => {
    expect(() => readRegistry('/nowhere/events')).toThrow('/nowhere/events');
  });
});

describe('a registry is refused', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ['a type with a space', { 'jump high/1.0/schema.json': '' }, 'jump high', 'is not the name of an event type'],
    ['a type whose view is a table', { 'rawEvents/1.0/schema.json': '' }, 'rawEvents', 'has a view raw_events'],
    [
      'two types with one view',
      registryFiles({ 'bossKill/1.0': version('bossKill'), 'boss.kill/1.0': version('boss.kill') }),
      'bossKill',
      'has the view boss_kill, and so has boss.kill: rename one',
    ],
    [
      'a type that is in a group and beside it',
      registryFiles({ 'jump/1.0': version('jump'), 'sports/jump/1.0': version('jump') }),
      'sports/jump',
      'has the view jump, and so has jump: rename one',
    ],
    [
      'a file in a type of a group',
      { ...registryFiles({ 'sports/jump/1.0': version('jump') }), 'sports/jump/1.0/notes.txt': 'x' },
      'sports/jump/1.0/notes.txt',
      'is not known here',
    ],
    ['a type like the view', { 'events/1.0/schema.json': '' }, 'events', 'is the name of a table'],
    ['a type like a table', { 'failed_events/1.0/schema.json': '' }, 'failed_events', 'is the name of a table'],
    ['a type like raw tables', { 'raw_jumps/1.0/schema.json': '' }, 'raw_jumps', 'is the name of a table'],
    ['a file among the types', { 'README.md': 'x' }, 'README.md', 'only event types belong here'],
    ['a version without a minor', { 'jump/1/schema.json': '' }, 'jump/1', 'major.minor, like 1.0'],
    ['a version with a patch', { 'jump/1.0.0/schema.json': '' }, 'jump/1.0.0', 'major.minor, like 1.0'],
    ['a version with a zero before it', { 'jump/1.01/schema.json': '' }, 'jump/1.01', 'major.minor, like 1.0'],
    ['a file among the versions', { 'jump/notes.md': 'x' }, 'jump/notes.md', 'major.minor, like 1.0'],
    ['an unknown file', { 'jump/1.0/notes.md': 'x' }, 'jump/1.0/notes.md', 'schema.json, about.yaml and examples/'],
    ['no schema', { [schemaFile]: undefined }, schemaFile, 'is missing'],
    ['no about', { [aboutFile]: undefined }, aboutFile, 'is missing'],
    ['a schema that is no JSON', { [schemaFile]: '{' }, schemaFile, 'is not JSON'],
    ['an about that is no YAML', { [aboutFile]: 'meaning: [' }, aboutFile, 'is not YAML'],
    ['an about without owner', { [aboutFile]: jumpAbout.replace('owner: tests\n', '') }, aboutFile, "property 'owner'"],
    ['an unknown retention', { [aboutFile]: jumpAbout.replace('short', 'forever') }, aboutFile, 'short,standard,long'],
    ['an unknown key in about', { [aboutFile]: `${jumpAbout}colour: red\n` }, aboutFile, '(colour)'],
    [
      'personal data that is not there',
      { [aboutFile]: jumpAbout.replace('[]', '[name]') },
      aboutFile,
      'personal_data names name, which schema.json does not have',
    ],
    ['a schema without title', withProperty({}, { title: undefined }), schemaFile, "required property 'title'"],
    ['an unknown keyword', withProperty({}, { additionalProperties: false }), schemaFile, '(additionalProperties)'],
    ['an unknown keyword of a field', withProperty({ format: 'date' }), schemaFile, '/properties/height must NOT have'],
    ['a field without type', withProperty({ type: undefined }), schemaFile, "required property 'type'"],
    ['a field without description', withProperty({ description: undefined }), schemaFile, "property 'description'"],
    ['an unknown type', withProperty({ type: 'float' }), schemaFile, '/properties/height/type'],
    ['null alone', withProperty({ type: ['null'] }), schemaFile, '/properties/height/type'],
    [
      'a description of two lines',
      withProperty({ description: 'a\nb' }),
      schemaFile,
      '/description must match pattern',
    ],
    ['the end of a comment', withProperty({ description: 'a */ b' }), schemaFile, '/description must match pattern'],
    ['a name with a hyphen', named('jump-height'), schemaFile, '/properties'],
    ['a name with an underscore first', named('__proto__'), schemaFile, ''],
    ['a name that every object has', named('constructor'), schemaFile, 'constructor cannot be the name'],
    ['a pattern of a number', withProperty({ pattern: 'a' }), schemaFile, 'pattern, which is for string'],
    ['a minimum of a text', withProperty({ type: 'string', minimum: 1 }), schemaFile, 'for integer and number'],
    [
      'decimals of an integer',
      withProperty({ type: 'integer', decimals: 2 }),
      schemaFile,
      'decimals, which is for number',
    ],
    ['an enum of another type', withProperty({ enum: ['high'] }), schemaFile, 'enum value high, which is not number'],
    ['a pattern that cannot be read', withProperty({ type: 'string', pattern: '(' }), schemaFile, 'regular expression'],
    [
      'a required field that is not there',
      withProperty({}, { required: ['depth'] }),
      schemaFile,
      'required names depth',
    ],
    [
      'a required field that an inner object does not have',
      withProperty({ type: 'object', required: ['x'] }),
      schemaFile,
      'height requires x, which it does not have',
    ],
    [
      'what is wrong in a list of objects',
      withProperty({ type: 'array', items: { type: 'object', properties: { x: { type: 'boolean', minimum: 1 } } } }),
      schemaFile,
      'height[].x has minimum',
    ],
    [
      'two fields of one column',
      { [schemaFile]: jumpSchema({ levelId: height, levelid: height }) },
      schemaFile,
      'levelid has the column levelid, and so has levelId of 1.0',
    ],
    [
      'a field whose column another field is called',
      { [schemaFile]: jumpSchema({ platform: height, data_platform: height }) },
      schemaFile,
      'data_platform has the column data_platform, and so has platform of 1.0',
    ],
    [
      'a column of another type in a minor',
      registryFiles({ 'jump/1.1': version('jump', jumpSchema({ height: { ...height, type: 'integer' } })) }),
      'jump/1.1/schema.json',
      'height is bigint here and double in 1.0: keep its type, or begin 2.0',
    ],
    ['one example', { 'jump/1.0/examples/pass/two.json': undefined }, 'jump/1.0/examples/pass', 'write at least 2'],
    [
      'an example that is no JSON',
      { 'jump/1.0/examples/pass/two.json': '{' },
      'jump/1.0/examples/pass/two.json',
      'is not JSON',
    ],
    [
      'an example of another type',
      { 'jump/1.0/examples/pass/two.json': { event_type: 'run' } },
      'jump/1.0/examples/pass/two.json',
      'must be an event of the type jump',
    ],
    [
      'a fail example that expects nothing',
      { 'jump/1.0/examples/fail/two.json': { event: { event_type: 'jump' } } },
      'jump/1.0/examples/fail/two.json',
      '"expect"',
    ],
    [
      'a fail example that expects something unknown',
      {
        'jump/1.0/examples/fail/two.json': {
          event: { event_type: 'jump' },
          expect: { reason: 'a', error_path: '/b', colour: 'red' },
        },
      },
      'jump/1.0/examples/fail/two.json',
      '"expect"',
    ],
  ])('with %s', (_, change, file, words) => {
    const problems = problemsOf(change);
    expect(problems.map((problem) => problem.file)).toContain(file);
    expect(
      problems
        .filter((problem) => problem.file === file)
        .map(({ problem }) => problem)
        .join('\n'),
    ).toContain(words);
  });

  it('with all that is wrong at once', () => {
    const problems = problemsOf({
      ...withProperty({ colour: 'red', format: 'x' }),
      [aboutFile]: '{}',
      'Run it/1.0/a': '',
    });
    expect(problems.map(({ file }) => file)).toEqual(['Run it', schemaFile, schemaFile, ...Array(4).fill(aboutFile)]);
  });

  it('in words that name the folder, the file and what to do', () => {
    const error = new InvalidRegistry('schemas/events', [{ file: 'jump/1.0/about.yaml', problem: 'is missing' }]);
    expect(error.message).toBe('schemas/events:\n  jump/1.0/about.yaml: is missing');
  });
});

describe('a registry is read', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    [
      'a column of another type in another major',
      registryFiles({ 'jump/2.0': version('jump', jumpSchema({ height: { ...height, type: 'string' } })) }),
    ],
    [
      'a text that may be a number',
      registryFiles({
        'jump/1.1': version('jump', jumpSchema({ height, tag: { type: ['string', 'integer'], description: 'Tag.' } })),
      }),
    ],
    ['a number that may be null', withProperty({ type: ['number', 'null'] })],
    [
      'an error_detail',
      {
        'jump/1.0/examples/fail/two.json': {
          event: { event_type: 'jump' },
          expect: { reason: 'a', error_path: '/b', error_detail: 'c' },
        },
      },
    ],
  ])('with %s', (_, change) => {
    expect(problemsOf(change)).toEqual([]);
  });
});
