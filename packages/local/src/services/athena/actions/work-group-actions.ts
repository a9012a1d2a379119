import type { Action } from '../../../service.ts';
import type { WorkGroupSettings } from '../work-groups.ts';
import { type AthenaContext, onWorkGroup, pageOf } from './context.ts';

interface Paged {
  MaxResults?: number;
  NextToken?: string;
}

export function workGroupActions(context: AthenaContext): Record<string, Action> {
  const { workGroups } = context;
  return {
    GetWorkGroup: {
      permissions: ({ WorkGroup }: { WorkGroup: string }) => onWorkGroup(context, 'GetWorkGroup', WorkGroup),
      run: ({ WorkGroup }: { WorkGroup: string }) => ({ WorkGroup: describe(workGroups.get(WorkGroup)) }),
    },
    ListWorkGroups: {
      permissions: () => [{ action: 'athena:ListWorkGroups', resource: '*' }],
      run: ({ MaxResults, NextToken }: Paged) => {
        const { items, ...page } = pageOf(workGroups.all(), MaxResults, NextToken);
        const summaries = items.map((group) => {
          const { Name, State, Description, CreationTime, Configuration } = describe(group);
          return { Name, State, Description, CreationTime, EngineVersion: Configuration.EngineVersion };
        });
        return { WorkGroups: summaries, ...page };
      },
    },
  };
}

function describe(group: WorkGroupSettings) {
  return {
    Name: group.name,
    State: group.enabled ? 'ENABLED' : 'DISABLED',
    Description: group.description,
    CreationTime: group.createdMs / 1000,
    Configuration: {
      ResultConfiguration: { OutputLocation: group.outputLocation, EncryptionConfiguration: group.encryption },
      EnforceWorkGroupConfiguration: group.enforced,
      PublishCloudWatchMetricsEnabled: false,
      BytesScannedCutoffPerQuery: group.bytesScannedCutoff,
      RequesterPaysEnabled: false,
      EngineVersion: { SelectedEngineVersion: group.engineVersion, EffectiveEngineVersion: 'Athena engine version 3' },
    },
  };
}
