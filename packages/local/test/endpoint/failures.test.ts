import { expect, it } from 'vitest';
import { failureOf, jsonFailure, s3Failure } from '../../src/endpoint/failures.ts';
import { renderXml } from '../../src/endpoint/xml.ts';
import { ServiceError } from '../../src/service.ts';

it.each<[string, number, string, number, string, number]>([
  // code and status; as the JSON protocol has them; as S3 has them
  ['MissingAuthenticationToken', 403, 'MissingAuthenticationTokenException', 400, 'AccessDenied', 403],
  ['IncompleteSignature', 400, 'IncompleteSignatureException', 400, 'AuthorizationHeaderMalformed', 400],
  ['InvalidClientTokenId', 403, 'UnrecognizedClientException', 400, 'InvalidAccessKeyId', 403],
  ['SignatureDoesNotMatch', 403, 'InvalidSignatureException', 400, 'SignatureDoesNotMatch', 403],
  ['RequestExpired', 400, 'RequestExpired', 400, 'AccessDenied', 403],
  ['AccessDeniedException', 403, 'AccessDeniedException', 400, 'AccessDenied', 403],
  ['NoSuchKey', 404, 'NoSuchKey', 400, 'NoSuchKey', 404],
  ['SlowDown', 503, 'SlowDown', 503, 'SlowDown', 503],
  ['InternalFailure', 500, 'InternalFailure', 500, 'InternalError', 500],
])('%s (%i) is %s (%i) in JSON and %s (%i) in S3', (code, status, jsonCode, jsonStatus, s3Code, s3Status) => {
  const failure = failureOf(new ServiceError(code, 'why', status));
  expect(jsonFailure(failure)).toMatchObject({ code: jsonCode, status: jsonStatus });
  expect(s3Failure(failure)).toMatchObject({ code: s3Code, status: s3Status });
});

it('a clock that is wrong has a code of its own in S3', () => {
  const error = new ServiceError(
    'SignatureDoesNotMatch',
    'Signature expired: 20260126T214550Z is now earlier than …',
    403,
  );
  expect(s3Failure(failureOf(error)).code).toBe('RequestTimeTooSkewed');
});

it('an error that is none of AWS’s says nothing of itself', () => {
  expect(failureOf(new Error('ENOSPC: /home/me/secret'))).toEqual({
    code: 'InternalFailure',
    message: 'The request failed because of an unknown error.',
    status: 500,
  });
});

it('XML escapes text, leaves out what is undefined and marks members', () => {
  const value = { Name: '<a & "b">', None: undefined, List: [{ N: 1 }, 'x'], At: new Date(0), Null: null };
  expect(renderXml(value)).toBe(
    '<Name>&lt;a &amp; &quot;b&quot;&gt;</Name><List><member><N>1</N></member><member>x</member></List>' +
      '<At>1970-01-01T00:00:00.000Z</At><Null></Null>',
  );
});
