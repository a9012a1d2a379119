import type { AnswerBook } from './answers.ts';
import { makePlayers, sessionsOn } from './player.ts';
import { Random } from './random.ts';
import { playSession, type SimulatedEvent } from './session.ts';

export interface Simulation {
  readonly seed: number;
  readonly players: number;
  /** Days that are played, the last one ending at `until`. */
  readonly days: number;
  /** Milliseconds since the epoch; nothing happens later. */
  readonly until: number;
  /** Shares of all events, 0 to 1: sent twice, sent up to a day late, with a clock that is wrong, malformed. */
  readonly duplicates: number;
  readonly late: number;
  readonly wrongClock: number;
  readonly malformed: number;
}

export const defaultSimulation: Simulation = {
  seed: 1,
  players: 200,
  days: 7,
  until: Date.now(),
  duplicates: 0.02,
  late: 0.02,
  wrongClock: 0.005,
  malformed: 0.005,
};

const secondsPerDay = 86_400;

/**
 * Lines of NDJSON in the order in which games would send them; `book` learns what each must become.
 * One day is held in memory at a time.
 */
export function* simulate(simulation: Simulation, book: AnswerBook): Generator<string> {
  const random = new Random(simulation.seed);
  const until = Math.floor(simulation.until / 1000);
  const players = makePlayers(random, simulation.players, simulation.days);
  let held: SimulatedEvent[] = [];
  for (let day = 0; day < simulation.days; day++) {
    const start = until - (simulation.days - day) * secondsPerDay;
    const today: SimulatedEvent[] = [];
    for (const player of players) {
      const sessions = sessionsOn(day, player, random);
      for (let session = 0; session < sessions; session++) {
        const begins = start + timeOfDay(random);
        const events = playSession(player, begins, session === 0 && day === player.cohort, random);
        today.push(...events.filter((event) => event.event_timestamp < until));
      }
    }
    today.sort((one, other) => one.event_timestamp - other.event_timestamp);
    for (const event of held) yield* send(event, simulation, random, book);
    held = [];
    for (const event of today) {
      if (random.chance(simulation.late)) held.push(event);
      else yield* send(event, simulation, random, book);
    }
  }
  for (const event of held) yield* send(event, simulation, random, book);
}

function* send(event: SimulatedEvent, simulation: Simulation, random: Random, book: AnswerBook): Generator<string> {
  if (random.chance(simulation.wrongClock)) {
    book.quarantine('timestamp_out_of_range');
    yield JSON.stringify({ ...event, event_timestamp: wrongTime(event.event_timestamp, random) });
  } else if (random.chance(simulation.malformed)) {
    book.quarantine('schema_mismatch');
    yield JSON.stringify({ ...event, ...malformation(random) });
  } else {
    const line = JSON.stringify(event);
    book.accept(event);
    yield line;
    if (!random.chance(simulation.duplicates)) return;
    book.duplicate();
    yield line;
  }
}

/** Milliseconds instead of seconds, a clock never set, one years ahead, a negative time. */
function wrongTime(seconds: number, random: Random): number {
  return random.pick([seconds * 1000, 86_400, seconds + 5 * 365 * secondsPerDay, -seconds]);
}

/** What the API still carries and the envelope's schema refuses. */
function malformation(random: Random): Record<string, unknown> {
  return random.pick<Record<string, unknown>>([
    { event_type: undefined },
    { event_name: 'two words' },
    { event_data: 'text' },
    { event_timestamp: '2026-01-01' },
    { colour: 'red' },
  ]);
}

/** More play in the evening: the later of two random times. */
function timeOfDay(random: Random): number {
  return Math.floor(Math.max(random.next(), random.next()) * secondsPerDay);
}
