import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';
import type { RandomWrite } from './random-writes.ts';
import { contentsOf, replay, type WalletChange } from './table-contents.ts';
import { wallets as table } from './tables.ts';

const writers = 8;
const writesPerRun = 600;

interface Message {
  readonly write?: RandomWrite;
  readonly id?: string;
  readonly outcome?: string;
}

it('nothing is half done or lost after conflicts and kill -9', async () => {
  const state = temporaryDirectory();
  const begun = new Map<string, RandomWrite>();
  const outcomes = new Map<string, string>();
  for (let run = 1; run <= 4; run++) await writeUntilKilled(state, run, begun, outcomes);

  const db = new DynamoDb(testRuntime(state));
  onTestFinished(() => db.close());
  const { streamArn = '' } = await db.createTable(table, { streamViewType: 'NEW_AND_OLD_IMAGES' });
  const { items, index, changes } = await contentsOf(db, streamArn);
  expect(items).toEqual(replay(changes));
  expect(index).toEqual(items.filter(({ guild }) => guild !== undefined));

  const playersOf = new Map<string | undefined, (string | undefined)[]>();
  for (const { after } of changes) playersOf.set(after?.op, [...(playersOf.get(after?.op) ?? []), after?.player]);
  for (const [id, write] of begun) {
    const written = [...(playersOf.get(id) ?? [])].sort();
    const all = write.operations
      .flatMap(({ kind, player }) => (kind === 'Put' || kind === 'Update' ? player : []))
      .sort();
    const outcome = outcomes.get(id);
    if (outcome === 'done') expect([id, written]).toEqual([id, all]);
    else if (outcome !== undefined) expect([id, written]).toEqual([id, []]);
    // Killed before its answer: all of it is there, or nothing.
    else expect([[], all]).toContainEqual(written);
  }
  expectAdjacent(changes);
  const kindOf = (outcome: string) => /TransactionConflict|^done|ConditionalCheckFailed/.exec(outcome)?.[0] ?? outcome;
  expect([...new Set([...outcomes.values()].map(kindOf))].sort()).toEqual([
    'ConditionalCheckFailed',
    'TransactionConflict',
    'done',
  ]);
  expect(outcomes.size).toBeGreaterThanOrEqual(4 * writesPerRun);
});

/** The records of one write stand together: no reader sees a part of it for long. */
function expectAdjacent(changes: readonly WalletChange[]): void {
  const last = new Map<string, number>();
  for (const [index, { after }] of changes.entries()) {
    const op = after?.op;
    if (op === undefined) continue;
    const between = changes
      .slice(last.get(op) ?? index, index)
      .filter((change) => change.after && change.after.op !== op);
    expect([op, between]).toEqual([op, []]);
    last.set(op, index);
  }
}

async function writeUntilKilled(
  state: string,
  run: number,
  begun: Map<string, RandomWrite>,
  outcomes: Map<string, string>,
): Promise<void> {
  const script = new URL('./write-forever.ts', import.meta.url);
  const settings = JSON.stringify({ table, writers });
  const child = fork(script, [state, settings, String(run)], { execArgv: ['--import', 'tsx'] });
  const target = outcomes.size + writesPerRun;
  child.on('message', ({ write, id, outcome }: Message) => {
    if (write) begun.set(write.id, write);
    if (id !== undefined && outcome !== undefined) outcomes.set(id, outcome);
    if (outcomes.size === target) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
}
