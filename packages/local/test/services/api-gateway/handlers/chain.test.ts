import { expect, it } from 'vitest';
import type { Call } from '../../../../src/services/api-gateway/call/call.ts';
import { chain } from '../../../../src/services/api-gateway/handlers/chain.ts';
import { refuse } from '../../../../src/services/api-gateway/responses/refusal.ts';

const call = { context: { httpMethod: 'GET', path: '/live/x' } } as Call;

it('a call passes from one handler to the next, in order, until one has an answer', async () => {
  const asked: string[] = [];
  const passing = (name: string) => () => {
    asked.push(name);
    return undefined;
  };
  const handle = chain([
    passing('first'),
    async () => passing('second')(),
    () => refuse('THROTTLED'),
    passing('never'),
  ]);
  expect(await handle(call)).toMatchObject({ refused: 'THROTTLED', status: 429 });
  expect(asked).toEqual(['first', 'second']);
});

it('a chain without an answer says which call it was', async () => {
  await expect(chain([() => undefined])(call)).rejects.toThrow('no handler answers GET /live/x');
});
