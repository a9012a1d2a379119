import type { Condition } from './condition.ts';

/** A stream that takes less than is sent. */
export const throttled: Omit<Condition, 'namespace' | 'metric' | 'dimensions'> = {
  statistic: 'Sum',
  threshold: 0,
  periods: 3,
  severity: 'critical',
  problem: 'The stream rejects events, which games must send again.',
  action: 'Add shards, or ask AWS for a higher quota.',
};
