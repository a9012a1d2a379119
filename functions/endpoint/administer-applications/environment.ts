import { type Environment, required } from '../../environment.ts';

/** Environment variables of the function; the construct that deploys it sets them by these names. */
export const environmentNames = {
  applicationsTable: 'APPLICATIONS_TABLE',
  authorizationsTable: 'AUTHORIZATIONS_TABLE',
  dataStack: 'DATA_STACK',
} as const;

/** Refuses a data stack that the function cannot serve: there is no set-up of Redshift yet. */
export function readEnvironment(environment: Environment = process.env) {
  const dataStack = required(environment, environmentNames.dataStack);
  if (dataStack !== 'DATA_LAKE') {
    throw new Error(`Environment variable ${environmentNames.dataStack}: ${dataStack} is not supported, DATA_LAKE is`);
  }
  return {
    applicationsTable: required(environment, environmentNames.applicationsTable),
    authorizationsTable: required(environment, environmentNames.authorizationsTable),
  };
}
