import { database, type Item, type ParsedInput, type Store } from '../engine/dynalite-modules.ts';
import type { Target } from '../engine/item-writer.ts';
import { validation } from '../engine/refusal.ts';
import { itemKey } from '../engine/staged-item.ts';
import { cancelFor, conflict, noReason, reasonOf } from './cancellation.ts';
import { consumedCapacity, operationsIn, refuseLargeTransaction, refuseSameItem } from './transact-items.ts';
import type { TransactionContext } from './transaction-context.ts';

const members = ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames'];

interface GetRequest {
  readonly ReturnConsumedCapacity?: unknown;
}

/**
 * Reads all items as they were at one moment.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
 */
export async function transactGetItems(context: TransactionContext, request: GetRequest): Promise<unknown> {
  const { dynalite, locks, open } = context;
  const reads = await Promise.all(
    operationsIn(request, ['Get']).map(({ input }) => planRead(context, input, request.ReturnConsumedCapacity)),
  );
  cancelFor(reads.map(({ reason }) => reason));
  const targets = reads.flatMap(({ target }) => target ?? []);
  refuseSameItem(targets.map(({ lock }) => lock));
  const store = await open();
  cancelFor(targets.map(({ lock }) => (locks.isBeingWritten(lock) ? conflict : noReason)));
  const items = await store.db.getMany(targets.map(({ table, key }) => itemKey(table.TableName, key)));
  refuseLargeTransaction(items.reduce<number>((sum, item) => sum + (item ? database.itemSize(item as Item) : 0), 0));
  const outputs = await Promise.all(
    reads.map(({ parsed }, index) => dynalite.execute('GetItem', viewOf(store, items[index] as Item), parsed)),
  );
  const Responses = (outputs as { Item?: Item }[]).map(({ Item }) => (Item ? { Item } : {}));
  return { Responses, ...consumedCapacity(outputs, 'ReadCapacityUnits') };
}

async function planRead(
  { dynalite, writer, tableName }: TransactionContext,
  input: Readonly<Record<string, unknown>>,
  ReturnConsumedCapacity: unknown,
): Promise<{ parsed: ParsedInput; target?: Target; reason: ReturnType<typeof reasonOf> }> {
  const unknown = Object.keys(input).find((name) => !members.includes(name));
  if (unknown !== undefined) throw validation(`Get of a transaction has no ${unknown}`);
  const parsed = await dynalite.parse('GetItem', {
    ...input,
    TableName: tableName(input.TableName),
    // The capacity of transactional reads is that of consistent ones, twice.
    ConsistentRead: true,
    ...(ReturnConsumedCapacity !== undefined && { ReturnConsumedCapacity }),
  });
  try {
    return { parsed, target: await writer.target(parsed), reason: noReason };
  } catch (error) {
    return { parsed, reason: reasonOf(error, undefined) };
  }
}

/** The store with this item in it. */
function viewOf(store: Store, item: Item | undefined): Store {
  return {
    ...store,
    getItemDb: (name) => ({ ...store.getItemDb(name), get: (_key, done) => setImmediate(done, null, item) }),
  };
}
