import type { Connection } from '../connection.ts';
import type { Observed } from './find-problems.ts';
import type { LocalState } from './local-state.ts';

const patienceMilliseconds = 5000;

/** Asks the runtime, the stores and the bucket of a local run. Throws NotReachable when the runtime does not answer. */
export async function observe(connection: Connection): Promise<Observed> {
  const state = (await connection.runtime('Status')) as LocalState;
  const { clickhouse, opensearch } = connection;
  const stores = Object.entries({ clickhouse, opensearch }).map(async ([name, address]) => {
    if (address === undefined) return [];
    const url = new URL(address);
    const answers = await isAnswering(url);
    return answers ? [] : [[name, url.host] as const];
  });
  const silentStores = Object.fromEntries((await Promise.all(stores)).flat());
  return { ...state, silentStores, setAside: await countSetAside(connection) };
}

/** A store that asks for a login answers. */
async function isAnswering({ origin }: URL): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/`, { signal: AbortSignal.timeout(patienceMilliseconds) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}

async function countSetAside(connection: Connection): Promise<number> {
  if (connection.outputs.LoadFailuresPrefix === undefined) return 0;
  // Loaded when it is needed: S3's client takes longer to load than most commands take to run.
  const { FailureDestination } = await import('../replay/loader/failure-destination.ts');
  const destination = new FailureDestination(connection);
  try {
    let count = 0;
    for await (const _ of destination.keys()) count += 1;
    return count;
  } finally {
    destination.close();
  }
}
