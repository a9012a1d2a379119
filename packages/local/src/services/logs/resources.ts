import { awsLogsLogGroup } from './resources/log-group.ts';
import { awsLogsLogStream } from './resources/log-stream.ts';
import { awsLogsMetricFilter } from './resources/metric-filter.ts';
import { awsLogsQueryDefinition } from './resources/query-definition.ts';

export const logsResources = [awsLogsLogGroup, awsLogsLogStream, awsLogsMetricFilter, awsLogsQueryDefinition];
