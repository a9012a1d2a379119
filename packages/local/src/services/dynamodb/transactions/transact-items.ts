import { validation } from '../engine/refusal.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const maxItems = 100;
export const maxTransactionBytes = 4 << 20;

const members = ['ReturnConsumedCapacity', 'ClientRequestToken', 'ReturnItemCollectionMetrics', 'TransactItems'];

export interface Operation {
  readonly kind: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The operations of a transaction, each with its kind; `kinds` are the known ones. */
export function operationsIn(request: object, kinds: readonly string[]): readonly Operation[] {
  const unknown = Object.keys(request).find((name) => !members.includes(name));
  if (unknown !== undefined) {
    throw validation(`${unknown} of a transaction is not supported by the local runtime (see SUPPORT.md)`);
  }
  const items = 'TransactItems' in request ? request.TransactItems : undefined;
  if (!Array.isArray(items)) throw wrongLength('null', 'Member must not be null');
  if (items.length < 1) throw wrongLength('[]', 'Member must have length greater than or equal to 1');
  if (items.length > maxItems) {
    throw wrongLength(`[${items.length} items]`, `Member must have length less than or equal to ${maxItems}`);
  }
  return items.map((item: unknown) => operationIn(item, kinds));
}

function operationIn(item: unknown, kinds: readonly string[]): Operation {
  const entries = Object.entries(item ?? {}).filter(([, input]) => input !== undefined && input !== null);
  const [entry, ...others] = entries;
  if (entry && others.length === 0 && kinds.includes(entry[0]) && isRecord(entry[1])) {
    return { kind: entry[0], input: entry[1] };
  }
  throw validation(`TransactItems can only contain one of ${kinds.join(', ')}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongLength(value: string, constraint: string) {
  return validation(
    `1 validation error detected: Value '${value}' at 'transactItems' failed to satisfy constraint: ${constraint}`,
  );
}

/** No two operations may name the same item. */
export function refuseSameItem(locks: readonly (string | undefined)[]): void {
  const known = locks.filter((lock) => lock !== undefined);
  if (new Set(known).size === known.length) return;
  throw validation('Transaction request cannot include multiple operations on one item');
}

export function refuseLargeTransaction(bytes: number): void {
  if (bytes <= maxTransactionBytes) return;
  throw validation(`The aggregate size of the items in the transaction cannot exceed 4 MB: it is ${bytes} bytes`);
}

/** Transactions take twice the capacity: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
export function consumedCapacity(outputs: readonly unknown[], member: 'ReadCapacityUnits' | 'WriteCapacityUnits') {
  const units = new Map<string, number>();
  for (const output of outputs as { ConsumedCapacity?: { TableName: string; CapacityUnits: number } }[]) {
    if (!output?.ConsumedCapacity) continue;
    const { TableName, CapacityUnits } = output.ConsumedCapacity;
    units.set(TableName, (units.get(TableName) ?? 0) + 2 * CapacityUnits);
  }
  const consumed = [...units].map(([TableName, CapacityUnits]) => ({
    TableName,
    CapacityUnits,
    [member]: CapacityUnits,
  }));
  return consumed.length > 0 ? { ConsumedCapacity: consumed } : {};
}
