import { once } from 'node:events';
import { connect, createServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Dependencies,
  issueCertificate,
} from '../../../../functions/realtime/issue-certificate/issue-certificate.ts';
import { makeCertificate } from '../../../../functions/realtime/issue-certificate/make-certificate.ts';

const day = 86_400_000;
const DomainName = '*.elb.eu-central-1.amazonaws.com';

/** ACM in memory. `users`: how many times a certificate is still in use when it is to be deleted. */
function account({ users = 0, now = Date.parse('2026-11-21T16:00:00Z') } = {}) {
  const certificates = new Map<string, string>();
  const time = { now };
  let inUse = users;
  const dependencies: Dependencies = {
    makeCertificate,
    importCertificate: async ({ certificate }) => {
      const arn = `arn:aws:acm:::certificate/${certificates.size}`;
      certificates.set(arn, certificate);
      return arn;
    },
    findCertificate: async (arn) => certificates.get(arn),
    deleteCertificate: async (arn) => {
      if (inUse-- > 0) return 'in_use';
      certificates.delete(arn);
      return 'deleted';
    },
    now: () => time.now,
    sleep: async (milliseconds) => {
      time.now += milliseconds;
    },
  };
  return { dependencies, certificates, time };
}

const create = { RequestType: 'Create', ResourceProperties: { DomainName } } as const;

describe('a certificate', () => {
  it('is what a client that has it as its authority accepts for the names of the domain, and for no other', async () => {
    const { certificate, privateKey } = await makeCertificate(DomainName, Date.now());
    const server = createServer({ cert: certificate, key: privateKey }, (socket) => socket.end()).listen(
      0,
      '127.0.0.1',
    );
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const reach = async (servername: string, ca?: string) => {
      const socket = connect({ host: '127.0.0.1', port, servername, ca });
      const outcome = await Promise.race([
        once(socket, 'secureConnect').then(() => 'accepted'),
        once(socket, 'error').then(([error]) => error.code),
      ]).catch((error) => error.code);
      socket.destroy();
      return outcome;
    };
    expect([
      await reach('balancer-1234.elb.eu-central-1.amazonaws.com', certificate),
      await reach('balancer-1234.elb.eu-central-1.amazonaws.com'),
      await reach('balancer-1234.elb.eu-west-1.amazonaws.com', certificate),
    ]).toEqual(['accepted', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  });

  it('is made once: its ARN is the id, and the answer holds no private key', async () => {
    const { dependencies, certificates } = account();
    const { physicalResourceId, data } = await issueCertificate(create, dependencies);
    expect(data).toEqual({ CertificateArn: physicalResourceId, Certificate: certificates.get(physicalResourceId) });
    expect(JSON.stringify(data)).not.toContain('PRIVATE');
    const again = {
      ...create,
      RequestType: 'Update',
      OldResourceProperties: { DomainName },
      PhysicalResourceId: physicalResourceId,
    } as const;
    expect(await issueCertificate(again, dependencies)).toEqual({ physicalResourceId, data });
  });

  type Account = ReturnType<typeof account>;
  it.each<[string, string, (at: Account) => void]>([
    ['its domain is another one', '*.example.com', () => {}],
    ['it is gone', DomainName, ({ certificates }) => certificates.clear()],
    [
      'it is about to end',
      DomainName,
      ({ time }) => {
        time.now += 3300 * day;
      },
    ],
  ])('is replaced when %s', async (_, before, change) => {
    const at = account();
    const first = await issueCertificate(create, at.dependencies);
    change(at);
    const update = { RequestType: 'Update', OldResourceProperties: { DomainName: before } } as const;
    const second = await issueCertificate(
      { ...create, ...update, PhysicalResourceId: first.physicalResourceId },
      at.dependencies,
    );
    expect(second.data?.Certificate).not.toBe(first.data?.Certificate);
    expect(at.certificates.get(second.physicalResourceId)).toBe(second.data?.Certificate);
  });

  it('is deleted when the load balancer has let go of it, and the stack is told when it does not', async () => {
    const PhysicalResourceId = 'arn:aws:acm:::certificate/0';
    const remove = { RequestType: 'Delete', ResourceProperties: { DomainName }, PhysicalResourceId } as const;
    const soon = account({ users: 3 });
    soon.certificates.set(PhysicalResourceId, 'certificate');
    await issueCertificate(remove, soon.dependencies);
    expect(soon.certificates.size).toBe(0);
    await expect(issueCertificate(remove, account({ users: 100 }).dependencies)).rejects.toThrow(/still in use/);
  });

  it.each(['', 'localhost', '*.*.example.com', `${'a'.repeat(63)}.example.com`, 'a b.com'])(
    'is refused for the name %j',
    async (name) => {
      const request = { RequestType: 'Create', ResourceProperties: { DomainName: name } } as const;
      await expect(issueCertificate(request, account().dependencies)).rejects.toThrow(/DomainName/);
    },
  );
});
