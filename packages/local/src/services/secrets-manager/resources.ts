import { awsSecretsmanagerResourcePolicy } from './resources/resource-policy.ts';
import { awsSecretsmanagerSecret } from './resources/secret.ts';

export const secretsManagerResources = [awsSecretsmanagerResourcePolicy, awsSecretsmanagerSecret];
