import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Credentials, causeOf, parseAnswer } from './connection.ts';
import { NotReachable, Refused } from './errors.ts';

export interface SignedCall {
  readonly url: string;
  readonly method: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** SigV4's name of the service: `execute-api`. */
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** Calls a URL with a SigV4 signature. Throws NotReachable, or Refused for an answer that is not 2xx. */
export async function signedCall(call: SignedCall): Promise<unknown> {
  const { url, method, body, headers, service, region, credentials } = call;
  const { hostname, host, port, pathname, searchParams, protocol } = new URL(url);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const request = new HttpRequest({
    method,
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: text,
  });
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign(request);
  const response = await fetch(url, { method, headers: signed.headers, body: text }).catch((error: unknown) => {
    throw new NotReachable(`${new URL(url).origin} does not answer: ${causeOf(error)}`);
  });
  const answer = parseAnswer(await response.text());
  if (response.ok) return answer;
  throw new Refused(response.status, answer);
}
