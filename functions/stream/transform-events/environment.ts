import { type Environment, required } from '../../environment.ts';
import { judgingEnvironmentNames, readJudging } from '../../event/environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = { applicationsTable: 'APPLICATIONS_TABLE', ...judgingEnvironmentNames } as const;

export function readEnvironment(environment: Environment = process.env) {
  return {
    applicationsTable: required(environment, environmentNames.applicationsTable),
    judging: readJudging(environment),
  };
}
