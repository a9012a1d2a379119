import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
} from '@aws-sdk/client-acm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Acm } from '../../../src/services/acm/acm.ts';
import { CertificateAuthority } from '../../../src/services/network/certificate-authority.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';
import { awsAccount } from '../../endpoint/aws-account.ts';

interface CertificateWithKey {
  readonly certificate: string;
  readonly privateKey: string;
}

const pem = ({ certificate, privateKey }: CertificateWithKey) => ({
  Certificate: Buffer.from(certificate),
  PrivateKey: Buffer.from(privateKey),
});

describe('AWS Certificate Manager', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let one: CertificateWithKey;
  let other: CertificateWithKey;
  beforeAll(async () => {
    const authority = await CertificateAuthority.open(folder, Date.now());
    const issue = async (name: string): Promise<CertificateWithKey> => {
      const { cert, key } = await authority.issue(name);
      return { certificate: cert, privateKey: key };
    };
    [one, other] = await Promise.all([issue('*.elb.us-east-1.amazonaws.com'), issue('another.example.com')]);
  });

  async function account() {
    const stateDirectory = temporaryDirectory();
    const acm = new Acm(testRuntime(stateDirectory));
    const { client, roleClient } = await awsAccount({ stateDirectory, services: [acm.service] });
    const open = (settings: typeof client) => {
      const sdk = new ACMClient(settings);
      onTestFinished(() => sdk.destroy());
      return sdk;
    };
    return { acm, stateDirectory, sdk: open(client), open, roleClient };
  }

  it('takes a certificate with its key, describes it, never gives the key back, and lets go of it when nobody uses it', async () => {
    const { acm, stateDirectory, sdk } = await account();
    const { CertificateArn = '' } = await sdk.send(new ImportCertificateCommand(pem(one)));
    const described = await sdk.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(described.Certificate).toMatchObject({
      DomainName: '*.elb.us-east-1.amazonaws.com',
      Status: 'ISSUED',
      Type: 'IMPORTED',
    });
    const got = await sdk.send(new GetCertificateCommand({ CertificateArn }));
    expect([got.Certificate, JSON.stringify(got).includes('PRIVATE')]).toEqual([one.certificate, false]);
    expect((await sdk.send(new ListCertificatesCommand({}))).CertificateSummaryList).toHaveLength(1);
    await sdk.send(new ImportCertificateCommand({ ...pem(other), CertificateArn }));
    expect(acm.useCertificate(CertificateArn, 'listener').privateKey).toBe(other.privateKey);
    const folder = join(stateDirectory, 'acm');
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    const remove = new DeleteCertificateCommand({ CertificateArn });
    await expect(sdk.send(remove)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    const later = new Acm(testRuntime(stateDirectory));
    const next = (await awsAccount({ stateDirectory, services: [later.service] })).client;
    const client = new ACMClient(next);
    await client.send(remove);
    await expect(client.send(remove)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    client.destroy();
  });

  it('refuses a key of another certificate, and an ARN that leads elsewhere', async () => {
    const { sdk } = await account();
    const mixed = { ...pem(one), PrivateKey: Buffer.from(other.privateKey) };
    await expect(sdk.send(new ImportCertificateCommand(mixed))).rejects.toThrow(/does not belong/);
    const CertificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/../iam/x';
    await expect(sdk.send(new GetCertificateCommand({ CertificateArn }))).rejects.toMatchObject({
      name: 'InvalidArnException',
    });
  });

  it('is closed to callers without permission', async () => {
    const { open, roleClient } = await account();
    const sdk = open(roleClient(['acm:GetCertificate']));
    await expect(sdk.send(new ImportCertificateCommand(pem(one)))).rejects.toThrow(/acm:ImportCertificate/);
  });
});
