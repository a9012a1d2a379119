import type { ResourceKind } from '../../resource.ts';
import { awsEcsCluster } from './resources/cluster.ts';
import { awsEcsService } from './resources/service.ts';
import { awsEcsTaskDefinition } from './resources/task-definition.ts';

export const ecsResources: readonly ResourceKind[] = [awsEcsCluster, awsEcsService, awsEcsTaskDefinition];
