/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html, and its CBOR form, which Java clients of Kinesis use. */
import { isAscii } from 'node:buffer';
import { ServiceError } from '../service.ts';
import { decodeCbor, encodeCbor } from '../services/kinesis/cbor.ts';
import type { Caller } from './caller.ts';
import type { Exchange } from './exchange.ts';
import { type Failure, failureOf, jsonFailure } from './failures.ts';

interface Encoding {
  readonly contentType: string;
  decode(body: Buffer): unknown;
  encode(value: unknown): string | Buffer;
}

const cbor = /^application\/x-amz-cbor-1\.1\b/;

export async function serveAwsJson(exchange: Exchange, target: string, caller: Caller): Promise<void> {
  const encoding = encodingOf(exchange);
  try {
    const dot = target.lastIndexOf('.');
    const service = caller.registry.byTargetPrefix(target.slice(0, dot));
    const body = await exchange.readBody();
    const { principal } = caller.verify(exchange.signedRequest(body), service?.signingName ?? service?.name);
    if (!service) {
      throw new ServiceError(
        'UnknownOperationException',
        `${target} is not supported by the local runtime (see SUPPORT.md)`,
      );
    }
    const output = await caller.registry.call(service.name, target.slice(dot + 1), input(encoding, body), principal);
    exchange.respond(200, encoding.contentType, encoding.encode(output ?? {}));
  } catch (error) {
    caller.report(error, target);
    refuse(exchange, encoding, jsonFailure(failureOf(error)));
  }
}

function refuse(exchange: Exchange, encoding: Encoding, { status, code, message, members }: Failure): void {
  exchange.respond(status, encoding.contentType, encoding.encode({ __type: code, message, ...members }));
}

function encodingOf({ headers }: Exchange): Encoding {
  const type = headers['content-type'] ?? '';
  if (cbor.test(type)) return { contentType: 'application/x-amz-cbor-1.1', decode: decodeCbor, encode: encodeCbor };
  const version = type.includes('1.0') ? '1.0' : '1.1';
  return { contentType: `application/x-amz-json-${version}`, decode: parseJson, encode: JSON.stringify };
}

function parseJson(body: Buffer): unknown {
  // Latin-1 is only copied, where UTF-8 is decoded; records in base64 are ASCII.
  return body.length === 0 ? {} : JSON.parse(body.toString(isAscii(body) ? 'latin1' : 'utf8'));
}

function input(encoding: Encoding, body: Buffer): object {
  let value: unknown;
  try {
    value = encoding.decode(body);
  } catch {
    throw new ServiceError('SerializationException', `The body is not valid ${encoding.contentType}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ServiceError('SerializationException', 'Start of structure or map found where not expected.');
}
