import { X509Certificate } from 'node:crypto';
import type { CustomResourceRequest, CustomResourceResult } from '../../custom-resource.ts';
import { millisecondsPerDay } from '../../event/utc-time.ts';
import type { CertificateStore } from './certificate-store.ts';
import type { CertificateWithKey } from './make-certificate.ts';

export interface CertificateProperties {
  /** A host name, or `*.` and a domain. */
  readonly DomainName: string;
}

/** What issuing a certificate depends on. */
export interface Dependencies extends CertificateStore {
  makeCertificate(domainName: string, now: number): Promise<CertificateWithKey>;
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** One that ends within this time is replaced by the next deployment that asks. */
const renewalMilliseconds = 365 * millisecondsPerDay;

/** A load balancer lets go of its certificate some time after it is gone. */
const deleteAttempts = 9;
const pauseMilliseconds = 5000;

/**
 * Makes a certificate and hands it to ACM, once: what CloudFormation gets to know is its ARN (`CertificateArn`, also the
 * id of the resource) and the certificate itself (`Certificate`, PEM, public). The private key leaves for ACM only.
 */
export async function issueCertificate(
  {
    RequestType,
    ResourceProperties,
    OldResourceProperties,
    PhysicalResourceId,
  }: CustomResourceRequest<CertificateProperties>,
  dependencies: Dependencies,
): Promise<CustomResourceResult> {
  if (RequestType === 'Delete') {
    const arn = PhysicalResourceId ?? '';
    await remove(arn, dependencies);
    return { physicalResourceId: arn };
  }
  const { DomainName } = ResourceProperties;
  if (!/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(DomainName) || DomainName.length > 64) {
    throw new Error(`DomainName must be a host name or *. and a domain, of at most 64 characters, not ${DomainName}`);
  }
  const isSame = RequestType === 'Update' && OldResourceProperties?.DomainName === DomainName;
  const kept =
    isSame && PhysicalResourceId !== undefined ? await dependencies.findCertificate(PhysicalResourceId) : undefined;
  if (kept !== undefined && PhysicalResourceId !== undefined && lasts(kept, dependencies.now())) {
    return answer(PhysicalResourceId, kept);
  }
  const made = await dependencies.makeCertificate(DomainName, dependencies.now());
  return answer(await dependencies.importCertificate(made), made.certificate);
}

function answer(arn: string, certificate: string): CustomResourceResult {
  return { physicalResourceId: arn, data: { CertificateArn: arn, Certificate: certificate } };
}

function lasts(certificate: string, now: number): boolean {
  return Date.parse(new X509Certificate(certificate).validTo) > now + renewalMilliseconds;
}

async function remove(arn: string, dependencies: Dependencies): Promise<void> {
  for (let attempt = 1; attempt <= deleteAttempts; attempt++) {
    if ((await dependencies.deleteCertificate(arn)) === 'deleted') return;
    await dependencies.sleep(pauseMilliseconds);
  }
  throw new Error(`${arn} is still in use by a load balancer: delete the stack again in a few minutes`);
}
