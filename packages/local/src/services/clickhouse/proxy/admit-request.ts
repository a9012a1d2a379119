import { type Credentials, readCredentials } from './credentials.ts';
import { type QueryParameter, readQueryString } from './query-string.ts';
import { accessDenied, badRequest, notFound, type Refusal } from './refusal.ts';

export interface RequestHead {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
}

export type Admission =
  | { readonly refusal: Refusal }
  | { readonly ping: true }
  | { readonly credentials: Credentials; readonly parameters: readonly QueryParameter[] };

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);
const methods = ['GET', 'HEAD', 'POST'];
/** What readers that differ in which of two they take could be led astray by. */
const singleHeaders = ['host', 'origin', 'authorization', 'x-clickhouse-user', 'x-clickhouse-key', 'content-encoding'];
const singleParameters = ['query', 'user', 'password', 'decompress'];

/**
 * Whether a request may get to ClickHouse: it must be meant for this server (`Host`), come from no page of another
 * origin, and name a user and a password. `isOwnName`: more names that lead here, of load balancers.
 */
export function admitRequest(
  { method, target, rawHeaders }: RequestHead,
  isOwnName: (name: string) => boolean,
): Admission {
  const headers = singleValues(rawHeaders);
  if ('refusal' in headers) return headers;
  const host = headers.values.get('host') ?? '';
  const name = host.replace(/:\d*$/, '').toLowerCase();
  if (!loopbackNames.has(name) && !isOwnName(name))
    return { refusal: accessDenied(`the host ${name} is not this one`) };
  const origin = headers.values.get('origin');
  const isForeign = origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
  const site = headers.values.get('sec-fetch-site') ?? 'none';
  if (isForeign || !['none', 'same-origin'].includes(site)) {
    return { refusal: accessDenied('pages of another origin may not ask this server') };
  }
  if (!methods.includes(method)) return { refusal: badRequest(`the method ${method} is not one of ${methods}`) };
  const [path = '', search = ''] = splitOnce(target, '?');
  if (path === '/ping') return { ping: true };
  if (path !== '/') return { refusal: notFound('there are / and /ping, and no other path') };
  if (/multipart/i.test(headers.values.get('content-type') ?? '')) {
    return { refusal: badRequest('forms and external tables are not taken here') };
  }
  const parameters = readQueryString(search);
  if (parameters === undefined) return { refusal: badRequest('the address has an escape that is not %XX') };
  const twice = singleParameters.find((one) => parameters.filter((parameter) => parameter.name === one).length > 1);
  if (twice !== undefined) return { refusal: badRequest(`the parameter ${twice} is given twice`) };
  const credentials = readCredentials(headers.values, parameters);
  if ('refusal' in credentials) return credentials;
  return { credentials, parameters: parameters.filter((one) => one.name !== 'user' && one.name !== 'password') };
}

function singleValues(
  rawHeaders: readonly string[],
): { readonly values: ReadonlyMap<string, string> } | { readonly refusal: Refusal } {
  const values = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (values.has(name) && singleHeaders.includes(name)) {
      return { refusal: badRequest(`the header ${name} is given twice`) };
    }
    values.set(name, rawHeaders[index + 1] ?? '');
  }
  return { values };
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
