import type { Readable } from 'node:stream';
import type { ParsedRequest } from './rest-request.ts';
import type { XmlValue } from './xml.ts';

/** What a route answers; without a body, only status and headers. */
export interface RestAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly xml?: { readonly root: string; readonly value: XmlValue };
  readonly text?: string;
  readonly stream?: Readable;
}

/** One REST operation: how its request is told from others, read, and its output written. */
export interface Route {
  readonly action: string;
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  /** Query parameters that must be there. */
  readonly query?: readonly string[];
  /** A header that must be there. */
  readonly header?: string;
  readonly input: (request: ParsedRequest) => unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each route knows the output of its own action
  readonly answer: (output: any, request: ParsedRequest) => RestAnswer;
}
