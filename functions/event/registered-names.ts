import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ReadNames } from './applications.ts';
import { type RetryOptions, retry } from './retry.ts';

/** BatchGetItem takes at most 100 keys: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const keysPerRead = 100;
const readsAtOnce = 4;
const attemptMilliseconds = 3000;

/**
 * Reads the names of applications from the Applications table, a hundred in one consistent read and four reads at a time.
 * What DynamoDB throttles, fails or leaves unprocessed is tried again until the deadline; then, or at once for what
 * trying again cannot help (a missing permission or table), it throws.
 */
export function registeredNames(
  client: DynamoDBClient,
  table: string,
  time: Pick<RetryOptions, 'now' | 'sleep' | 'random'>,
): ReadNames {
  async function readSome(ids: readonly string[], found: Map<string, string>): Promise<void> {
    const left = ids.filter((id) => !found.has(id));
    const { Responses: responses, UnprocessedKeys: unprocessed } = await client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [table]: {
            Keys: left.map((id) => ({ ApplicationId: { S: id } })),
            ProjectionExpression: 'ApplicationId, ApplicationName',
            ConsistentRead: true,
          },
        },
      }),
      { abortSignal: AbortSignal.timeout(attemptMilliseconds) },
    );
    for (const item of responses?.[table] ?? []) {
      if (item.ApplicationId?.S !== undefined) found.set(item.ApplicationId.S, item.ApplicationName?.S ?? '');
    }
    if ((unprocessed?.[table]?.Keys?.length ?? 0) > 0) throw new Unprocessed();
  }

  return async (ids, deadline) => {
    const found = new Map<string, string>();
    const chunks: (readonly string[])[] = [];
    for (let start = 0; start < ids.length; start += keysPerRead) chunks.push(ids.slice(start, start + keysPerRead));
    const worker = async () => {
      for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop()) {
        const some = chunk;
        try {
          await retry(() => readSome(some, found), { ...time, deadline, isTransient });
        } catch (error) {
          chunks.length = 0; // the batch has failed: the other workers need not read on
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(readsAtOnce, chunks.length) }, worker));
    return found;
  };
}

class Unprocessed extends Error {
  override readonly name = 'Unprocessed';
}

const throttles = new Set(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']);

/** Whether the same read may succeed later: all but a refusal (4xx) that is not about the rate. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || throttles.has(error.name)) return true;
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return true;
  const status = metadata.httpStatusCode;
  return typeof status !== 'number' || status < 400 || status >= 500 || status === 429;
}
