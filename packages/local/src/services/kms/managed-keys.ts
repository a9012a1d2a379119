import { derivedKeyId } from './key-id.ts';

/** Services that have a key of their own in every account, `alias/aws/NAME`. */
const services = [
  'dynamodb',
  'ebs',
  'firehose',
  'glue',
  'kafka',
  'kinesis',
  'lambda',
  'rds',
  'redshift',
  'redshift-serverless',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'xray',
];

export interface ManagedKey {
  readonly alias: string;
  readonly keyId: string;
  readonly arn: string;
  /** Anyone in the account may use it, but only by way of its service. */
  readonly policy: unknown;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key */
export function managedKeys({ accountId, region }: { accountId: string; region: string }): ManagedKey[] {
  return services.map((service) => {
    const alias = `alias/aws/${service}`;
    const keyId = derivedKeyId(alias);
    return {
      alias,
      keyId,
      arn: `arn:aws:kms:${region}:${accountId}:key/${keyId}`,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
            Resource: '*',
            Condition: {
              StringEquals: {
                'kms:CallerAccount': accountId,
                'kms:ViaService': `${service}.${region}.amazonaws.com`,
              },
            },
          },
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${accountId}:root` },
            Action: ['kms:Describe*', 'kms:Get*', 'kms:List*'],
            Resource: '*',
          },
        ],
      },
    };
  });
}
