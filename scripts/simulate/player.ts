import type { Random } from './random.ts';

/** One simulated player, from the day of registration until churn. */
export interface Player {
  readonly id: string;
  readonly country: string;
  readonly platform: string;
  /** Index of the day on which the player registers: the cohort. */
  readonly cohort: number;
  /** Whether the player ever buys. */
  readonly payer: boolean;
  /** Probability to win a match or a level. */
  readonly skill: number;
  level: number;
  rank: number;
  churned: boolean;
}

const countries = ['US', 'DE', 'BR', 'JP', 'KR', 'IN', 'FR', 'PL'] as const;
const platforms = ['ios', 'android', 'steam', 'switch'] as const;

/** Share of players who leave for good after an active day, and of those staying who play on a given day. */
const dailyChurn = 0.12;
const dailyActivity = 0.6;
const payerShare = 0.06;

export function makePlayers(random: Random, count: number, days: number): Player[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `player-${String(index + 1).padStart(6, '0')}`,
    country: random.pick(countries),
    platform: random.pick(platforms),
    cohort: random.integer(0, days - 1),
    payer: random.chance(payerShare),
    skill: 0.35 + random.next() * 0.4,
    level: 1,
    rank: 1,
    churned: false,
  }));
}

/** How many sessions the player plays on `day`; decides churn as well. */
export function sessionsOn(day: number, player: Player, random: Random): number {
  if (player.churned || day < player.cohort) return 0;
  if (day > player.cohort) {
    if (random.chance(dailyChurn)) player.churned = true;
    if (player.churned || !random.chance(dailyActivity)) return 0;
  }
  let sessions = 1;
  while (sessions < 4 && random.chance(0.35)) sessions += 1;
  return sessions;
}
