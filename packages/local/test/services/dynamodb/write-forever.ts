/** Makes random writes, many at once, and tells its parent of each beforehand and how it ended, until it is killed. */
import { ServiceError } from '../../../src/service.ts';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';
import { callOf, randomNumbers, randomWrite } from './random-writes.ts';

const [, , state = '', settings = '', run = ''] = process.argv;
const { table, writers } = JSON.parse(settings);
const db = new DynamoDb(testRuntime(state));
await db.createTable(table, { streamViewType: 'NEW_AND_OLD_IMAGES' });

async function writeForever(writer: number): Promise<void> {
  const random = randomNumbers(Number(run) * 1000 + writer);
  for (let i = 0; ; i++) {
    const write = randomWrite(random, `r${run}w${writer}i${i}`);
    const { action, input } = callOf(write);
    process.send?.({ write });
    try {
      await db.service.actions[action]?.run(input, { arn: '' });
      process.send?.({ id: write.id, outcome: 'done' });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      process.send?.({ id: write.id, outcome: `${error.code} ${error.message}` });
    }
  }
}

await Promise.all(Array.from({ length: writers }, (_, writer) => writeForever(writer)));
