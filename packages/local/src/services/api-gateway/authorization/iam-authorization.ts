import type { Runtime } from '../../../runtime.ts';
import { type Permission, ServiceError } from '../../../service.ts';
import { compilePolicy, evaluate, type Statement } from '../../iam/policy.ts';
import { type KnownCredentials, verifySignature } from '../../iam/sigv4.ts';
import type { Call } from '../call/call.ts';
import type { Authorize } from './lambda-authorizer.ts';
import { type Refusal, refuse } from '../responses/refusal.ts';

export type CredentialsOf = (accessKeyId: string) => KnownCredentials | undefined;

/** Common error codes, and the names that API Gateway has for them. */
const signatureErrors: Readonly<Record<string, string>> = {
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
};

/**
 * AWS_IAM: a Signature Version 4 for `execute-api`, and then `execute-api:Invoke` on the method.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function iamAuthorization(
  runtime: Runtime,
  credentialsOf: CredentialsOf,
  policy: ResourcePolicy | undefined,
): Authorize {
  return (call) => {
    const { method, rawPath: path, rawQuery: query, headers, body } = call.request;
    let principal: KnownCredentials['principal'];
    try {
      ({ principal } = verifySignature(
        { method, path, query, headers, body },
        { service: 'execute-api', region: runtime.region, now: runtime.clock.now(), credentialsOf },
      ));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return signatureRefusal(error);
    }
    const { identity, accountId } = call.context;
    identity.accountId = accountId;
    identity.userArn = principal.arn;
    identity.user = principal.arn;
    identity.caller = principal.arn;
    const permission = permissionOf(call);
    const byPolicy = policy?.decide(call, principal);
    if (byPolicy === 'Deny') return explicitDeny(call);
    try {
      runtime.services.authorize(principal, permission);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      // Within one account either policy may allow, as long as none denies.
      if (byPolicy === 'Allow' && !error.message.includes('explicit deny')) return undefined;
      return refuse('ACCESS_DENIED', { message: error.message });
    }
    return undefined;
  };
}

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

function permissionOf({ methodArn, request, context }: Call): Permission {
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

function explicitDeny(call: Call): Refusal {
  return denied(call, 'with an explicit deny');
}

function denied({ methodArn, context }: Call, why: string): Refusal {
  const who = context.identity.userArn ?? 'anonymous';
  return refuse('ACCESS_DENIED', {
    message: `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${methodArn} ${why}`,
  });
}

function signatureRefusal({ code, message }: ServiceError): Refusal {
  if (code.startsWith('MissingAuthenticationToken')) return refuse('MISSING_AUTHENTICATION_TOKEN');
  if (code.includes('Expired')) return refuse('EXPIRED_TOKEN', { message });
  return refuse('INVALID_SIGNATURE', { message, errorType: signatureErrors[code] ?? code });
}
