import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSecretFile } from '../iam/secret-file.ts';

export interface KeyMaterial {
  readonly material: Buffer;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Key material, one file for each key, readable by the owner only. */
export class KeyStore {
  readonly #directory: string;
  readonly #keys = new Map<string, KeyMaterial>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The key's material, made on first use. */
  of(keyId: string, now: number): KeyMaterial {
    const known = this.#keys.get(keyId) ?? this.#read(keyId) ?? this.#make(keyId, now);
    this.#keys.set(keyId, known);
    return known;
  }

  #read(keyId: string): KeyMaterial | undefined {
    let text: string;
    try {
      text = readFileSync(this.#file(keyId), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    const [, createdAt, hex = ''] = /^(\d+) ([0-9a-f]{64})\n$/.exec(text) ?? [];
    if (createdAt === undefined) throw new Error(`${this.#file(keyId)} does not hold a key`);
    return { material: Buffer.from(hex, 'hex'), createdAt: Number(createdAt) };
  }

  #make(keyId: string, now: number): KeyMaterial {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const key = { material: randomBytes(32), createdAt: now };
    writeSecretFile(this.#file(keyId), `${now} ${key.material.toString('hex')}\n`);
    return key;
  }

  #file(keyId: string): string {
    return join(this.#directory, `${keyId}.key`);
  }
}
