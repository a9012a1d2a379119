import type { ResourceKind } from '../../resource.ts';
import { awsDynamodbGlobalTable } from './resources/global-table.ts';
import { awsDynamodbTable } from './resources/table.ts';

export const dynamodbResources: readonly ResourceKind[] = [awsDynamodbGlobalTable, awsDynamodbTable];
