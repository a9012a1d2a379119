import { expect, it, onTestFinished } from 'vitest';
import { ServiceError } from '../../../src/service.ts';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';
import {
  callOf,
  modelOf,
  type RandomWrite,
  randomNumbers,
  randomWrite,
  type Wallet,
  type Wallets,
} from './random-writes.ts';
import { contentsOf, replay } from './table-contents.ts';
import { wallets as table } from './tables.ts';

/** What a write answers: done, or why each of its operations was not. */
function outcomeOf({ id, operations, isTransaction }: RandomWrite, wallets: Wallets) {
  const results = operations.map((operation) => modelOf(operation, id, wallets));
  if (!results.includes('refused')) return { answer: 'done', results };
  const codes = results.map((result) => (result === 'refused' ? 'ConditionalCheckFailed' : 'None'));
  return { answer: isTransaction ? codes.join() : 'ConditionalCheckFailedException', results: [] };
}

async function answerOf(call: unknown): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const reasons = error.members?.CancellationReasons as { Code: string }[] | undefined;
    return reasons ? reasons.map(({ Code }) => Code).join() : error.code;
  }
}

it.each([1, 2, 3])('answers, items, index and stream are those of a simple model (seed %i)', async (seed) => {
  const random = randomNumbers(seed);
  const db = new DynamoDb(testRuntime(temporaryDirectory()));
  onTestFinished(() => db.close());
  const { streamArn = '' } = await db.createTable(table, { streamViewType: 'NEW_AND_OLD_IMAGES' });
  const model = new Map<string, Wallet>();
  let changes = 0;
  for (let i = 0; i < 700; i++) {
    const write = randomWrite(random, `w${i}`);
    const { answer, results } = outcomeOf(write, model);
    const { action, input } = callOf(write);
    expect([write, await answerOf(db.service.actions[action]?.run(input, { arn: '' }))]).toEqual([write, answer]);
    for (const [index, result] of results.entries()) {
      const { player = '' } = write.operations[index] ?? {};
      if (result === 'refused' || JSON.stringify(result) === JSON.stringify(model.get(player))) continue;
      changes++;
      if (result) model.set(player, result);
      else model.delete(player);
    }
  }
  const contents = await contentsOf(db, streamArn);
  const expected = [...model.values()].sort((a, b) => ((a.player ?? '') < (b.player ?? '') ? -1 : 1));
  expect(contents.items).toEqual(expected);
  expect(contents.index).toEqual(expected.filter(({ guild }) => guild !== undefined));
  expect(contents.changes).toHaveLength(changes);
  expect(replay(contents.changes)).toEqual(expected);
});
