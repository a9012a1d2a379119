import type { Permission } from '../../../service.ts';
import { compilePolicy, evaluate, type Statement } from '../../iam/policy.ts';
import type { Call } from '../call/call.ts';
import { type Refusal, refuse } from '../responses/refusal.ts';

/**
 * The API's own policy. Its resources may be written short: `execute-api:/stage/METHOD/path`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export class ResourcePolicy {
  readonly #statements: readonly Statement[];

  constructor(document: unknown, apiArn: string) {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    this.#statements = compilePolicy(JSON.parse(text.replaceAll('"execute-api:/', `"${apiArn}/`)));
  }

  decide(call: Call, principal = { arn: 'anonymous' }) {
    return evaluate(this.#statements, { ...permissionOf(call), principal });
  }

  /** For methods that do not ask who calls: only what the policy allows in so many words passes. */
  check(call: Call): Refusal | undefined {
    const decision = this.decide(call);
    if (decision === 'Allow') return undefined;
    return decision === 'Deny'
      ? explicitDeny(call)
      : denied(call, 'because no resource-based policy allows the execute-api:Invoke action');
  }
}

export function permissionOf({ methodArn, request, context }: Call): Permission {
  return {
    action: 'execute-api:Invoke',
    resource: methodArn,
    context: {
      'aws:sourceip': request.sourceIp,
      'aws:useragent': request.headers['user-agent'] ?? '',
      'aws:principalaccount': context.identity.accountId ?? '',
    },
  };
}

export function explicitDeny(call: Call): Refusal {
  return denied(call, 'with an explicit deny');
}

function denied({ methodArn, context }: Call, why: string): Refusal {
  const who = context.identity.userArn ?? 'anonymous';
  return refuse('ACCESS_DENIED', {
    message: `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${methodArn} ${why}`,
  });
}
