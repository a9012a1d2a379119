import { createRequire } from 'node:module';

/** One value in DynamoDB's JSON: `{"S": "text"}`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;

export type Done<Value = unknown> = (error: unknown, value?: Value) => void;

export type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

type Write = (...args: unknown[]) => Promise<void>;

/** What is used of the `level` package. */
export interface Level {
  _put: Write;
  _del: Write;
  _batch: Write;
  open(): Promise<void>;
  close(): Promise<void>;
  get(key: string): Promise<unknown>;
  /** All values as they were at one moment. */
  getMany(keys: readonly string[]): Promise<unknown[]>;
  batch(operations: readonly Operation[]): Promise<void>;
  keys(range: KeyRange): AsyncIterable<string>;
  iterator(range: KeyRange): AsyncIterable<[key: string, value: unknown]>;
}

/** A range of keys of the database, as dynalite uses it. */
export interface SubDatabase {
  lock(key: string, run: (release: (done: Done) => Done) => void): void;
  get(key: string, done: Done<Item>): void;
  put(key: string, value: unknown, done: Done): void;
  del(key: string, done: Done): void;
  createValueStream(range: KeyRange): unknown;
}

export interface TableDescription {
  TableStatus: string;
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableId: string;
  readonly KeySchema: readonly { readonly AttributeName: string }[];
  readonly AttributeDefinitions: unknown;
  readonly GlobalSecondaryIndexes?: Record<string, unknown>[];
  readonly LocalSecondaryIndexes?: Record<string, unknown>[];
}

export interface Store {
  readonly db: Level;
  readonly options: { readonly maxItemSize: number };
  readonly tableDb: SubDatabase & Account;
  getTable(name: string, checkStatus: boolean | Done<TableDescription>, done?: Done<TableDescription>): void;
  getItemDb(tableName: string): SubDatabase;
  getIndexDb(indexType: string, tableName: string, indexName: string): SubDatabase;
}

export interface Account {
  awsAccountId: string;
  awsRegion: string;
}

/** The input of an action after its types are checked and its expressions are parsed. */
export interface ParsedInput {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnConsumedCapacity?: string;
}

export interface Validation {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom: unknown;
}

interface Database {
  create(options: object): Store;
  /** These answer the refusal, or nothing. */
  validateKey(key: Item, table: TableDescription): unknown;
  validateItem(item: Item, table: TableDescription): unknown;
  checkConditional(input: ParsedInput, item: Item | undefined): unknown;
  createKey(item: Item, table: TableDescription): string;
  itemSize(item: Item): number;
}

interface Validations {
  checkTypes(input: object, types: Validation['types']): ParsedInput;
  checkValidations(input: ParsedInput, types: Validation['types'], custom: unknown, store: Store): void;
}

const require = createRequire(import.meta.url);

/** Dynalite has no types: this is what is used of its modules. Its HTTP server is not used. */
export const database: Database = require('dynalite/db');
export const validations: Validations = require('dynalite/validations');

export function validationOf(action: string): Validation {
  return require(`dynalite/validations/${fileName(action)}`);
}

export function implementationOf(action: string): (store: Store, input: ParsedInput, done: Done) => void {
  return require(`dynalite/actions/${fileName(action)}`);
}

function fileName(action: string): string {
  return action.charAt(0).toLowerCase() + action.slice(1);
}
