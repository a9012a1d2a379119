import { type Environment, required } from '../../environment.ts';

/** Names of the function's environment variables. */
export const environmentNames = { database: 'EVENTS_DATABASE' } as const;

/** Beside the function's code: JSON of the views as Glue's API takes a table (`TableInput`). */
export const viewsFile = 'views.json';

export function readEnvironment(environment: Environment): { readonly database: string } {
  return { database: required(environment, environmentNames.database) };
}
