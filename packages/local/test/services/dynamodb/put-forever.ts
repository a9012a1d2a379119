/** Puts items into the table `Keys` and tells its parent of each that was acknowledged, until it is killed. */
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

const db = new DynamoDb(testRuntime(process.argv[2] ?? ''));
const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' });
await db.createTable({
  TableName: 'Keys',
  KeySchema: [
    { AttributeName: 'app', KeyType: 'HASH' },
    { AttributeName: 'key', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [attribute('app'), attribute('key'), attribute('owner')],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});
for (let i = 0; ; i++) {
  const key = String(i).padStart(6, '0');
  await db.service.actions.PutItem?.run({ TableName: 'Keys', Item: { app: { S: 'a' }, key: { S: key } } }, { arn: '' });
  process.send?.(key);
}
