/**
 * Signature Version 4, as a server checks it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import { timingSafeEqual } from 'node:crypto';
import { type Principal, ServiceError } from '../../service.ts';
import { canonicalHeaders, canonicalPath, canonicalQuery } from './canonical-request.ts';
import { formatTime, readSignature, type Signature } from './signature.ts';
import { emptyPayloadHash, hmacSha256, sha256Hex, signingKey } from './signing-key.ts';

export interface SignedRequest {
  readonly method: string;
  /** As sent: neither decoded nor normalised. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Names in lower case; a request over HTTP/2 has `:authority`, and the same as `host`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Undefined while the body is still to be read: its hash is then taken from `x-amz-content-sha256`. */
  readonly body: Buffer | undefined;
}

export interface KnownCredentials {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly principal: Principal;
}

export interface VerifyOptions {
  /** The only service that a signature may be scoped to; any when left out. */
  readonly service?: string;
  readonly region: string;
  /** The server's time in milliseconds since the epoch. */
  readonly now: number;
  credentialsOf(accessKeyId: string): KnownCredentials | undefined;
}

export interface Verified {
  readonly principal: Principal;
  readonly service: string;
  /** What the signature vouches for: a SHA-256 in hex, `UNSIGNED-PAYLOAD` or `STREAMING-…`. */
  readonly payloadHash: string;
}

const skewMs = 5 * 60 * 1000;

/**
 * Who signed `request`, in its `Authorization` header or its query. Throws ServiceError with the common error codes
 * (`MissingAuthenticationToken` 403, `IncompleteSignature` 400, `InvalidClientTokenId` 403, `SignatureDoesNotMatch` 403,
 * `RequestExpired` 400); services of the JSON protocol give some of them other names (endpoint/failures.ts).
 */
export function verifySignature(request: SignedRequest, options: VerifyOptions): Verified {
  const signature = readSignature(request);
  checkScope(signature, options);
  checkTime(signature, options.now);
  const credentials = options.credentialsOf(signature.accessKeyId);
  if (!credentials || !sameText(credentials.sessionToken ?? '', signature.sessionToken ?? '')) {
    throw new ServiceError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  }
  checkSignedHeaders(signature, request);
  const payloadHash = hashOfPayload(signature, request);
  const { date, region, service } = signature;
  const key = signingKey(credentials.secretAccessKey, date, region, service);
  const expected = hmacSha256(key, stringToSign(signature, request, payloadHash)).toString('hex');
  if (!sameText(expected, signature.signature)) {
    throw mismatch(
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return { principal: credentials.principal, service, payloadHash };
}

function stringToSign(signature: Signature, request: SignedRequest, payloadHash: string): string {
  const names = signature.signedHeaders;
  const canonical = `${request.method}\n${canonicalPath(request.path, signature.service)}\n${canonicalQuery(
    request.query,
    signature.inQuery ? 'X-Amz-Signature' : undefined,
  )}\n${canonicalHeaders(request.headers, names)}\n${names.join(';')}\n${payloadHash}`;
  const scope = `${signature.date}/${signature.region}/${signature.service}/aws4_request`;
  return `AWS4-HMAC-SHA256\n${signature.time}\n${scope}\n${sha256Hex(canonical)}`;
}

/** Only S3 lets a body go unsigned or in signed chunks; elsewhere the hash is always that of the body received. */
function hashOfPayload(signature: Signature, request: SignedRequest): string {
  const { body } = request;
  if (signature.service === 's3') {
    const declared = signature.contentSha256 ?? (signature.inQuery ? 'UNSIGNED-PAYLOAD' : undefined);
    if (declared === undefined) {
      throw new ServiceError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
    }
    if (body !== undefined && /^[0-9a-f]{64}$/.test(declared) && sha256Hex(body) !== declared) {
      throw new ServiceError(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    return declared;
  }
  if (body === undefined) return signature.contentSha256 ?? emptyPayloadHash;
  return body.length === 0 ? emptyPayloadHash : sha256Hex(body);
}

function checkScope({ region, service, date, time, terminator }: Signature, options: VerifyOptions): void {
  const faults: string[] = [];
  if (region !== options.region) {
    faults.push(`Credential should be scoped to a valid region, not '${region}'. `);
  }
  if (options.service !== undefined && service !== options.service) {
    faults.push(`Credential should be scoped to correct service: '${options.service}'. `);
  }
  if (terminator !== 'aws4_request') {
    faults.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `);
  }
  if (date !== time.slice(0, 8)) {
    faults.push(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        `'${date}' != '${time.slice(0, 8)}', from '${time}'.`,
    );
  }
  if (faults.length > 0) throw mismatch(faults.join('').trimEnd());
}

function checkTime({ time, timeMs, inQuery, expiresSeconds }: Signature, now: number): void {
  const at = formatTime(now);
  if (timeMs > now + skewMs) {
    throw mismatch(
      `Signature not yet current: ${time} is still later than ${formatTime(now + skewMs)} (${at} + 5 min.)`,
    );
  }
  if (inQuery) {
    if (now > timeMs + expiresSeconds * 1000) throw new ServiceError('RequestExpired', 'Request has expired.');
  } else if (timeMs < now - skewMs) {
    throw mismatch(`Signature expired: ${time} is now earlier than ${formatTime(now - skewMs)} (${at} - 5 min.)`);
  }
}

/** The host and every `x-amz-*` header must be signed, so that nobody adds or changes one on the way. */
function checkSignedHeaders({ signedHeaders }: Signature, { headers }: SignedRequest): void {
  if (!signedHeaders.includes('host') && !signedHeaders.includes(':authority')) {
    throw mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const name in headers) {
    if (name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signedHeaders.includes(name)) {
      throw mismatch(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
}

function sameText(expected: string, actual: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(actual);
  return a.length === b.length && timingSafeEqual(a, b);
}

function mismatch(message: string): ServiceError {
  return new ServiceError('SignatureDoesNotMatch', message, 403);
}
