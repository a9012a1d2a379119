import { awsIamAccessKey } from './resources/access-key.ts';
import { awsIamManagedPolicy } from './resources/managed-policy.ts';
import { awsIamPolicy } from './resources/policy.ts';
import { awsIamRole } from './resources/role.ts';
import { awsIamUser } from './resources/user.ts';

export const iamResources = [awsIamAccessKey, awsIamManagedPolicy, awsIamPolicy, awsIamRole, awsIamUser];
