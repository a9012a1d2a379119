import type { QueryParameter } from './query-string.ts';
import { authenticationFailed, badRequest, type Refusal } from './refusal.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** The user of ClickHouse's own session, who has no password. */
const internalUser = 'default';

/**
 * User and password of a request, given in one of the three ways that ClickHouse knows. Refuses requests without both,
 * and those that give them twice.
 * https://clickhouse.com/docs/interfaces/http
 */
export function readCredentials(
  headers: ReadonlyMap<string, string>,
  parameters: readonly QueryParameter[],
): Credentials | { readonly refusal: Refusal } {
  const given = [fromAuthorization(headers), fromHeaders(headers), fromParameters(parameters)].filter(
    (credentials) => credentials !== undefined,
  );
  if (given.length > 1) return { refusal: badRequest('give user and password in one way only') };
  const [credentials] = given;
  if (!credentials?.user || !credentials.password) {
    return { refusal: authenticationFailed('a user and a password are required') };
  }
  if (credentials.user === internalUser) {
    return { refusal: authenticationFailed(`the user ${internalUser} cannot log in`) };
  }
  return credentials;
}

function fromAuthorization(headers: ReadonlyMap<string, string>): Credentials | undefined {
  const header = headers.get('authorization');
  if (header === undefined) return undefined;
  const [, encoded = ''] = /^basic +([a-z0-9+/]+=*)$/i.exec(header.trim()) ?? [];
  const text = Buffer.from(encoded, 'base64').toString('latin1');
  const at = text.indexOf(':');
  return at < 0 ? { user: '', password: '' } : { user: text.slice(0, at), password: text.slice(at + 1) };
}

function fromHeaders(headers: ReadonlyMap<string, string>): Credentials | undefined {
  const user = headers.get('x-clickhouse-user');
  const password = headers.get('x-clickhouse-key');
  return user === undefined && password === undefined ? undefined : { user: user ?? '', password: password ?? '' };
}

function fromParameters(parameters: readonly QueryParameter[]): Credentials | undefined {
  const parameter = (name: string) => parameters.find((one) => one.name === name)?.value;
  const user = parameter('user');
  const password = parameter('password');
  return user === undefined && password === undefined ? undefined : { user: user ?? '', password: password ?? '' };
}
