import type { ResourceKind } from '../../resource.ts';
import { awsKmsAlias } from './resources/alias.ts';
import { awsKmsKey } from './resources/key.ts';

export const kmsResources: readonly ResourceKind[] = [awsKmsAlias, awsKmsKey];
