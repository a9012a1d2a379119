import { ServiceError } from '../../service.ts';
import { uriDecode } from './canonical-request.ts';

/** A signature's parts, as a request states them; nothing is checked but their form. */
export interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  readonly timeMs: number;
  readonly inQuery: boolean;
  readonly expiresSeconds: number;
  /** What the request says of its body's hash. */
  readonly contentSha256: string | undefined;
}

interface Carrier {
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const algorithm = 'AWS4-HMAC-SHA256';
const maxPresignSeconds = 604_800;

/** Throws MissingAuthenticationToken (403) or IncompleteSignature (400). */
export function readSignature(request: Carrier): Signature {
  const header = request.headers.authorization;
  if (header !== undefined) return readHeader(header, request.headers);
  if (/(^|&)X-Amz-(Algorithm|Signature)=/.test(request.query)) return readQuery(request.query, request.headers);
  throw new ServiceError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
}

function readHeader(header: string, headers: Carrier['headers']): Signature {
  const space = header.indexOf(' ');
  if (header.slice(0, space < 0 ? undefined : space) !== algorithm) {
    throw header.startsWith('AWS4-')
      ? incomplete(`Unsupported AWS 'algorithm': '${header.slice(0, space < 0 ? 40 : space)}'.`)
      : new ServiceError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  }
  const parts = new Map<string, string>();
  for (const part of header.slice(space + 1).split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name));
  const time = headers['x-amz-date'] ?? basicTime(headers.date);
  let message = missing.map((name) => `Authorization header requires '${name}' parameter. `).join('');
  if (!time) {
    message += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (message !== '') throw incomplete(message.trimEnd());
  return {
    ...readCredential(parts.get('Credential') ?? ''),
    ...readTime(time ?? ''),
    signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parts.get('Signature') ?? '',
    sessionToken: headers['x-amz-security-token'],
    inQuery: false,
    expiresSeconds: 0,
    contentSha256: headers['x-amz-content-sha256'],
  };
}

function readQuery(query: string, headers: Carrier['headers']): Signature {
  const parts = new Map<string, string>();
  for (const part of query.split('&')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(uriDecode(part.slice(0, equals)), uriDecode(part.slice(equals + 1)));
  }
  const names = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'];
  const missing = names.filter((name) => !parts.get(name));
  if (missing.length > 0) {
    const message = missing.map((name) => `AWS query-string parameters must include '${name}'. `).join('');
    throw incomplete(`${message}Re-examine the query-string parameters.`);
  }
  if (parts.get('X-Amz-Algorithm') !== algorithm) {
    throw incomplete(`Unsupported AWS 'algorithm': '${parts.get('X-Amz-Algorithm')}'.`);
  }
  const expiresSeconds = Number(parts.get('X-Amz-Expires') ?? 300);
  if (!(Number.isInteger(expiresSeconds) && expiresSeconds >= 0 && expiresSeconds <= maxPresignSeconds)) {
    throw incomplete(`X-Amz-Expires must be a whole number of seconds, at most ${maxPresignSeconds}.`);
  }
  return {
    ...readCredential(parts.get('X-Amz-Credential') ?? ''),
    ...readTime(parts.get('X-Amz-Date') ?? ''),
    signedHeaders: (parts.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parts.get('X-Amz-Signature') ?? '',
    sessionToken: parts.get('X-Amz-Security-Token'),
    inQuery: true,
    expiresSeconds,
    contentSha256: parts.get('X-Amz-Content-Sha256') ?? headers['x-amz-content-sha256'],
  };
}

function readCredential(credential: string) {
  const parts = credential.split('/');
  const [accessKeyId, date, region, service, terminator] = parts;
  if (parts.length !== 5 || !accessKeyId || !date || !region || !service || !terminator) {
    throw incomplete(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, ' +
        `got '${credential}'`,
    );
  }
  return { accessKeyId, date, region, service, terminator };
}

function readTime(time: string): { time: string; timeMs: number } {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  const timeMs = parts ? Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`) : NaN;
  if (Number.isNaN(timeMs)) {
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${time}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  return { time, timeMs };
}

function basicTime(httpDate: string | undefined): string | undefined {
  const ms = httpDate === undefined ? NaN : Date.parse(httpDate);
  return Number.isNaN(ms) ? httpDate : formatTime(ms);
}

/** Milliseconds since the epoch as `YYYYMMDDTHHMMSSZ`. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function incomplete(message: string): ServiceError {
  return new ServiceError('IncompleteSignature', message, 400);
}
