import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import type { Connection } from '../connection.ts';
import { judgeRecord, type Rules } from './judge-record.ts';
import type { EventFeed, TailedEvent } from './tailed-event.ts';

/** The stream itself, within a second of the API's answer: each record is judged here, by the rules of this checkout. */
export class StreamFeed implements EventFeed {
  /** A shard answers five calls a second, and other readers need theirs. */
  readonly pauseMilliseconds = 1000;
  readonly #client: KinesisClient;
  readonly #stream: string;
  readonly #rules: Rules;
  readonly #iterators = new Map<string, string>();

  private constructor(client: KinesisClient, stream: string, rules: Rules) {
    this.#client = client;
    this.#stream = stream;
    this.#rules = rules;
  }

  /** Begins at `since` (milliseconds since the epoch), else with what comes after this call. */
  static async open({ clientSettings }: Connection, stream: string, rules: Rules, since?: number): Promise<StreamFeed> {
    const feed = new StreamFeed(new KinesisClient(clientSettings), stream, rules);
    for (const shard of await listShards(feed.#client, stream))
      await feed.#openShard(shard, since === undefined ? 'LATEST' : 'AT_TIMESTAMP', since);
    return feed;
  }

  async next(): Promise<readonly TailedEvent[]> {
    const shards = [...this.#iterators].map(([shard, iterator]) => this.#readShard(shard, iterator));
    const events = (await Promise.all(shards)).flat();
    return events.sort((one, other) => one.receivedAt - other.receivedAt);
  }

  close(): void {
    this.#client.destroy();
  }

  async #readShard(shard: string, ShardIterator: string): Promise<readonly TailedEvent[]> {
    const answer = await this.#client.send(new GetRecordsCommand({ ShardIterator }));
    const { Records = [], NextShardIterator, ChildShards = [] } = answer;
    // A shard that was split or merged ends, and its children begin where it ended.
    for (const { ShardId = '' } of ChildShards)
      if (!this.#iterators.has(ShardId)) await this.#openShard(ShardId, 'TRIM_HORIZON');
    if (NextShardIterator === undefined) this.#iterators.delete(shard);
    else this.#iterators.set(shard, NextShardIterator);
    return Promise.all(
      Records.map(({ Data = new Uint8Array(), ApproximateArrivalTimestamp }) =>
        judgeRecord(Buffer.from(Data), ApproximateArrivalTimestamp?.getTime() ?? Date.now(), this.#rules),
      ),
    );
  }

  async #openShard(ShardId: string, ShardIteratorType: ShardIteratorType, since?: number): Promise<void> {
    const Timestamp = since === undefined ? undefined : new Date(since);
    const input = { StreamName: this.#stream, ShardId, ShardIteratorType, Timestamp };
    const { ShardIterator } = await this.#client.send(new GetShardIteratorCommand(input));
    if (ShardIterator !== undefined) this.#iterators.set(ShardId, ShardIterator);
  }
}

async function listShards(client: KinesisClient, StreamName: string): Promise<readonly string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new ListShardsCommand(NextToken === undefined ? { StreamName } : { NextToken }));
    found.push(...(answer.Shards ?? []).map(({ ShardId = '' }) => ShardId));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return found;
}
