import { isUuid } from '../uuid.ts';
import { quoted } from './json-text.ts';

/** A registered application, as far as rows need it. */
export interface Application {
  /** Its name as a JSON string. */
  readonly quotedName: string;
}

/** Strongly consistent: the names of those of the ids that exist. Throws when it cannot tell. */
export type ReadNames = (ids: readonly string[], deadline: number) => Promise<ReadonlyMap<string, string>>;

export interface ApplicationsOptions {
  readonly readNames: ReadNames;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly cacheSeconds?: number;
  /** The most applications that are kept; beyond it the ones read longest ago make room. */
  readonly cacheSize?: number;
}

export interface Applications {
  /** The application if it was read not long ago. */
  known(id: string): Application | undefined;
  /** Finds the registered ones of the ids; `deadline` in milliseconds since the epoch. */
  find(ids: ReadonlySet<string>, deadline: number): Promise<ReadonlyMap<string, Application>>;
}

/**
 * A cache of registered applications that lives as long as the function's container. An application is read once in 60
 * seconds; one that is not there is read again for every batch that names it, and always consistently, so that the events
 * of an application that was registered a moment ago are not called unregistered. What is no UUID is never read.
 */
export function applicationCache({
  readNames,
  now,
  cacheSeconds = 60,
  cacheSize = 10_000,
}: ApplicationsOptions): Applications {
  const cache = new Map<string, { readonly application: Application; readonly expires: number }>();

  function known(id: string): Application | undefined {
    const cached = cache.get(id);
    return cached !== undefined && cached.expires > now() ? cached.application : undefined;
  }

  async function find(ids: ReadonlySet<string>, deadline: number): Promise<ReadonlyMap<string, Application>> {
    const found = new Map<string, Application>();
    const unknown: string[] = [];
    for (const id of ids) {
      const application = known(id);
      if (application !== undefined) found.set(id, application);
      else if (isUuid(id)) unknown.push(id);
    }
    if (unknown.length === 0) return found;
    for (const [id, name] of await readNames(unknown, deadline)) {
      const application = { quotedName: quoted(name) };
      found.set(id, application);
      cache.delete(id);
      cache.set(id, { application, expires: now() + cacheSeconds * 1000 });
    }
    for (const id of cache.keys()) {
      if (cache.size <= cacheSize) break;
      cache.delete(id);
    }
    return found;
  }

  return { known, find };
}
