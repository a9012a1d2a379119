import type { ResourceKind } from '../../../resource.ts';

export const awsLogsQueryDefinition: ResourceKind = {
  type: 'AWS::Logs::QueryDefinition',
  support: 'Does nothing, because Logs Insights does not run locally.',
  create: ({ physicalName }) => ({ ref: physicalName, attributes: { QueryDefinitionId: physicalName } }),
};
