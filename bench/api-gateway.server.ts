/**
 * The servers that `bench/api-gateway.ts` measures, each in a process of its own: prints its address, and tells the CPU
 * time that it has used, in ms, when asked.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Ajv } from 'ajv';
import {
  ApiGateway,
  Firehose,
  Iam,
  Kinesis,
  type Runtime,
  ServiceRegistry,
  systemClock,
} from 'assembly-runtime/services';
import { parse } from 'yaml';

const [kind = '', stateDirectory = ''] = process.argv.slice(2);
const schemas = parse(readFileSync(new URL('../schemas/api/openapi.yaml', import.meta.url), 'utf8')).components.schemas;
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1000);
});
console.log(kind === 'floor' ? await floor() : await gateway());

/** Reads the body, parses it, validates it against the same model, answers for each event. Keeps nothing. */
async function floor(): Promise<string> {
  const validate = new Ajv({ strict: false }).compile<{ events: unknown[] }>(schemas.EventBatch);
  // As long as the gateway keeps a connection open that waits for its turn.
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const batch: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      if (!validate(batch)) return response.writeHead(400).end();
      const Events = batch.events.map(() => ({ Result: 'Ok' }));
      const body = JSON.stringify({ Total: Events.length, FailedRecordCount: 0, Events });
      return response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

/**
 * The whole way: authorizer (its answer cached), model, template, permissions, a stream on disk, answer template. What
 * reads the stream afterwards is not part of it.
 */
async function gateway(): Promise<string> {
  const services = new ServiceRegistry((caller, permission) => iam.authorize(caller, permission));
  const runtime: Runtime = {
    region: 'us-east-1',
    accountId: '000000000000',
    stateDirectory,
    services,
    clock: systemClock,
    bufferSeconds: undefined,
    endpointUrl: '',
    log: (line) => console.error(line),
  };
  const iam = new Iam(runtime);
  await (kind === 'firehose' ? deliveryStream(runtime, services) : dataStream(runtime, services));
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const trust = { Version: '2012-10-17', Statement: { ...statement, Principal: '*', Resource: undefined } };
  const role = iam.createRole('gateway', '/', trust);
  iam.putInlinePolicy('role', 'gateway', 'all', { Version: '2012-10-17', Statement: statement });
  services.register({
    name: 'lambda',
    actions: {
      Invoke: {
        permissions: () => [],
        run: () => {
          const policyDocument = { Version: '2012-10-17', Statement: statement };
          return { Payload: JSON.stringify({ principalId: 'game', policyDocument }) };
        },
      },
    },
  });
  const api = new ApiGateway(runtime);
  api.createRestApi({ id: 'benchmark0', body: definition(role), policy: undefined, credentialsOf: () => undefined });
  const accessLog = { logGroup: 'access', format: '{"id":"$context.requestId","status":"$context.status"}' };
  api.createStage({
    apiId: 'benchmark0',
    deploymentId: 'd',
    name: 'live',
    variables: {},
    methodSettings: [],
    accessLog,
  });
  const { url } = await api.listen(0);
  return `${url}/applications/6f2a1c9e-0d4b-4f5e-9a51-3a1d0e7c2b11/events`;
}

async function dataStream(runtime: Runtime, services: ServiceRegistry): Promise<void> {
  const kinesis = new Kinesis(runtime);
  services.register(kinesis.service);
  await kinesis.streams.createStream({ name: 'events', mode: 'ON_DEMAND' });
}

async function deliveryStream(runtime: Runtime, services: ServiceRegistry): Promise<void> {
  const firehose = new Firehose(runtime);
  services.register(firehose.service);
  const RoleARN = 'arn:aws:iam::000000000000:role/delivery';
  const destination = { BucketARN: 'arn:aws:s3:::lake', RoleARN };
  const properties = { DeliveryStreamType: 'DirectPut', ExtendedS3DestinationConfiguration: destination };
  await firehose.createStream(firehose.configure('Events', properties, 'events'));
}

function definition(role: string): object {
  const schema = { $ref: '#/components/schemas/EventBatch' };
  const integration = {
    type: 'aws',
    uri: `arn:aws:apigateway:us-east-1:${kind === 'firehose' ? 'firehose:action/PutRecordBatch' : 'kinesis:action/PutRecords'}`,
    credentials: role,
    passthroughBehavior: 'never',
    requestTemplates: { 'application/json': template(`${kind}-request`) },
    responses: {
      default: { statusCode: '200', responseTemplates: { 'application/json': template(`${kind}-response`) } },
    },
  };
  const post = {
    security: [{ key: [] }],
    'x-amazon-apigateway-request-validator': 'body',
    requestBody: { content: { 'application/json': { schema } } },
    'x-amazon-apigateway-integration': integration,
  };
  const authorizerUri =
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:authorize/invocations';
  return {
    openapi: '3.0.1',
    info: { title: 'benchmark' },
    'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true } },
    paths: { '/applications/{applicationId}/events': { post } },
    components: {
      schemas,
      securitySchemes: {
        key: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri },
        },
      },
    },
  };
}

function template(name: string): string {
  const file = new URL(`../infrastructure/endpoint/templates/${name}.vtl`, import.meta.url);
  return readFileSync(file, 'utf8').replaceAll('%STREAM_NAME%', 'events');
}
