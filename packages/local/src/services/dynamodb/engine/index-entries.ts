import { database, type Item, type ParsedInput, type Store, type TableDescription } from './dynalite-modules.ts';

export interface ReadInput extends ParsedInput {
  readonly IndexName?: string;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
}

/**
 * Where an index keeps an item. Dynalite tells items of the same index key apart by 24 bits of a hash, so that of some
 * thousand items a few would take each other's place: the item's own key is added.
 */
export function entryKey(indexKey: string, itemKey: string): string {
  return `${indexKey}/${itemKey}`;
}

/** A view in which a page of an index begins behind the entry of the item that the page before ended with. */
export function pagedView(store: Store, table: TableDescription, input: ReadInput): Store {
  const { IndexName, ExclusiveStartKey, ScanIndexForward } = input;
  if (IndexName === undefined || !ExclusiveStartKey) return store;
  const names = table.KeySchema.map(({ AttributeName }) => AttributeName);
  const lastItem = Object.fromEntries(Object.entries(ExclusiveStartKey).filter(([name]) => names.includes(name)));
  // Dynalite refuses such a key.
  if (database.validateKey(lastItem, table)) return store;
  const itemKey = database.createKey(lastItem, table);
  return {
    ...store,
    getIndexDb: (...address) => {
      const entries = store.getIndexDb(...address);
      return {
        ...entries,
        createValueStream: (range) => {
          const { gt, lt } = range;
          const isBackwards = ScanIndexForward === false;
          if (isBackwards && lt !== undefined)
            return entries.createValueStream({ ...range, lt: entryKey(lt, itemKey) });
          if (!isBackwards && gt !== undefined)
            return entries.createValueStream({ ...range, gt: entryKey(gt, itemKey) });
          return entries.createValueStream(range);
        },
      };
    },
  };
}
