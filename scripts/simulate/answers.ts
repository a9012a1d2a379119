import type { SimulatedEvent } from './event.ts';

export type QuarantineReason = 'schema_mismatch' | 'timestamp_out_of_range';

/** What a correct pipeline answers about the simulated events. Days are UTC. */
export interface Answers {
  /** Lines of the file. */
  sent: number;
  /** Distinct events that are stored as accepted. */
  accepted: number;
  /** Lines that repeat an accepted event. */
  duplicates: number;
  /** Distinct events. */
  quarantined: Record<QuarantineReason, number>;
  /** By the JSON pointer to what is wrong. */
  quarantined_by_path: Record<string, number>;
  /** Lines that repeat a quarantined event. */
  quarantined_duplicates: number;
  /** Accepted events whose client's clock was wrong and could be put right. */
  corrected: number;
  /** Distinct events that were held back for days. */
  late: number;
  events_by_type: Record<string, number>;
  events_per_day: Record<string, number>;
  duplicates_per_day: Record<string, number>;
  players_per_day: Record<string, number>;
  /** Start of the minute with most events, `YYYY-MM-DD HH:MM`, the earliest of equals, and their count. */
  busiest_minute: [string, number];
  /** Sessions whose start was accepted. */
  sessions_per_day: Record<string, number>;
  /** Seconds of the sessions whose end was accepted, together. */
  session_seconds: number;
  /** Of accepted purchases with money: their amounts together, in US cents. */
  revenue_cents_per_day: Record<string, number>;
  /** Gold of accepted events. */
  gold: { earned: number; spent: number };
}

/** Counts while events are written, independent of any query and of the pipeline's code. */
export class AnswerBook {
  readonly #counts = { sent: 0, accepted: 0, duplicates: 0, quarantined_duplicates: 0, corrected: 0, late: 0 };
  readonly #quarantined: Record<QuarantineReason, number> = { schema_mismatch: 0, timestamp_out_of_range: 0 };
  readonly #paths = new Map<string, number>();
  readonly #types = new Map<string, number>();
  readonly #days = new Map<string, number>();
  readonly #duplicateDays = new Map<string, number>();
  readonly #players = new Map<string, Set<string>>();
  readonly #minutes = new Map<string, number>();
  readonly #sessions = new Map<string, number>();
  readonly #revenueCents = new Map<string, number>();
  readonly #gold = { earned: 0, spent: 0 };
  #sessionSeconds = 0;

  /** `event` has its true time, whatever clock it is sent with. */
  accept(event: SimulatedEvent, corrected = false): void {
    this.#counts.sent += 1;
    this.#counts.accepted += 1;
    if (corrected) this.#counts.corrected += 1;
    const time = timeText(event);
    const day = time.slice(0, 10);
    add(this.#types, event.event_type);
    add(this.#days, day);
    add(this.#minutes, time.slice(0, 16).replace('T', ' '));
    const players = this.#players.get(day) ?? new Set();
    this.#players.set(day, players.add(event.player_id));
    this.#addAmounts(event, day);
  }

  /** The accepted event was sent once more. */
  duplicate(event: SimulatedEvent): void {
    this.#counts.sent += 1;
    this.#counts.duplicates += 1;
    add(this.#duplicateDays, timeText(event).slice(0, 10));
  }

  quarantine(_event: SimulatedEvent, reason: QuarantineReason, path: string): void {
    this.#counts.sent += 1;
    this.#quarantined[reason] += 1;
    add(this.#paths, path);
  }

  /** The quarantined event was sent once more. */
  quarantineDuplicate(): void {
    this.#counts.sent += 1;
    this.#counts.quarantined_duplicates += 1;
  }

  late(): void {
    this.#counts.late += 1;
  }

  answers(): Answers {
    const minutes = [...this.#minutes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const players = [...this.#players].map(([day, ids]) => [day, ids.size] as const);
    return {
      ...this.#counts,
      quarantined: { ...this.#quarantined },
      quarantined_by_path: sorted(this.#paths),
      events_by_type: sorted(this.#types),
      events_per_day: sorted(this.#days),
      duplicates_per_day: sorted(this.#duplicateDays),
      players_per_day: sorted(players),
      busiest_minute: minutes[0] ?? ['', 0],
      sessions_per_day: sorted(this.#sessions),
      session_seconds: this.#sessionSeconds,
      revenue_cents_per_day: sorted(this.#revenueCents),
      gold: { ...this.#gold },
    };
  }

  #addAmounts({ event_type, event_data }: SimulatedEvent, day: string): void {
    const { duration_seconds, amount, currency_amount } = event_data;
    if (event_type === 'session_start') add(this.#sessions, day);
    else if (event_type === 'session_end') this.#sessionSeconds += Number(duration_seconds);
    else if (event_type === 'currency_earned') this.#gold.earned += Number(amount);
    else if (event_type === 'currency_spent') this.#gold.spent += Number(amount);
    else if (event_type === 'iap_transaction') add(this.#revenueCents, day, Math.round(Number(currency_amount) * 100));
  }
}

function timeText({ event_timestamp }: SimulatedEvent): string {
  return new Date(event_timestamp * 1000).toISOString();
}

function add(counts: Map<string, number>, key: string, count = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function sorted(counts: Iterable<readonly [string, number]>): Record<string, number> {
  return Object.fromEntries([...counts].sort());
}
