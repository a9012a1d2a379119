import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Action, type Permission, type Principal, type Service, ServiceError } from '../../service.ts';
import { readOutsideSecret } from './outside-secrets.ts';
import { type Secret, SecretStore, type SecretVersion, withValue } from './secret-store.ts';

/** Members of a request, each read before it is trusted. */
type Input = Readonly<Record<string, unknown>>;

interface SecretSettings {
  readonly name: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  /** Text that says where the value comes from: only another one makes a new value. */
  readonly origin: string;
  value(): string;
}

/**
 * AWS Secrets Manager: values and their versions, in files that only their owner can read. Rotation is not done.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html
 */
export class SecretsManager extends RuntimeService {
  readonly service: Service;
  readonly #runtime: Runtime;
  readonly #store: SecretStore;
  /** Secrets that somebody looked for in vain. */
  readonly #missed = new Set<string>();

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
    this.#store = new SecretStore(join(runtime.stateDirectory, 'secrets-manager'));
    this.service = {
      name: 'secretsmanager',
      targetPrefix: 'secretsmanager',
      actions: {
        GetSecretValue: this.#action('GetSecretValue', (input, caller) => this.#getValue(input, caller)),
        DescribeSecret: this.#action('DescribeSecret', (input) => this.#describe(this.#find(input))),
        PutSecretValue: this.#action('PutSecretValue', (input, caller) => this.#putValue(input, caller)),
        ListSecrets: {
          permissions: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
          run: () => ({ SecretList: this.#store.all().map((secret) => this.#describe(secret)) }),
        },
      },
    };
  }

  /** The template's secret: a value of an earlier run stays. Returns its ARN. */
  createSecret({ name, description, kmsKeyId, origin, value }: SecretSettings): string {
    const now = this.#runtime.clock.now();
    const hash = createHash('sha256').update(origin).digest('hex');
    const known = this.#store.find(name);
    const secret: Secret = {
      ...(known ?? { name, arn: this.#arn(name), versions: [], createdAt: now }),
      description,
      kmsKeyId,
      origin: hash,
    };
    this.#store.put(known?.origin === hash ? secret : withValue(secret, value(), now));
    return secret.arn;
  }

  #action(name: string, run: (input: Input, caller: Principal) => unknown): Action<Input> {
    return { permissions: (input) => [this.#permission(name, input)], run };
  }

  #permission(action: string, input: Input): Permission {
    const id = readText(input, 'SecretId');
    const context: Record<string, string> = { 'secretsmanager:secretid': id };
    const { VersionStage } = input;
    if (typeof VersionStage === 'string') context['secretsmanager:versionstage'] = VersionStage;
    const resource = this.#store.find(id)?.arn ?? (id.startsWith('arn:') ? id : `${this.#arnPrefix()}${id}`);
    return { action: `secretsmanager:${action}`, resource, context };
  }

  #getValue(input: Input, caller: Principal) {
    const secret = this.#find(input);
    const { versionId, value, stages, createdAt } = versionOf(secret, input);
    this.#authorizeKey(secret, 'kms:Decrypt', caller);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: versionId,
      SecretString: value,
      VersionStages: stages,
      CreatedDate: createdAt / 1000,
    };
  }

  /** A repeated call (same ClientRequestToken, same value) does nothing, as the SDK's retries need. */
  #putValue(input: Input, caller: Principal) {
    const value = readText(input, 'SecretString');
    const { ClientRequestToken: token } = input;
    const versionId = typeof token === 'string' ? token : undefined;
    if (input.VersionStages !== undefined || input.SecretBinary !== undefined) {
      throw invalid('VersionStages and SecretBinary are not supported by the local runtime (see SUPPORT.md)');
    }
    const secret = this.#find(input);
    this.#authorizeKey(secret, 'kms:GenerateDataKey', caller);
    const known = secret.versions.find((version) => version.versionId === versionId);
    if (known && known.value !== value) {
      throw new ServiceError('ResourceExistsException', 'The version exists with another value.');
    }
    const after = known ? secret : this.#store.put(withValue(secret, value, this.#runtime.clock.now(), versionId));
    const current = after.versions.at(-1);
    return { ARN: after.arn, Name: after.name, VersionId: current?.versionId, VersionStages: current?.stages };
  }

  #describe({ arn, name, description, kmsKeyId, versions, createdAt }: Secret) {
    return {
      ARN: arn,
      Name: name,
      Description: description,
      KmsKeyId: kmsKeyId,
      RotationEnabled: false,
      CreatedDate: createdAt / 1000,
      LastChangedDate: (versions.at(-1)?.createdAt ?? createdAt) / 1000,
      VersionIdsToStages: Object.fromEntries(versions.map(({ versionId, stages }) => [versionId, stages])),
    };
  }

  /** https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
  #authorizeKey({ kmsKeyId }: Secret, action: string, caller: Principal): void {
    if (kmsKeyId === undefined || kmsKeyId === 'alias/aws/secretsmanager') return;
    const { region, accountId, services } = this.#runtime;
    const resource = kmsKeyId.startsWith('arn:') ? kmsKeyId : `arn:aws:kms:${region}:${accountId}:key/${kmsKeyId}`;
    const context = { 'kms:viaservice': `secretsmanager.${region}.amazonaws.com` };
    services.authorize(caller, { action, resource, context });
  }

  #find(input: Input): Secret {
    const id = readText(input, 'SecretId');
    const secret = this.#store.find(id) ?? this.#findOutside(id);
    if (secret) return secret;
    throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  #findOutside(id: string): Secret | undefined {
    const { secretsFile, log } = this.#runtime;
    const found = secretsFile === undefined ? undefined : readOutsideSecret(secretsFile, id);
    if (!found && !this.#missed.has(id)) {
      log(`the secret ${id} is not made by the template: say its value with --secrets FILE, JSON of {"ARN": VALUE}`);
      this.#missed.add(id);
    }
    return found;
  }

  #arn(name: string): string {
    const letters = createHash('sha256')
      .update(name)
      .digest('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 6);
    return `${this.#arnPrefix()}${name}-${letters}`;
  }

  #arnPrefix(): string {
    return `arn:aws:secretsmanager:${this.#runtime.region}:${this.#runtime.accountId}:secret:`;
  }
}

function versionOf({ versions }: Secret, { VersionId, VersionStage }: Input): SecretVersion {
  const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const found = versions.find(
    ({ versionId, stages }) =>
      (VersionId === undefined || versionId === VersionId) &&
      (stage === undefined || stages.some((name) => name === stage)),
  );
  if (found) return found;
  const wanted = VersionId === undefined ? `staging label: ${String(stage)}` : `VersionId: ${String(VersionId)}`;
  const message = `Secrets Manager can't find the specified secret value for ${wanted}`;
  throw new ServiceError('ResourceNotFoundException', message);
}

function readText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} must be text`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
