import { type Environment, required } from '../environment.ts';
import type { JudgeOptions } from './judge.ts';

/** What a deployment says about judging events. */
export type Judging = Pick<JudgeOptions, 'maxEventAgeDays' | 'unknownEventTypes'>;

/** Environment variables of every function that judges events; the constructs that deploy them set them by these names. */
export const judgingEnvironmentNames = {
  maxEventAgeDays: 'MAX_EVENT_AGE_DAYS',
  unknownEventTypes: 'UNKNOWN_EVENT_TYPES',
} as const;

/** Throws naming the variable that is missing or holds what it must not. */
export function readJudging(environment: Environment): Judging {
  const days = required(environment, judgingEnvironmentNames.maxEventAgeDays);
  const maxEventAgeDays = Number(days);
  if (!Number.isSafeInteger(maxEventAgeDays) || maxEventAgeDays < 1) {
    throw new Error(
      `Environment variable ${judgingEnvironmentNames.maxEventAgeDays} must be a whole number of days, not ${days}`,
    );
  }
  const unknownEventTypes = required(environment, judgingEnvironmentNames.unknownEventTypes);
  if (unknownEventTypes !== 'ACCEPT' && unknownEventTypes !== 'QUARANTINE') {
    throw new Error(
      `Environment variable ${judgingEnvironmentNames.unknownEventTypes} must be ACCEPT or QUARANTINE, not ${unknownEventTypes}`,
    );
  }
  return { maxEventAgeDays, unknownEventTypes };
}
