import { describe, expect, test } from 'vitest';
import { AnswerBook } from '../../../scripts/simulate/answers.ts';
import { defaultSimulation, type Simulation, simulate } from '../../../scripts/simulate/simulate.ts';

const until = Date.UTC(2026, 0, 20, 12);
const small: Simulation = { ...defaultSimulation, players: 40, days: 4, until };

function play(simulation: Simulation) {
  const book = new AnswerBook();
  const lines = [...simulate(simulation, book)];
  return { lines, answers: book.answers() };
}

describe('the player simulator', () => {
  test('gives the same events for the same seed, others for another', () => {
    expect(play(small)).toEqual(play(small));
    expect(play({ ...small, seed: 2 }).lines[0]).not.toBe(play(small).lines[0]);
  });

  test('its answers are what a recount of undisturbed events gives', () => {
    const { lines, answers } = play({ ...small, duplicates: 0, late: 0, wrongClock: 0, malformed: 0 });
    const events = lines.map(
      (line) => JSON.parse(line) as { event_type: string; player_id: string; event_timestamp: number },
    );
    expect(answers).toMatchObject({ sent: events.length, accepted: events.length, duplicates: 0 });
    expect(new Set(lines.map((line) => JSON.parse(line).event_id)).size).toBe(events.length);
    const logins = events.filter((event) => event.event_type === 'login');
    expect(answers.events_by_type.login).toBe(logins.length);
    const day = '2026-01-18';
    const today = events.filter((event) => new Date(event.event_timestamp * 1000).toISOString().startsWith(day));
    expect(answers.players_per_day[day]).toBe(new Set(today.map((event) => event.player_id)).size);
    expect(events.every((event) => event.event_timestamp * 1000 < until)).toBe(true);
  });

  test('accepted, duplicates and quarantined add up to what was sent', () => {
    const { lines, answers } = play({ ...small, duplicates: 0.1, late: 0.1, wrongClock: 0.1, malformed: 0.1 });
    const { schema_mismatch, timestamp_out_of_range } = answers.quarantined;
    expect(Math.min(schema_mismatch, timestamp_out_of_range, answers.duplicates)).toBeGreaterThan(0);
    expect(answers.accepted + answers.duplicates + schema_mismatch + timestamp_out_of_range).toBe(lines.length);
    expect(answers.sent).toBe(lines.length);
  });
});
