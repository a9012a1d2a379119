/** What `gap query` may ask, by the words of its option --engine. */
export const queryEngines = ['athena', 'clickhouse'] as const;

export type QueryEngine = (typeof queryEngines)[number];
