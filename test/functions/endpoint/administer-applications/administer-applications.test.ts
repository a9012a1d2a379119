import { randomBytes, randomUUID } from 'node:crypto';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../functions/endpoint/administer-applications/administer-applications.ts';
import { dynamodbStore } from '../../../../functions/endpoint/administer-applications/dynamodb-store.ts';
import { readEnvironment } from '../../../../functions/endpoint/administer-applications/environment.ts';
import { handle, type ProxyEvent } from '../../../../functions/endpoint/administer-applications/handle.ts';
import type { Store } from '../../../../functions/endpoint/administer-applications/store.ts';
import { hashKey } from '../../../../functions/endpoint/api-key.ts';
import {
  applicationsTable,
  authorizationsTable,
  startDynamoDb,
  startFailingDynamoDb,
  type TestDynamoDb,
} from '../../support/dynamodb.ts';

const now = Date.UTC(2026, 0, 26, 21, 45, 50, 123);
const time = '2026-01-26T21:45:50Z';
const nobody = '00000000-0000-4000-8000-000000000000';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let dynamodb: TestDynamoDb;
let store: Store;
let dependencies: Dependencies;

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  store = storeOf(dynamodb);
  dependencies = dependenciesOf(store);
});
afterAll(() => dynamodb.close());

function storeOf({ client }: TestDynamoDb, maxListBytes?: number): Store {
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return dynamodbStore(document, { applicationsTable, authorizationsTable, maxListBytes, sleep: async () => {} });
}

function dependenciesOf(used: Store, remaining = 20_000): Dependencies {
  return { store: used, now: () => now, randomUuid: randomUUID, randomBytes, remainingMilliseconds: () => remaining };
}

interface Call {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly dependencies?: Dependencies;
}

/** Calls a route as API Gateway does: `call('GET /applications/ID')`. */
async function call(route: string, options: Call = {}) {
  const [httpMethod = '', path = ''] = route.split(' ');
  const [, , applicationId, , apiKeyId] = path.split('/');
  const resource = path
    .replace(/^(\/applications)\/[^/]+/, '$1/{applicationId}')
    .replace(/(\/authorizations)\/[^/]+$/, '$1/{apiKeyId}');
  const { body = null } = options;
  const event: ProxyEvent = {
    httpMethod,
    resource,
    pathParameters: { applicationId, apiKeyId },
    queryStringParameters: options.query ?? null,
    body: body === null || typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  };
  const logged: string[] = [];
  const result = await handle(event, options.dependencies ?? dependencies, (line) => logged.push(line));
  return { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body), logged };
}

async function createApplication(name = 'My game'): Promise<string> {
  return (await call('POST /applications', { body: { Name: name } })).body.ApplicationId;
}

async function putKeys(applicationId: string, count: number): Promise<void> {
  const put = (index: number) => {
    const { id, hash } = hashKey(`${applicationId}-${index}`);
    const texts = { ApplicationId: applicationId, ApiKeyId: id, ApiKeyHash: hash, ApiKeyPrefix: 'abcdefgh' };
    const names = { ApiKeyName: `key ${index}`, CreatedAt: time, UpdatedAt: time };
    const Item = Object.fromEntries(Object.entries({ ...texts, ...names }).map(([name, S]) => [name, { S }]));
    const command = { TableName: authorizationsTable, Item: { ...Item, Enabled: { BOOL: true } } };
    return dynamodb.client.send(new PutItemCommand(command));
  };
  await Promise.all(Array.from({ length: count }, (_, index) => put(index)));
}

const countKeys = async (applicationId: string) =>
  (await store.listAuthorizations(applicationId, { maxResults: undefined, after: undefined })).rows.length;

describe('applications', () => {
  it('are created, shown and deleted', async () => {
    const created = await call('POST /applications', { body: { Name: 'Chess "Ω"', Description: 'Board game' } });
    expect(created.status).toBe(200);
    expect(created.headers).toEqual({ 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
    const { ApplicationId: id } = created.body;
    expect(id).toMatch(uuid);
    expect(created.body).toEqual({
      ApplicationId: id,
      ApplicationName: 'Chess "Ω"',
      Description: 'Board game',
      CreatedAt: time,
      UpdatedAt: time,
    });
    expect((await call(`GET /applications/${id}`)).body).toEqual(created.body);
    expect(await call(`DELETE /applications/${id}`)).toMatchObject({ status: 200, body: 'Delete Successful' });
    expect(await call(`GET /applications/${id}`)).toMatchObject({ status: 404, body: { error: 'NotFound' } });
    expect(await call(`DELETE /applications/${id}`)).toMatchObject({ status: 404, body: { error: 'NotFound' } });
  });

  it.each([
    ['no body', null, 'The body is not valid JSON.'],
    ['truncated JSON', '{"Name": ', 'The body is not valid JSON.'],
    ['a byte order mark', '\ufeff{"Name": "a"}', 'The body is not valid JSON.'],
    ['a list', '[]', 'The body must be a JSON object.'],
    ['null', 'null', 'The body must be a JSON object.'],
    ['no name', '{}', 'Name is missing.'],
    ['a name in __proto__', '{"__proto__": {"Name": "a"}}', 'Name is missing.'],
    ['a number for a name', '{"Name": 1}', 'Name must be a string.'],
    ['an empty name', '{"Name": ""}', 'Name must have 1 to 128 characters.'],
    ['a long name', `{"Name": "${'a'.repeat(129)}"}`, 'Name must have at most 128 characters.'],
    ['half a character', '{"Name": "\\ud800"}', 'Name must be well-formed Unicode.'],
    ['a number for a description', '{"Name": "a", "Description": 1}', 'Description must be a string.'],
    [
      'a long description',
      `{"Name": "a", "Description": "${'a'.repeat(1025)}"}`,
      'Description must have at most 1024 characters.',
    ],
  ])('are refused with %s', async (_, body, detail) => {
    expect(await call('POST /applications', { body })).toMatchObject({
      status: 400,
      body: { error: 'BadRequest', error_detail: detail },
      logged: [],
    });
  });

  it.each([
    ['128 characters beyond the basic plane', { Name: '😀'.repeat(128) }],
    ['an empty description', { Name: 'a', Description: '' }],
    ['null for a description', { Name: 'a', Description: null }],
    ['members that mean nothing', { Name: 'a', ApplicationName: 'b' }],
    ['the name of another', { Name: 'a' }],
  ])('may have %s', async (_, body) => {
    expect(await call('POST /applications', { body })).toMatchObject({
      status: 200,
      body: { ApplicationName: body.Name },
    });
  });

  it('are read from a body in base64', async () => {
    const body = Buffer.from('{"Name": "Ω"}').toString('base64');
    const event = { httpMethod: 'POST', resource: '/applications', pathParameters: null, queryStringParameters: null };
    const result = await handle({ ...event, body, isBase64Encoded: true }, dependencies, () => {});
    expect(JSON.parse(result.body)).toMatchObject({ ApplicationName: 'Ω' });
  });
});

describe('authorizations', () => {
  it('show their value once', async () => {
    const application = await createApplication();
    const path = `/applications/${application}/authorizations`;
    const created = await call(`POST ${path}`, { body: { Name: 'Server', Description: 'EU' } });
    const { ApiKeyId, ApiKeyValue, ...rest } = created.body;
    expect(Buffer.from(ApiKeyValue, 'base64')).toHaveLength(64);
    expect(ApiKeyId).toBe(hashKey(ApiKeyValue).id);
    expect(rest).toEqual({
      ApiKeyName: 'Server',
      ApiKeyDescription: 'EU',
      ApiKeyPrefix: ApiKeyValue.slice(0, 8),
      ApplicationId: application,
      Enabled: true,
      CreatedAt: time,
      UpdatedAt: time,
    });
    expect((await call(`GET ${path}/${ApiKeyId}`)).body).toEqual({ ApiKeyId, ...rest });
    expect((await call(`GET ${path}`)).body).toEqual({ Authorizations: [{ ApiKeyId, ...rest }], Count: 1 });
    const stored = await dynamodb.client.send(new ScanCommand({ TableName: authorizationsTable }));
    expect(JSON.stringify(stored.Items)).not.toContain(ApiKeyValue);
    expect(JSON.stringify(stored.Items)).toContain(hashKey(ApiKeyValue).hash);
  });

  it('are disabled, enabled and deleted', async () => {
    const application = await createApplication();
    const path = `/applications/${application}/authorizations`;
    const { ApiKeyId: id } = (await call(`POST ${path}`, { body: { Name: 'a' } })).body;
    for (const Enabled of [false, true]) {
      const changed = await call(`PUT ${path}/${id}`, { body: { Enabled } });
      expect(changed).toMatchObject({ status: 200, body: { ApiKeyId: id, Enabled } });
      expect(changed.body).not.toHaveProperty('ApiKeyHash');
    }
    expect(await call(`DELETE ${path}/${id}`)).toMatchObject({ status: 200, body: 'Delete Successful' });
    for (const method of ['GET', 'DELETE']) expect((await call(`${method} ${path}/${id}`)).status).toBe(404);
    expect((await call(`PUT ${path}/${id}`, { body: { Enabled: true } })).status).toBe(404);
    expect(await countKeys(application)).toBe(0);
  });

  it.each([
    ['{}', 'Enabled is missing.'],
    ['{"Enabled": "true"}', 'Enabled must be true or false.'],
  ])('are not changed by %s', async (body, detail) => {
    const path = `/applications/${nobody}/authorizations/${nobody}`;
    expect(await call(`PUT ${path}`, { body })).toMatchObject({ status: 400, body: { error_detail: detail } });
  });

  it('of an application that is not there are not found', async () => {
    for (const application of [nobody, 'no-uuid', '"}']) {
      const path = `/applications/${application}/authorizations`;
      expect((await call(`POST ${path}`, { body: { Name: 'a' } })).status).toBe(404);
      expect((await call(`GET ${path}`)).status).toBe(404);
      expect((await call(`GET ${path}/${nobody}`)).status).toBe(404);
      expect((await call(`DELETE ${path}/x`)).status).toBe(404);
      expect((await call(`DELETE /applications/${application}`)).status).toBe(404);
    }
  });

  it('cannot be added once the deletion of the application has begun', async () => {
    const application = await createApplication();
    const path = `POST /applications/${application}/authorizations`;
    const begunAfterCheck: Store = {
      ...store,
      async putAuthorization(row) {
        await store.putAuthorization(row);
        await store.markDeleting(application, time);
      },
    };
    expect((await call(path, { body: { Name: 'a' }, dependencies: dependenciesOf(begunAfterCheck) })).status).toBe(404);
    expect(await countKeys(application)).toBe(0);
    expect((await call(path, { body: { Name: 'a' } })).status).toBe(404);
  });
});

describe('lists', () => {
  it('are read page by page, each row once', async () => {
    const application = await createApplication('paged');
    await putKeys(application, 23);
    const path = `GET /applications/${application}/authorizations`;
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const query = { MaxResults: '5', ...(NextToken === undefined ? {} : { NextToken }) };
      const { body } = await call(path, { query });
      expect(body.Count).toBe(body.Authorizations.length);
      expect(body.Count).toBeLessThanOrEqual(5);
      seen.push(...body.Authorizations.map(({ ApiKeyId }: { ApiKeyId: string }) => ApiKeyId));
      NextToken = body.NextToken;
    } while (NextToken !== undefined);
    expect(new Set(seen).size).toBe(23);
    expect(seen).toHaveLength(23);
    expect((await call(path)).body).toMatchObject({ Count: 23 });
  });

  it.each([[undefined], ['20']])(
    'larger than a function may answer go on at a token (MaxResults %s)',
    async (MaxResults) => {
      const application = await createApplication('large');
      await putKeys(application, 23);
      const small = dependenciesOf(storeOf(dynamodb, 2000));
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const query = { ...(MaxResults && { MaxResults }), ...(NextToken && { NextToken }) };
        const { body } = await call(`GET /applications/${application}/authorizations`, { query, dependencies: small });
        expect(JSON.stringify(body).length).toBeLessThan(2500);
        expect(body.Count).toBeGreaterThan(0);
        seen.push(...body.Authorizations.map(({ ApiKeyId }: { ApiKeyId: string }) => ApiKeyId));
        NextToken = body.NextToken;
      } while (NextToken !== undefined);
      expect(new Set(seen).size).toBe(23);
      expect(seen).toHaveLength(23);
    },
  );

  it('of applications are paged too', async () => {
    await createApplication();
    await createApplication();
    const first = (await call('GET /applications', { query: { MaxResults: '1' } })).body;
    expect(first).toMatchObject({ Count: 1 });
    const second = (await call('GET /applications', { query: { MaxResults: '1', NextToken: first.NextToken } })).body;
    expect(second.Count).toBe(1);
    expect(second.Applications).not.toEqual(first.Applications);
    const all = (await call('GET /applications')).body;
    expect(all.Applications).toHaveLength(all.Count);
    expect(all).not.toHaveProperty('NextToken');
  });

  it('refuse a token that they did not give', async () => {
    const application = await createApplication('tampered');
    await putKeys(application, 2);
    const path = `GET /applications/${application}/authorizations`;
    const { NextToken: token } = (await call(path, { query: { MaxResults: '1' } })).body;
    const last = token.at(-1) === 'A' ? 'B' : 'A';
    const tokens = ['', 'x', `${token.slice(0, -1)}${last}`, `${token}A`, ` ${token}`, 'x'.repeat(5000)];
    for (const NextToken of tokens) {
      expect(await call(path, { query: { NextToken } })).toMatchObject({ status: 400, body: { error: 'BadRequest' } });
    }
    expect((await call('GET /applications', { query: { NextToken: token } })).status).toBe(400);
    const other = await createApplication('other');
    expect((await call(`GET /applications/${other}/authorizations`, { query: { NextToken: token } })).status).toBe(400);
  });

  it.each([['0'], ['1001'], ['-1'], ['1.5'], ['ten'], ['']])('refuse MaxResults=%s', async (MaxResults) => {
    expect(await call('GET /applications', { query: { MaxResults } })).toMatchObject({
      status: 400,
      body: { error_detail: 'MaxResults must be a whole number from 1 to 1000.' },
    });
  });
});

describe('deleting an application', () => {
  it('deletes its keys, however many, and nobody else’s', async () => {
    const [application, other] = [await createApplication(), await createApplication()];
    await putKeys(application, 230);
    await putKeys(other, 3);
    expect((await call(`DELETE /applications/${application}`)).status).toBe(200);
    expect([await countKeys(application), await countKeys(other)]).toEqual([0, 3]);
  });

  it.each([
    ['after the mark', 0],
    ['after one page of keys', 1],
    ['after all keys', 3],
  ])('survives a crash %s: repeating it completes it', async (_, pages) => {
    const application = await createApplication();
    await putKeys(application, 230);
    let left = pages;
    const crash = () => {
      if (left-- === 0) throw new Error('crash');
    };
    const crashing: Store = {
      ...store,
      async removeSomeAuthorizations(id) {
        crash();
        return store.removeSomeAuthorizations(id);
      },
    };
    expect((await call(`DELETE /applications/${application}`, { dependencies: dependenciesOf(crashing) })).status).toBe(
      500,
    );
    expect((await call(`GET /applications/${application}`)).status).toBe(200);
    const path = `POST /applications/${application}/authorizations`;
    expect((await call(path, { body: { Name: 'late' } })).status).toBe(404);

    expect((await call(`DELETE /applications/${application}`)).status).toBe(200);
    expect(await countKeys(application)).toBe(0);
    expect((await call(`GET /applications/${application}`)).status).toBe(404);
  });

  it('says that it is not complete when the time is over, and goes on when repeated', async () => {
    const application = await createApplication();
    await putKeys(application, 130);
    const hurried = await call(`DELETE /applications/${application}`, { dependencies: dependenciesOf(store, 1000) });
    expect(hurried).toMatchObject({ status: 503, body: { error: 'ServiceUnavailable' } });
    expect(await countKeys(application)).toBe(30);
    expect((await call(`DELETE /applications/${application}`)).status).toBe(200);
  });
});

describe('failures', () => {
  it.each([
    [400, 'ProvisionedThroughputExceededException', 503, 'ServiceUnavailable'],
    [400, 'ThrottlingException', 503, 'ServiceUnavailable'],
    [500, 'InternalServerError', 500, 'InternalError'],
    [400, 'AccessDeniedException', 500, 'InternalError'],
  ])('of DynamoDB, %i %s, are answered with %i and no trace', async (status, error, answered, code) => {
    const failing = await startFailingDynamoDb(status, error);
    const result = await call('GET /applications', { dependencies: dependenciesOf(storeOf(failing)) });
    await failing.close();
    expect(result).toMatchObject({ status: answered, body: { error: code } });
    expect(JSON.stringify(result)).not.toContain('secret detail');
    expect(result.logged.join()).toContain(error);
  });

  it('of somebody who wrote half a row are internal', async () => {
    const Item = { ApplicationId: { S: nobody } };
    await dynamodb.client.send(new PutItemCommand({ TableName: applicationsTable, Item }));
    expect(await call(`GET /applications/${nobody}`)).toMatchObject({ status: 500, body: { error: 'InternalError' } });
    expect((await call(`DELETE /applications/${nobody}`)).status).toBe(200);
  });

  it.each([['PATCH /applications'], ['GET /constructor'], ['POST /redshift']])('%s is no route', async (route) => {
    expect(await call(route)).toMatchObject({ status: 404, body: { error: 'NotFound' } });
  });

  it('there is no Redshift to set up', async () => {
    expect(await call('POST /redshift/setup')).toMatchObject({ status: 400, body: { error: 'NotRedshift' } });
  });
});

describe('the environment', () => {
  const good = { APPLICATIONS_TABLE: 'A', AUTHORIZATIONS_TABLE: 'B', DATA_STACK: 'DATA_LAKE' };
  it('is read', () => {
    expect(readEnvironment(good)).toEqual({ applicationsTable: 'A', authorizationsTable: 'B' });
  });
  it.each(Object.keys(good))('names %s when it is missing', (name) => {
    expect(() => readEnvironment({ ...good, [name]: undefined })).toThrow(name);
  });
  it('refuses a data stack that is not built', () => {
    expect(() => readEnvironment({ ...good, DATA_STACK: 'REDSHIFT' })).toThrow('REDSHIFT is not supported');
  });
});
