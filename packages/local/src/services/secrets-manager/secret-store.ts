import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSecretFile } from '../iam/secret-file.ts';

export interface SecretVersion {
  readonly versionId: string;
  readonly value: string;
  /** `AWSCURRENT`, `AWSPREVIOUS` and others. */
  readonly stages: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** Key of its own; undefined: the account's `aws/secretsmanager`. */
  readonly kmsKeyId?: string;
  /** What the value of the template came from, so that it is made anew only when that changes. */
  readonly origin?: string;
  /** Newest last. */
  readonly versions: readonly SecretVersion[];
  readonly createdAt: number;
}

/** Secrets in files that only their owner can read, one for each. */
export class SecretStore {
  readonly #directory: string;
  readonly #secrets = new Map<string, Secret>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** By name, or by ARN with or without its last six letters. */
  find(id: string): Secret | undefined {
    this.#load();
    const name = id.replace(/^arn:aws:secretsmanager:[^:]*:[^:]*:secret:/, '');
    return this.#secrets.get(name) ?? this.#secrets.get(name.replace(/-[A-Za-z0-9]{6}$/, ''));
  }

  all(): readonly Secret[] {
    this.#load();
    return [...this.#secrets.values()];
  }

  put(secret: Secret): Secret {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const file = `${createHash('sha256').update(secret.name).digest('hex').slice(0, 32)}.json`;
    writeSecretFile(join(this.#directory, file), JSON.stringify(secret));
    this.#secrets.set(secret.name, secret);
    return secret;
  }

  /** Reads what an earlier run left, once. */
  #load(): void {
    if (this.#secrets.size > 0) return;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(this.#directory).filter((name) => name.endsWith('.json'))) {
      const secret: Secret = JSON.parse(readFileSync(join(this.#directory, file), 'utf8'));
      this.#secrets.set(secret.name, secret);
    }
  }
}

/** The new value becomes `AWSCURRENT`, the one before `AWSPREVIOUS`; what has no stage any more is gone. */
export function withValue(secret: Secret, value: string, createdAt: number, versionId: string = randomUUID()): Secret {
  const before = secret.versions
    .filter(({ stages }) => stages.includes('AWSCURRENT'))
    .map((version) => ({ ...version, stages: ['AWSPREVIOUS'] }));
  return { ...secret, versions: [...before, { versionId, value, stages: ['AWSCURRENT'], createdAt }] };
}
