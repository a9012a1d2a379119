import type { ResourceKind } from '../../resource.ts';
import { awsLogsLogGroup } from './resources/log-group.ts';
import { awsLogsLogStream } from './resources/log-stream.ts';
import { awsLogsMetricFilter } from './resources/metric-filter.ts';
import { awsLogsQueryDefinition } from './resources/query-definition.ts';

export const logsResources: readonly ResourceKind[] = [
  awsLogsLogGroup,
  awsLogsLogStream,
  awsLogsMetricFilter,
  awsLogsQueryDefinition,
];
