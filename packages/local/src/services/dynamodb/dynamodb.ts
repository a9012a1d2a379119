import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import { Committer } from './engine/committer.ts';
import { Dynalite } from './engine/dynalite.ts';
import type { Operation, ParsedInput } from './engine/dynalite-modules.ts';
import { ItemLocks } from './engine/item-locks.ts';
import { ItemWriter } from './engine/item-writer.ts';
import { LevelStore } from './engine/level-store.ts';
import { streamService } from './streams/stream-actions.ts';
import type { StreamViewType } from './streams/table-stream.ts';
import { TableStreams } from './streams/table-streams.ts';
import { tableService } from './table-actions.ts';
import { shapeOf, type TableSettings } from './table-settings.ts';
import { Tables } from './tables.ts';
import { TimeToLive } from './time-to-live.ts';
import { RequestTokens } from './transactions/request-tokens.ts';

/** What a table has besides its keys and indexes. */
export interface TableOptions {
  readonly deletionProtection?: boolean;
  readonly streamViewType?: StreamViewType;
  /** The attribute with the time at which an item expires. */
  readonly timeToLiveAttribute?: string;
}

export interface CreatedTable {
  readonly arn: string;
  readonly tableId: string;
  readonly streamArn?: string;
}

const sweepMs = 10_000;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
const expiry = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/**
 * DynamoDB and its streams: dynalite's tables under `dynamodb/` in the state directory. Only tables of the template exist;
 * PartiQL and changes of a table are refused by name.
 */
export class DynamoDb extends RuntimeService {
  readonly service: Service;
  readonly streamService: Service;
  readonly #runtime: Runtime;
  readonly #level: LevelStore;
  readonly #dynalite: Dynalite;
  readonly #committer: Committer;
  readonly #writer: ItemWriter;
  readonly #tables: Tables;
  readonly #streams: TableStreams;
  readonly #timeToLive = new TimeToLive();
  readonly #tokens: RequestTokens;
  #sweeper: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(runtime: Runtime) {
    super();
    const now = () => runtime.clock.now();
    this.#runtime = runtime;
    this.#streams = new TableStreams(now);
    this.#tokens = new RequestTokens(now);
    this.#level = new LevelStore(join(runtime.stateDirectory, 'dynamodb'), runtime, async (store) => {
      await this.#streams.load(store);
      await this.#timeToLive.load(store);
    });
    const open = () => this.#level.open();
    const dynalite = new Dynalite(this.#level);
    const locks = new ItemLocks();
    this.#dynalite = dynalite;
    this.#committer = new Committer(open, [this.#streams, this.#timeToLive]);
    this.#writer = new ItemWriter({ dynalite, locks, committer: this.#committer, open });
    this.#tables = new Tables(runtime, dynalite);
    const tables = this.#tables;
    this.service = tableService({
      dynalite,
      locks,
      open,
      tables,
      writer: this.#writer,
      tokens: this.#tokens,
      streams: this.#streams,
      timeToLive: this.#timeToLive,
      tableName: (nameOrArn) => tables.existing(nameOrArn),
    });
    this.streamService = streamService({
      streams: this.#streams,
      region: runtime.region,
      now,
      open,
      arnOf: (stream) => tables.streamArn(stream),
      table: (name) => tables.describe(name),
    });
  }

  override get apis(): readonly Service[] {
    return [this.service, this.streamService];
  }

  /**
   * Creates the table or takes up the one that is there. Throws when its keys or indexes differ from those it has:
   * DynamoDB would replace the table, or fill an index, which is not done here.
   */
  async createTable(
    settings: TableSettings,
    { deletionProtection = false, streamViewType, timeToLiveAttribute }: TableOptions = {},
  ): Promise<CreatedTable> {
    const name = settings.TableName;
    const existing = await this.#dynalite.table(name);
    if (existing && shapeOf(existing) !== shapeOf(settings)) {
      throw new Error(`table ${name} exists with other keys or indexes than the template's: start with --reset`);
    }
    if (!existing) await this.#dynalite.run('CreateTable', settings);
    const { TableId } = await this.#tables.activate(name, deletionProtection);
    const { db } = await this.#level.open();
    await this.#write(await this.#timeToLive.configure(db, name, timeToLiveAttribute));
    await this.#write(this.#streams.configure(name, streamViewType));
    this.#sweeper ??= setInterval(() => this.#sweepQuietly(), sweepMs).unref();
    const stream = this.#streams.enabled(name);
    return { arn: this.#tables.arn(name), tableId: TableId, streamArn: stream && this.#tables.streamArn(stream) };
  }

  /** Calls the listener when the stream has new records; returns what ends that. */
  onStreamAppend(streamArn: string, listener: () => void): () => void {
    const [, tableName = '', label = ''] = /:table\/([^/]+)\/stream\/(.+)$/.exec(streamArn) ?? [];
    return this.#streams.onAppend({ tableName, label }, listener);
  }

  /** Deletes the items that have expired, and removes stream records and request tokens that are past their time. */
  async sweep(): Promise<void> {
    const now = this.#runtime.clock.now();
    const { db } = await this.#level.open();
    for (const { tableName, item } of await this.#timeToLive.expired(db, now)) {
      const { KeySchema } = await this.#tables.describe(tableName);
      const key = KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName] ?? {}]);
      const parsed: ParsedInput = { TableName: tableName, Key: Object.fromEntries(key) };
      await this.#writer.writeUnconditionally('DeleteItem', parsed, {
        isDue: (current) => this.#timeToLive.isExpired(tableName, current, now),
        identity: expiry,
      });
    }
    await this.#write(await this.#streams.trim(db));
    await this.#write(await this.#tokens.trim(db));
  }

  override async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
    // It would open the store again.
    await this.#sweeping;
    await this.#level.close();
  }

  #sweepQuietly(): void {
    this.#sweeping = this.sweep().catch((error: unknown) => {
      if (this.#sweeper) this.#runtime.log(`DynamoDB: expired items and records are not removed: ${String(error)}`);
    });
  }

  async #write(operations: readonly Operation[]): Promise<void> {
    if (operations.length > 0) await this.#committer.commit({ operations, changes: [] });
  }
}
