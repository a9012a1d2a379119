import { bucketRoutes } from './bucket-routes.ts';
import { objectRoutes } from './object-routes.ts';
import type { ParsedRequest } from './rest-request.ts';
import type { Route } from './route.ts';

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
