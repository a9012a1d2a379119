import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Principal } from '../../service.ts';
import { writeSecretFile } from './secret-file.ts';
import type { KnownCredentials } from './sigv4.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Sessions of roles have one, users do not. */
  readonly sessionToken?: string;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Credentials of every role and user, all derived from one random secret per state directory (`iam/secret`, readable by
 * the owner only): they are the same after a restart, and nothing more has to be kept.
 */
export class CredentialStore {
  readonly #directory: string;
  readonly #known = new Map<string, KnownCredentials>();
  #secret: Buffer | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  ofUser(principal: Principal): Credentials {
    const credentials = {
      accessKeyId: `AKIA${this.letters(`id ${principal.arn}`)}`,
      secretAccessKey: this.#derive(`secret ${principal.arn}`).toString('base64').slice(0, 40),
    };
    this.#known.set(credentials.accessKeyId, { ...credentials, principal });
    return credentials;
  }

  ofSession(principal: Principal): Required<Credentials> {
    const credentials = {
      accessKeyId: `ASIA${this.letters(`id ${principal.arn}`)}`,
      secretAccessKey: this.#derive(`secret ${principal.arn}`).toString('base64').slice(0, 40),
      sessionToken: Buffer.concat([1, 2, 3].map((part) => this.#derive(`token ${part} ${principal.arn}`))).toString(
        'base64',
      ),
    };
    this.#known.set(credentials.accessKeyId, { ...credentials, principal });
    return credentials;
  }

  find(accessKeyId: string): KnownCredentials | undefined {
    return this.#known.get(accessKeyId);
  }

  /** 16 characters of A to Z and 2 to 7. */
  letters(purpose: string): string {
    return Array.from(this.#derive(purpose).subarray(0, 16), (byte) => base32[byte % 32]).join('');
  }

  #derive(purpose: string): Buffer {
    this.#secret ??= readOrMakeSecret(this.#directory);
    return createHmac('sha256', this.#secret).update(purpose).digest();
  }
}

function readOrMakeSecret(directory: string): Buffer {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const file = join(directory, 'secret');
  try {
    const secret = Buffer.from(readFileSync(file, 'utf8'), 'hex');
    if (secret.length !== 32)
      throw new Error(`${file} does not hold 32 bytes in hex; remove it to have a new one made`);
    return secret;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const secret = randomBytes(32);
    writeSecretFile(file, secret.toString('hex'));
    return secret;
  }
}
