import { Aws } from 'aws-cdk-lib';
import type { Conditions } from '../../monitoring/condition.ts';

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cloudwatch-alarms.html */
export function openSearchConditions(domain: string, volumeGib: number): Conditions {
  const metrics = { namespace: 'AWS/ES', dimensions: { DomainName: domain, ClientId: Aws.ACCOUNT_ID } };
  return {
    OpenSearchRed: {
      ...metrics,
      metric: 'ClusterStatus.red',
      statistic: 'Maximum',
      threshold: 0,
      periodMinutes: 1,
      periods: 2,
      severity: 'critical',
      problem: 'An index of OpenSearch has lost its shards, so charts miss metrics.',
      action: 'Check the domain’s health. Hourly snapshots can be restored.',
    },
    OpenSearchFull: {
      ...metrics,
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      // In MB; AWS asks for an alarm at a quarter of the node's storage.
      threshold: volumeGib * 256,
      comparison: 'below',
      periods: 2,
      severity: 'warning',
      problem: 'A node of OpenSearch has less than a quarter of its storage left.',
      action: 'Deploy a larger OPENSEARCH_VOLUME_GIB or a shorter REAL_TIME_RETENTION_DAYS.',
    },
    OpenSearchBlocked: {
      ...metrics,
      metric: 'ClusterIndexWritesBlocked',
      statistic: 'Maximum',
      threshold: 0,
      periods: 1,
      severity: 'critical',
      problem: 'OpenSearch blocks writes: its storage is full or its memory is low.',
      action:
        'Metrics wait in their stream for a day. Deploy a larger OPENSEARCH_VOLUME_GIB or OPENSEARCH_INSTANCE_TYPE.',
    },
  };
}
