import { awsKmsAlias } from './resources/alias.ts';
import { awsKmsKey } from './resources/key.ts';

export const kmsResources = [awsKmsAlias, awsKmsKey];
