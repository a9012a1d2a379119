import type { Random } from '../../../scripts/simulate/random.ts';

export type EventData = Readonly<Record<string, unknown>>;

/** Marks a number that JavaScript would round or print differently; `eventLine` writes its digits as they are. */
export function digits(text: string): string {
  return `#digits ${text}#`;
}

const names = [
  'Ädam#1234',
  '玩家一号',
  'xX_"Sniper"_Xx',
  "O'Neil\\",
  'مقاتل',
  '🎮🎮',
  'tab\there',
  'null',
  '007',
  ' space ',
] as const;

/** A text as players choose them. */
export function oddText(random: Random): string {
  return random.pick(names);
}

/** Mostly the value; sometimes null, the empty text or nothing at all. */
export function sometimes(random: Random, value: unknown): unknown {
  return random.chance(0.85) ? value : random.pick([null, '', undefined]);
}

/** One event of our envelope as a line of NDJSON, with the odd optional members that clients write. */
export function eventLine(random: Random, type: string, secondsAgo: number, data: EventData, now: number): string {
  const event = {
    event_id: random.uuid(),
    event_type: type,
    event_name: type,
    event_timestamp: now - secondsAgo + random.integer(0, 999) / 1000,
    app_version: random.pick(['1.0.0+5', '2.31 (1184)', '']),
    player_id: sometimes(random, oddPlayer(random)),
    session_id: sometimes(random, random.uuid()),
    platform: random.pick(['ios', 'android', 'windows', null]),
    country: sometimes(random, random.pick(['DE', 'BR', 'JP'])),
    event_data: data,
  };
  return JSON.stringify(event).replaceAll(/"#digits ([^#"]+)#"/g, '$1');
}

function oddPlayer(random: Random): string {
  return random.pick([
    'auth0|5f7c8ec7c33c6c004bbafe82',
    'Ädam#1234',
    `player-${random.integer(1, 40)}`,
    '🎮'.repeat(20),
  ]);
}
