/** What the metrics' indices are like, who may write them, and when they are deleted. */
import { metricColumns } from '../../../schemas/generated/metric-row.ts';
import { metricsAlias, metricsPattern } from '../opensearch/metric-indices.ts';

export const names = { template: 'metrics', policy: 'metrics-retention', role: 'metrics_writer' } as const;

/** A row that has a column more is refused and told, not indexed by a guess. */
export const mappings = {
  dynamic: 'strict',
  properties: Object.fromEntries(
    metricColumns.map(({ name, types: { opensearch: type } }) => [
      name,
      // What a metric is counted by is its own: each is a keyword of its name.
      type === 'object' ? { type, dynamic: 'true' } : { type },
    ]),
  ),
  dynamic_templates: [
    { dimensions: { path_match: 'dimensions.*', match_mapping_type: '*', mapping: { type: 'keyword' } } },
  ],
};

export const indexTemplate = {
  index_patterns: [metricsPattern],
  priority: 100,
  template: {
    // One small shard a day, with a copy as soon as there is a second node.
    settings: { index: { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: '1s' } },
    mappings,
    aliases: { [metricsAlias]: {} },
  },
};

/**
 * Deletes an index when it is `retentionDays` old.
 * https://docs.opensearch.org/2.19/im-plugin/ism/policies/
 */
export function retentionPolicy(retentionDays: number) {
  return {
    policy: {
      description: `Metrics are deleted after ${retentionDays} days`,
      default_state: 'kept',
      states: [
        {
          name: 'kept',
          actions: [],
          // A day's index is made when the day begins: its last rows are one day younger than it is.
          transitions: [{ state_name: 'deleted', conditions: { min_index_age: `${retentionDays + 1}d` } }],
        },
        { name: 'deleted', actions: [{ delete: {} }], transitions: [] },
      ],
      ism_template: [{ index_patterns: [metricsPattern], priority: 100 }],
    },
  };
}

/** Writes rows into the metrics' indices, making those of new days; nothing else. */
export const writerRole = {
  cluster_permissions: ['indices:data/write/bulk'],
  index_permissions: [
    {
      index_patterns: [metricsPattern],
      allowed_actions: [
        ...['crud', 'create_index', 'indices:admin/auto_create', 'indices:admin/mapping/put'],
        'indices:admin/mapping/auto_put',
      ],
    },
  ],
};
