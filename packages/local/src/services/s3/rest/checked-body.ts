import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import { ServiceError } from '../../../service.ts';
import { type Checksum, crc32Checksum, crc32cChecksum, crc64NvmeChecksum } from '../crc.ts';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import type { ParsedRequest } from './rest-request.ts';

const algorithms: Readonly<Record<string, () => Checksum>> = {
  'x-amz-checksum-crc32': crc32Checksum,
  'x-amz-checksum-crc32c': crc32cChecksum,
  'x-amz-checksum-crc64nvme': crc64NvmeChecksum,
  'x-amz-checksum-sha1': () => hashChecksum('sha1', 'base64'),
  'x-amz-checksum-sha256': () => hashChecksum('sha256', 'base64'),
};

interface Check {
  readonly checksum: Checksum;
  readonly expected: () => string | undefined;
  readonly error: ServiceError;
}

/**
 * The bytes of the request's body, out of their framing. The stream fails at its end when a length, MD5, payload hash
 * or checksum that the client gave, in a header or a trailer, is not that of the bytes.
 */
export function checkedBody({ body, header }: ParsedRequest): Readable {
  const trailers = new Map<string, string>();
  const payloadHash = header('x-amz-content-sha256') ?? '';
  const isChunked = payloadHash.startsWith('STREAMING-') || /\baws-chunked\b/.test(header('content-encoding') ?? '');
  const checks = bodyChecks(header, trailers);
  const length = header(isChunked ? 'x-amz-decoded-content-length' : 'content-length');
  const checked = checkingStream(checks, length === undefined ? undefined : Number(length));
  const onEnd = () => undefined;
  if (!isChunked) return pipeline(body, checked, onEnd);
  return pipeline(body, new AwsChunkedDecoder((name, value) => trailers.set(name, value)), checked, onEnd);
}

function bodyChecks(header: ParsedRequest['header'], trailers: Map<string, string>): Check[] {
  const checks: Check[] = [];
  const announced = (header('x-amz-trailer') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  for (const [name, make] of Object.entries(algorithms)) {
    if (header(name) === undefined && !announced.includes(name)) continue;
    const error = new ServiceError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    checks.push({ checksum: make(), expected: () => header(name) ?? trailers.get(name) ?? '', error });
  }
  const md5 = header('content-md5');
  if (md5 !== undefined) {
    const error = new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    checks.push({ checksum: hashChecksum('md5', 'base64'), expected: () => md5, error });
  }
  const sha256 = header('x-amz-content-sha256') ?? '';
  if (/^[0-9a-f]{64}$/.test(sha256)) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    const error = new ServiceError('XAmzContentSHA256Mismatch', message);
    checks.push({ checksum: hashChecksum('sha256', 'hex'), expected: () => sha256, error });
  }
  return checks;
}

function checkingStream(checks: readonly Check[], length: number | undefined): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      for (const { checksum } of checks) checksum.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (length !== undefined && bytes !== length) {
        done(new ServiceError('IncompleteBody', 'The body is not as long as the Content-Length header says.'));
        return;
      }
      done(checks.find(({ checksum, expected }) => checksum.digest() !== expected())?.error ?? null);
    },
  });
}

function hashChecksum(algorithm: string, encoding: 'base64' | 'hex'): Checksum {
  const hash = createHash(algorithm);
  return {
    update: (chunk) => {
      hash.update(chunk);
    },
    digest: () => hash.digest(encoding),
  };
}
