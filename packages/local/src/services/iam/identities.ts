import { ServiceError } from '../../service.ts';
import { managedPolicies } from './managed-policies.ts';
import { compileIdentityPolicy, type Statement } from './policy.ts';

/** A role or user with its policies and, for a role, its trust policy. */
export interface Identity {
  readonly arn: string;
  readonly name: string;
  readonly kind: 'role' | 'user';
  readonly trust: readonly Statement[];
  /** Compiled documents by policy name or, for managed ones, ARN. */
  readonly policies: Map<string, readonly Statement[]>;
}

/** Roles, users and managed policies of one account. */
export class Identities {
  readonly #byArn = new Map<string, Identity>();
  readonly #managed = new Map<string, readonly Statement[]>();

  add(kind: Identity['kind'], arn: string, trust: readonly Statement[] = []): Identity {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const identity: Identity = { arn, name, kind, trust, policies: new Map() };
    this.#byArn.set(arn, identity);
    return identity;
  }

  get(arn: string): Identity | undefined {
    return this.#byArn.get(arn);
  }

  /** Names are unique across paths. */
  find(kind: Identity['kind'], name: string): Identity | undefined {
    for (const identity of this.#byArn.values()) if (identity.kind === kind && identity.name === name) return identity;
    return undefined;
  }

  /** Throws `NoSuchEntity` (404). */
  named(kind: Identity['kind'], name: string): Identity {
    const identity = this.find(kind, name);
    if (identity) return identity;
    throw new ServiceError('NoSuchEntity', `The ${kind} with name ${name} cannot be found.`, 404);
  }

  addManaged(arn: string, document: unknown): void {
    this.#managed.set(arn, compileIdentityPolicy(document));
  }

  /** Throws `NoSuchEntity` for a policy that is neither in the template nor in managed-policies.ts. */
  attach(identity: Identity, policyArn: string): void {
    identity.policies.set(policyArn, this.#managedStatements(policyArn));
  }

  #managedStatements(arn: string): readonly Statement[] {
    const known = this.#managed.get(arn);
    if (known) return known;
    const document = managedPolicies[arn];
    if (document === undefined) {
      throw new ServiceError(
        'NoSuchEntity',
        `Policy ${arn} is neither in the template nor in packages/local/src/services/iam/managed-policies.ts.`,
        404,
      );
    }
    const statements = compileIdentityPolicy(document);
    this.#managed.set(arn, statements);
    return statements;
  }
}
