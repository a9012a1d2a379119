import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Action, type Permission, type Service, ServiceError } from '../../service.ts';
import { Bytes } from '../bytes.ts';
import { type EncryptionContext, keyIdOf, open, seal } from './ciphertext.ts';
import { derivedKeyId } from './key-id.ts';
import { KeyStore } from './key-store.ts';
import {
  type KmsInput,
  readBlob,
  readDataKeyBytes,
  readEncryptionContext,
  readText,
  refuseMembers,
} from './kms-input.ts';
import { managedKeys } from './managed-keys.ts';

interface Key {
  readonly keyId: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly description: string;
  readonly manager: 'AWS' | 'CUSTOMER';
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const maxPlaintextBytes = 4_096;
const maxCiphertextBytes = 6_144;

/** AWS KMS: symmetric keys that encrypt for real, with their material under `kms/` in the state directory. */
export class Kms extends RuntimeService {
  readonly service: Service;
  readonly #runtime: Runtime;
  readonly #store: KeyStore;
  readonly #keys = new Map<string, Key>();
  /** Key ids by alias name. */
  readonly #aliases = new Map<string, string>();

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
    this.#store = new KeyStore(join(runtime.stateDirectory, 'kms'));
    for (const { alias, keyId, arn } of managedKeys(runtime)) {
      this.#keys.set(keyId, { keyId, arn, enabled: true, description: `Default key of ${alias}`, manager: 'AWS' });
      this.#aliases.set(alias, keyId);
    }
    const forEveryKey = (action: string) => (): Permission[] => [{ action: `kms:${action}`, resource: '*' }];
    this.service = {
      name: 'kms',
      targetPrefix: 'TrentService',
      actions: {
        Encrypt: this.#action('Encrypt', (key, input, context) => this.#encrypt(key, input, context)),
        Decrypt: {
          permissions: (input: KmsInput) => [this.#permission('Decrypt', this.#keyOfBlob(input), input)],
          run: (input: KmsInput) => this.#decrypt(input),
        },
        GenerateDataKey: this.#action('GenerateDataKey', (key, input, context) => this.#dataKey(key, input, context)),
        GenerateDataKeyWithoutPlaintext: this.#action('GenerateDataKeyWithoutPlaintext', (key, input, context) => {
          const { KeyId, CiphertextBlob } = this.#dataKey(key, input, context);
          return { KeyId, CiphertextBlob };
        }),
        DescribeKey: this.#action('DescribeKey', (key) => ({ KeyMetadata: this.#metadata(key) })),
        ListAliases: { permissions: forEveryKey('ListAliases'), run: (input: KmsInput) => this.#listAliases(input) },
        ListKeys: {
          permissions: forEveryKey('ListKeys'),
          run: () => ({
            Keys: [...this.#keys.values()].map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })),
            Truncated: false,
          }),
        },
      },
    };
  }

  /** `name` finds the key's material again after a restart. Its policy is for `Iam.setResourcePolicy`. */
  createKey(name: string, { enabled = true, description = '' } = {}): { keyId: string; arn: string } {
    const keyId = derivedKeyId(name);
    const arn = `arn:aws:kms:${this.#runtime.region}:${this.#runtime.accountId}:key/${keyId}`;
    this.#store.of(keyId, this.#runtime.clock.now());
    this.#keys.set(keyId, { keyId, arn, enabled, description, manager: 'CUSTOMER' });
    return { keyId, arn };
  }

  /** `alias` begins with `alias/`; throws `NotFoundException` when there is no such key. */
  createAlias(alias: string, target: string): void {
    if (!/^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/.test(alias)) {
      throw new ServiceError('InvalidAliasNameException', `${alias} is no name for an alias of a customer's key`);
    }
    this.#aliases.set(alias, this.#find(target).keyId);
  }

  /** The key's ARN for a key id, key ARN, alias or alias ARN. Throws `NotFoundException`. */
  keyArnOf(idOrAliasOrArn: string): string {
    return this.#find(idOrAliasOrArn).arn;
  }

  #action(name: string, run: (key: Key, input: KmsInput, context: EncryptionContext) => unknown): Action<KmsInput> {
    return {
      permissions: (input) => [this.#permission(name, this.#find(readText(input, 'KeyId')), input)],
      run: (input) => {
        refuseMembers(input, 'GrantTokens', 'Recipient');
        return run(this.#find(readText(input, 'KeyId')), input, readEncryptionContext(input));
      },
    };
  }

  #permission(action: string, { arn }: Key, input: KmsInput): Permission {
    const context: Record<string, string> = {};
    for (const [key, value] of Object.entries(readEncryptionContext(input))) {
      context[`kms:encryptioncontext:${key.toLowerCase()}`] = value;
    }
    return { action: `kms:${action}`, resource: arn, context };
  }

  #encrypt(key: Key, input: KmsInput, context: EncryptionContext) {
    const plaintext = readBlob(input, 'Plaintext', maxPlaintextBytes);
    const blob = seal(key.keyId, this.#material(key), plaintext, context);
    return { CiphertextBlob: new Bytes(blob), KeyId: key.arn, EncryptionAlgorithm: symmetric(input) };
  }

  #decrypt(input: KmsInput) {
    refuseMembers(input, 'GrantTokens', 'Recipient', 'DryRun');
    const blob = readBlob(input, 'CiphertextBlob', maxCiphertextBytes);
    const key = this.#keyOfBlob(input);
    if (input.KeyId !== undefined && this.#find(readText(input, 'KeyId')).keyId !== key.keyId) {
      throw new ServiceError(
        'IncorrectKeyException',
        'The key ID in the request does not identify a CMK that can perform this operation.',
      );
    }
    const plaintext = open(this.#material(key), blob, readEncryptionContext(input));
    return { Plaintext: new Bytes(plaintext), KeyId: key.arn, EncryptionAlgorithm: symmetric(input) };
  }

  #dataKey(key: Key, input: KmsInput, context: EncryptionContext) {
    const plaintext = randomBytes(readDataKeyBytes(input));
    const blob = seal(key.keyId, this.#material(key), plaintext, context);
    return { KeyId: key.arn, CiphertextBlob: new Bytes(blob), Plaintext: new Bytes(plaintext) };
  }

  #listAliases({ KeyId }: KmsInput) {
    const only = typeof KeyId === 'string' ? this.#find(KeyId).keyId : undefined;
    const { region, accountId } = this.#runtime;
    const Aliases = [...this.#aliases]
      .filter(([, keyId]) => only === undefined || keyId === only)
      .map(([AliasName, TargetKeyId]) => ({
        AliasName,
        AliasArn: `arn:aws:kms:${region}:${accountId}:${AliasName}`,
        TargetKeyId,
      }));
    return { Aliases, Truncated: false };
  }

  #metadata({ keyId, arn, enabled, description, manager }: Key) {
    return {
      AWSAccountId: this.#runtime.accountId,
      KeyId: keyId,
      Arn: arn,
      CreationDate: this.#store.of(keyId, this.#runtime.clock.now()).createdAt / 1000,
      Enabled: enabled,
      Description: description,
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: enabled ? 'Enabled' : 'Disabled',
      Origin: 'AWS_KMS',
      KeyManager: manager,
      KeySpec: 'SYMMETRIC_DEFAULT',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    };
  }

  #keyOfBlob(input: KmsInput): Key {
    const keyId = keyIdOf(readBlob(input, 'CiphertextBlob', maxCiphertextBytes));
    const key = this.#keys.get(keyId);
    if (key) return key;
    throw new ServiceError('InvalidCiphertextException', '');
  }

  #find(name: string): Key {
    const short = name.replace(/^arn:aws:kms:[^:]*:[^:]*:(key\/)?/, '');
    const key = this.#keys.get(short.startsWith('alias/') ? (this.#aliases.get(short) ?? '') : short);
    if (key) return key;
    const what = short.startsWith('alias/') ? 'Alias' : 'Key';
    throw new ServiceError('NotFoundException', `${what} '${name}' is not found.`);
  }

  #material({ keyId, arn, enabled }: Key): Buffer {
    if (!enabled) throw new ServiceError('DisabledException', `${arn} is disabled.`);
    return this.#store.of(keyId, this.#runtime.clock.now()).material;
  }
}

function symmetric({ EncryptionAlgorithm = 'SYMMETRIC_DEFAULT' }: KmsInput): string {
  if (EncryptionAlgorithm === 'SYMMETRIC_DEFAULT') return EncryptionAlgorithm;
  throw new ServiceError('InvalidKeyUsageException', 'Only SYMMETRIC_DEFAULT keys are supported by the local runtime.');
}
