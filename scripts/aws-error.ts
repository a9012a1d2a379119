import { errorMessage } from '../schemas/error-message.ts';

/** What to do about the ways in which a call to AWS fails before AWS has judged it. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/^Region is missing/, 'set AWS_REGION, or a region in your AWS profile'],
  [/credentials/i, 'sign in (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'],
  [/^(getaddrinfo|connect) /, 'AWS cannot be reached from here: is the region right, and is there a network?'],
  [/(expired|security token|invalidclienttokenid)/i, 'sign in again: AWS does not take these credentials (any more)'],
];

/** The SDK's own words with what to do, where that is known. */
export function describeAwsError(error: unknown): string {
  const message = errorMessage(error);
  const remedy = remedies.find(([words]) => words.test(message))?.[1];
  return remedy === undefined ? message : `${message}: ${remedy}`;
}

/** Keeps the SDK from warning of Node.js versions that it will no longer support, in front of every answer. */
export function silenceSdkWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
