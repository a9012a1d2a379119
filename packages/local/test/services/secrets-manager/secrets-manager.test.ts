import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it, onTestFinished } from 'vitest';
import { randomPassword } from '../../../src/services/secrets-manager/random-password.ts';
import { SecretsManager } from '../../../src/services/secrets-manager/secrets-manager.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { awsAccount } from '../../endpoint/aws-account.ts';

async function withSecret({ kmsKeyId }: { kmsKeyId?: string } = {}) {
  const stateDirectory = temporaryDirectory();
  const account = await awsAccount({ stateDirectory });
  const manager = new SecretsManager(account.runtime);
  account.registry.register(manager.service);
  const create = (value = 'first', origin = 'template') =>
    manager.createSecret({ name: 'login', origin, value: () => value, kmsKeyId });
  const client = (settings: ConstructorParameters<typeof SecretsManagerClient>[0]) => {
    const sdk = new SecretsManagerClient(settings ?? {});
    onTestFinished(() => sdk.destroy());
    return sdk;
  };
  return { ...account, stateDirectory, create, client };
}

describe('a secret', () => {
  it('is read by name, ARN and ARN without its end, and keeps the value before', async () => {
    const { create, client, client: settings, ...account } = await withSecret();
    const arn = create();
    const sdk = client({ region: 'us-east-1', endpoint: account.url, credentials: account.iam.adminCredentials() });
    for (const SecretId of ['login', arn, arn.slice(0, -7)]) {
      expect(await sdk.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({
        ARN: arn,
        SecretString: 'first',
        VersionStages: ['AWSCURRENT'],
      });
    }
    const put = { SecretId: arn, SecretString: 'second', ClientRequestToken: 'a'.repeat(32) };
    const { VersionId } = await sdk.send(new PutSecretValueCommand(put));
    expect((await sdk.send(new PutSecretValueCommand(put))).VersionId).toBe(VersionId);
    const before = await sdk.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: 'AWSPREVIOUS' }));
    expect(before.SecretString).toBe('first');
    const described = await sdk.send(new DescribeSecretCommand({ SecretId: arn }));
    expect(described.VersionIdsToStages).toMatchObject({ [VersionId ?? '']: ['AWSCURRENT'] });
    await expect(sdk.send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('that the template names and does not make is read from a file, each time, or asked for by its ARN', async () => {
    const stateDirectory = temporaryDirectory();
    const secretsFile = join(stateDirectory, 'outside.json');
    const told: string[] = [];
    const account = await awsAccount({ stateDirectory, runtime: { secretsFile, log: (line) => told.push(line) } });
    account.registry.register(new SecretsManager(account.runtime).service);
    const SecretId = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:clickhouse-AbCdEf';
    const read = async () =>
      await account.registry.call('secretsmanager', 'GetSecretValue', { SecretId }, account.iam.admin);
    writeFileSync(secretsFile, '{}');
    for (let call = 0; call < 2; call++)
      await expect(read()).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    expect(told).toEqual([expect.stringContaining(`${SecretId} is not made by the template`)]);
    for (const password of ['first', 'second']) {
      writeFileSync(secretsFile, JSON.stringify({ [SecretId]: { password } }));
      expect(await read()).toMatchObject({ ARN: SecretId, SecretString: `{"password":"${password}"}` });
    }
  });

  it('keeps its value over restarts, as long as the template says the same, in a file of the owner alone', async () => {
    const { stateDirectory, create, runtime, registry, iam } = await withSecret();
    create('made once');
    const again = new SecretsManager(runtime);
    const read = async () => {
      registry.register(again.service);
      const input = { SecretId: 'login' };
      return await registry.call('secretsmanager', 'GetSecretValue', input, iam.admin);
    };
    again.createSecret({ name: 'login', origin: 'template', value: () => 'another' });
    expect(await read()).toMatchObject({ SecretString: 'made once' });
    again.createSecret({ name: 'login', origin: 'longer', value: () => 'another' });
    expect(await read()).toMatchObject({ SecretString: 'another' });
    const folder = join(stateDirectory, 'secrets-manager');
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });

  it('is closed to callers without permission for it, or for its key', async () => {
    const { create, client, roleClient } = await withSecret({ kmsKeyId: 'alias/none' });
    const arn = create();
    const get = (settings: ReturnType<typeof roleClient>) =>
      client(settings).send(new GetSecretValueCommand({ SecretId: 'login' }));
    await expect(
      get(roleClient(['secretsmanager:GetSecretValue'], 'arn:aws:secretsmanager:*:*:secret:other*')),
    ).rejects.toThrow(`is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn}`);
    await expect(get(roleClient(['secretsmanager:GetSecretValue'], arn))).rejects.toThrow(/kms:Decrypt/);
  });
});

describe('a generated password', () => {
  it('has a letter of each kind that is asked for, and none that is not', () => {
    for (let round = 0; round < 100; round++) {
      expect(randomPassword({ length: 4 })).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^a-zA-Z0-9]).{4}$/);
    }
    const plain = { length: 200, excludePunctuation: true, excludeCharacters: 'abc' };
    expect(randomPassword(plain)).toMatch(/^[d-zA-Z0-9]{200}$/);
    expect(randomPassword({})).toHaveLength(32);
    expect(() => randomPassword({ length: 3 })).toThrow('leave no password');
  });
});
