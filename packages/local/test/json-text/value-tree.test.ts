import { describe, expect, test } from 'vitest';
import { JsonText } from '../../src/json-text/json-text.ts';
import type { JsonNode, JsonTree } from '../../src/json-text/json-tree.ts';
import { ValueTree } from '../../src/json-text/value-tree.ts';
import { compileTemplate } from '../../src/services/api-gateway/vtl/template.ts';

/** All that can be asked of a tree, from `node` down. */
function seen(tree: JsonTree, node: JsonNode = tree.root): unknown {
  const kind = tree.kind(node);
  return {
    kind,
    slice: tree.slice(node),
    string: kind === 'string' ? tree.string(node) : undefined,
    elements: [...tree.elements(node)].map((element) => seen(tree, element)),
    members: [...tree.members(node)].map(([name, member]) => {
      expect(seen(tree, tree.member(node, name))).toEqual(seen(tree, member));
      return [name, seen(tree, member)];
    }),
    others: ['absent', 'toString', '__proto__', 'length'].map((name) => tree.member(node, name) !== undefined),
  };
}

const shared = { id: 1 };
const values: readonly (readonly [string, unknown])[] = [
  ['an answer of PutRecords', { FailedRecordCount: 0, Records: [{ SequenceNumber: '49', ShardId: 's-0' }] }],
  ['scalars', { a: 'é "x" \ud800', b: true, c: false, d: null, e: 1, f: -0.5, g: 1e21, h: -0, i: '' }],
  ['what JSON has no word for', { a: undefined, b: () => 1, c: Symbol('s'), d: [undefined, () => 1, Number.NaN] }],
  ['numbers that are not finite', [Number.POSITIVE_INFINITY, Number.NaN]],
  ['objects that say how they are written', { at: new Date(0), map: new Map([[1, 2]]), own: { toJSON: () => [1] } }],
  ['an object that says it is nothing', { a: { toJSON: () => undefined }, b: [{ toJSON: () => undefined }] }],
  ['bytes', { data: Buffer.from('x') }],
  ['a list with holes', new Array(3)],
  ['the same object twice', [shared, shared, { shared }]],
  ['names like those of every object', JSON.parse('{"__proto__": 1, "toString": {"length": 2}, "9": 3, "1": 4}')],
  ['an object without a prototype', Object.assign(Object.create(null), { a: [[]] })],
  ['a text', 'text'],
  ['nothing', null],
];

describe('a value is seen as the JSON text that it would be written as', () => {
  test.each(values)('%s', (_, value) => {
    expect(seen(new ValueTree(value))).toEqual(seen(new JsonText(JSON.stringify(value))));
  });

  test.each(values)('by a template: %s', (_, value) => {
    const body = JSON.stringify(value);
    const template = compileTemplate(
      `$input.body $input.json('$') $input.path('$') $input.path('$.Records[-1].ShardId') $input.path('$[1].id')
       #foreach($each in $input.path('$'))$each #end #set($map = $input.path('$'))$map.put("n", [1])$input.json('$')`,
    );
    const outcome = (json: JsonTree | undefined) => {
      try {
        return template.render({ body, json });
      } catch (error) {
        return String(error);
      }
    };
    expect(outcome(new ValueTree(value))).toBe(outcome(undefined));
  });
});

test('a path walks members and elements, from the end too', () => {
  const tree = new ValueTree({ list: [{ id: 'a' }, { id: 'b' }] });
  const at = (...path: (string | number)[]) => {
    const node = tree.find(path);
    return node === undefined ? undefined : tree.slice(node);
  };
  expect([at('list', -1, 'id'), at('list', 0), at('list', 2, 'id'), at('list', 'id')]).toEqual([
    '"b"',
    '{"id":"a"}',
    undefined,
    undefined,
  ]);
});

test('a BigInt is refused, as when it is written', () => {
  expect(() => new ValueTree(1n)).toThrow(TypeError);
});
