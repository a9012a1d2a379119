import { expect, test } from 'vitest';
import type { Counts } from '../../../../scripts/gap/replay/checkpoint.ts';
import { Pace } from '../../../../scripts/gap/replay/pace.ts';
import type { Put } from '../../../../scripts/gap/replay/put-batch.ts';
import { type Run, runReplay } from '../../../../scripts/gap/replay/run-replay.ts';
import type { Candidate, Position, Source } from '../../../../scripts/gap/replay/source.ts';
import { recordOf } from './record-of.ts';

const none: Counts = { found: 0, replayed: 0, failed: 0, skipped: 0 };

/** `s` is skipped, `o` was not asked for, everything else is a record of ten bytes. */
function sourceOf(letters: string, before: (index: number) => void = () => {}): Source {
  return {
    skipReason: 'because',
    async *candidates(position): AsyncIterable<Candidate> {
      for (let index = Number(position?.at ?? 0); index < letters.length; index++) {
        before(index);
        const letter = letters[index] ?? '';
        const record = letter === 's' ? 'skipped' : letter === 'o' ? 'other' : recordOf(letter.repeat(10));
        yield { position: { at: index + 1 }, record };
      }
    },
  };
}

function run(source: Source, more: Partial<Run> & { put?: Put; maxBatchSize?: number } = {}) {
  const calls: string[] = [];
  const saved: [number, number][] = [];
  const put: Put = async (records) => {
    calls.push(records.map(({ data }) => data.toString()[0]).join(''));
    return (await more.put?.(records)) ?? records.map(() => undefined);
  };
  const result = runReplay({
    source,
    stream: { put, maxBatchSize: more.maxBatchSize ?? 30, sizeOf: ({ data }) => data.length },
    pace: new Pace(1_000_000),
    position: undefined,
    counts: none,
    stop: new AbortController().signal,
    save: ({ at }: Position, { found }: Counts) => saved.push([Number(at), found]),
    onProgress: () => {},
    onRefused: () => {},
    pause: async () => {},
    ...more,
  });
  return { result, calls, saved };
}

test('batches stay below the limit, and each is saved when it was acknowledged', async () => {
  const { result, calls, saved } = run(sourceOf('abcsdoefg'));
  expect(await result).toEqual({ counts: { found: 8, replayed: 7, failed: 0, skipped: 1 }, finished: true });
  expect(calls).toEqual(['abc', 'def', 'g']);
  expect(saved).toEqual([
    [4, 4],
    [8, 7],
    [9, 8],
  ]);
});

test('no call has more than 500 records, and none more than a second’s worth', async () => {
  const many = run(sourceOf('a'.repeat(1201)), { maxBatchSize: 1e9 });
  await many.result;
  expect(many.calls.map(({ length }) => length)).toEqual([500, 500, 201]);
  const slow = run(sourceOf('abc'), { pace: new Pace(2, { now: () => 0, sleep: async () => {} }) });
  await slow.result;
  expect(slow.calls).toEqual(['ab', 'c']);
});

test('a replay that is stopped goes on behind the last batch that was acknowledged', async () => {
  const stop = new AbortController();
  const letters = 'abcdefghij';
  const first = run(
    sourceOf(letters, (index) => {
      if (index === 7) stop.abort();
    }),
    { stop: stop.signal },
  );
  const { counts, finished } = await first.result;
  expect([counts.found, finished, first.calls]).toEqual([6, false, ['abc', 'def']]);
  const [at] = first.saved.at(-1) ?? [];
  const second = run(sourceOf(letters), { position: { at: at ?? 0 }, counts });
  expect((await second.result).counts).toEqual({ ...none, found: 10, replayed: 10 });
  expect(second.calls).toEqual(['ghi', 'j']);
});

test('what the stream will never take is counted and told', async () => {
  const refused: string[] = [];
  const { result } = run(sourceOf('axb'), {
    put: async (records) => {
      if (records.some(({ data }) => data.toString().startsWith('x')))
        throw Object.assign(new Error('too large'), {
          name: 'ValidationException',
          $metadata: { httpStatusCode: 400 },
        });
      return records.map(() => undefined);
    },
    onRefused: ({ data }, reason) => refused.push(`${data.toString()[0]} ${reason}`),
  });
  expect((await result).counts).toEqual({ found: 3, replayed: 2, failed: 1, skipped: 0 });
  expect(refused).toEqual(['x ValidationException: too large']);
});

test('a batch that the stream does not take is not counted as done', async () => {
  const { result, saved } = run(sourceOf('abcd'), {
    put: async (records) => {
      if (records.some(({ data }) => data.toString().startsWith('d'))) throw new Error('denied');
      return records.map(() => undefined);
    },
  });
  await expect(result).rejects.toThrow('denied');
  expect(saved).toEqual([[3, 3]]);
});

test('throttling lowers the rate', async () => {
  const pace = new Pace(100, { now: () => 0, sleep: async () => {} });
  let calls = 0;
  const { result } = run(sourceOf('a'), {
    pace,
    put: async (records) => records.map(() => (++calls === 1 ? 'ServiceUnavailableException' : undefined)),
  });
  await result;
  expect(pace.rate).toBe(50);
});

test('a long way through what was not asked for is remembered', async () => {
  const { result, saved } = run(sourceOf('o'.repeat(120_000)));
  expect((await result).counts).toEqual(none);
  expect(saved.map(([at]) => at)).toEqual([50_000, 100_000, 120_000]);
});
