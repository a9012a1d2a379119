import { type Judging, judgingEnvironmentNames } from '../../functions/event/environment.ts';

/** What every function that judges events must be told, as environment variables. */
export function judgingEnvironment({ maxEventAgeDays, unknownEventTypes }: Judging): Readonly<Record<string, string>> {
  return {
    [judgingEnvironmentNames.maxEventAgeDays]: String(maxEventAgeDays),
    [judgingEnvironmentNames.unknownEventTypes]: unknownEventTypes,
  };
}
