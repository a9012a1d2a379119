import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { memoryKeys } from '../../../../functions/platform/compact-events/dynamodb-memory.ts';

/** The table that the compaction remembers in, with the keys of its construct. */
export async function createMemoryTable(client: DynamoDBClient, name: string): Promise<void> {
  const keys = [memoryKeys.partition, memoryKeys.sort];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
}
