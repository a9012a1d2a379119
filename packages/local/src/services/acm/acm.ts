import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Action, type Permission, type Service, ServiceError } from '../../service.ts';
import { writeSecretFile } from '../iam/secret-file.ts';

type Input = Readonly<Record<string, unknown>>;

export interface ImportedCertificate {
  readonly arn: string;
  /** PEM. */
  readonly certificate: string;
  readonly chain?: string;
  readonly privateKey: string;
  /** Milliseconds since the epoch. */
  readonly importedAt: number;
}

/**
 * AWS Certificate Manager: certificates that were imported; none is requested or renewed here. Each is a file that only
 * its owner can read. https://docs.aws.amazon.com/acm/latest/APIReference/Welcome.html
 */
export class Acm extends RuntimeService {
  readonly service: Service;
  readonly #runtime: Runtime;
  readonly #directory: string;
  readonly #users = new Map<string, Set<string>>();

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
    this.#directory = join(runtime.stateDirectory, 'acm');
    this.service = {
      name: 'acm',
      targetPrefix: 'CertificateManager',
      actions: {
        ImportCertificate: this.#action('ImportCertificate', (input) => this.#import(input)),
        DescribeCertificate: this.#action('DescribeCertificate', (input) => this.#describe(this.#find(input))),
        GetCertificate: this.#action('GetCertificate', (input) => {
          const { certificate, chain } = this.#find(input);
          return { Certificate: certificate, CertificateChain: chain };
        }),
        DeleteCertificate: this.#action('DeleteCertificate', (input) => this.#delete(this.#find(input))),
        ListCertificates: {
          permissions: () => [{ action: 'acm:ListCertificates', resource: '*' }],
          run: () => ({
            CertificateSummaryList: this.#all().map(({ arn, certificate }) => ({
              CertificateArn: arn,
              DomainName: namesIn(certificate)[0],
            })),
          }),
        },
      },
    };
  }

  /** What a load balancer needs; from now on the certificate is in use by `user`. Throws `ResourceNotFoundException`. */
  useCertificate(arn: string, user: string): ImportedCertificate {
    const found = this.#find({ CertificateArn: arn });
    this.#users.set(arn, (this.#users.get(arn) ?? new Set()).add(user));
    return found;
  }

  #action(name: string, run: (input: Input) => unknown): Action<Input> {
    return { permissions: (input) => [this.#permission(name, input)], run };
  }

  /** A new certificate has no ARN yet: it needs permission for all of them. */
  #permission(action: string, { CertificateArn: arn }: Input): Permission {
    return { action: `acm:${action}`, resource: typeof arn === 'string' ? arn : this.#arn('*') };
  }

  #import(input: Input) {
    const certificate = readPem(input, 'Certificate');
    const privateKey = readPem(input, 'PrivateKey');
    const chain = input.CertificateChain === undefined ? undefined : readPem(input, 'CertificateChain');
    if (input.Tags !== undefined) throw invalid('Tags are not supported by the local runtime (see SUPPORT.md)');
    if (!belongTogether(certificate, privateKey)) {
      throw invalid('The private key does not belong to the certificate, or one of them cannot be read.');
    }
    const arn = input.CertificateArn === undefined ? this.#arn(randomUUID()) : this.#find(input).arn;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const imported: ImportedCertificate = {
      arn,
      certificate,
      chain,
      privateKey,
      importedAt: this.#runtime.clock.now(),
    };
    writeSecretFile(this.#file(arn), JSON.stringify(imported));
    return { CertificateArn: arn };
  }

  #describe({ arn, certificate, importedAt }: ImportedCertificate) {
    const { serialNumber, issuer, validFrom, validTo } = new X509Certificate(certificate);
    const [DomainName, ...others] = namesIn(certificate);
    return {
      Certificate: {
        CertificateArn: arn,
        DomainName,
        SubjectAlternativeNames: DomainName === undefined ? [] : [DomainName, ...others],
        Serial: serialNumber,
        Issuer: issuer,
        ImportedAt: importedAt / 1000,
        NotBefore: Date.parse(validFrom) / 1000,
        NotAfter: Date.parse(validTo) / 1000,
        Status: Date.parse(validTo) > this.#runtime.clock.now() ? 'ISSUED' : 'EXPIRED',
        Type: 'IMPORTED',
        InUseBy: [...(this.#users.get(arn) ?? [])],
      },
    };
  }

  #delete({ arn }: ImportedCertificate) {
    if (this.#users.has(arn)) {
      throw new ServiceError('ResourceInUseException', `Certificate ${arn} in account is in use.`);
    }
    rmSync(this.#file(arn), { force: true });
    return {};
  }

  #find({ CertificateArn: arn }: Input): ImportedCertificate {
    const prefix = this.#arn('');
    if (typeof arn !== 'string' || !/^[\w-]+$/.test(arn.slice(prefix.length)) || !arn.startsWith(prefix)) {
      throw new ServiceError('InvalidArnException', 'The CertificateArn is not one of this account and region.');
    }
    try {
      return JSON.parse(readFileSync(this.#file(arn), 'utf8'));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      throw new ServiceError('ResourceNotFoundException', `Could not find certificate ${arn}.`);
    }
  }

  #all(): ImportedCertificate[] {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    return readdirSync(this.#directory)
      .filter((name) => name.endsWith('.json'))
      .map((name) => this.#find({ CertificateArn: this.#arn(name.replace(/\.json$/, '')) }));
  }

  #file(arn: string): string {
    return join(this.#directory, `${arn.slice(arn.lastIndexOf('/') + 1)}.json`);
  }

  #arn(id: string): string {
    return `arn:aws:acm:${this.#runtime.region}:${this.#runtime.accountId}:certificate/${id}`;
  }
}

/** A blob: base64 of PEM text. */
function readPem(input: Input, name: string): string {
  const value = input[name];
  const text = typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : undefined;
  if (text?.includes('-----BEGIN ')) return text;
  throw invalid(`${name} must be PEM`);
}

function belongTogether(certificate: string, privateKey: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}

function namesIn(certificate: string): string[] {
  const { subjectAltName = '' } = new X509Certificate(certificate);
  return [...subjectAltName.matchAll(/DNS:([^,\s]+)/g)].map(([, name = '']) => name);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
