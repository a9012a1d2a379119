import { describe, expect, it } from 'vitest';
import { type BulkEntry, outcomeOf, payloads } from '../../../../functions/realtime/opensearch/bulk.ts';

const entries = (...sizes: number[]): BulkEntry[] => sizes.map((size, index) => ({ index, lines: 'x'.repeat(size) }));
const sizes = (of: readonly (readonly BulkEntry[])[]) => of.map((batch) => batch.map(({ lines }) => lines.length));

describe('bulk requests', () => {
  it.each([
    ['nothing', [], []],
    ['what fits', [40, 60], [[40, 60]]],
    ['one byte too much', [40, 61], [[40], [61]]],
    ['an entry larger than a request', [10, 200, 10], [[10], [200], [10]]],
  ])('are split: %s', (_, given, expected) => {
    expect(sizes(payloads(entries(...given), 100))).toEqual(expected);
  });

  it('counts bytes, not letters', () => {
    const lines = 'ü'.repeat(40);
    expect(
      payloads(
        [0, 1].map((index) => ({ index, lines })),
        100,
      ),
    ).toHaveLength(2);
  });

  const error = (type: string, reason = 'why') => ({ type, reason });
  it.each([
    ['a new document', { index: { status: 201 } }, 'written'],
    ['a document again', { index: { status: 200 } }, 'written'],
    ['an older copy', { index: { status: 409, error: error('version_conflict_engine_exception') } }, 'written'],
    ['a value of another type', { index: { status: 400, error: error('mapper_parsing_exception') } }, 'refused'],
    ['an unknown column', { index: { status: 400, error: error('strict_dynamic_mapping_exception') } }, 'refused'],
    ['a full queue', { index: { status: 429, error: error('rejected_execution_exception') } }, 'failed'],
    ['a full disk', { index: { status: 403, error: error('cluster_block_exception') } }, 'failed'],
    ['too many shards', { index: { status: 400, error: error('validation_exception') } }, 'failed'],
    ['a missing permission', { index: { status: 403, error: error('security_exception') } }, 'failed'],
    ['a shard that is away', { index: { status: 503, error: error('unavailable_shards_exception') } }, 'failed'],
    ['no answer for it', undefined, 'failed'],
  ])('%s is told from the rest', (_, item, kind) => {
    expect(outcomeOf(item)).toMatchObject({ kind });
  });

  it('tells the reason without the value', () => {
    const reason =
      "failed to parse field [events] of type [long] in document with id 'a'. Preview of field's value: 'secret'";
    const outcome = outcomeOf({ index: { status: 400, error: error('mapper_parsing_exception', reason) } });
    expect(outcome).toEqual({
      kind: 'refused',
      reason: '400 mapper_parsing_exception: failed to parse field [events] of type [long]',
    });
  });
});
