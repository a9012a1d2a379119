import { setTimeout } from 'node:timers/promises';
import { ACMClient } from '@aws-sdk/client-acm';
import { customResource } from '../../custom-resource.ts';
import { certificateStore } from './certificate-store.ts';
import { type CertificateProperties, issueCertificate } from './issue-certificate.ts';
import { makeCertificate } from './make-certificate.ts';

const dependencies = {
  ...certificateStore(new ACMClient({})),
  makeCertificate,
  now: () => Date.now(),
  sleep: (milliseconds: number) => setTimeout(milliseconds),
};

export const handler = customResource<CertificateProperties>((request) => issueCertificate(request, dependencies));
