import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashKey } from '../../../../functions/endpoint/api-key.ts';
import type { FindKey } from '../../../../functions/endpoint/authorize-events/authorize-events.ts';
import { readEnvironment } from '../../../../functions/endpoint/authorize-events/environment.ts';
import { handle } from '../../../../functions/endpoint/authorize-events/handle.ts';
import { storedKeys } from '../../../../functions/endpoint/authorize-events/stored-keys.ts';
import {
  authorizationsTable,
  startDynamoDb,
  startFailingDynamoDb,
  type TestDynamoDb,
  unreachableDynamoDb,
} from '../../support/dynamodb.ts';

const ours = '11111111-2222-4333-8444-555555555555';
const theirs = '99999999-2222-4333-8444-555555555555';
const key = 'a-key-that-is-secret';
const disabledKey = 'a-key-that-is-disabled';
const stageArn = 'arn:aws:execute-api:us-east-1:000000000000:abc123/live';
const arnOf = (application: string) => `${stageArn}/POST/applications/${application}/events`;

let dynamodb: TestDynamoDb;
let findKey: FindKey;

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  findKey = storedKeys(dynamodb.client, authorizationsTable);
  await storeKey(key, true);
  await storeKey(disabledKey, false);
});
afterAll(() => dynamodb.close());

async function storeKey(value: string, enabled: boolean, storedHash?: string) {
  const { id, hash } = hashKey(value);
  const Item = {
    ApplicationId: { S: ours },
    ApiKeyId: { S: id },
    ApiKeyHash: { S: storedHash ?? hash },
    Enabled: { BOOL: enabled },
  };
  await dynamodb.client.send(new PutItemCommand({ TableName: authorizationsTable, Item }));
}

function authorize(value: string, methodArn = arnOf(ours), find = findKey) {
  return handle({ methodArn, headers: { authorization: value } }, find);
}

describe('a refusal says why, as far as that is safe', () => {
  it.each([
    ['Bearer', `Bearer ${key}`, ours, /without Bearer/],
    ['a key of another application', key, theirs, /no such key: it may be .* of another application/],
    ['a key that is none', 'nobody-has-this-key', ours, /no such key: it may be .* of another application/],
    ['a key that is disabled', disabledKey, ours, /^the key is disabled$/],
    ['a path without a UUID', key, 'my-game', /not a UUID/],
  ])('%s', async (_, value, application, hint) => {
    const { policyDocument, context } = await authorize(value, arnOf(application));
    expect(policyDocument.Statement).toMatchObject([{ Effect: 'Deny' }]);
    expect(context?.hint).toMatch(hint);
  });
});

describe('a key', () => {
  it('may send events to its own application and nothing else', async () => {
    expect(await authorize(key)).toEqual({
      principalId: hashKey(key).id,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: [arnOf(ours), `${arnOf(ours)}/validate`] },
        ],
      },
      context: { application_id: ours },
    });
  });

  it('is found whatever the case of the header', async () => {
    for (const name of ['Authorization', 'AUTHORIZATION', 'authorization']) {
      const { policyDocument } = await handle({ methodArn: arnOf(ours), headers: { [name]: key } }, findKey);
      expect(policyDocument.Statement).toMatchObject([{ Effect: 'Allow' }]);
    }
  });

  it('whose full hash differs from the stored one is denied', async () => {
    await storeKey('half-right', true, `${hashKey('half-right').hash.slice(0, 32)}${'0'.repeat(32)}`);
    await storeKey('cut-short', true, hashKey('cut-short').hash.slice(0, 32));
    for (const value of ['half-right', 'cut-short']) {
      expect((await authorize(value)).policyDocument.Statement).toMatchObject([{ Effect: 'Deny' }]);
    }
  });

  it.each([
    ['unknown', 'no-such-key', arnOf(ours)],
    ['disabled', disabledKey, arnOf(ours)],
    ["another application's", key, arnOf(theirs)],
  ])('that is %s is denied on the path asked for alone', async (_, value, methodArn) => {
    const { principalId, policyDocument, context } = await authorize(value, methodArn);
    expect(principalId).toBe('unknown');
    expect(Object.keys(context ?? {})).toEqual(['hint']);
    expect(policyDocument.Statement).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: [methodArn] }]);
  });

  it.each([
    ['an application that is no UUID', key, arnOf('1')],
    ['an application in upper case', key, arnOf(ours.toUpperCase().replaceAll('1', 'A'))],
    ['a wildcard for an application', key, arnOf('*')],
    ['quotes in the path', key, arnOf('"}]}')],
    ['another route', key, `${stageArn}/GET/applications`],
    ['a key of 257 characters', 'x'.repeat(257), arnOf(ours)],
  ])('is denied without a read: %s', async (_, value, methodArn) => {
    const find = vi.fn(findKey);
    const { policyDocument } = await authorize(value, methodArn, find);
    expect(policyDocument.Statement).toMatchObject([{ Effect: 'Deny' }]);
    expect(JSON.stringify(policyDocument)).not.toContain('*');
    expect(find).not.toHaveBeenCalled();
  });

  it.each([[null], [{}], [{ Authorization: '' }], [{ Authorization: undefined }]])(
    'that is missing (%j) is Unauthorized, which API Gateway answers with 401',
    async (headers) => {
      await expect(handle({ methodArn: arnOf(ours), headers }, findKey)).rejects.toThrow(/^Unauthorized$/);
    },
  );
});

describe('when the key cannot be looked up, it throws (500, not cached) instead of denying', () => {
  it.each([
    [400, 'ProvisionedThroughputExceededException'],
    [400, 'ThrottlingException'],
    [500, 'InternalServerError'],
    [400, 'AccessDeniedException'],
  ])('%i %s', async (status, error) => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const failing = await startFailingDynamoDb(status, error);
    await expect(authorize(key, arnOf(ours), storedKeys(failing.client, 'T'))).rejects.toThrow(/^AuthorizationFailed$/);
    await failing.close();
    const lines = logged.mock.calls.flat().join();
    logged.mockRestore();
    expect(lines).toContain(error);
    expect(lines).not.toContain(key);
    expect(lines).not.toContain('secret detail');
  });

  it('nobody listens', async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => {});
    const find = storedKeys(await unreachableDynamoDb(), authorizationsTable);
    await expect(authorize(key, arnOf(ours), find)).rejects.toThrow(/^AuthorizationFailed$/);
  });

  it('the table is missing', async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => {});
    await expect(authorize(key, arnOf(ours), storedKeys(dynamodb.client, 'Elsewhere'))).rejects.toThrow();
  });
});

describe('the id of a key', () => {
  it('is a UUID of version 8 made of the hash', () => {
    const { hash, id } = hashKey('value');
    expect(hash).toBe('cd42404d52ad55ccfa9aca4adc828aa5800ad9d385a0671fbcbf724118320619');
    expect(id).toBe('cd42404d-52ad-85cc-ba9a-ca4adc828aa5');
  });
});

describe('the environment', () => {
  it('names what is missing', () => {
    expect(readEnvironment({ AUTHORIZATIONS_TABLE: 'A' })).toEqual({ authorizationsTable: 'A' });
    expect(() => readEnvironment({})).toThrow('AUTHORIZATIONS_TABLE is missing');
  });
});
