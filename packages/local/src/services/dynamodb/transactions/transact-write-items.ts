import { database, type Item, type ParsedInput } from '../engine/dynalite-modules.ts';
import { isConditionFailure, splitConditionFailure, type Target } from '../engine/item-writer.ts';
import { validation } from '../engine/refusal.ts';
import type { StagedItem } from '../engine/staged-item.ts';
import { type CancellationReason, cancelFor, conflict, noReason, reasonOf } from './cancellation.ts';
import {
  consumedCapacity,
  type Operation,
  operationsIn,
  refuseLargeTransaction,
  refuseSameItem,
} from './transact-items.ts';
import type { TransactionContext } from './transaction-context.ts';

/** The action that an operation is written by, and that it needs a permission for. */
export const writeActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};
const members: Readonly<Record<string, readonly string[]>> = {
  Put: ['Item'],
  Update: ['Key', 'UpdateExpression'],
  Delete: ['Key'],
  ConditionCheck: ['Key'],
};
const commonMembers = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];

interface WriteRequest {
  readonly ClientRequestToken?: unknown;
  readonly ReturnConsumedCapacity?: unknown;
}

interface PlannedWrite {
  readonly kind: string;
  readonly parsed: ParsedInput;
  readonly returnsItem: boolean;
  /** Undefined: the key is not one of the table, which cancels the transaction. */
  readonly target: Target | undefined;
  readonly reason: CancellationReason;
}

interface Attempt {
  readonly staged: StagedItem | undefined;
  readonly output: unknown;
  readonly reason: CancellationReason;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export async function transactWriteItems(context: TransactionContext, request: WriteRequest): Promise<unknown> {
  const operations = operationsIn(request, Object.keys(writeActions));
  const { ClientRequestToken, ...rest } = request;
  const plan = await Promise.all(
    operations.map((operation) => planWrite(context, operation, request.ReturnConsumedCapacity)),
  );
  refuseSameItem(plan.map(({ target }) => target?.lock));
  const answer = await context.tokens.once(ClientRequestToken, rest, context.open, async (markUsed) => {
    cancelFor(plan.map(({ reason }) => reason));
    const locks = plan.flatMap(({ target }) => target?.lock ?? []);
    const outcome = await context.locks.transact(locks, async () => {
      const attempts = await Promise.all(plan.map((write) => attempt(context, write)));
      cancelFor(attempts.map(({ reason }) => reason));
      const staged = attempts.flatMap(({ staged }) => staged ?? []);
      const changes = staged.map(({ change }) => change);
      refuseLargeTransaction(changes.reduce((bytes, { before, after }) => bytes + sizeOf(after ?? before), 0));
      await context.writer.commit({
        operations: [...staged.flatMap(({ operations }) => operations), ...markUsed],
        changes,
      });
      return attempts.map(({ output }) => output);
    });
    if ('value' in outcome) return outcome.value;
    return cancelFor(plan.map(({ target }) => (outcome.conflicts.has(target?.lock ?? '') ? conflict : noReason)));
  });
  return Array.isArray(answer) ? consumedCapacity(answer, 'WriteCapacityUnits') : {};
}

async function planWrite(
  { dynalite, writer, tableName }: TransactionContext,
  { kind, input }: Operation,
  ReturnConsumedCapacity: unknown,
): Promise<PlannedWrite> {
  const unknown = Object.keys(input).find((name) => !commonMembers.includes(name) && !members[kind]?.includes(name));
  if (unknown !== undefined) throw validation(`${kind} of a transaction has no ${unknown}`);
  if (kind === 'ConditionCheck' && input.ConditionExpression === undefined) {
    throw validation("The parameter 'ConditionExpression' is required in a ConditionCheck");
  }
  const { onConditionFailure, rest } = splitConditionFailure(input);
  // A condition check names an item and a condition as a delete does.
  const action = kind === 'ConditionCheck' ? 'DeleteItem' : (writeActions[kind] ?? '');
  const parsed = await dynalite.parse(action, {
    ...rest,
    TableName: tableName(input.TableName),
    ...(ReturnConsumedCapacity !== undefined && { ReturnConsumedCapacity }),
  });
  const planned = { kind, parsed, returnsItem: onConditionFailure === 'ALL_OLD' };
  try {
    return { ...planned, target: await writer.target(parsed), reason: noReason };
  } catch (error) {
    return { ...planned, target: undefined, reason: reasonOf(error, undefined) };
  }
}

/** Does the operation on a view of its item. */
async function attempt(
  { dynalite, writer }: TransactionContext,
  { kind, parsed, returnsItem, target }: PlannedWrite,
): Promise<Attempt> {
  if (!target) return { staged: undefined, output: undefined, reason: noReason };
  const staged = await writer.stage(target);
  try {
    const output =
      kind === 'ConditionCheck'
        ? await checkCondition(dynalite, staged, parsed)
        : await dynalite.execute(writeActions[kind] ?? '', staged.view, parsed);
    return { staged, output, reason: noReason };
  } catch (error) {
    const item = returnsItem && isConditionFailure(error) ? staged.change.before : undefined;
    return { staged, output: undefined, reason: reasonOf(error, item) };
  }
}

async function checkCondition(
  dynalite: TransactionContext['dynalite'],
  staged: StagedItem,
  parsed: ParsedInput,
): Promise<undefined> {
  const item = await staged.read();
  return dynalite.translated(async () => {
    const refusal = database.checkConditional(parsed, item);
    if (refusal) throw refusal;
    return undefined;
  });
}

function sizeOf(item: Item | undefined): number {
  return item ? database.itemSize(item) : 0;
}

/** The permissions of the operations, by action and table. */
export function writesOf(request: object): readonly { readonly action: string; readonly tableName: unknown }[] {
  return operationsIn(request, Object.keys(writeActions)).map(({ kind, input }) => ({
    action: writeActions[kind] ?? kind,
    tableName: input.TableName,
  }));
}
