import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from './api-error.ts';

export interface FoundRoute<Route> {
  readonly route: Route;
  /** Values of the path's parameters in their order; '' for one that API Gateway did not send. */
  readonly parameters: readonly string[];
}

/**
 * The route of a request in a table whose keys are a method and the resource's path in API Gateway, with `{}` for each
 * parameter: `GET /applications/{}`. Throws NotFound.
 */
export function findRoute<Route>(
  routes: Readonly<Record<string, Route>>,
  { httpMethod, resource, pathParameters }: Pick<APIGatewayProxyEvent, 'httpMethod' | 'resource' | 'pathParameters'>,
): FoundRoute<Route> {
  const names: string[] = [];
  const path = resource.replace(/\{([^}]*)\}/g, (_, name: string) => {
    names.push(name);
    return '{}';
  });
  const key = `${httpMethod} ${path}`;
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
  if (route === undefined) throw new ApiError('NotFound', 'There is no such route.');
  return { route, parameters: names.map((name) => pathParameters?.[name] ?? '') };
}
