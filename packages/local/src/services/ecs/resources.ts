import { awsEcsCluster } from './resources/cluster.ts';
import { awsEcsService } from './resources/service.ts';
import { awsEcsTaskDefinition } from './resources/task-definition.ts';

export const ecsResources = [awsEcsCluster, awsEcsService, awsEcsTaskDefinition];
