import { type Environment, required } from '../../environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = {
  bucket: 'BUCKET',
  database: 'EVENTS_DATABASE',
  compactedTable: 'COMPACTED_EVENTS_TABLE',
  uncompactedTable: 'UNCOMPACTED_EVENTS_TABLE',
  deliveredPrefix: 'DELIVERED_PREFIX',
  compactedPrefix: 'COMPACTED_PREFIX',
  workgroup: 'WORKGROUP',
  memoryTable: 'COMPACTION_TABLE',
  maxEventAgeDays: 'MAX_EVENT_AGE_DAYS',
  rawRetentionDays: 'RAW_RETENTION_DAYS',
} as const;

/** Throws naming the variable that is missing or not what it must be. */
export function readEnvironment(environment: Environment = process.env) {
  const text = (name: keyof typeof environmentNames) => required(environment, environmentNames[name]);
  return {
    bucket: text('bucket'),
    database: text('database'),
    compactedTable: text('compactedTable'),
    uncompactedTable: text('uncompactedTable'),
    deliveredPrefix: prefix(environment, environmentNames.deliveredPrefix),
    compactedPrefix: prefix(environment, environmentNames.compactedPrefix),
    workgroup: text('workgroup'),
    memoryTable: text('memoryTable'),
    maxEventAgeDays: days(environment, environmentNames.maxEventAgeDays),
    rawRetentionDays: days(environment, environmentNames.rawRetentionDays),
  };
}

function days(environment: Environment, name: string): number {
  const value = Number(required(environment, name));
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`Environment variable ${name} must be a whole number of days, not ${environment[name]}`);
}

function prefix(environment: Environment, name: string): string {
  const value = required(environment, name);
  if (value.endsWith('/')) return value;
  throw new Error(`Environment variable ${name} must end with a slash, not ${value}`);
}
