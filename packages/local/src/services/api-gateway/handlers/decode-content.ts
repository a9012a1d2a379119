import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { type Handler, headerOf } from '../call/call.ts';
import { Payload } from '../call/payload.ts';
import { refuse } from '../responses/refusal.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const maxOutputLength = 10 * 1024 * 1024;

const decoders = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
]);

/**
 * Decompresses the body before any mapping template reads it, as API Gateway does for every API, by its `Content-Encoding`:
 * gzip, deflate (with the header of zlib) or identity. Another coding, or a body that is not in its coding, is a 415; a body
 * that grows beyond what a request may have is refused at that size.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-enable-compression.html#api-gateway-supported-content-encodings
 */
export const decodeContent: Handler = async (call) => {
  const coding = headerOf(call.request, 'content-encoding')?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity' || call.request.body.length === 0) return undefined;
  const decode = decoders.get(coding);
  if (decode === undefined) return refuse('UNSUPPORTED_MEDIA_TYPE', { detail: `content coding ${coding}` });
  try {
    call.payload = new Payload(await decode(call.request.body, { maxOutputLength }));
    return undefined;
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge
      ? refuse('REQUEST_TOO_LARGE')
      : refuse('UNSUPPORTED_MEDIA_TYPE', { detail: `the body is no ${coding}` });
  }
};
