import type {
  APIGatewayProxyEvent,
  APIGatewayRequestAuthorizerEvent,
  Context,
  FirehoseTransformationEvent,
} from 'aws-lambda';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { anEvent, apiRecord } from './stream/transform-events/records.ts';
import { applicationsTable, authorizationsTable, startDynamoDb, type TestDynamoDb } from './support/dynamodb.ts';

let dynamodb: TestDynamoDb;

/** As Lambda does: the environment, then the module, then calls of its handler. */
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  const { port } = (await dynamodb.client.config.endpoint?.()) ?? {};
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('APPLICATIONS_TABLE', applicationsTable);
  vi.stubEnv('AUTHORIZATIONS_TABLE', authorizationsTable);
  vi.stubEnv('DATA_STACK', 'DATA_LAKE');
  vi.stubEnv('MAX_EVENT_AGE_DAYS', '30');
  vi.stubEnv('UNKNOWN_EVENT_TYPES', 'ACCEPT');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await dynamodb.close();
});

it('an application is created, its key authorized, its event validated and transformed', async () => {
  const logged = vi.spyOn(console, 'log').mockImplementation(() => {});
  const administer = await import('../../functions/endpoint/administer-applications/handler.ts');
  const authorize = await import('../../functions/endpoint/authorize-events/handler.ts');
  const transform = await import('../../functions/stream/transform-events/handler.ts');
  const context = { functionName: 'f', getRemainingTimeInMillis: () => 20_000 } as Context;

  const post = async (resource: string, applicationId?: string) => {
    const event = { httpMethod: 'POST', resource, pathParameters: { applicationId }, body: '{"Name": "Chess"}' };
    const { statusCode, body } = await administer.handler(event as unknown as APIGatewayProxyEvent, context);
    expect(statusCode).toBe(200);
    return JSON.parse(body);
  };
  const { ApplicationId: id } = await post('/applications');
  const { ApiKeyValue: key, ApiKeyId } = await post('/applications/{applicationId}/authorizations', id);

  const methodArn = `arn:aws:execute-api:us-east-1:000000000000:abc123/live/POST/applications/${id}/events`;
  const request = { methodArn, headers: { Authorization: key } } as unknown as APIGatewayRequestAuthorizerEvent;
  expect((await authorize.handler(request)).principalId).toBe(ApiKeyId);

  const now = Date.now();
  const { handler: validate } = await import('../../functions/endpoint/validate-events/handler.ts');
  const body = JSON.stringify({ events: [anEvent({ event_timestamp: now / 1000 })] });
  const asked = { body, isBase64Encoded: false, requestContext: { requestTimeEpoch: now } };
  const verdicts = JSON.parse((await validate(asked as unknown as APIGatewayProxyEvent)).body);
  expect(verdicts).toMatchObject({ Total: 1, FailedRecordCount: 0, Events: [{ Outcome: 'accepted' }] });

  const text = apiRecord(JSON.stringify(anEvent({ event_timestamp: now / 1000 })), id, now);
  const data = Buffer.from(text).toString('base64');
  const batch = { records: [{ recordId: '1', approximateArrivalTimestamp: now, data }] };
  const { records } = await transform.handler(batch as FirehoseTransformationEvent, context);
  expect(JSON.parse(Buffer.from(records[0]?.data ?? '', 'base64').toString())).toMatchObject({
    application_id: id,
    application_name: 'Chess',
  });
  expect(records[0]?.metadata?.partitionKeys.outcome).toBe('accepted');
  expect(JSON.parse(logged.mock.calls.flat().join())).toMatchObject({ Reason: 'ok', Events: 1 });
});
