import type { Environment } from '../../environment.ts';
import { judgingEnvironmentNames, readJudging } from '../../event/environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = judgingEnvironmentNames;

export function readEnvironment(environment: Environment = process.env) {
  return { judging: readJudging(environment) };
}
