import { eventSchemas } from '../../schemas/generated/validate-event-data.ts';
import { type Count, countLine } from '../metrics/events.ts';
import type { FailureReason, QuarantineReason } from './outcome.ts';

export type Reason = 'ok' | QuarantineReason | FailureReason;

/** Lines of one batch; the smallest counts beyond are summed under the application and type `others`. */
const maxLines = 100;

const outcomes = {
  ok: 'accepted',
  unregistered_application: 'quarantined',
  schema_mismatch: 'quarantined',
  unknown_event_type: 'quarantined',
  timestamp_out_of_range: 'quarantined',
  not_json: 'failed',
  no_application_id: 'failed',
  no_event: 'failed',
  response_full: 'failed',
} as const satisfies Record<Reason, Count['outcome']>;
const reasons = Object.keys(outcomes) as Reason[]; // the keys of the literal above

type Counts = Record<Reason, number>;
type ReasonCount = Count & { readonly reason: Reason };
type CountsByType = Map<string, Counts>;

/**
 * Counts of one batch: by registered application, event type and reason. Whoever sends events chooses their types, and
 * every name is a metric that costs money: a type without a schema is counted as `unknown`. Nothing else of an event is
 * in it.
 */
export class Tally {
  readonly #byApplication = new Map<string, CountsByType>();
  readonly #failed = none();
  #lastId: string | undefined;
  #lastCounts: CountsByType = new Map();

  /** A record whose event was judged. `applicationId` is undefined where none is registered. */
  addEvent(reason: Reason, applicationId: string | undefined, eventType: unknown): void {
    const byType = this.#countsOf(applicationId ?? 'unregistered');
    const type = typeof eventType === 'string' ? eventType : 'unknown';
    const counts = byType.get(type) ?? addType(byType, eventSchemas.has(type) ? type : 'unknown');
    counts[reason]++;
  }

  /** A record that goes to the error prefix. */
  addFailure(reason: FailureReason): void {
    this.#failed[reason]++;
  }

  /** How many records of the batch had each of the reasons that occurred. */
  byReason(): Partial<Counts> {
    const all = [this.#failed, ...[...this.#byApplication.values()].flatMap((byType) => [...byType.values()])];
    const sums = reasons.map((reason) => [reason, all.reduce((sum, counts) => sum + counts[reason], 0)] as const);
    return Object.fromEntries(sums.filter(([, sum]) => sum > 0));
  }

  /** The counts as metrics, one line of the log each (`countLine`); at most 100. */
  lines(now: number, functionName: string): string[] {
    const counts = [...this.#counts()].sort((one, other) => other.count - one.count);
    const kept = counts.length > maxLines ? counts.slice(0, maxLines - reasons.length) : counts;
    return [...kept, ...others(counts.slice(kept.length))].map((count) => countLine(count, now, functionName));
  }

  *#counts(): Iterable<ReasonCount> {
    yield* countsOf(this.#failed, undefined);
    for (const [applicationId, byType] of this.#byApplication) {
      for (const [eventType, counts] of byType) yield* countsOf(counts, { applicationId, eventType });
    }
  }

  #countsOf(applicationId: string): CountsByType {
    if (applicationId === this.#lastId) return this.#lastCounts;
    const counts: CountsByType = this.#byApplication.get(applicationId) ?? new Map();
    this.#byApplication.set(applicationId, counts);
    this.#lastId = applicationId;
    this.#lastCounts = counts;
    return counts;
  }
}

function addType(byType: CountsByType, label: string): Counts {
  const counts = byType.get(label) ?? none();
  byType.set(label, counts);
  return counts;
}

function none(): Counts {
  return {
    ok: 0,
    unregistered_application: 0,
    schema_mismatch: 0,
    unknown_event_type: 0,
    timestamp_out_of_range: 0,
    not_json: 0,
    no_application_id: 0,
    no_event: 0,
    response_full: 0,
  };
}

function* countsOf(counts: Counts, source: Count['source']): Iterable<ReasonCount> {
  for (const reason of reasons) {
    const count = counts[reason];
    if (count > 0) yield { source, outcome: outcomes[reason], reason, count };
  }
}

function others(rest: readonly ReasonCount[]): Count[] {
  const counts = none();
  for (const { reason, count } of rest) counts[reason] += count;
  return [...countsOf(counts, { applicationId: 'others', eventType: 'others' })];
}
