import { awsDynamodbGlobalTable } from './resources/global-table.ts';
import { awsDynamodbTable } from './resources/table.ts';

export const dynamodbResources = [awsDynamodbGlobalTable, awsDynamodbTable];
