import { awsAthenaNamedQuery } from './resources/named-query.ts';
import { awsAthenaPreparedStatement } from './resources/prepared-statement.ts';
import { awsAthenaWorkGroup } from './resources/work-group.ts';

export const athenaResources = [awsAthenaNamedQuery, awsAthenaPreparedStatement, awsAthenaWorkGroup];
