import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';

export const awsLogsMetricFilter: ResourceKind = {
  type: 'AWS::Logs::MetricFilter',
  support: 'Does nothing, because metrics are not stored locally.',
  create(context) {
    const properties = new PropertyReader(context);
    return { ref: properties.optionalText('FilterName') ?? context.physicalName, attributes: {} };
  },
};
