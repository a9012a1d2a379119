/**
 * Whether one account's policies allow a call.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
import type { Runtime } from '../../runtime.ts';
import { type Permission, type Principal, ServiceError } from '../../service.ts';
import type { ConditionContext } from './conditions.ts';
import { type Decision, evaluateWithReason, type PolicyRequest, type Statement } from './policy.ts';
import { rootArn, type Subject } from './principals.ts';

/** Where `decide` finds policies. */
export interface Policies {
  readonly runtime: Runtime;
  subjectOf(principal: Principal): Subject;
  identityStatements(arn: string): readonly (readonly Statement[])[];
  resourceStatements(resourceArn: string): readonly Statement[];
}

export interface Verdict {
  /** Why not, in the words that end AWS's message; undefined when allowed. */
  readonly denial: string | undefined;
  /** The verdict is the same for every call of this principal, action and resource. */
  readonly lasting: boolean;
}

/** Condition keys whose values do not change from call to call of one principal. */
const constantKeys = new Set([
  'aws:securetransport',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principalisawsservice',
  'aws:requestedregion',
  'aws:username',
  'kms:calleraccount',
]);

export function decide(policies: Policies, principal: Principal, permission: Permission): Verdict {
  const subject = policies.subjectOf(principal);
  const request: PolicyRequest = {
    ...permission,
    principal: subject,
    context: contextOf(policies, subject, permission),
  };
  const { action } = permission;
  let lasting = true;
  const ask = (statements: readonly Statement[], asked: PolicyRequest): Decision => {
    const { decision, dependsOn } = evaluateWithReason(statements, asked);
    for (const key of dependsOn) if (!constantKeys.has(key)) lasting = false;
    return decision;
  };
  const verdict = (denial?: string): Verdict => ({ denial, lasting });

  const ofResource = policies.resourceStatements(permission.resource);
  const byResource = ask(ofResource, request);
  if (byResource === 'Deny') return verdict('with an explicit deny in a resource-based policy');
  const ofIdentity = subject.service === undefined ? policies.identityStatements(subject.arn) : [];
  const decisions = ofIdentity.map((statements) => ask(statements, request));
  if (decisions.includes('Deny')) return verdict('with an explicit deny in an identity-based policy');
  if (byResource === 'Allow') return verdict();

  const noResource = `because no resource-based policy allows the ${action} action`;
  if (principal.service !== undefined) return verdict(noResource);
  if (needsResourcePolicy(permission)) {
    // The account named in such a policy hands the decision on to the account's identity policies.
    const account: Principal = { arn: rootArn(policies.runtime.accountId) };
    if (ask(ofResource, { ...request, principal: account }) !== 'Allow') return verdict(noResource);
  }
  return verdict(
    decisions.includes('Allow') ? undefined : `because no identity-based policy allows the ${action} action`,
  );
}

/**
 * Keys and roles are closed to their own account unless their policy opens them.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
function needsResourcePolicy({ action, resource }: Permission): boolean {
  return action === 'sts:AssumeRole' || /^arn:aws:kms:[^:]*:[^:]*:key\//.test(resource);
}

/** A call on the loopback interface counts as TLS: there is nothing between the two ends to listen. */
function contextOf({ runtime }: Policies, subject: Subject, { context }: Permission): ConditionContext {
  const isService = subject.service !== undefined;
  const now = runtime.clock.now();
  return {
    ...subject.context,
    ...context,
    'aws:securetransport': 'true',
    'aws:principalarn': isService ? undefined : subject.arn,
    'aws:principalaccount': isService ? undefined : runtime.accountId,
    'kms:calleraccount': isService ? undefined : runtime.accountId,
    'aws:principaltype': subject.arn.includes(':role/') ? 'AssumedRole' : 'User',
    'aws:principalisawsservice': String(isService),
    'aws:username': /:user\/(?:.*\/)?([^/]+)$/.exec(subject.arn)?.[1],
    'aws:requestedregion': runtime.region,
    'aws:currenttime': new Date(now).toISOString(),
    'aws:epochtime': String(Math.floor(now / 1000)),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(principal: Principal, { action, resource }: Permission, why: string): ServiceError {
  return new ServiceError(
    'AccessDeniedException',
    `User: ${callerArn(principal)} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    403,
  );
}

/** AWS names the session, not the role; a role that acts inside this process has one called `local`. */
export function callerArn({ arn }: Principal): string {
  const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  return role ? `arn:aws:sts::${role[1]}:assumed-role/${role[2]}/local` : arn;
}
