import { ServiceError } from '../service.ts';

/** What a client is told: never a stack, and nothing of an unforeseen error but that it was one. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Further members of the answer, in services of the JSON protocol. */
  readonly members?: Readonly<Record<string, unknown>>;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ServiceError) {
    const { code, message, status, members } = error;
    return { code, message, status, ...(members && { members }) };
  }
  return { code: 'InternalFailure', message: 'The request failed because of an unknown error.', status: 500 };
}

/** Names of the common errors in services of the JSON protocol (https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html). */
const jsonNames: Readonly<Record<string, string>> = {
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
};

/** The JSON protocol answers every error of the client's with 400, whatever other protocols use. */
export function jsonFailure(failure: Failure): Failure {
  const status = failure.status >= 500 || failure.status === 413 ? failure.status : 400;
  return { ...failure, status, code: jsonNames[failure.code] ?? failure.code };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Failure(failure: Failure): Failure {
  switch (failure.code) {
    case 'MissingAuthenticationToken':
      return { code: 'AccessDenied', message: 'Access Denied', status: 403 };
    case 'AccessDeniedException':
      return { ...failure, code: 'AccessDenied', status: 403 };
    case 'IncompleteSignature':
      return { ...failure, code: 'AuthorizationHeaderMalformed', status: 400 };
    case 'InvalidClientTokenId':
      return {
        code: 'InvalidAccessKeyId',
        message: 'The AWS Access Key Id you provided does not exist in our records.',
        status: 403,
      };
    case 'RequestExpired':
      return { code: 'AccessDenied', message: 'Request has expired', status: 403 };
    case 'SignatureDoesNotMatch':
      return /^Signature (expired|not yet current)/.test(failure.message)
        ? { ...failure, code: 'RequestTimeTooSkewed', status: 403 }
        : failure;
    case 'InternalFailure':
      return { code: 'InternalError', message: 'We encountered an internal error. Please try again.', status: 500 };
    default:
      return failure;
  }
}
