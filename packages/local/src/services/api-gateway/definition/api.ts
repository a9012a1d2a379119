import type { Runtime } from '../../../runtime.ts';
import type { CredentialsOf } from '../authorization/iam-authorization.ts';
import { ResourcePolicy } from '../authorization/resource-policy.ts';
import type { Method } from '../call/call.ts';
import { compileIntegration } from '../integration/integration.ts';
import { GatewayResponses } from '../responses/gateway-responses.ts';
import { compileValidation } from '../validation/request-validation.ts';
import { Authorizations } from './authorizations.ts';
import { readOpenApi } from './open-api.ts';
import { Routes } from './routes.ts';
import { shortId } from './short-id.ts';

export interface RestApiSettings {
  /** `[a-z0-9]`, 10 characters. */
  readonly id: string;
  /** OpenAPI 3.0 with API Gateway's extensions. */
  readonly body: unknown;
  /** Resource policy, if there is one. */
  readonly policy: unknown;
  /** Whose signature it is on requests to AWS_IAM methods. */
  readonly credentialsOf: CredentialsOf;
}

/** A REST API, compiled from its definition: everything that can be found wrong is found here. */
export class Api {
  readonly id: string;
  readonly arn: string;
  readonly gatewayResponses: GatewayResponses;
  readonly #routes = new Routes<ReadonlyMap<string, Method>>();

  constructor({ id, body, policy, credentialsOf }: RestApiSettings, runtime: Runtime) {
    this.id = id;
    this.arn = `arn:aws:execute-api:${runtime.region}:${runtime.accountId}:${id}`;
    const api = readOpenApi(body);
    const policyDocument = policy ?? api.document['x-amazon-apigateway-policy'];
    const resourcePolicy = policyDocument === undefined ? undefined : new ResourcePolicy(policyDocument, this.arn);
    this.gatewayResponses = new GatewayResponses(api.document['x-amazon-apigateway-gateway-responses']);
    const authorizations = new Authorizations(api, this.arn, runtime, credentialsOf, resourcePolicy);
    const resources = new Map<string, Map<string, Method>>();
    for (const operation of api.operations) {
      const { path, httpMethod } = operation;
      let resource = resources.get(path);
      if (!resource) {
        resource = new Map();
        resources.set(path, resource);
        this.#routes.add(path, resource);
      }
      resource.set(httpMethod, {
        path,
        resourceId: shortId(`${id} ${path}`, 6),
        authorize: authorizations.of(operation),
        validate: compileValidation(api, operation),
        integrate: compileIntegration(operation, runtime),
      });
    }
  }

  /** `path` is what follows the stage; the values of its parameters are given as sent. */
  find(httpMethod: string, path: string): { method: Method; path: Readonly<Record<string, string>> } | undefined {
    const match = this.#routes.find(path);
    const method = match?.resource.get(httpMethod) ?? match?.resource.get('ANY');
    return match && method ? { method, path: match.path } : undefined;
  }
}
