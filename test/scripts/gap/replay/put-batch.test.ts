import { describe, expect, test } from 'vitest';
import { type Put, putBatch, StreamBusy } from '../../../../scripts/gap/replay/put-batch.ts';
import { recordOf } from './record-of.ts';

/** A stream that answers each call by the next of the scripts; behind them it takes everything. */
function scripted(...scripts: ((names: string[]) => (string | undefined)[])[]) {
  const calls: string[] = [];
  const taken: string[] = [];
  const put: Put = async (records) => {
    const names = records.map(({ data }) => data.toString());
    calls.push(names.join(''));
    const errors = scripts.shift()?.(names) ?? names.map(() => undefined);
    taken.push(...names.filter((_, index) => errors[index] === undefined));
    return errors;
  };
  const pauses: number[] = [];
  let throttled = 0;
  const settings = {
    put,
    onThrottled: () => {
      throttled += 1;
    },
    pause: async (attempt: number) => {
      pauses.push(attempt);
    },
  };
  return { calls, taken, pauses, settings, throttled: () => throttled };
}

const records = (names: string) => [...names].map((name) => recordOf(name));
const failing = (name: string, status?: number, code?: string) => () => {
  throw Object.assign(new Error(`${name} it is`), {
    name,
    ...(status && { $metadata: { httpStatusCode: status } }),
    ...(code && { code }),
  });
};

test('only what the stream did not take is tried again', async () => {
  const stream = scripted(
    (names) => names.map((name) => ('bd'.includes(name) ? 'ProvisionedThroughputExceededException' : undefined)),
    (names) => names.map((name) => (name === 'd' ? 'InternalFailure' : undefined)),
  );
  expect(await putBatch(records('abcde'), stream.settings)).toEqual({ accepted: 5, refused: [] });
  expect(stream.calls).toEqual(['abcde', 'bd', 'd']);
  expect(stream.taken.join('')).toBe('acebd');
  expect([stream.pauses, stream.throttled()]).toEqual([[1, 2], 2]);
});

test.each<[string, () => never, number]>([
  ['throttled', failing('ThrottlingException', 400), 1],
  ['throttled by its status', failing('Slow', 429), 1],
  ['met by a fault', failing('InternalFailure', 500), 0],
  ['not answered', failing('Error', undefined, 'ECONNREFUSED'), 0],
  ['answered too late', failing('TimeoutError'), 0],
])('a call that is %s is made again', async (_, fail, throttled) => {
  const stream = scripted(fail);
  expect(await putBatch(records('ab'), stream.settings)).toEqual({ accepted: 2, refused: [] });
  expect([stream.calls, stream.throttled()]).toEqual([['ab', 'ab'], throttled]);
});

test('a call that is refused for what it holds is halved until what is at fault stands alone', async () => {
  const stream = scripted();
  const settings = {
    ...stream.settings,
    put: async (all: Parameters<Put>[0]) => {
      if (all.some(({ data }) => data.toString() === 'x')) failing('InvalidArgumentException', 400)();
      return stream.settings.put(all);
    },
  };
  const { accepted, refused } = await putBatch(records('abxcd'), settings);
  expect(accepted).toBe(4);
  expect(refused.map(({ record, reason }) => [record.data.toString(), reason])).toEqual([
    ['x', 'InvalidArgumentException: InvalidArgumentException it is'],
  ]);
  expect(stream.taken.sort().join('')).toBe('abcd');
});

describe('a stream that takes nothing', () => {
  test.each<[string, () => never, boolean]>([
    ['and throttles', failing('ThrottlingException', 400), false],
    ['and does not answer', failing('Error', undefined, 'ECONNREFUSED'), true],
  ])('%s is given up after a minute', async (_, fail, silent) => {
    const stream = scripted(...Array.from({ length: 99 }, () => fail));
    const error = await putBatch(records('a'), stream.settings).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamBusy);
    expect(error).toMatchObject({ silent });
    expect(stream.calls).toHaveLength(12);
  });

  test.each([
    ['because the caller may not', failing('AccessDeniedException', 400)],
    ['because it is not there', failing('ResourceNotFoundException', 400)],
    ['because nobody has signed in', failing('CredentialsProviderError')],
  ])('%s is not tried again', async (_, fail) => {
    const stream = scripted(fail);
    await expect(putBatch(records('a'), stream.settings)).rejects.toThrow('it is');
    expect(stream.calls).toHaveLength(1);
  });
});
