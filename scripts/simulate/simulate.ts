import type { AnswerBook } from './answers.ts';
import { canBeCorrected, correctableShare, malformed, withSkewedClock, withWrongClock } from './disturbances.ts';
import type { SimulatedEvent } from './event.ts';
import { makePlayers, type Player, sessionsOn } from './player.ts';
import { Random } from './random.ts';
import { playSession } from './session.ts';

export interface Simulation {
  readonly seed: number;
  readonly players: number;
  /** Days that are played, the last one ending at `until`. */
  readonly days: number;
  /** Milliseconds since the epoch; nothing happens later, and about then everything is sent. */
  readonly until: number;
  /** Shares of all events, 0 to 1. Sent twice: */
  readonly duplicates: number;
  /** Sent days after they happened, as after play without a connection: */
  readonly late: number;
  /** By a clock that is wrong, without a word about it: */
  readonly wrongClock: number;
  /** By a clock that is wrong, with `sent_at` by the same clock (at most a sixth): */
  readonly skewedClock: number;
  /** Refused by the schema of the envelope or of the event's type: */
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
  skewedClock: 0.005,
  malformed: 0.005,
};

const secondsPerDay = 86_400;
/** Whoever plays longer without a connection has sent by then, well before events are too old. */
const maxDelayDays = 28;
const pauseSeconds = 60;

/**
 * Lines of NDJSON in the order in which games would send them; `book` learns what each must become.
 * Held in memory are one day's events and those that are late.
 */
export function* simulate(simulation: Simulation, book: AnswerBook): Generator<string> {
  const random = new Random(simulation.seed);
  const until = Math.floor(simulation.until / 1000);
  const players = makePlayers(random, simulation.players, simulation.days);
  const held = new Map<number, SimulatedEvent[]>();
  for (let day = 0; day < simulation.days; day++) {
    const start = until - (simulation.days - day) * secondsPerDay;
    const today = players.flatMap((player) => playDay(player, day, start, random));
    const sent = today.filter((event) => event.event_timestamp < until);
    sent.sort((one, other) => one.event_timestamp - other.event_timestamp);
    for (const event of held.get(day) ?? []) yield* send(event, simulation, random, book);
    held.delete(day);
    for (const event of sent) {
      if (random.chance(simulation.late)) {
        holdBack(held, day + delayDays(random), event);
        book.late();
      } else yield* send(event, simulation, random, book);
    }
  }
  for (const [, events] of [...held].sort(([one], [other]) => one - other)) {
    for (const event of events) yield* send(event, simulation, random, book);
  }
}

function holdBack(held: Map<number, SimulatedEvent[]>, day: number, event: SimulatedEvent): void {
  const events = held.get(day) ?? [];
  events.push(event);
  held.set(day, events);
}

/** The sessions of a day, one after the other. */
function playDay(player: Player, day: number, start: number, random: Random): SimulatedEvent[] {
  const sessions = sessionsOn(day, player, random);
  const times = Array.from({ length: sessions }, () => start + timeOfDay(random)).sort((one, other) => one - other);
  return times.flatMap((time) => playSession(player, Math.max(time, player.freeAt + pauseSeconds), random));
}

function* send(event: SimulatedEvent, simulation: Simulation, random: Random, book: AnswerBook): Generator<string> {
  const twice = random.chance(simulation.duplicates);
  const disturbed = disturb(event, simulation, random);
  if (disturbed !== undefined) {
    const line = JSON.stringify(disturbed.sent);
    book.quarantine(event, disturbed.reason, disturbed.path);
    yield line;
    if (!twice) return;
    book.quarantineDuplicate();
    yield line;
    return;
  }
  const skewed = canBeCorrected(event) && random.chance(simulation.skewedClock / correctableShare);
  const line = JSON.stringify(skewed ? withSkewedClock(event, Math.floor(simulation.until / 1000), random) : event);
  book.accept(event, skewed);
  yield line;
  if (!twice) return;
  book.duplicate(event);
  yield line;
}

/** Undefined: the event stays good. */
function disturb(event: SimulatedEvent, { wrongClock, malformed: share }: Simulation, random: Random) {
  if (random.chance(wrongClock)) return withWrongClock(event, random);
  return random.chance(share) ? malformed(event, random) : undefined;
}

/** Mostly the next day, sometimes weeks. */
function delayDays(random: Random): number {
  let days = 1;
  while (days < maxDelayDays && random.chance(0.6)) days += 1;
  return days;
}

/** More play in the evening: the later of two random times. */
function timeOfDay(random: Random): number {
  return Math.floor(Math.max(random.next(), random.next()) * secondsPerDay);
}
