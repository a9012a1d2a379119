import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Permission, type Principal, type Service, ServiceError } from '../../service.ts';
import { managedKeys } from '../kms/managed-keys.ts';
import { accessDenied, decide, type Policies } from './authorization.ts';
import { CredentialStore, type Credentials } from './credentials.ts';
import { Identities, type Identity } from './identities.ts';
import { compileIdentityPolicy, compilePolicy, compileStatement, evaluate, type Statement } from './policy.ts';
import { rootArn, type Subject } from './principals.ts';
import { policyOwner } from './resource-owner.ts';
import type { KnownCredentials } from './sigv4.ts';
import { VerdictCache } from './verdict-cache.ts';

export type { Credentials } from './credentials.ts';

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';

interface AssumeOptions {
  readonly sessionName?: string;
  readonly context?: Permission['context'];
  readonly sessionContext?: Principal['context'];
}

/** Roles, users and policies of the template, and whether they allow a call. */
export class Iam extends RuntimeService implements Policies {
  /** No action of IAM itself is served: the template is what changes identities. */
  readonly service: Service = { name: 'iam', actions: {} };
  readonly admin: Principal;
  readonly runtime: Runtime;
  readonly #identities = new Identities();
  readonly #credentials: CredentialStore;
  readonly #resourcePolicies = new Map<string, readonly Statement[]>();
  readonly #resourceStatements = new Map<string, Statement[]>();
  readonly #verdicts = new VerdictCache();

  constructor(runtime: Runtime) {
    super();
    this.runtime = runtime;
    this.#credentials = new CredentialStore(join(runtime.stateDirectory, 'iam'));
    this.admin = { arn: `arn:aws:iam::${runtime.accountId}:user/admin` };
    for (const { arn, policy } of managedKeys(runtime)) this.setResourcePolicy(arn, policy);
    for (const arn of [this.admin.arn, rootArn(runtime.accountId)]) {
      this.#identities.attach(this.#identities.add('user', arn), administratorAccess);
    }
  }

  /** Credentials of the user `admin`, who may do everything: those of run.json. Stable over restarts. */
  adminCredentials(): Credentials {
    return this.#credentials.ofUser(this.admin);
  }

  /** Creates or replaces a role; `path` begins and ends with a slash. Returns its ARN. */
  createRole(name: string, path: string, trustPolicy: unknown): string {
    const arn = `arn:aws:iam::${this.runtime.accountId}:role${path}${name}`;
    this.#identities.add('role', arn, compilePolicy(trustPolicy));
    this.#verdicts.clear();
    return arn;
  }

  createUser(name: string, path: string): string {
    const arn = `arn:aws:iam::${this.runtime.accountId}:user${path}${name}`;
    if (arn === this.admin.arn) {
      throw new ServiceError('EntityAlreadyExists', 'User with name admin already exists.', 409);
    }
    this.#identities.add('user', arn);
    this.#verdicts.clear();
    return arn;
  }

  createManagedPolicy(name: string, path: string, document: unknown): string {
    const arn = `arn:aws:iam::${this.runtime.accountId}:policy${path}${name}`;
    this.#identities.addManaged(arn, document);
    this.#verdicts.clear();
    return arn;
  }

  /** Throws `NoSuchEntity` for a role or user that does not exist, `MalformedPolicyDocument` for what is not supported. */
  putInlinePolicy(kind: Identity['kind'], name: string, policyName: string, document: unknown): void {
    this.#identities.named(kind, name).policies.set(`inline ${policyName}`, compileIdentityPolicy(document));
    this.#verdicts.clear();
  }

  attachManagedPolicy(kind: Identity['kind'], name: string, policyArn: string): void {
    this.#identities.attach(this.#identities.named(kind, name), policyArn);
    this.#verdicts.clear();
  }

  /** Long-lived credentials of a user of the template. */
  createAccessKey(userName: string): Credentials {
    return this.#credentials.ofUser({ arn: this.#identities.named('user', userName).arn });
  }

  /**
   * Credentials of a session of the role for a service that takes it (`lambda.amazonaws.com`). Throws `NoSuchEntity`, or
   * `AccessDenied` (403) when the role's AssumeRolePolicyDocument does not allow it. `context`: condition keys of the
   * service's own call; `sessionContext`: those of every call of the session, which then needs a name of its own.
   */
  assume(
    roleArn: string,
    servicePrincipal: string,
    { sessionName = 'local', context, sessionContext }: AssumeOptions = {},
  ): Required<Credentials> {
    const role = this.#role(roleArn);
    const principal: Principal = { arn: servicePrincipal, service: servicePrincipal };
    const action = 'sts:AssumeRole';
    if (evaluate(role.trust, { action, resource: roleArn, principal, context }) !== 'Allow') {
      throw new ServiceError(
        'AccessDenied',
        `${servicePrincipal} is not authorized to perform: ${action} on resource: ${roleArn} ` +
          "because the role's AssumeRolePolicyDocument does not allow it",
        403,
      );
    }
    return this.openSession(roleArn, sessionName, sessionContext);
  }

  /** Credentials of a session, without asking who takes it: `sts:AssumeRole` has then been authorized. */
  openSession(roleArn: string, sessionName: string, context?: Principal['context']): Required<Credentials> {
    return this.#credentials.ofSession({ arn: this.sessionArn(roleArn, sessionName), ...(context && { context }) });
  }

  sessionArn(roleArn: string, sessionName: string): string {
    return `arn:aws:sts::${this.runtime.accountId}:assumed-role/${this.#role(roleArn).name}/${sessionName}`;
  }

  credentialsOf(accessKeyId: string): KnownCredentials | undefined {
    return this.#credentials.find(accessKeyId);
  }

  /** The id that AWS gives a role (`AROA…`) or policy (`ANPA…`): the same after a restart, of no use elsewhere. */
  uniqueId(prefix: string, arn: string): string {
    return `${prefix}${this.#credentials.letters(`unique id ${arn}`)}`;
  }

  /** The policy of a bucket, key or other resource; undefined takes it away. */
  setResourcePolicy(resourceArn: string, document: unknown): void {
    if (document === undefined) this.#resourcePolicies.delete(resourceArn);
    else this.#resourcePolicies.set(resourceArn, compilePolicy(document));
    this.#verdicts.clear();
  }

  /** One more statement of a resource's policy, as Lambda's AddPermission makes it. */
  addResourceStatement(resourceArn: string, statement: unknown): void {
    const statements = this.#resourceStatements.get(resourceArn) ?? [];
    statements.push(compileStatement(statement));
    this.#resourceStatements.set(resourceArn, statements);
    this.#verdicts.clear();
  }

  /** Throws `AccessDeniedException` (403) in AWS's words unless the policies of caller and resource allow it. */
  authorize(principal: Principal, permission: Permission): void {
    const caller = principal.service ?? principal.arn;
    let verdict = this.#verdicts.get(caller, permission);
    if (!verdict) {
      verdict = decide(this, principal, permission);
      if (verdict.lasting) this.#verdicts.set(caller, permission, verdict);
    }
    if (verdict.denial !== undefined) throw accessDenied(principal, permission, verdict.denial);
  }

  /** Whether a call would be allowed. */
  isAllowed(principal: Principal, permission: Permission): boolean {
    return decide(this, principal, permission).denial === undefined;
  }

  /** A session is its role; its own ARN lacks the role's path. */
  subjectOf(principal: Principal): Subject {
    const name = /^arn:aws:sts::[^:]*:assumed-role\/([^/]+)\//.exec(principal.arn)?.[1];
    const role = name === undefined ? undefined : this.#identities.find('role', name);
    return role ? { ...principal, arn: role.arn, sessionArn: principal.arn } : principal;
  }

  identityStatements(arn: string): readonly (readonly Statement[])[] {
    const identity = this.#identities.get(arn);
    return identity ? [...identity.policies.values()] : [];
  }

  /** A role's trust policy is its resource policy for `sts:AssumeRole`. */
  resourceStatements(resourceArn: string): readonly Statement[] {
    const owner = policyOwner(resourceArn);
    const own = this.#resourcePolicies.get(owner) ?? this.#identities.get(owner)?.trust ?? [];
    const added = this.#resourceStatements.get(owner);
    return added ? [...own, ...added] : own;
  }

  #role(arn: string): Identity {
    const role = this.#identities.get(arn);
    if (role?.kind !== 'role') throw new ServiceError('NoSuchEntity', `The role ${arn} cannot be found.`, 404);
    return role;
  }
}
