import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { groupBy } from './conditions.ts';
import type { Memory } from './dependencies.ts';
import { type Group, groupKey } from './groups.ts';
import type { Holder, LeaseStore } from './lease.ts';

/** Names of the table's keys, and of the attribute by which items expire; the construct that makes it uses them too. */
export const memoryKeys = { partition: 'Kind', sort: 'Id', expiry: 'ExpiresAt' } as const;

export interface MemoryOptions {
  readonly table: string;
  /** What groups are compacted into: under another name it is another table, and empty. */
  readonly subject: string;
  readonly rawRetentionDays: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** S3 gets round to expired files in a day or two; a group that is forgotten before would be compacted once more. */
const slackDays = 7;

/** What the compaction remembers, in one table: items by kind and id. */
export function dynamodbMemory(client: DynamoDBDocumentClient, options: MemoryOptions): Memory & LeaseStore {
  const { table, subject, rawRetentionDays, now } = options;
  const groupKind = `group of ${subject}`;

  async function all(kind: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'Kind = :kind',
          ExpressionAttributeValues: { ':kind': kind },
          ExclusiveStartKey,
          ConsistentRead: true,
        }),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  const put = (Kind: string, Id: string, more: object) =>
    client.send(new PutCommand({ TableName: table, Item: { Kind, Id, ...more } }));
  const remove = (Kind: string, Id: string) => client.send(new DeleteCommand({ TableName: table, Key: { Kind, Id } }));

  return {
    async groups() {
      const groups = (await all(groupKind)).flatMap(readHour);
      return new Map(groups.map((group) => [groupKey(group), group]));
    },

    async rememberGroups(groups, known) {
      const hours = new Set(groups.map(({ deliveredHour }) => deliveredHour));
      const whole = new Map([...known].filter(([, { deliveredHour }]) => hours.has(deliveredHour)));
      for (const group of groups) whole.set(groupKey(group), group);
      const ExpiresAt = Math.ceil(now() / 1000) + (rawRetentionDays + slackDays) * 86_400;
      for (const [hour, ofHour] of groupBy(whole.values(), ({ deliveredHour }) => deliveredHour)) {
        const days = ofHour.map(({ eventDate, files, bytes, newestAt }) => [eventDate, { files, bytes, newestAt }]);
        await put(groupKind, hour, { Days: Object.fromEntries(days), ExpiresAt });
      }
    },

    async attempts() {
      return (await all('attempt')).map(({ Id, Folder }) => ({ table: String(Id), folder: String(Folder) }));
    },
    async beginAttempt({ table: name, folder }) {
      await put('attempt', name, { Folder: folder });
    },
    async endAttempt({ table: name }) {
      await remove('attempt', name);
    },

    async oldFolders() {
      return (await all('folder')).map(({ Id, Since }) => ({ folder: String(Id), since: Number(Since) }));
    },
    async addOldFolder({ folder, since }) {
      await put('folder', folder, { Since: since });
    },
    async removeOldFolder({ folder }) {
      await remove('folder', folder);
    },

    async take({ holder, since, until }, time) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { Kind: 'lease', Id: 'lease', Holder: holder, TakenAt: since, EndsAt: until },
            ConditionExpression: 'attribute_not_exists(Id) OR Holder = :holder OR EndsAt < :now',
            ExpressionAttributeValues: { ':holder': holder, ':now': time },
          }),
        );
        return undefined;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return readHolder((await all('lease'))[0]);
      }
    },
    async release(holder) {
      const command = new DeleteCommand({
        TableName: table,
        Key: { Kind: 'lease', Id: 'lease' },
        ConditionExpression: 'Holder = :holder',
        ExpressionAttributeValues: { ':holder': holder },
      });
      await client.send(command).catch((error: unknown) => {
        // Another one took it, as it had ended.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    },
  };
}

function readHour({ Id, Days }: Record<string, unknown>): Group[] {
  const days = typeof Days === 'object' && Days !== null ? Object.entries(Days) : [];
  return days.map(([eventDate, { files, bytes, newestAt }]) => ({
    eventDate,
    deliveredHour: String(Id),
    files: Number(files),
    bytes: Number(bytes),
    newestAt: Number(newestAt),
  }));
}

/** Given back since: whoever had it has just ended. */
function readHolder({ Holder, TakenAt, EndsAt }: Record<string, unknown> = {}): Holder {
  return { holder: String(Holder ?? 'another run'), since: Number(TakenAt ?? 0), until: Number(EndsAt ?? 0) };
}
