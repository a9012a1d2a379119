import type { Random } from './random.ts';

/** One simulated player, from the day of registration until churn. */
export interface Player {
  readonly id: string;
  readonly country: string;
  readonly language: string;
  readonly platform: string;
  readonly device: string;
  /** Index of the day on which the player registers: the cohort. */
  readonly cohort: number;
  /** Whether the player ever buys. */
  readonly payer: boolean;
  /** Probability to win a match or a level. */
  readonly skill: number;
  level: number;
  rank: number;
  gold: number;
  /** Sessions that were begun. */
  sessions: number;
  /** Seconds since the epoch; undefined before the first. */
  lastLogin: number | undefined;
  /** When the last session was over: no other begins before. Seconds since the epoch. */
  freeAt: number;
  churned: boolean;
}

const homes = [
  { country: 'US', language: 'en' },
  { country: 'DE', language: 'de' },
  { country: 'BR', language: 'pt-BR' },
  { country: 'JP', language: 'ja' },
  { country: 'KR', language: 'ko' },
  { country: 'IN', language: 'en' },
  { country: 'FR', language: 'fr' },
  { country: 'PL', language: 'pl' },
] as const;

const platforms = [
  { platform: 'ios', device: 'iPhone16,2' },
  { platform: 'android', device: 'SM-S921B' },
  { platform: 'steam', device: 'PC' },
  { platform: 'switch', device: 'Switch' },
] as const;

/** Share of players who leave for good after an active day, and of those staying who play on a given day. */
const dailyChurn = 0.12;
const dailyActivity = 0.6;
const payerShare = 0.06;

export function makePlayers(random: Random, count: number, days: number): Player[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `player-${String(index + 1).padStart(6, '0')}`,
    ...random.pick(homes),
    ...random.pick(platforms),
    cohort: random.integer(0, days - 1),
    payer: random.chance(payerShare),
    skill: 0.35 + random.next() * 0.4,
    level: 1,
    rank: 1,
    gold: 0,
    sessions: 0,
    lastLogin: undefined,
    freeAt: 0,
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
