/** Where metric rows are in OpenSearch: an index per day of their window; see docs/decisions/13-opensearch-indices.md. */

/** What analysts ask: all days. */
export const metricsAlias = 'metrics';

export const metricsPattern = 'metrics-*';

/**
 * The index of a row whose window starts at `windowStart` (`2026-11-21T15:44:00`, UTC): always the same one for the same
 * row, so that what corrects a row finds it.
 */
export function metricsIndex(windowStart: string): string {
  return `metrics-${windowStart.slice(0, 10).replaceAll('-', '.')}`;
}
