import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Kms } from '../../../src/services/kms/kms.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';
import { awsAccount } from '../../endpoint/aws-account.ts';

const delegating = {
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::000000000000:root' },
    Action: 'kms:*',
    Resource: '*',
  },
};

async function withKey(options: { enabled?: boolean } = {}) {
  const account = await awsAccount();
  const { keyId, arn } = account.kms.createKey('data', options);
  account.kms.createAlias('alias/data', keyId);
  account.iam.setResourcePolicy(arn, delegating);
  const sdk = new KMSClient(account.client);
  onTestFinished(() => sdk.destroy());
  return { ...account, keyId, arn, sdk };
}

describe('a key', () => {
  const text = Buffer.from('a secret');

  it.each(['id', 'arn', 'alias', 'alias ARN'])('encrypts and decrypts, named by its %s', async (by) => {
    const { sdk, keyId, arn } = await withKey();
    const names = { id: keyId, arn, alias: 'alias/data', 'alias ARN': 'arn:aws:kms:us-east-1:000000000000:alias/data' };
    const KeyId = names[by as keyof typeof names];
    const { CiphertextBlob, ...encrypted } = await sdk.send(new EncryptCommand({ KeyId, Plaintext: text }));
    expect(encrypted).toMatchObject({ KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    expect(Buffer.from(CiphertextBlob ?? []).includes(text)).toBe(false);
    for (const given of [undefined, KeyId]) {
      const decrypted = await sdk.send(new DecryptCommand({ CiphertextBlob, KeyId: given }));
      expect([decrypted.KeyId, Buffer.from(decrypted.Plaintext ?? [])]).toEqual([arn, text]);
    }
  });

  it('binds the encryption context, in any order', async () => {
    const { sdk, arn } = await withKey();
    const EncryptionContext = { b: '2', a: '1' };
    const { CiphertextBlob } = await sdk.send(new EncryptCommand({ KeyId: arn, Plaintext: text, EncryptionContext }));
    await sdk.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: '1', b: '2' } }));
    const others: (Record<string, string> | undefined)[] = [undefined, { a: '1' }, { a: '1', b: '3' }];
    for (const other of others) {
      await expect(sdk.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: other }))).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
    }
  });

  it('makes data keys, with or without their plaintext', async () => {
    const { sdk, arn } = await withKey();
    const whole = await sdk.send(new GenerateDataKeyCommand({ KeyId: arn, KeySpec: 'AES_256' }));
    expect(whole.Plaintext).toHaveLength(32);
    const { Plaintext } = await sdk.send(new DecryptCommand({ CiphertextBlob: whole.CiphertextBlob }));
    expect(Plaintext).toEqual(whole.Plaintext);
    expect((await sdk.send(new GenerateDataKeyCommand({ KeyId: arn, KeySpec: 'AES_128' }))).Plaintext).toHaveLength(16);
    const hidden = await sdk.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId: arn, NumberOfBytes: 64 }));
    expect(hidden).not.toHaveProperty('Plaintext');
    expect((await sdk.send(new DecryptCommand({ CiphertextBlob: hidden.CiphertextBlob }))).Plaintext).toHaveLength(64);
  });

  it('is described and listed beside those that AWS manages', async () => {
    const { sdk, keyId, arn } = await withKey();
    const { KeyMetadata } = await sdk.send(new DescribeKeyCommand({ KeyId: 'alias/data' }));
    expect(KeyMetadata).toMatchObject({ KeyId: keyId, Arn: arn, Enabled: true, KeyManager: 'CUSTOMER' });
    expect(KeyMetadata?.CreationDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    const { Aliases = [] } = await sdk.send(new ListAliasesCommand({}));
    expect(Aliases.map(({ AliasName }) => AliasName)).toEqual(
      expect.arrayContaining(['alias/data', 'alias/aws/kinesis', 'alias/aws/s3']),
    );
    expect((await sdk.send(new ListAliasesCommand({ KeyId: keyId }))).Aliases).toHaveLength(1);
    expect((await sdk.send(new ListKeysCommand({}))).Keys).toHaveLength(Aliases.length);
  });

  it('that is disabled does nothing', async () => {
    const { sdk, arn } = await withKey({ enabled: false });
    await expect(sdk.send(new EncryptCommand({ KeyId: arn, Plaintext: text }))).rejects.toMatchObject({
      name: 'DisabledException',
    });
    expect((await sdk.send(new DescribeKeyCommand({ KeyId: arn }))).KeyMetadata?.KeyState).toBe('Disabled');
  });

  it.each<[string, (key: string, blob: Uint8Array, other: string) => unknown]>([
    ['NotFoundException', () => new EncryptCommand({ KeyId: 'alias/none', Plaintext: text })],
    ['NotFoundException', () => new DescribeKeyCommand({ KeyId: 'none' })],
    ['ValidationException', (KeyId) => new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4_097) })],
    ['ValidationException', (KeyId) => new EncryptCommand({ KeyId, Plaintext: text, GrantTokens: ['t'] })],
    ['ValidationException', (KeyId) => new GenerateDataKeyCommand({ KeyId })],
    ['ValidationException', (KeyId) => new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_128', NumberOfBytes: 8 })],
    ['ValidationException', () => new EncryptCommand({ KeyId: '', Plaintext: text })],
    ['ValidationException', (KeyId) => new EncryptCommand({ KeyId, Plaintext: text, EncryptionContext: 5 as never })],
    [
      'ValidationException',
      (KeyId) => new EncryptCommand({ KeyId, Plaintext: text, EncryptionContext: { a: 5 as never } }),
    ],
    [
      'InvalidKeyUsageException',
      (KeyId) => new EncryptCommand({ KeyId, Plaintext: text, EncryptionAlgorithm: 'SM2PKE' }),
    ],
    ['InvalidCiphertextException', () => new DecryptCommand({ CiphertextBlob: text })],
    [
      'InvalidCiphertextException',
      (_, blob) => new DecryptCommand({ CiphertextBlob: Buffer.from(blob).fill(0, 1, 17) }),
    ],
    ['InvalidCiphertextException', (_, blob) => new DecryptCommand({ CiphertextBlob: Buffer.from(blob).fill(0, 45) })],
    ['IncorrectKeyException', (_, CiphertextBlob, KeyId) => new DecryptCommand({ CiphertextBlob, KeyId })],
    ['UnknownOperationException', () => new GenerateRandomCommand({ NumberOfBytes: 5 })],
  ])('answers %s (%#)', async (name, command) => {
    const { sdk, arn, kms } = await withKey();
    const other = kms.createKey('other').arn;
    const { CiphertextBlob = new Uint8Array() } = await sdk.send(new EncryptCommand({ KeyId: arn, Plaintext: text }));
    const send: (command: never) => Promise<unknown> = sdk.send.bind(sdk);
    await expect(send(command(arn, CiphertextBlob, other) as never)).rejects.toMatchObject({ name });
  });

  it('can be guarded by its encryption context', async () => {
    const { roleClient, arn, iam } = await withKey();
    const sdk = new KMSClient(roleClient(['s3:*']));
    onTestFinished(() => sdk.destroy());
    const role = 'arn:aws:iam::000000000000:role/caller';
    iam.setResourcePolicy(arn, {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: role },
        Action: 'kms:Encrypt',
        Resource: '*',
        Condition: { StringEquals: { 'kms:EncryptionContext:Tenant': 'a' } },
      },
    });
    const encrypt = (Tenant: string) =>
      sdk.send(new EncryptCommand({ KeyId: arn, Plaintext: text, EncryptionContext: { Tenant } }));
    await encrypt('a');
    await expect(encrypt('b')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('a key that AWS manages', () => {
  it('exists without being made and is used by way of its service only', async () => {
    const { kms, iam } = await withKey();
    const caller = {
      arn: iam.createRole('plain', '/', { Statement: { ...delegating.Statement, Action: 'sts:AssumeRole' } }),
    };
    const use = { action: 'kms:GenerateDataKey', resource: kms.keyArnOf('alias/aws/kinesis') };
    expect(iam.isAllowed(caller, use)).toBe(false);
    const through = (service: string) => ({
      ...use,
      context: { 'kms:viaservice': `${service}.us-east-1.amazonaws.com` },
    });
    expect(iam.isAllowed(caller, through('kinesis'))).toBe(true);
    expect(iam.isAllowed(caller, through('s3'))).toBe(false);
  });

  it('cannot be given another name', async () => {
    const { kms, keyId } = await withKey();
    expect(() => kms.createAlias('alias/aws/mine', keyId)).toThrow('alias/aws/mine');
    expect(() => kms.createAlias('mine', keyId)).toThrow('mine is no name for an alias');
    expect(() => kms.createAlias('alias/mine', 'none')).toThrow("Key 'none' is not found.");
  });
});

describe('key material', () => {
  it('is kept over a restart, readable by its owner only', async () => {
    const state = temporaryDirectory();
    const first = new Kms(testRuntime(state));
    const { arn, keyId } = first.createKey('data');
    const blob = first.service.actions.Encrypt?.run({ KeyId: arn, Plaintext: 'AAAA' }, { arn: '' }) as {
      CiphertextBlob: unknown;
    };
    await first.close();
    const second = new Kms(testRuntime(state));
    expect(second.createKey('data')).toEqual({ arn, keyId });
    const CiphertextBlob = JSON.parse(JSON.stringify(blob.CiphertextBlob));
    expect(JSON.stringify(second.service.actions.Decrypt?.run({ CiphertextBlob }, { arn: '' }))).toContain('"AAAA"');
    const file = join(state, 'kms', `${keyId}.key`);
    expect([statSync(file).mode & 0o777, statSync(join(state, 'kms')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readdirSync(join(state, 'kms'))).toEqual([`${keyId}.key`]);
    expect(readFileSync(file, 'utf8')).toMatch(/^\d+ [0-9a-f]{64}\n$/);
  });

  it('that is damaged stops the run', () => {
    const state = temporaryDirectory();
    const { keyId } = new Kms(testRuntime(state)).createKey('data');
    writeFileSync(join(state, 'kms', `${keyId}.key`), 'nothing');
    expect(() => new Kms(testRuntime(state)).createKey('data')).toThrow('does not hold a key');
  });
});
