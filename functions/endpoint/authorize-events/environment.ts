import { type Environment, required } from '../../environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = { authorizationsTable: 'AUTHORIZATIONS_TABLE' } as const;

export function readEnvironment(environment: Environment = process.env) {
  return { authorizationsTable: required(environment, environmentNames.authorizationsTable) };
}
