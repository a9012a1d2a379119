import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test, vi } from 'vitest';
import { jobAsset } from '../../../infrastructure/realtime/job/job-asset.ts';
import { anEvent, apiRecord, application } from '../../functions/stream/transform-events/records.ts';
import { applicationsTable, startDynamoDb } from '../../functions/support/dynamodb.ts';

afterEach(() => vi.unstubAllEnvs());

test('the same sources give the same folder, with all that a runner needs', () => {
  const folder = jobAsset();
  expect(jobAsset()).toBe(folder);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of ['job.sql', 'functions.mjs', 'schemas/envelope.json', 'schemas/events/login/1.0/schema.json']) {
    expect(files).toContain(file);
  }
});

test('whole numbers of 64 bits are bounded by the number that a column ends at, to the last digit', () => {
  const text = readFileSync(join(jobAsset(), 'schemas/events/item_acquired/1.0/schema.json'), 'utf8');
  expect(text).toContain('"maximum": 9223372036854775807');
});

test('functions.mjs judges by itself, with the applications of a DynamoDB table', async () => {
  const { client, close } = await startDynamoDb();
  const { port } = (await client.config.endpoint?.()) ?? {};
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  const Item = { ApplicationId: { S: application }, ApplicationName: { S: 'My game' } };
  await client.send(new PutItemCommand({ TableName: applicationsTable, Item }));
  const { openFunctions } = await import(pathToFileURL(join(jobAsset(), 'functions.mjs')).href);
  const properties = { AWS_REGION: 'us-east-1', MAX_EVENT_AGE_DAYS: '30', UNKNOWN_EVENT_TYPES: 'ACCEPT' };
  expect(() => openFunctions(properties)).toThrow('APPLICATIONS_TABLE');
  const { judge } = openFunctions({ ...properties, APPLICATIONS_TABLE: applicationsTable });
  const event = JSON.stringify(anEvent({ event_timestamp: Date.now() / 1000 }));
  const records = [apiRecord(event, application, Date.now()), apiRecord(event, crypto.randomUUID()), '{'].map((text) =>
    new TextEncoder().encode(text),
  );
  const rows = await judge.evaluate(
    records,
    records.map(() => Date.now()),
  );
  expect(rows.map(({ reason }: { reason: string }) => reason)).toEqual(['ok', 'unregistered_application', 'not_json']);
  expect(Object.keys(judge.returns)).toEqual(Object.keys(rows[0]));
  await close();
});
