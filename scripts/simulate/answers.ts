import type { SimulatedEvent } from './session.ts';

/** What a correct pipeline answers about the simulated events. */
export interface Answers {
  /** Lines of the file. */
  sent: number;
  /** Distinct events that are stored as accepted. */
  accepted: number;
  /** Lines that repeat an accepted event. */
  duplicates: number;
  quarantined: { schema_mismatch: number; timestamp_out_of_range: number };
  events_by_type: Record<string, number>;
  players_per_day: Record<string, number>;
  /** Start of the minute with most events, `YYYY-MM-DD HH:MM`, the earliest of equals, and their count. */
  busiest_minute: [string, number];
}

/** Counts while events are written, independent of any query. */
export class AnswerBook {
  #sent = 0;
  #accepted = 0;
  #duplicates = 0;
  readonly #quarantined = { schema_mismatch: 0, timestamp_out_of_range: 0 };
  readonly #types = new Map<string, number>();
  readonly #players = new Map<string, Set<string>>();
  readonly #minutes = new Map<string, number>();

  accept(event: SimulatedEvent): void {
    this.#sent += 1;
    this.#accepted += 1;
    const time = new Date(event.event_timestamp * 1000).toISOString();
    add(this.#types, event.event_type);
    add(this.#minutes, time.slice(0, 16).replace('T', ' '));
    const day = time.slice(0, 10);
    const players = this.#players.get(day) ?? new Set();
    this.#players.set(day, players.add(event.player_id));
  }

  duplicate(): void {
    this.#sent += 1;
    this.#duplicates += 1;
  }

  quarantine(reason: 'schema_mismatch' | 'timestamp_out_of_range'): void {
    this.#sent += 1;
    this.#quarantined[reason] += 1;
  }

  answers(): Answers {
    const minutes = [...this.#minutes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return {
      sent: this.#sent,
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      quarantined: this.#quarantined,
      events_by_type: Object.fromEntries([...this.#types].sort()),
      players_per_day: Object.fromEntries(
        [...this.#players].map(([day, players]) => [day, players.size] as const).sort(),
      ),
      busiest_minute: minutes[0] ?? ['', 0],
    };
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
