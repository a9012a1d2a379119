import type { ResourceKind } from '../../resource.ts';
import { awsGlueDatabase } from './resources/database.ts';
import { awsGlueTable } from './resources/table.ts';

export const glueResources: readonly ResourceKind[] = [awsGlueDatabase, awsGlueTable];
