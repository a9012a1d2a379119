/** The canonical form of a request, which both sides sign. */

/** encodeURIComponent leaves `!'()*`, which RFC 3986 reserves and AWS encodes. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Text that is not valid percent-encoding stands for itself: the signature then fails, the server does not. */
export function uriDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * S3 signs the path as it is sent, encoded once; every other service signs the sent path normalised and encoded a
 * second time.
 */
export function canonicalPath(path: string, service: string): string {
  if (path === '' || path === '/') return '/';
  if (service === 's3') return path.split('/').map(encodedOnce).join('/');
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(uriEncode(segment));
  }
  const trailing = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

function encodedOnce(segment: string): string {
  return uriEncode(uriDecode(segment));
}

/** Parameters sorted by name, then value, each encoded once; `without` leaves one out (a query's own signature). */
export function canonicalQuery(query: string, without?: string): string {
  if (query === '') return '';
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = encodedOnce(equals < 0 ? part : part.slice(0, equals));
    if (name === without) continue;
    pairs.push([name, equals < 0 ? '' : encodedOnce(part.slice(equals + 1))]);
  }
  pairs.sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One line per signed header: lower-case name, value trimmed and its runs of spaces made one. */
export function canonicalHeaders(headers: Readonly<Record<string, string | undefined>>, names: readonly string[]) {
  let lines = '';
  for (const name of names) lines += `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`;
  return lines;
}
