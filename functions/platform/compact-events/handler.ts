import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { athenaQueries } from './athena-queries.ts';
import { dynamodbMemory } from './dynamodb-memory.ts';
import { readEnvironment } from './environment.ts';
import { glueCatalog } from './glue-catalog.ts';
import { type Busy, handle } from './handle.ts';
import { changeMilliseconds } from './lease.ts';
import type { CompactionResult } from './report.ts';
import { s3Files } from './s3-files.ts';

const environment = readEnvironment();
const now = () => Date.now();
/** A change that is tried twice ends before the lease may: https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/timeouts.html */
const inTime = {
  maxAttempts: 2,
  requestHandler: { requestTimeout: changeMilliseconds / 2 - 1000, throwOnRequestTimeout: true },
};
const athena = new AthenaClient({});
const files = s3Files(new S3Client({}), environment.bucket);
const catalog = glueCatalog(new GlueClient(inTime), environment);
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(inTime), {
  marshallOptions: { removeUndefinedValues: true },
});
const memory = dynamodbMemory(documents, {
  ...environment,
  table: environment.memoryTable,
  subject: `${environment.database}.${environment.compactedTable}`,
  now,
});

export const handler = (event: unknown, context: Context): Promise<CompactionResult | Busy> => {
  const remainingMilliseconds = () => context.getRemainingTimeInMillis();
  const runId = `${new Date(now()).toISOString().slice(0, 19).replace(/\D/g, '')}_${context.awsRequestId.slice(0, 8)}`;
  // An invocation may come twice under one request id: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  const holder = `${context.awsRequestId} ${randomUUID().slice(0, 8)}`;
  return handle(event, {
    leaseStore: memory,
    lease: { holder, now, every },
    functionName: context.functionName,
    dependencies: {
      files,
      queries: athenaQueries(athena, {
        ...environment,
        sleep: (milliseconds) => sleep(milliseconds),
        remainingMilliseconds,
      }),
      catalog,
      memory,
      now,
      remainingMilliseconds,
      settings: { ...environment, runId },
    },
    log: console.log,
  });
};

function every(milliseconds: number, work: () => void): () => void {
  const timer = setInterval(work, milliseconds);
  return () => clearInterval(timer);
}
