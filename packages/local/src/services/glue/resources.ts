import { awsGlueDatabase } from './resources/database.ts';
import { awsGlueTable } from './resources/table.ts';

export const glueResources = [awsGlueDatabase, awsGlueTable];
