import { ApiError } from '../../http/api-error.ts';
import { readPage, writeToken } from '../../http/paging.ts';
import { isUuid } from '../../uuid.ts';
import { hashKey } from '../api-key.ts';
import { readEnabled, readNaming } from './read-body.ts';
import { type AuthorizationRow, viewApplication, viewAuthorization } from './rows.ts';
import type { Store } from './store.ts';

/** What the routes need from outside. */
export interface Dependencies {
  readonly store: Store;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly randomUuid: () => string;
  readonly randomBytes: (count: number) => Buffer;
  /** How many milliseconds the request may still take. */
  readonly remainingMilliseconds: () => number;
}

/** One request behind its route. Ids are as in the path: anything. */
export interface RouteRequest {
  readonly applicationId: string;
  readonly apiKeyId: string;
  readonly query: Readonly<Record<string, string | undefined>> | null;
  readonly body: string | undefined;
}

/** Returns what is answered with 200, in JSON. Throws ApiError. */
export type Route = (request: RouteRequest, dependencies: Dependencies) => Promise<unknown>;

const noSuchApplication = () => new ApiError('NotFound', 'The application does not exist.');
const noSuchAuthorization = () => new ApiError('NotFound', 'The authorization does not exist.');

const keyBytes = 64;
const prefixLength = 8;
const deleted = 'Delete Successful';

/** Kept back of a deletion's time, to say that it is not complete. */
const reserveMilliseconds = 3000;

export const createApplication: Route = async ({ body }, { store, now, randomUuid }) => {
  const { name, description } = readNaming(body);
  const time = isoSeconds(now());
  const row = {
    ApplicationId: randomUuid(),
    ApplicationName: name,
    Description: description,
    CreatedAt: time,
    UpdatedAt: time,
  };
  await store.putApplication(row);
  return viewApplication(row);
};

export const listApplications: Route = async ({ query }, { store }) => {
  const list = 'applications';
  const { rows, next } = await store.listApplications(readPage(query, list));
  return {
    Applications: rows.map(viewApplication),
    Count: rows.length,
    NextToken: next && writeToken(next, list),
  };
};

export const getApplication: Route = async ({ applicationId }, { store }) => {
  const row = isUuid(applicationId) ? await store.getApplication(applicationId) : undefined;
  if (row === undefined) throw noSuchApplication();
  return viewApplication(row);
};

/**
 * Deletes an application and its keys, however many. The mark comes first, so that no key is added meanwhile, and the
 * application goes last: who is interrupted anywhere between repeats the request, and it goes on from there.
 * Throws ServiceUnavailable when the time does not suffice for all of the keys: repeat it.
 */
export const deleteApplication: Route = async ({ applicationId }, { store, now, remainingMilliseconds }) => {
  if (!isUuid(applicationId)) throw noSuchApplication();
  if (!(await store.markDeleting(applicationId, isoSeconds(now())))) throw noSuchApplication();
  while (await store.removeSomeAuthorizations(applicationId)) {
    if (remainingMilliseconds() < reserveMilliseconds) {
      throw new ApiError('ServiceUnavailable', 'The deletion is not complete yet. Repeat the request to go on.');
    }
  }
  await store.removeApplication(applicationId);
  return deleted;
};

/**
 * Creates a key. Its value is in this answer and nowhere else. The application is read again after the write: where its
 * deletion began in between, the deletion may have passed the new key by, and so it is removed here.
 */
export const createAuthorization: Route = async ({ applicationId, body }, { store, now, randomBytes }) => {
  const { name, description } = readNaming(body);
  const mayHaveKeys = async () => {
    const application = isUuid(applicationId) ? await store.getApplication(applicationId) : undefined;
    return application !== undefined && application.DeletingAt === undefined;
  };
  if (!(await mayHaveKeys())) throw noSuchApplication();

  const value = randomBytes(keyBytes).toString('base64');
  const { hash, id } = hashKey(value);
  const time = isoSeconds(now());
  const row: AuthorizationRow = {
    ApplicationId: applicationId,
    ApiKeyId: id,
    ApiKeyHash: hash,
    ApiKeyPrefix: value.slice(0, prefixLength),
    ApiKeyName: name,
    ApiKeyDescription: description,
    Enabled: true,
    CreatedAt: time,
    UpdatedAt: time,
  };
  await store.putAuthorization(row);
  if (!(await mayHaveKeys())) {
    await store.removeAuthorization(applicationId, id);
    throw noSuchApplication();
  }
  return { ...viewAuthorization(row), ApiKeyValue: value };
};

export const listAuthorizations: Route = async ({ applicationId, query }, { store }) => {
  const list = `authorizations of ${applicationId}`;
  const page = readPage(query, list);
  if (!isUuid(applicationId) || (await store.getApplication(applicationId)) === undefined) throw noSuchApplication();
  const { rows, next } = await store.listAuthorizations(applicationId, page);
  return {
    Authorizations: rows.map(viewAuthorization),
    Count: rows.length,
    NextToken: next && writeToken(next, list),
  };
};

export const getAuthorization: Route = async ({ applicationId, apiKeyId }, { store }) => {
  const known = isUuid(applicationId) && isUuid(apiKeyId);
  const row = known ? await store.getAuthorization(applicationId, apiKeyId) : undefined;
  if (row === undefined) throw noSuchAuthorization();
  return viewAuthorization(row);
};

export const changeAuthorization: Route = async ({ applicationId, apiKeyId, body }, { store, now }) => {
  const enabled = readEnabled(body);
  const known = isUuid(applicationId) && isUuid(apiKeyId);
  const row = known ? await store.setEnabled(applicationId, apiKeyId, enabled, isoSeconds(now())) : undefined;
  if (row === undefined) throw noSuchAuthorization();
  return viewAuthorization(row);
};

export const deleteAuthorization: Route = async ({ applicationId, apiKeyId }, { store }) => {
  const known = isUuid(applicationId) && isUuid(apiKeyId);
  if (!known || !(await store.removeAuthorization(applicationId, apiKeyId))) throw noSuchAuthorization();
  return deleted;
};

export const setUpRedshift: Route = async () => {
  throw new ApiError('NotRedshift', 'There is nothing to set up: DATA_STACK is not REDSHIFT.');
};

/** `2026-01-26T21:45:50Z` */
function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
