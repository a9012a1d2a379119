import { type Environment, required } from '../../environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = {
  applicationsTable: 'APPLICATIONS_TABLE',
  maxEventAgeDays: 'MAX_EVENT_AGE_DAYS',
} as const;

export function readEnvironment(environment: Environment = process.env) {
  const days = required(environment, environmentNames.maxEventAgeDays);
  const maxEventAgeDays = Number(days);
  if (!Number.isSafeInteger(maxEventAgeDays) || maxEventAgeDays < 1) {
    throw new Error(
      `Environment variable ${environmentNames.maxEventAgeDays} must be a whole number of days, not ${days}`,
    );
  }
  return { applicationsTable: required(environment, environmentNames.applicationsTable), maxEventAgeDays };
}
