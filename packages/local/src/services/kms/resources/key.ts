import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../../iam/iam.ts';
import type { Kms } from '../kms.ts';

interface Engines {
  readonly iam: Iam;
  readonly kms: Kms;
}

export const awsKmsKey: ResourceKind<Engines> = {
  type: 'AWS::KMS::Key',
  support:
    'A symmetric key that encrypts data. KeyPolicy and Enabled apply. The key is never rotated or deleted ' +
    '(EnableKeyRotation, RotationPeriodInDays, PendingWindowInDays). Other specs, usages and origins are ' +
    'rejected.',
  create(context) {
    const { engines, runtime, physicalName, logicalId } = context;
    const properties = new PropertyReader(context).only(
      'KeyPolicy',
      'Enabled',
      'Description',
      'EnableKeyRotation',
      'RotationPeriodInDays',
      'PendingWindowInDays',
      'KeySpec',
      'KeyUsage',
      'Origin',
      'MultiRegion',
      'BypassPolicyLockoutSafetyCheck',
      'Tags',
    );
    const fixed = { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS' };
    for (const [name, value] of Object.entries(fixed)) {
      if ((properties.optionalText(name) ?? value) !== value) {
        throw new Error(`${logicalId}: ${name} other than ${value} not supported (see SUPPORT.md)`);
      }
    }
    if (properties.flag('MultiRegion', false)) {
      throw new Error(`${logicalId}: MultiRegion not supported (see SUPPORT.md)`);
    }
    const { keyId, arn } = engines.kms.createKey(physicalName, {
      enabled: properties.flag('Enabled', true),
      description: properties.optionalText('Description'),
    });
    engines.iam.setResourcePolicy(arn, properties.raw('KeyPolicy') ?? defaultPolicy(runtime.accountId));
    return { ref: keyId, attributes: { Arn: arn, KeyId: keyId } };
  },
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(accountId: string): unknown {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
}
