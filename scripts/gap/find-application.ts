import type { Connection } from './connection.ts';
import { listAll } from './list-all.ts';

export interface Application {
  readonly ApplicationId: string;
  readonly ApplicationName: string;
  readonly CreatedAt: string;
}

export interface Authorization {
  readonly ApiKeyId: string;
  readonly ApiKeyName: string;
  readonly ApiKeyDescription?: string;
  readonly ApiKeyPrefix: string;
  readonly ApiKeyValue?: string;
  readonly Role?: string;
  readonly Enabled: boolean;
  readonly CreatedAt: string;
}

type Admin = Pick<Connection, 'admin'>;

const wholeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The application's id, which is `given`, or belongs to its name, or begins with it. Throws when none or several do. */
export async function findApplicationId(connection: Admin, given: string): Promise<string> {
  if (wholeId.test(given)) return given;
  const all = await listAll<Application>(connection, '/applications', 'Applications');
  const found = matching(
    all.map((one) => ({ id: one.ApplicationId, name: one.ApplicationName, prefixes: [one.ApplicationId] })),
    given,
  );
  return onlyOne('application', given, found, 'gap apps list');
}

/** The key's id, by its id, its name, or the first characters of its id or value (`prefix` of `gap keys list`). */
export async function findKeyId(connection: Admin, applicationId: string, given: string): Promise<string> {
  if (wholeId.test(given)) return given;
  const path = `/applications/${encodeURIComponent(applicationId)}/authorizations`;
  const all = await listAll<Authorization>(connection, path, 'Authorizations');
  const found = matching(
    all.map((one) => ({ id: one.ApiKeyId, name: one.ApiKeyName, prefixes: [one.ApiKeyId, one.ApiKeyPrefix] })),
    given,
  );
  return onlyOne('key', given, found, `gap keys list ${applicationId}`);
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly prefixes: readonly string[];
}

/** Fewer characters than this are no prefix: they would soon mean another one. */
const minPrefixLength = 4;

/** A whole name comes before a prefix. */
function matching(all: readonly Named[], given: string): readonly Named[] {
  const named = all.filter(({ name }) => name === given);
  if (named.length > 0 || given.length < minPrefixLength) return named;
  return all.filter(({ prefixes }) => prefixes.some((prefix) => prefix.startsWith(given)));
}

function onlyOne(what: string, given: string, [first, ...others]: readonly Named[], list: string): string {
  if (first === undefined) throw new Error(`there is no ${what} ${given}: see ${list}`);
  if (others.length === 0) return first.id;
  const ids = [first, ...others].map(({ id, name }) => `${id} (${name})`);
  throw new Error(`${given} may be any of ${others.length + 1} ${what}s: ${ids.join(', ')}`);
}
