import type { ResourceKind } from '../../../resource.ts';

export const awsLogsQueryDefinition: ResourceKind = {
  type: 'AWS::Logs::QueryDefinition',
  support: 'Does nothing: Logs Insights is not run here.',
  create: ({ physicalName }) => ({ ref: physicalName, attributes: { QueryDefinitionId: physicalName } }),
};
