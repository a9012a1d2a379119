import type { Runtime } from '../../../runtime.ts';
import { ServiceError } from '../../../service.ts';
import { type KnownCredentials, verifySignature } from '../../iam/sigv4.ts';
import type { Authorize } from '../call/call.ts';
import { type Refusal, refuse } from '../responses/refusal.ts';
import { explicitDeny, permissionOf, type ResourcePolicy } from './resource-policy.ts';

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

function signatureRefusal({ code, message }: ServiceError): Refusal {
  if (code.startsWith('MissingAuthenticationToken')) return refuse('MISSING_AUTHENTICATION_TOKEN');
  if (code.includes('Expired')) return refuse('EXPIRED_TOKEN', { message });
  return refuse('INVALID_SIGNATURE', { message, errorType: signatureErrors[code] ?? code });
}
