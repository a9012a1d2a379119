import { compactEvents } from './compact-events.ts';
import type { Dependencies } from './dependencies.ts';
import { type Holder, Lease, type LeaseOptions, type LeaseStore } from './lease.ts';
import { type CompactionResult, metricLines, resultOf } from './report.ts';

/** Another run is under way. */
export interface Busy {
  readonly busy: true;
  /** Who has the lease, its request id first, and since when and until when, in milliseconds. */
  readonly holder: string;
  readonly since: number;
  readonly until: number;
}

export interface HandleOptions {
  readonly leaseStore: LeaseStore;
  readonly lease: LeaseOptions;
  readonly functionName: string;
  readonly dependencies: Omit<Dependencies, 'checkLease'>;
  /** Takes one line of the function's log. */
  readonly log: (line: string) => void;
}

/**
 * A run of the compaction: `{"all": true}` takes everything, anything else leaves days alone that can wait. Answers what
 * was done, or who has the lease. Throws what makes the run fail, after it is logged and the lease is given back.
 */
export async function handle(event: unknown, options: HandleOptions): Promise<CompactionResult | Busy> {
  const { leaseStore, dependencies, functionName, log } = options;
  const started = dependencies.now();
  const lease = await Lease.take(leaseStore, options.lease);
  if (!(lease instanceof Lease)) return busy(lease);
  try {
    const compaction = await compactEvents(
      { ...dependencies, checkLease: () => lease.check() },
      { all: takesAll(event) },
    );
    const result = resultOf(compaction, (dependencies.now() - started) / 1000);
    for (const line of metricLines(result, dependencies.now(), functionName)) log(line);
    return result;
  } catch (error) {
    const [name, reason] = error instanceof Error ? [error.name, error.message] : ['UnknownError', String(error)];
    log(JSON.stringify({ level: 'error', message: 'The compaction failed', error: name, reason }));
    throw error;
  } finally {
    await lease.release();
  }
}

function busy({ holder, since, until }: Holder): Busy {
  return { busy: true, holder, since, until };
}

/** Throws for an event that says something else by `all`. */
function takesAll(event: unknown): boolean {
  const all = typeof event === 'object' && event !== null && 'all' in event ? event.all : false;
  if (typeof all === 'boolean') return all;
  throw new Error(`"all" must be true or false, not ${JSON.stringify(all)}`);
}
