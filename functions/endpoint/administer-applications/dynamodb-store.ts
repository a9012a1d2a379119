import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ApiError } from '../../http/api-error.ts';
import type { Page, Position } from '../../http/paging.ts';
import { readApplicationRow, readAuthorizationRow } from './rows.ts';
import type { Listed, Store } from './store.ts';

/** BatchWriteItem takes at most 25: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const maxWrites = 25;
const maxAttempts = 8;

export interface StoreOptions {
  readonly applicationsTable: string;
  readonly authorizationsTable: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A list that grows beyond this goes on at a token. Default 4 MB: a function may answer with 6 MB, escapes included. */
  readonly maxListBytes?: number;
}

type Key = Readonly<Record<string, unknown>> | undefined;
type Item = Readonly<Record<string, unknown>>;
type ReadOnePage = (limit: number | undefined, start: Key) => Promise<{ items: readonly Item[]; last: Key }>;

/** The store on DynamoDB. It throws what the client throws, except for a condition that is not met. */
export function dynamodbStore(client: DynamoDBDocumentClient, options: StoreOptions): Store {
  const { applicationsTable, authorizationsTable, sleep, maxListBytes = 4_000_000 } = options;

  /** Deletes all of these, those again that DynamoDB leaves unprocessed. */
  async function removeKeys(keys: readonly Item[]): Promise<void> {
    let left: { readonly DeleteRequest?: { Key: Item | undefined } }[] = keys.map((Key) => ({
      DeleteRequest: { Key },
    }));
    for (let tries = 0; left.length > 0; tries++) {
      if (tries === maxAttempts) throw new ApiError('ServiceUnavailable', 'The service is busy. Try again.');
      if (tries > 0) await sleep(Math.min(1000, 25 * 2 ** tries));
      const command = new BatchWriteCommand({ RequestItems: { [authorizationsTable]: left } });
      const { UnprocessedItems: unprocessed } = await client.send(command);
      left = unprocessed?.[authorizationsTable] ?? [];
    }
  }

  return {
    async putApplication(row) {
      await client.send(
        new PutCommand({
          TableName: applicationsTable,
          Item: { ...row },
          ConditionExpression: 'attribute_not_exists(ApplicationId)',
        }),
      );
    },

    async getApplication(applicationId) {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: applicationsTable, Key: { ApplicationId: applicationId }, ConsistentRead: true }),
      );
      return item === undefined ? undefined : readApplicationRow(item);
    },

    listApplications(page) {
      return readPages({ ...page, maxListBytes }, readApplicationRow, async (limit, start) => {
        const { Items: items = [], LastEvaluatedKey: last } = await client.send(
          new ScanCommand({
            TableName: applicationsTable,
            Limit: limit,
            ExclusiveStartKey: start,
            ConsistentRead: true,
          }),
        );
        return { items, last };
      });
    },

    async markDeleting(applicationId, now) {
      const marked = await unlessConditionFails(
        client.send(
          new UpdateCommand({
            TableName: applicationsTable,
            Key: { ApplicationId: applicationId },
            UpdateExpression: 'SET DeletingAt = if_not_exists(DeletingAt, :now)',
            ConditionExpression: 'attribute_exists(ApplicationId)',
            ExpressionAttributeValues: { ':now': now },
          }),
        ),
      );
      return marked !== undefined;
    },

    async removeApplication(applicationId) {
      await client.send(new DeleteCommand({ TableName: applicationsTable, Key: { ApplicationId: applicationId } }));
    },

    async putAuthorization(row) {
      await client.send(
        new PutCommand({
          TableName: authorizationsTable,
          Item: { ...row },
          ConditionExpression: 'attribute_not_exists(ApiKeyId)',
        }),
      );
    },

    async getAuthorization(applicationId, apiKeyId) {
      const Key = { ApplicationId: applicationId, ApiKeyId: apiKeyId };
      const command = new GetCommand({ TableName: authorizationsTable, Key, ConsistentRead: true });
      const { Item: item } = await client.send(command);
      return item === undefined ? undefined : readAuthorizationRow(item);
    },

    listAuthorizations(applicationId, page) {
      return readPages({ ...page, maxListBytes }, readAuthorizationRow, async (limit, start) => {
        const { Items: items = [], LastEvaluatedKey: last } = await client.send(
          new QueryCommand({
            TableName: authorizationsTable,
            KeyConditionExpression: 'ApplicationId = :application',
            ExpressionAttributeValues: { ':application': applicationId },
            Limit: limit,
            ExclusiveStartKey: start,
            ConsistentRead: true,
          }),
        );
        return { items, last };
      });
    },

    async setEnabled(applicationId, apiKeyId, enabled, now) {
      const updated = await unlessConditionFails(
        client.send(
          new UpdateCommand({
            TableName: authorizationsTable,
            Key: { ApplicationId: applicationId, ApiKeyId: apiKeyId },
            UpdateExpression: 'SET Enabled = :enabled, UpdatedAt = :now',
            ConditionExpression: 'attribute_exists(ApiKeyId)',
            ExpressionAttributeValues: { ':enabled': enabled, ':now': now },
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      return updated?.Attributes === undefined ? undefined : readAuthorizationRow(updated.Attributes);
    },

    async removeAuthorization(applicationId, apiKeyId) {
      const removed = await unlessConditionFails(
        client.send(
          new DeleteCommand({
            TableName: authorizationsTable,
            Key: { ApplicationId: applicationId, ApiKeyId: apiKeyId },
            ConditionExpression: 'attribute_exists(ApiKeyId)',
          }),
        ),
      );
      return removed !== undefined;
    },

    async removeSomeAuthorizations(applicationId) {
      const { Items: keys = [] } = await client.send(
        new QueryCommand({
          TableName: authorizationsTable,
          KeyConditionExpression: 'ApplicationId = :application',
          ExpressionAttributeValues: { ':application': applicationId },
          ProjectionExpression: 'ApplicationId, ApiKeyId',
          Limit: 4 * maxWrites,
          ConsistentRead: true,
        }),
      );
      const chunks: Item[][] = [];
      for (let start = 0; start < keys.length; start += maxWrites) chunks.push(keys.slice(start, start + maxWrites));
      await Promise.all(chunks.map(removeKeys));
      return keys.length > 0;
    },
  };
}

/** One page of DynamoDB may hold fewer rows than asked for: reads on until there are enough, or all. */
async function readPages<Row>(
  { maxResults, after, maxListBytes }: Page & { readonly maxListBytes: number },
  read: (item: Item) => Row,
  readOne: ReadOnePage,
): Promise<Listed<Row>> {
  const rows: Row[] = [];
  let bytes = 0;
  let start = after && keyOf(after);
  do {
    const { items, last } = await readOne(maxResults && maxResults - rows.length, start);
    for (const item of items) {
      bytes += Buffer.byteLength(JSON.stringify(item));
      if (bytes > maxListBytes && start !== undefined && rows.length > 0) return { rows, next: positionOf(start) };
      rows.push(read(item));
      start = item;
    }
    start = last;
  } while (start !== undefined && (maxResults === undefined || rows.length < maxResults));
  return { rows, next: start && positionOf(start) };
}

function keyOf({ applicationId, apiKeyId }: Position): Item {
  return apiKeyId === undefined
    ? { ApplicationId: applicationId }
    : { ApplicationId: applicationId, ApiKeyId: apiKeyId };
}

function positionOf({ ApplicationId: applicationId, ApiKeyId: apiKeyId }: Item): Position {
  return { applicationId: String(applicationId), apiKeyId: apiKeyId === undefined ? undefined : String(apiKeyId) };
}

async function unlessConditionFails<T>(sent: Promise<T>): Promise<T | undefined> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
