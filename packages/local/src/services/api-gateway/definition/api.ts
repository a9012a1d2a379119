import { createHash } from 'node:crypto';
import type { Runtime } from '../../../runtime.ts';
import { isObject } from '../../json-object.ts';
import { GatewayResponses } from '../responses/gateway-responses.ts';
import { type CredentialsOf, iamAuthorization, ResourcePolicy } from '../authorization/iam-authorization.ts';
import { compileIntegration } from '../integration/integration.ts';
import type { Integrate } from '../integration/integration-parts.ts';
import { objectAt } from './json.ts';
import { type Authorize, lambdaAuthorizer } from '../authorization/lambda-authorizer.ts';
import { type OpenApi, type Operation, readOpenApi } from './open-api.ts';
import { compileValidation, type Validate } from '../validation/request-validation.ts';
import { Routes } from './routes.ts';

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

/** One method of one resource, compiled. */
export interface Method {
  readonly path: string;
  readonly resourceId: string;
  readonly authorize: Authorize | undefined;
  readonly validate: Validate;
  readonly integrate: Integrate;
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

class Authorizations {
  readonly #api: OpenApi;
  readonly #byScheme = new Map<string, Authorize>();
  readonly #lambda: (scheme: string) => Authorize;
  readonly #iam: Authorize;
  readonly #open: Authorize | undefined;

  constructor(
    api: OpenApi,
    apiArn: string,
    runtime: Runtime,
    credentialsOf: CredentialsOf,
    policy: ResourcePolicy | undefined,
  ) {
    this.#api = api;
    this.#iam = iamAuthorization(runtime, credentialsOf, policy);
    this.#open = policy && ((call) => policy.check(call));
    this.#lambda = (name) => {
      const scheme = objectAt(api.securitySchemes[name], `security scheme ${name}`);
      const authorize = lambdaAuthorizer(name, scheme, shortId(`${apiArn} ${name}`, 6), apiArn, runtime);
      return policy ? async (call) => (await authorize(call)) ?? policy.check(call) : authorize;
    };
  }

  /** From `x-amazon-apigateway-auth`, else the operation's or the API's `security`; undefined: open to everyone. */
  of({ source, path, httpMethod }: Operation): Authorize | undefined {
    const where = `${httpMethod} ${path}`;
    const auth = source['x-amazon-apigateway-auth'] ?? undefined;
    if (auth !== undefined) {
      const type = String(objectAt(auth, where).type).toUpperCase();
      if (type === 'AWS_IAM') return this.#iam;
      if (type === 'NONE') return this.#open;
      if (type !== 'CUSTOM') throw new Error(`${where}: x-amazon-apigateway-auth type ${type} not supported`);
    }
    const security = source.security ?? this.#api.document.security ?? [];
    if (!Array.isArray(security) || security.length > 1)
      throw new Error(`${where}: more than one security requirement`);
    const names = Object.keys(objectAt(security[0], `${where} security`));
    const [name] = names;
    if (name === undefined) return this.#open;
    if (names.length > 1) throw new Error(`${where}: security ${names.join(' and ')} together are not supported`);
    return this.#ofScheme(name, where);
  }

  #ofScheme(name: string, where: string): Authorize {
    const scheme = this.#api.securitySchemes[name];
    if (!isObject(scheme)) throw new Error(`${where}: security scheme ${name} is not defined`);
    if (scheme['x-amazon-apigateway-authtype'] === 'awsSigv4') return this.#iam;
    if (scheme['x-amazon-apigateway-authorizer'] === undefined) {
      throw new Error(`${where}: security scheme ${name} is neither awsSigv4 nor a Lambda authorizer`);
    }
    const authorize = this.#byScheme.get(name) ?? this.#lambda(name);
    this.#byScheme.set(name, authorize);
    return authorize;
  }
}

/** An id in the letters of API Gateway's, always the same for the same text. */
export function shortId(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest();
  return [...digest.subarray(0, length)].map((byte) => (byte % 36).toString(36)).join('');
}
