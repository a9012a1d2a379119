import type { Readable } from 'node:stream';
import { bucketRoutes } from './bucket-routes.ts';
import { objectRoutes } from './object-routes.ts';
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

/** Parameters that choose another operation; with one that no route knows, the request is refused by its name. */
const selectors = new Set([
  ...[
    'accelerate',
    'acl',
    'analytics',
    'attributes',
    'cors',
    'delete',
    'encryption',
    'intelligent-tiering',
    'inventory',
  ],
  ...[
    'legal-hold',
    'lifecycle',
    'list-type',
    'location',
    'logging',
    'metrics',
    'notification',
    'object-lock',
    'ownershipControls',
  ],
  ...[
    'partNumber',
    'policy',
    'policyStatus',
    'publicAccessBlock',
    'replication',
    'requestPayment',
    'restore',
    'retention',
  ],
  ...['select', 'tagging', 'torrent', 'uploadId', 'uploads', 'versioning', 'versions', 'website', 'session'],
]);

const routes: readonly Route[] = [...bucketRoutes, ...objectRoutes];

/** The route of a request, or what was asked for and is not supported. */
export function findRoute(request: ParsedRequest): Route | { readonly unsupported: string } {
  const on = request.bucket === '' ? 'service' : request.key === '' ? 'bucket' : 'object';
  const asked = [...request.query.keys()].filter((name) => selectors.has(name));
  const found = routes.find((route) => {
    if (route.method !== request.method || route.on !== on) return false;
    if (route.header !== undefined && request.header(route.header) === undefined) return false;
    const needed = route.query ?? [];
    return needed.every((name) => request.query.has(name)) && asked.every((name) => needed.includes(name));
  });
  return found ?? { unsupported: `${request.method} ${on}${asked.map((name) => `?${name}`).join('')}` };
}
