import {
  type ACMClient,
  DeleteCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-acm';
import type { CertificateWithKey } from './make-certificate.ts';

export interface CertificateStore {
  /** The certificate's ARN. The private key cannot be read again. */
  importCertificate(certificate: CertificateWithKey): Promise<string>;
  /** PEM; undefined when there is none of that ARN. */
  findCertificate(arn: string): Promise<string | undefined>;
  /** `in_use` while a load balancer still has it. */
  deleteCertificate(arn: string): Promise<'deleted' | 'in_use'>;
}

/** ACM. https://docs.aws.amazon.com/acm/latest/APIReference/Welcome.html */
export function certificateStore(acm: ACMClient): CertificateStore {
  return {
    async importCertificate({ certificate, privateKey }) {
      const { CertificateArn } = await acm.send(
        new ImportCertificateCommand({ Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(privateKey) }),
      );
      if (CertificateArn === undefined) throw new Error('ACM imported the certificate without an ARN');
      return CertificateArn;
    },
    async findCertificate(arn) {
      try {
        return (await acm.send(new GetCertificateCommand({ CertificateArn: arn }))).Certificate;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async deleteCertificate(arn) {
      try {
        await acm.send(new DeleteCertificateCommand({ CertificateArn: arn }));
        return 'deleted';
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return 'deleted';
        if (error instanceof ResourceInUseException) return 'in_use';
        throw error;
      }
    },
  };
}
