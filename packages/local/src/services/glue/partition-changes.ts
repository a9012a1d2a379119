import { ServiceError } from '../../service.ts';
import type { GlueContext } from './context.ts';
import type { Partition, PartitionInput, Table, TablePartitions } from './entities.ts';
import type { PartitionChange, PartitionLog } from './partition-log.ts';

/** A table with its partitions. Throws `EntityNotFoundException` without the table. */
export function partitionsOf(
  { catalog }: GlueContext,
  { DatabaseName, TableName }: TablePartitions,
): { table: Table; log: PartitionLog } {
  return { table: catalog().table(DatabaseName, TableName), log: catalog().partitions(DatabaseName, TableName) };
}

/** Makes what `draw` asks for in one step, which is wholly on the disk when it resolves, or not at all. */
export function changePartitions<Answer>(
  context: GlueContext,
  address: TablePartitions,
  draw: (draft: PartitionDraft) => Answer,
): Promise<Answer> {
  const { table, log } = partitionsOf(context, address);
  return log.change(() => {
    const draft = new PartitionDraft(table, log, Math.floor(context.runtime.clock.now() / 1000));
    const answer = draw(draft);
    return { changes: draft.changes, answer };
  });
}

/** The changes of one call, each of which sees those before it. A refused one is thrown and leaves the others. */
export class PartitionDraft {
  readonly changes: PartitionChange[] = [];
  readonly #table: Table;
  readonly #log: PartitionLog;
  readonly #nowSeconds: number;
  readonly #changed = new Map<string, Partition | undefined>();

  constructor(table: Table, log: PartitionLog, nowSeconds: number) {
    this.#table = table;
    this.#log = log;
    this.#nowSeconds = nowSeconds;
  }

  /** Throws `AlreadyExistsException` for values that the table has a partition of. */
  create(input: PartitionInput): void {
    if (this.#find(input?.Values) !== undefined) throw alreadyExists();
    this.#put(input, this.#nowSeconds);
  }

  /** One change, also where the partition moves to other values. It keeps the time of its creation. */
  update(values: readonly string[], input: PartitionInput): void {
    const { Values, CreationTime } = this.#existing(values);
    const isMoved = JSON.stringify(Values) !== JSON.stringify(input?.Values);
    if (isMoved && this.#find(input?.Values) !== undefined) throw alreadyExists();
    if (isMoved) this.#changed.set(JSON.stringify(Values), undefined);
    this.#put(input, CreationTime, isMoved ? Values : undefined);
  }

  remove(values: readonly string[]): void {
    const { Values } = this.#existing(values);
    this.#changed.set(JSON.stringify(Values), undefined);
    this.changes.push({ remove: Values });
  }

  #put({ Values, ...input }: PartitionInput, CreationTime: number, remove?: readonly string[]): void {
    const { StorageDescriptor, Parameters, LastAccessTime, LastAnalyzedTime } = input;
    const { DatabaseName, Name: TableName, CatalogId } = this.#table;
    const kept = { Values, StorageDescriptor, Parameters, LastAccessTime, LastAnalyzedTime };
    const put = { ...kept, DatabaseName, TableName, CatalogId, CreationTime };
    this.#changed.set(JSON.stringify(Values), put);
    this.changes.push({ remove, put });
  }

  #find(values: unknown): Partition | undefined {
    const checked = checkedValues(this.#table, values);
    const key = JSON.stringify(checked);
    return this.#changed.has(key) ? this.#changed.get(key) : this.#log.find(checked);
  }

  #existing(values: unknown): Partition {
    const partition = this.#find(values);
    if (partition === undefined) throw notFound();
    return partition;
  }
}

/** Throws `InvalidInputException` for what cannot be the values of the table's partition keys. */
export function checkedValues(table: Table, values: unknown): readonly string[] {
  if (!Array.isArray(values) || !values.every((value): value is string => typeof value === 'string')) {
    throw new ServiceError('InvalidInputException', 'Partition values must be a list of strings.');
  }
  if (values.length === (table.PartitionKeys ?? []).length) return values;
  const message = 'The number of partition keys do not match the number of partition values';
  throw new ServiceError('InvalidInputException', message);
}

export function notFound(): ServiceError {
  return new ServiceError('EntityNotFoundException', 'Cannot find partition.');
}

function alreadyExists(): ServiceError {
  return new ServiceError('AlreadyExistsException', 'Partition already exists.');
}
