import { describe, expect, test } from 'vitest';
import { judge } from '../../../functions/event/judge.ts';
import { AnswerBook, type Answers } from '../../../scripts/simulate/answers.ts';
import { defaultSimulation, type Simulation, simulate } from '../../../scripts/simulate/simulate.ts';

const until = Date.UTC(2026, 0, 20, 12);
const undisturbed = { duplicates: 0, late: 0, wrongClock: 0, skewedClock: 0, malformed: 0 };
const small: Simulation = { ...defaultSimulation, players: 40, days: 4, until };
const disturbed: Simulation = {
  ...small,
  players: 200,
  ...{ duplicates: 0.1, late: 0.1, wrongClock: 0.1, skewedClock: 0.05, malformed: 0.1 },
};

interface Event {
  event_id: string;
  event_type: string;
  event_timestamp: number;
  sent_at?: number;
  player_id: string;
  session_id: string;
  event_data: Record<string, unknown>;
}

function play(simulation: Simulation) {
  const book = new AnswerBook();
  const lines = [...simulate(simulation, book)];
  return { lines, events: lines.map((line): Event => JSON.parse(line)), answers: book.answers() };
}

function judged(event: object, receivedAt: number) {
  const options = { registered: true, receivedAt, maxEventAgeDays: 30, unknownEventTypes: 'QUARANTINE' } as const;
  return judge({ ...event }, options);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
const dayOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);

describe('the player simulator', () => {
  test('gives the same events for the same seed, others for another', () => {
    expect(play(disturbed)).toEqual(play(disturbed));
    expect(play({ ...small, seed: 2 }).lines[0]).not.toBe(play(small).lines[0]);
  });

  test('its answers are what a recount of undisturbed events gives', () => {
    const { events, answers } = play({ ...small, ...undisturbed });
    expect(answers).toMatchObject({ sent: events.length, accepted: events.length, duplicates: 0 });
    expect(new Set(events.map((event) => event.event_id)).size).toBe(events.length);
    const logins = events.filter((event) => event.event_type === 'login');
    expect(answers.events_by_type.login).toBe(logins.length);
    const day = '2026-01-18';
    const today = events.filter((event) => dayOf(event.event_timestamp * 1000) === day);
    expect(answers.events_per_day[day]).toBe(today.length);
    expect(answers.players_per_day[day]).toBe(new Set(today.map((event) => event.player_id)).size);
    expect(events.every((event) => event.event_timestamp * 1000 < until)).toBe(true);
    const purchases = events.filter((event) => event.event_type === 'iap_transaction');
    const cents = purchases.reduce(
      (total, { event_data }) => total + Math.round(Number(event_data.currency_amount) * 100),
      0,
    );
    expect(sum(answers.revenue_cents_per_day)).toBe(cents);
  });

  test('every event that it counts as good satisfies its schema, others are wrong where it says', () => {
    const { lines, events, answers } = play(disturbed);
    const found = { accepted: 0, reasons: {} as Record<string, number>, paths: {} as Record<string, number> };
    const days: Record<string, number> = {};
    const seen = new Set<string>();
    lines.forEach((line, index) => {
      if (seen.has(line)) return;
      seen.add(line);
      // Half a minute after the last of them happened, when such a file is sent.
      const judgement = judged(events[index] ?? {}, until + 30_000);
      if (judgement.outcome === 'accepted') {
        found.accepted += 1;
        const day = dayOf(judgement.occurredAt);
        days[day] = (days[day] ?? 0) + 1;
      } else {
        found.reasons[judgement.reason] = (found.reasons[judgement.reason] ?? 0) + 1;
        found.paths[judgement.path] = (found.paths[judgement.path] ?? 0) + 1;
      }
    });
    expect(found).toEqual({
      accepted: answers.accepted,
      reasons: answers.quarantined,
      paths: answers.quarantined_by_path,
    });
    expect(days).toEqual(answers.events_per_day);
  });

  test('accepted, duplicates and quarantined add up to what was sent', () => {
    const { lines, answers } = play(disturbed);
    const repeated = answers.duplicates + answers.quarantined_duplicates;
    expect(Math.min(...Object.values(answers.quarantined), answers.duplicates, answers.late)).toBeGreaterThan(0);
    expect(answers.accepted + repeated + sum(answers.quarantined)).toBe(lines.length);
    expect(answers.sent).toBe(lines.length);
    expect(sum(answers.duplicates_per_day)).toBe(answers.duplicates);
    expect(new Set(lines).size).toBe(lines.length - repeated);
  });

  test.each<[keyof Simulation, (answers: Answers) => number]>([
    ['duplicates', (answers) => answers.duplicates + answers.quarantined_duplicates],
    ['late', (answers) => answers.late],
    ['wrongClock', (answers) => answers.quarantined.timestamp_out_of_range],
    ['skewedClock', (answers) => answers.corrected],
    ['malformed', (answers) => answers.quarantined.schema_mismatch],
  ])('the share of %s is about what was asked for', (name, count) => {
    const { answers } = play({ ...small, ...undisturbed, players: 300, [name]: 0.1 });
    expect(count(answers) / (answers.accepted + sum(answers.quarantined))).toBeGreaterThan(0.08);
    expect(count(answers) / (answers.accepted + sum(answers.quarantined))).toBeLessThan(0.12);
  });

  test('late events come days after their neighbours', () => {
    const { events } = play({ ...small, ...undisturbed, players: 100, days: 20, late: 0.05 });
    let latest = 0;
    const delays = events.map(({ event_timestamp }) => {
      latest = Math.max(latest, event_timestamp);
      return (latest - event_timestamp) / 86_400;
    });
    expect(delays.filter((days) => days > 1).length / events.length).toBeGreaterThan(0.02);
    expect(Math.max(...delays)).toBeGreaterThan(5);
  });

  test('a skewed clock is far off and says so', () => {
    const { events } = play(disturbed);
    const skewed = events.filter((event) => event.sent_at !== undefined);
    expect(skewed.length).toBeGreaterThan(20);
    for (const { sent_at = 0, event_timestamp } of skewed) {
      expect(Math.abs(sent_at - until / 1000)).toBeGreaterThan(3600);
      expect(event_timestamp).toBeLessThanOrEqual(sent_at);
    }
  });
});

describe('simulated sessions make sense', () => {
  const { events } = play({ ...small, ...undisturbed, players: 300 });
  const sessions = groupBy(events, (event) => event.session_id);
  const ofType = (type: string) => events.filter((event) => event.event_type === type);

  test('each begins with its start and ends with its end, which says how long it was', () => {
    for (const session of sessions.values()) {
      const [first, last] = [session[0], session.at(-1)];
      expect(first?.event_type).toBe('session_start');
      if (last?.event_type !== 'session_end') continue;
      expect(last.event_data.duration_seconds).toBe(last.event_timestamp - (first?.event_timestamp ?? 0));
    }
    const ended = ofType('session_end').length;
    expect(ended / sessions.size).toBeGreaterThan(0.97);
  });

  test('a player has one at a time, counted from one', () => {
    for (const player of groupBy(ofType('session_start'), (event) => event.player_id).values()) {
      expect(player.map(({ event_data }) => event_data.session_number)).toEqual(player.map((_, index) => index + 1));
    }
    for (const player of groupBy(events, (event) => event.player_id).values()) {
      const changes = player.filter((event, index) => event.session_id !== player[index - 1]?.session_id);
      expect(changes.length).toBe(new Set(player.map((event) => event.session_id)).size);
    }
  });

  test('gold that is earned and spent adds up to the balance, never below nothing', () => {
    const balances = new Map<string, number>();
    for (const { event_type, player_id, event_data } of events) {
      const sign = event_type === 'currency_earned' ? 1 : event_type === 'currency_spent' ? -1 : 0;
      if (sign === 0) continue;
      const balance = (balances.get(player_id) ?? 0) + sign * Number(event_data.amount);
      balances.set(player_id, balance);
      expect(event_data.balance).toBe(balance);
      expect(balance).toBeGreaterThanOrEqual(0);
    }
    expect(ofType('currency_spent').length).toBe(ofType('item_acquired').length);
    expect(ofType('currency_spent').length).toBeGreaterThan(50);
  });

  test('every type that player metrics need is sent', () => {
    const types = new Set(events.map((event) => event.event_type));
    const needed = ['session_start', 'session_end', 'currency_earned', 'currency_spent', 'item_acquired'];
    expect([...types]).toEqual(expect.arrayContaining([...needed, 'ad_impression', 'experiment_assigned', 'error']));
  });

  test('registration comes once, before anything else but the start', () => {
    const registered = new Map(ofType('user_registration').map((event) => [event.player_id, event.event_timestamp]));
    expect(registered.size).toBe(ofType('user_registration').length);
    for (const { player_id, event_type, event_timestamp } of events) {
      if (event_type !== 'session_start')
        expect(event_timestamp).toBeGreaterThanOrEqual(registered.get(player_id) ?? 0);
    }
  });
});
