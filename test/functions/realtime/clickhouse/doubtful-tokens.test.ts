import { expect, it } from 'vitest';
import { DoubtfulTokens } from '../../../../functions/realtime/clickhouse/doubtful-tokens.ts';

function tokens() {
  const clock = { now: 100_000, started: 0 };
  const names: string[] = [];
  const doubtful = new DoubtfulTokens({
    uptimeSeconds: async () => Math.floor((clock.now - clock.started) / 1000),
    now: () => clock.now,
  });
  /** Makes an insert that ends so, a while after it began. */
  const insert = async (outcome: 'answered' | 'refused' | 'no answer', token = 'token') => {
    const attempt = async (name: string) => {
      names.push(name);
      clock.now += 50;
      if (outcome !== 'answered') throw new Error(outcome);
    };
    await doubtful
      .insert(token, attempt, (error) => error instanceof Error && error.message === 'no answer')
      .catch(() => {});
  };
  const restart = () => {
    clock.now += 30;
    clock.started = clock.now;
    clock.now += 2000;
  };
  return { insert, restart, names, clock };
}

it('an insert without an answer is made again under its name while the same process serves', async () => {
  const { insert, names, clock } = tokens();
  await insert('no answer');
  clock.now += 60_000;
  await insert('answered');
  expect(names).toEqual(['token', 'token']);
});

it('it goes by another name after each restart', async () => {
  const { insert, restart, names } = tokens();
  await insert('no answer');
  restart();
  await insert('no answer');
  await insert('no answer');
  restart();
  await insert('answered');
  expect(names).toEqual(['token', 'token/again', 'token/again', 'token/again/again']);
});

it('an answer settles it, and other tokens have nothing to do with it', async () => {
  const { insert, restart, names } = tokens();
  await insert('no answer');
  await insert('answered', 'other');
  restart();
  await insert('refused');
  await insert('answered');
  await insert('answered');
  expect(names).toEqual(['token', 'other', 'token/again', 'token/again', 'token']);
});
