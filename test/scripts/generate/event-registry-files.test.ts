import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../../schemas/generated/event-types.ts';
import { readRegistry } from '../../../schemas/registry/read-registry.ts';
import { apiModels } from '../../../scripts/generate/api-models.ts';
import { generateEventDataTypes } from '../../../scripts/generate/event-data-types.ts';
import { generateEventTypes } from '../../../scripts/generate/event-types.ts';
import { generateEventsPage } from '../../../scripts/generate/events-page.ts';
import { folder, jumpSchema, registryFiles, version } from '../../schemas/registry/registry-folder.ts';

const height = { type: 'number', description: 'Height.', unit: 'metres' };
const envelope = { required: ['a'], properties: { a: { type: 'string', description: 'A.', pattern: 'x|y' } } } as const;

function registryOf(schemas: Readonly<Record<string, ReturnType<typeof jumpSchema>>>) {
  const versions = Object.entries(schemas).map(([place, schema]) => [
    place,
    version(place.split('/')[0] ?? '', schema),
  ]);
  return readRegistry(folder(registryFiles(Object.fromEntries(versions))));
}

const twoMajors = () =>
  registryOf({
    'jump/1.0': jumpSchema({ height: { ...height, type: 'string' }, shoes: { type: 'string', description: 'Shoes.' } }),
    'jump/2.0': jumpSchema({ height }),
    'jump/2.1': jumpSchema({ height, platform: { type: ['string', 'null'], description: 'Platform.' } }),
  });

describe('the list of event types', () => {
  it('has the columns of all versions, in the types of the highest major', () => {
    const text = generateEventTypes(twoMajors());
    expect(text).toContain('versions: ["1.0", "2.0", "2.1"]');
    const columns = [
      ...text.matchAll(/^ {6}\{ name: "(\w+)", property: "(\w+)", comment: "([^"]*)", types: \{ glue: "(\w+)"/gm),
    ];
    expect(columns.map((found) => found.slice(1))).toEqual([
      ['height', 'height', 'Height. [metres]', 'double'],
      ['data_platform', 'platform', 'Platform.', 'string'],
      ['shoes', 'shoes', 'Shoes.', 'string'],
    ]);
  });

  it('has comments that Glue takes', () => {
    const comments = eventTypes.flatMap(({ columns }) => columns.map(({ comment }) => comment));
    expect(comments.filter((comment) => comment.length > 255 || comment.includes('\n'))).toEqual([]);
  });

  it('has every type that existing clients and player metrics need', () => {
    const names = eventTypes.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining([
        ...[
          'user_registration',
          'login',
          'logout',
          'client_latency',
          'user_knockout',
          'item_viewed',
          'iap_transaction',
        ],
        ...['tutorial_progression', 'user_rank_up', 'matchmaking_start', 'matchmaking_complete', 'matchmaking_failed'],
        ...['match_start', 'match_end', 'level_started', 'level_completed', 'level_failed', 'lootbox_opened'],
        ...['user_report', 'user_sentiment', 'session_start', 'session_end', 'currency_earned', 'currency_spent'],
        ...['item_acquired', 'ad_impression', 'experiment_assigned', 'error'],
      ]),
    );
  });
});

describe('types in TypeScript', () => {
  it('are an interface for each version and a map of all', () => {
    const text = generateEventDataTypes(twoMajors());
    expect(text).toContain('export interface JumpV2_1 {\n  /** Height. In metres. */\n  readonly height?: number;\n');
    expect(text).toContain('  readonly platform?: string | null;\n');
    expect(text).toContain('  readonly jump: JumpV1_0 | JumpV2_0 | JumpV2_1;\n');
  });

  it('that would have one name are refused', () => {
    const registry = registryOf({ 'level1_a/1.0': jumpSchema(), 'level_1_a/1.0': jumpSchema() });
    expect(() => generateEventDataTypes(registry)).toThrow('events/level_1_a: is Level1A in code, as level1_a is');
  });
});

describe('models of API Gateway', () => {
  const schema = jumpSchema({
    height: { ...height, exclusiveMinimum: 0, decimals: 2 },
    tag: { type: ['string', 'integer'], description: 'Tag.' },
    list: { type: 'array', description: 'List.', items: { type: 'string', enum: ['a'] } },
    unit: { type: 'string', description: 'A field that is called like a keyword.' },
  });

  it('are of the newest version, under names of letters and digits', () => {
    expect(Object.keys(apiModels(envelope, registryOf({ 'level_up/1.0': jumpSchema() })))).toEqual([
      'GameEvent',
      'LevelUpEventData',
    ]);
    expect(apiModels(envelope, twoMajors()).JumpEventData?.properties).toHaveProperty('platform');
  });

  it('have only what API Gateway takes, and refuse nothing that the schema allows', () => {
    expect(apiModels(envelope, registryOf({ 'jump/1.0': schema })).JumpEventData).toEqual({
      title: 'Jump',
      description: 'Sent when a player jumps.',
      type: 'object',
      properties: {
        height: { type: 'number', description: 'Height. In metres.', minimum: 0 },
        tag: { description: 'Tag.' },
        list: { type: 'array', description: 'List.', items: { type: 'string', enum: ['a'] } },
        unit: { type: 'string', description: 'A field that is called like a keyword.' },
      },
    });
  });

  it('of a keyword that is not known are refused by its name', () => {
    expect(() => apiModels({ ...envelope, oneOf: [] }, [])).toThrow('the keyword oneOf');
  });
});

describe('the page for game programmers', () => {
  const page = () =>
    generateEventsPage(
      envelope,
      registryOf({
        'jump/1.0': jumpSchema({ height: { ...height, minimum: 0, decimals: 2 } }),
        'jump/1.1': jumpSchema({
          height: { ...height, minimum: 0, decimals: 2 },
          platform: { type: 'string', description: 'Platform.', pattern: '^a|b$' },
          inner: {
            type: 'object',
            description: 'Inner.',
            required: ['n'],
            properties: { n: { type: 'integer', minimum: 1, maximum: 3, unit: 'steps' }, list: { type: 'array' } },
          },
        }),
        'wait/1.0': jumpSchema({}),
      }),
    );

  it('has the envelope', () => {
    expect(page()).toContain('| `a` | required | text, matching `x\\|y` |  | A. |');
  });

  it.each([
    '| [`jump`](#jump) | Sent when a player jumps. | tests | 1.1 |',
    'Versions: 1.0, 1.1 · Owner: tests · Retention: short, for weeks',
    '| `height` |  | number, 0 or more, 2 decimals kept | metres | Height. |',
    '| `platform` |  | text, matching `^a\\|b$` |  | Platform. Since 1.1. Column `data_platform`. |',
    '| `inner` |  | object |  | Inner. Since 1.1. |',
    '| `inner.n` | required | whole number, 1 to 3 | steps |  |',
    '| `inner.list` |  | list |  |  |',
    'It has no fields of its own.',
  ])('has the line %s', (line) => {
    expect(page().split('\n')).toContain(line);
  });

  it('has a request that is JSON for every type, with the fullest example', () => {
    const requests = [...page().matchAll(/^```json\n([\s\S]*?)\n```$/gm)].map(([, text]) => JSON.parse(text ?? ''));
    expect(requests).toEqual([
      { events: [{ event_type: 'jump', event_data: { height: 2 } }] },
      { events: [{ event_type: 'wait', event_data: { height: 2 } }] },
    ]);
  });
});
