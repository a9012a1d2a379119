import type { Runtime } from '../../../runtime.ts';
import { isObject } from '../../json-object.ts';
import { type CredentialsOf, iamAuthorization } from '../authorization/iam-authorization.ts';
import { lambdaAuthorizer } from '../authorization/lambda-authorizer.ts';
import type { ResourcePolicy } from '../authorization/resource-policy.ts';
import type { Authorize } from '../call/call.ts';
import { objectAt } from './json.ts';
import type { OpenApi, Operation } from './open-api.ts';
import { shortId } from './short-id.ts';

/** How each operation of an API makes sure of its caller. */
export class Authorizations {
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
