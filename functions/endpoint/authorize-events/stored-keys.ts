import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { FindKey } from './authorize-events.ts';

const timeoutMilliseconds = 3000;

/**
 * Reads keys from the Authorizations table, strongly consistent: a key that was disabled or deleted is gone at once.
 * Gives up after `timeoutMilliseconds`, the SDK's retries included.
 */
export function storedKeys(client: DynamoDBClient, table: string): FindKey {
  return async (applicationId, apiKeyId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: { ApplicationId: { S: applicationId }, ApiKeyId: { S: apiKeyId } },
        ProjectionExpression: 'ApiKeyHash, Enabled',
        ConsistentRead: true,
      }),
      { abortSignal: AbortSignal.timeout(timeoutMilliseconds) },
    );
    if (item === undefined) return undefined;
    return { hash: item.ApiKeyHash?.S ?? '', enabled: item.Enabled?.BOOL === true };
  };
}
