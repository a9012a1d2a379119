import type { ResourceKind } from '../../resource.ts';
import { awsSecretsmanagerResourcePolicy } from './resources/resource-policy.ts';
import { awsSecretsmanagerSecret } from './resources/secret.ts';

export const secretsManagerResources: readonly ResourceKind[] = [
  awsSecretsmanagerResourcePolicy,
  awsSecretsmanagerSecret,
];
