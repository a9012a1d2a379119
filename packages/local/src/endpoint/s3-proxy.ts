/** S3's REST protocol: the signature is checked from the headers, then S3 streams the bodies itself. */

import type { Caller } from './caller.ts';
import type { Exchange } from './exchange.ts';
import { failureOf, s3Failure } from './failures.ts';
import { escapeXml } from './xml.ts';

export async function serveS3(exchange: Exchange, caller: Caller): Promise<void> {
  try {
    const { principal } = caller.verify(exchange.signedRequest(undefined), 's3');
    await caller.s3.handle(exchange.incoming, exchange.outgoing, principal);
  } catch (error) {
    caller.report(error, `s3 ${exchange.method}`);
    const { code, message, status } = s3Failure(failureOf(error));
    const body =
      exchange.method === 'HEAD'
        ? ''
        : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code>` +
          `<Message>${escapeXml(message)}</Message><RequestId>${exchange.requestId}</RequestId></Error>`;
    exchange.respond(status, 'application/xml', body, { 'x-amz-request-id': exchange.requestId });
  }
}
