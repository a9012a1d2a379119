import { generate } from 'selfsigned';
import { millisecondsPerDay } from '../../event/utc-time.ts';

export interface CertificateWithKey {
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: string;
}

/** Whoever trusts it does so because the deployment says so, and the next deployment near its end makes another one. */
const lifetimeDays = 3650;

/**
 * A certificate for one host name, or for all of a domain (`*.elb.…`), signed by itself. RSA of 2048 bits, because every
 * kind of load balancer takes that: https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html
 */
export async function makeCertificate(domainName: string, now: number): Promise<CertificateWithKey> {
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: domainName }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(now - millisecondsPerDay),
    notAfterDate: new Date(now + lifetimeDays * millisecondsPerDay),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: domainName }] },
    ],
  });
  return { certificate: cert, privateKey };
}
