import type { Runtime } from '../../../runtime.ts';
import type { Permission } from '../../../service.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { ExecutionHistory } from '../execution-history.ts';
import type { SavedQueries } from '../named-queries.ts';
import type { QueryRunner } from '../query-runner.ts';
import type { WorkGroups } from '../work-groups.ts';

/** What the actions share. */
export interface AthenaContext {
  readonly runtime: Runtime;
  readonly store: ObjectStore;
  readonly workGroups: WorkGroups;
  readonly saved: SavedQueries;
  readonly history: ExecutionHistory;
  readonly runner: QueryRunner;
}

/** Actions are on workgroups: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html */
export function onWorkGroup({ runtime }: AthenaContext, action: string, workGroup: string): Permission[] {
  return [
    {
      action: `athena:${action}`,
      resource: `arn:aws:athena:${runtime.region}:${runtime.accountId}:workgroup/${workGroup}`,
    },
  ];
}

export function onCatalog({ runtime }: AthenaContext, action: string): Permission[] {
  const resource = `arn:aws:athena:${runtime.region}:${runtime.accountId}:datacatalog/AwsDataCatalog`;
  return [{ action: `athena:${action}`, resource }];
}

/** One page of a list; the token is the position of the next item. */
export function pageOf<Item>(items: readonly Item[], limit = 50, token = '0') {
  const start = Number(token) || 0;
  const end = start + limit;
  return { items: items.slice(start, end), NextToken: end < items.length ? String(end) : undefined };
}
