/** Run under a limit of the size of files: puts items until one is refused, then says whether later ones are taken. */
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

const db = new DynamoDb(testRuntime(process.argv[2] ?? ''));
await db.createTable({
  TableName: 'Things',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});
const { GetItem, PutItem } = db.service.actions;
const put = (id: string) =>
  PutItem?.run({ TableName: 'Things', Item: { id: { S: id }, text: { S: 'x'.repeat(20_000) } } }, { arn: '' });

let acknowledged = 0;
let refusal = '';
while (refusal === '') {
  try {
    await put(String(acknowledged));
    acknowledged++;
  } catch (error) {
    refusal = String(error);
  }
}
await put('after');
let kept = 0;
for (let id = 0; id < acknowledged; id++) {
  const output = await GetItem?.run({ TableName: 'Things', Key: { id: { S: String(id) } } }, { arn: '' });
  if (typeof output === 'object' && output !== null && 'Item' in output) kept++;
}
await db.close();
console.log(JSON.stringify({ refusal, acknowledged, kept }));
