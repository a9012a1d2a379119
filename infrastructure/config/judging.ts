import type { Judging } from '../../functions/event/environment.ts';
import type { Config } from './config.ts';

/** By what rules events are judged, in every stage alike. */
export function judging(config: Config): Judging {
  return { maxEventAgeDays: config.MAX_EVENT_AGE_DAYS, unknownEventTypes: config.UNKNOWN_EVENT_TYPES };
}
