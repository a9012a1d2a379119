import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { writeSecretFile } from '../iam/secret-file.ts';
import { readJson } from '../s3/durable-files.ts';

export interface CertificateWithKey {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

const millisecondsOfADay = 86_400_000;
const subject = [{ name: 'commonName', value: 'Local stand-in for the public authorities of Amazon' }];

/**
 * Signs certificates for the host names of AWS that the template made. It is trusted inside this run only, for these
 * names only; made once for a state directory.
 */
export class CertificateAuthority {
  readonly cert: string;
  readonly #key: string;
  readonly #now: number;

  private constructor({ cert, key }: CertificateWithKey, now: number) {
    this.cert = cert;
    this.#key = key;
    this.#now = now;
  }

  static async open(directory: string, now: number): Promise<CertificateAuthority> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, 'authority.json');
    const kept = await readJson(file);
    if (isCertificate(kept)) return new CertificateAuthority(kept, now);
    const made = await generate(subject, {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(now - millisecondsOfADay),
      notAfterDate: new Date(now + 3650 * millisecondsOfADay),
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    const authority = { cert: made.cert, key: made.private };
    writeSecretFile(file, JSON.stringify(authority));
    return new CertificateAuthority(authority, now);
  }

  /** A server's certificate for one host name, good for a year. */
  async issue(host: string): Promise<CertificateWithKey> {
    // A common name has at most 64 characters; clients read the alternative names only.
    const { cert, private: key } = await generate([{ name: 'commonName', value: host.slice(0, 64) }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: { cert: this.cert, key: this.#key },
      notBeforeDate: new Date(this.#now - millisecondsOfADay),
      notAfterDate: new Date(this.#now + 365 * millisecondsOfADay),
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
      ],
    });
    return { cert, key };
  }
}

function isCertificate(value: unknown): value is CertificateWithKey {
  if (typeof value !== 'object' || value === null || !('cert' in value) || !('key' in value)) return false;
  return typeof value.cert === 'string' && typeof value.key === 'string';
}
