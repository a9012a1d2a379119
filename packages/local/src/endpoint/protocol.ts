import { serveAwsJson } from './aws-json.ts';
import type { Caller } from './caller.ts';
import type { Exchange } from './exchange.ts';
import { serveQuery } from './query.ts';
import { serveRestJson } from './rest-json.ts';
import { serveS3 } from './s3-proxy.ts';

/** Which protocol a request speaks shows in its headers, before its body is read. */
export function serve(exchange: Exchange, caller: Caller): Promise<void> {
  const { headers } = exchange;
  const target = headers['x-amz-target'];
  if (target !== undefined) return serveAwsJson(exchange, target, caller);
  const service = signedFor(exchange);
  if (service === 's3' || (service === undefined && exchange.path !== '/')) return serveS3(exchange, caller);
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (isForm || (exchange.method === 'GET' && /(^|&)Action=/.test(exchange.query))) return serveQuery(exchange, caller);
  return serveRestJson(exchange, service ?? 'unknown', caller);
}

/** The service in the credential scope of the header or query, not yet verified. */
function signedFor({ headers, query }: Exchange): string | undefined {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    /(?:^|&)X-Amz-Credential=([^&]+)/.exec(query)?.[1]?.replaceAll(/%2F/gi, '/');
  return credential?.split('/')[3];
}
