import type { Dynalite } from './dynalite.ts';
import type { Item, ParsedInput } from './dynalite-modules.ts';
import type { ItemWriter } from './item-writer.ts';
import { validation } from './refusal.ts';

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}
interface BatchInput extends ParsedInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
}
interface Write {
  readonly action: 'PutItem' | 'DeleteItem';
  readonly parsed: ParsedInput;
}
interface Capacity {
  readonly ConsumedCapacity?: { readonly TableName: string; readonly CapacityUnits: number };
}

/**
 * Each item by itself, as AWS does: a batch is not a transaction, and its items have no conditions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export async function batchWrite(input: object, dynalite: Dynalite, writer: ItemWriter): Promise<unknown> {
  const parsed = (await dynalite.parse('BatchWriteItem', input)) as BatchInput;
  const writes = Object.entries(parsed.RequestItems).flatMap(([TableName, requests]) =>
    requests.map((request) => toWrite(request, TableName, parsed.ReturnConsumedCapacity)),
  );
  await refuseDuplicates(writes, writer);
  const outputs = await Promise.all(writes.map(({ action, parsed }) => writer.writeUnconditionally(action, parsed)));
  const consumed = consumedByTable(outputs as Capacity[], parsed.ReturnConsumedCapacity === 'INDEXES');
  return { UnprocessedItems: {}, ...(consumed.length > 0 && { ConsumedCapacity: consumed }) };
}

function toWrite(
  { PutRequest, DeleteRequest }: WriteRequest,
  TableName: string,
  ReturnConsumedCapacity?: string,
): Write {
  const common = { TableName, ReturnConsumedCapacity };
  if (PutRequest) return { action: 'PutItem', parsed: { ...common, Item: PutRequest.Item } };
  return { action: 'DeleteItem', parsed: { ...common, Key: DeleteRequest?.Key ?? {} } };
}

async function refuseDuplicates(writes: readonly Write[], writer: ItemWriter): Promise<void> {
  const locks = new Set<string>();
  for (const { parsed } of writes) {
    const { lock } = await withBatchMessage(() => writer.target(parsed));
    if (locks.has(lock)) throw validation('Provided list of item keys contains duplicates');
    locks.add(lock);
  }
}

async function withBatchMessage<Value>(body: () => Promise<Value>): Promise<Value> {
  try {
    return await body();
  } catch (error) {
    const isWrongKey = error instanceof Error && /Missing the key|Type mismatch for key/.test(error.message);
    throw isWrongKey ? validation('The provided key element does not match the schema') : error;
  }
}

function consumedByTable(outputs: readonly Capacity[], withTable: boolean) {
  const units = new Map<string, number>();
  for (const { ConsumedCapacity } of outputs) {
    if (!ConsumedCapacity) continue;
    const { TableName, CapacityUnits } = ConsumedCapacity;
    units.set(TableName, (units.get(TableName) ?? 0) + CapacityUnits);
  }
  return [...units].map(([TableName, CapacityUnits]) => ({
    TableName,
    CapacityUnits,
    ...(withTable && { Table: { CapacityUnits } }),
  }));
}
