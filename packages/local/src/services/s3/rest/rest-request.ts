import type { IncomingHttpHeaders } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { ServiceError } from '../../../service.ts';

/** What is used of an HTTP request: `http.IncomingMessage` and `http2.Http2ServerRequest` both fit. */
export type RestRequest = Readable & {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
};

/** What is used of an HTTP response: `http.ServerResponse` and `http2.Http2ServerResponse` both fit. */
export type RestResponse = Writable & {
  writeHead(status: number, headers: Record<string, string>): unknown;
  readonly headersSent: boolean;
};

/** A request taken apart; bucket and key are empty where it names none. */
export interface ParsedRequest {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** The value of a header as one string. */
  header(name: string): string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** `isBucket` tells whether the first part of the host's name addresses a bucket (virtual-hosted style). */
export function parseRequest(request: RestRequest, isBucket: (name: string) => boolean): ParsedRequest {
  const { method = 'GET', url = '/', headers } = request;
  const header = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  const queryStart = url.indexOf('?');
  const path = (queryStart === -1 ? url : url.slice(0, queryStart)).replace(/^\//, '');
  const query = new URLSearchParams(queryStart === -1 ? '' : url.slice(queryStart + 1));
  const host = hostBucket(header('host') ?? header(':authority') ?? '', isBucket);
  const slash = path.indexOf('/');
  const bucket = host ?? decode(slash === -1 ? path : path.slice(0, slash));
  const key = decode(host === undefined ? (slash === -1 ? '' : path.slice(slash + 1)) : path);
  return { method, bucket, key, query, header, headers, body: request };
}

function hostBucket(host: string, isBucket: (name: string) => boolean): string | undefined {
  const name = host.replace(/:\d+$/, '');
  if (/^[\d.]+$/.test(name)) return undefined;
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    if (isBucket(name.slice(0, dot))) return name.slice(0, dot);
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
