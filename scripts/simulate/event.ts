import type { Player } from './player.ts';
import type { Random } from './random.ts';

/** An event of the envelope in schemas/envelope.json. */
export interface SimulatedEvent {
  event_id: string;
  event_type: string;
  event_name: string;
  event_version: string;
  /** Seconds since the epoch, whole: when it truly happened. */
  event_timestamp: number;
  app_version: string;
  player_id: string;
  session_id: string;
  platform: string;
  country: string;
  event_data: Record<string, unknown>;
}

/** Records one player's events of a session, each a little later than the one before. */
export class EventRecorder {
  readonly events: SimulatedEvent[] = [];
  readonly player: Player;
  readonly random: Random;
  /** Seconds since the epoch. */
  now: number;
  readonly #session: string;

  constructor(player: Player, start: number, random: Random) {
    this.player = player;
    this.random = random;
    this.now = start;
    this.#session = random.uuid();
  }

  /** `wait`: seconds until the next event. */
  emit(event_type: string, event_data: Record<string, unknown>, wait = this.random.integer(1, 20)): void {
    this.events.push({
      event_id: this.random.uuid(),
      event_type,
      event_name: event_type,
      event_version: '1.0',
      event_timestamp: this.now,
      app_version: '2.4.1',
      player_id: this.player.id,
      session_id: this.#session,
      platform: this.player.platform,
      country: this.player.country,
      event_data,
    });
    this.now += wait;
  }
}
