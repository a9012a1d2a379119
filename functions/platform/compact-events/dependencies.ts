import type { Group, StoredFile } from './groups.ts';
import type { Partition, PartitionFacts, PartitionName } from './partition.ts';

/** Files of the lake. */
export interface Files {
  /** Every object below a prefix, page by page. */
  list(prefix: string): AsyncIterable<StoredFile>;
  remove(keys: readonly string[]): Promise<void>;
}

/** SQL, in the workgroup of the compaction. */
export interface Queries {
  /** Runs a statement and answers its rows. Throws with Athena's reason when it fails. */
  run(sql: string): Promise<string[][]>;
}

/** The table of compacted events, that of uncompacted ones, and the temporary ones. */
export interface Catalog {
  /** Columns of the compacted table, without its partition keys. */
  columns(): Promise<string[]>;
  /** The compacted partitions of these days, both included. */
  partitions(firstDate: string, lastDate: string): Promise<Partition[]>;
  partition(name: PartitionName): Promise<Partition | undefined>;
  /** Makes a partition show these files and no others, in one call. `isNew`: there is none yet. */
  swap(partition: Partition, isNew: boolean): Promise<void>;
  /** Where a temporary table's partitions are, by their keys. */
  locations(table: string): Promise<ReadonlyMap<string, string>>;
  /** Nothing when there is none. */
  dropTable(table: string): Promise<void>;
  /** The hours of the uncompacted table, and the version that says so. */
  range(): Promise<VersionedRange>;
  /** Throws when the table has changed since `current` was read. */
  setRange(range: string, current: VersionedRange): Promise<void>;
}

export interface VersionedRange {
  readonly range: string;
  readonly version: string;
}

/** A statement that was begun: its table, and the folder of its files. */
export interface Attempt {
  readonly table: string;
  /** Key prefix, with a slash at its end. */
  readonly folder: string;
}

/** A folder that may hold files which no partition shows any more. */
export interface OldFolder {
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What is remembered from run to run. */
export interface Memory {
  groups(): Promise<Map<string, Group>>;
  /** Remembers these as wholly compacted, beside `known`, what `groups` answered. */
  rememberGroups(groups: readonly Group[], known: ReadonlyMap<string, Group>): Promise<void>;
  attempts(): Promise<Attempt[]>;
  beginAttempt(attempt: Attempt): Promise<void>;
  endAttempt(attempt: Attempt): Promise<void>;
  oldFolders(): Promise<OldFolder[]>;
  addOldFolder(folder: OldFolder): Promise<void>;
  removeOldFolder(folder: OldFolder): Promise<void>;
}

/** What a run of the compaction depends on. */
export interface Dependencies {
  readonly files: Files;
  readonly queries: Queries;
  readonly catalog: Catalog;
  readonly memory: Memory;
  /** Throws unless the lease lasts longer than a call of the catalog can take. */
  checkLease(): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that the function may still run. */
  remainingMilliseconds(): number;
  readonly settings: Settings;
}

export interface Settings {
  readonly bucket: string;
  readonly database: string;
  readonly compactedTable: string;
  readonly uncompactedTable: string;
  /** Where accepted events are delivered, `events/accepted/`. */
  readonly deliveredPrefix: string;
  /** Where compacted files go, `compacted/`. */
  readonly compactedPrefix: string;
  readonly maxEventAgeDays: number;
  /** Names the folder and the tables of this run: lower-case letters, digits and underscores. */
  readonly runId: string;
}

/** A partition that a run has rewritten. */
export interface Rewritten extends PartitionName {
  readonly before: PartitionFacts;
  readonly after: PartitionFacts;
}
