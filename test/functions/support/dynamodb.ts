import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

const dynalite: (options: object) => Server = createRequire(import.meta.url)('dynalite');

export const applicationsTable = 'Applications';
export const authorizationsTable = 'Authorizations';

export interface TestDynamoDb {
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

/** DynamoDB in this process with the two tables of the endpoint, empty. */
export async function startDynamoDb(): Promise<TestDynamoDb> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const started = await listen(server);
  await started.client.send(tableOf(applicationsTable, ['ApplicationId']));
  await started.client.send(tableOf(authorizationsTable, ['ApplicationId', 'ApiKeyId']));
  return started;
}

/** Something at DynamoDB's address that answers every call with this error. `calls` counts them. */
export async function startFailingDynamoDb(
  status: number,
  error: string,
): Promise<TestDynamoDb & { readonly calls: () => number }> {
  let calls = 0;
  const server = createServer((request, response) => {
    calls++;
    request.resume().on('end', () => {
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${error}`, message: 'secret detail' }));
    });
  });
  return { ...(await listen(server)), calls: () => calls };
}

/** A client of an address where nobody listens. */
export async function unreachableDynamoDb(): Promise<DynamoDBClient> {
  const server = createServer();
  const { client, close } = await listen(server);
  await close();
  return clientOf(await client.config.endpoint?.().then(({ port }) => port ?? 0));
}

async function listen(server: Server): Promise<TestDynamoDb> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = clientOf(port);
  return {
    client,
    async close() {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function clientOf(port: number | undefined): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

function tableOf(name: string, keys: readonly string[]): CreateTableCommand {
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  });
}
