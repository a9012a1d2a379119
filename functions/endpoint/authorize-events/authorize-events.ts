import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { isUuid } from '../../uuid.ts';
import { hashKey } from '../api-key.ts';

/** What the Authorizations table holds of a key, as far as the decision needs it. */
export interface StoredKey {
  readonly hash: string;
  readonly enabled: boolean;
}

/** One consistent read. Undefined: there is none. Throws when it cannot tell. */
export type FindKey = (applicationId: string, apiKeyId: string) => Promise<StoredKey | undefined>;

export interface AuthorizationRequest {
  /** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/POST/applications/{applicationId}/events` */
  readonly methodArn: string;
  /** What the client sent as `Authorization`. */
  readonly key: string;
}

/** A key is 88 characters; nothing that is longer than this is hashed. */
const maximumKeyLength = 256;

const methodArnPattern =
  /^(arn:[^:]+:execute-api:[^:]*:[^:]*:[^/]+\/[^/]+)\/POST\/applications\/([^/]+)\/events(\/validate)?$/;

/**
 * Decides whether a key may send events to the application in the path.
 *
 * The answer is right for this key and this path only: the authorizer must be of type REQUEST with the identity sources
 * `method.request.header.Authorization, context.path`, which together are the key of API Gateway's cache. (With a TOKEN
 * authorizer, cached by the token alone, the Deny for another application's path would also meet the key's own.)
 * Allow names the application's own two routes and no wildcard; Deny names what was asked for.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 *
 * Throws what `findKey` throws: API Gateway answers 500 and caches nothing, whereas a Deny would be cached.
 */
export async function authorizeEvents(
  { methodArn, key }: AuthorizationRequest,
  findKey: FindKey,
): Promise<APIGatewayAuthorizerResult> {
  const [, stageArn, applicationId] = methodArnPattern.exec(methodArn) ?? [];
  if (stageArn === undefined || applicationId === undefined) return deny(methodArn, 'noRoute');
  if (!isUuid(applicationId)) return deny(methodArn, 'noUuid');
  if (/^Bearer\s/i.test(key)) return deny(methodArn, 'bearer');
  if (key.length === 0 || key.length > maximumKeyLength) return deny(methodArn, 'noSuchKey');

  const { hash, id } = hashKey(key);
  const stored = await findKey(applicationId, id);
  if (stored === undefined || !sameHash(stored.hash, hash)) return deny(methodArn, 'noSuchKey');
  if (!stored.enabled) return deny(methodArn, 'disabled');

  const events = `${stageArn}/POST/applications/${applicationId}/events`;
  return {
    principalId: id,
    policyDocument: policy('Allow', [events, `${events}/validate`]),
    context: { application_id: applicationId },
  };
}

/**
 * What a client is told about a refusal, as `$context.authorizer.hint`. Only the holder of a key learns that it is disabled; a
 * key that does not exist and a key of another application read alike.
 */
const hints = {
  noRoute: 'the path names no application',
  noUuid: 'the application in the path is not a UUID',
  bearer: 'send the key itself in the header Authorization, without Bearer',
  noSuchKey: 'the application in the path has no such key: it may be deleted, mistyped or of another application',
  disabled: 'the key is disabled',
} as const;

/** The path is the client's text: its wildcards must not reach further than itself. */
function deny(methodArn: string, hint: keyof typeof hints): APIGatewayAuthorizerResult {
  const resource = methodArn.replace(/[*?$]/g, (character) => encodeURIComponent(character).replace('*', '%2A'));
  return { principalId: 'unknown', policyDocument: policy('Deny', [resource]), context: { hint: hints[hint] } };
}

function policy(effect: 'Allow' | 'Deny', resources: string[]): APIGatewayAuthorizerResult['policyDocument'] {
  return {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resources }],
  };
}

function sameHash(stored: string, computed: string): boolean {
  const left = Buffer.from(stored);
  const right = Buffer.from(computed);
  return left.length === right.length && timingSafeEqual(left, right);
}
