import type { Player } from './player.ts';
import type { Random } from './random.ts';

/** An event of the envelope in schemas/envelope.json. */
export interface SimulatedEvent {
  event_id: string;
  event_type: string;
  event_name: string;
  event_version: string;
  /** Seconds since the epoch, whole. */
  event_timestamp: number;
  app_version: string;
  player_id: string;
  session_id: string;
  platform: string;
  country: string;
  event_data: Record<string, unknown>;
}

const maps = ['canyon', 'harbour', 'citadel'] as const;
const spells = ['fireball', 'frost_nova', 'shadow_step', 'heal'] as const;
const items = ['sword_01', 'shield_04', 'potion_12', 'cape_07'] as const;
const prices = ['0.99', '4.99', '9.99', '19.99'] as const;

/** All events of one session that begins at `start` (seconds since the epoch), in the order of their times. */
export function playSession(player: Player, start: number, first: boolean, random: Random): SimulatedEvent[] {
  const events: SimulatedEvent[] = [];
  const session = random.uuid();
  let now = start;
  const emit = (event_type: string, event_data: Record<string, unknown>, wait = random.integer(1, 20)) => {
    events.push({
      event_id: random.uuid(),
      event_type,
      event_name: event_type,
      event_version: '1.0',
      event_timestamp: now,
      app_version: '2.4.1',
      player_id: player.id,
      session_id: session,
      platform: player.platform,
      country: player.country,
      event_data,
    });
    now += wait;
  };
  if (first) {
    emit('user_registration', { country_id: player.country, platform: player.platform });
    for (let screen = 1; screen <= 3; screen++) {
      emit('tutorial_progression', { tutorial_screen_id: `screen_${screen}`, tutorial_screen_version: '1' });
    }
  }
  emit('login', { platform: player.platform, last_login_time: start - 86_400 });
  const rounds = random.integer(1, 6);
  for (let round = 0; round < rounds; round++) {
    if (random.chance(0.5)) playLevel(player, emit, random);
    else playMatch(player, emit, random);
    if (random.chance(0.3)) emit('item_viewed', { item_id: random.pick(items), item_version: '1' });
    if (player.payer && random.chance(0.15)) buy(player, emit, random);
    if (random.chance(0.05)) {
      const latency = random.integer(15, 220);
      emit('client_latency', { latency, connected_server_id: 'srv-1', region: 'eu-west' });
    }
  }
  emit('logout', { last_screen_seen: random.pick(['lobby', 'shop', 'results']) });
  return events;
}

type Emit = (event_type: string, event_data: Record<string, unknown>, wait?: number) => void;

function playLevel(player: Player, emit: Emit, random: Random): void {
  const level = { level_id: `level_${player.level}`, level_version: '1' };
  emit('level_started', level, random.integer(30, 240));
  if (random.chance(player.skill)) {
    emit('level_completed', level);
    player.level += 1;
  } else {
    emit('level_failed', level);
  }
}

function playMatch(player: Player, emit: Emit, random: Random): void {
  const match_id = random.uuid();
  emit('matchmaking_start', { match_id, match_type: 'ranked' }, random.integer(5, 40));
  if (random.chance(0.06)) {
    emit('matchmaking_failed', { match_id, match_type: 'ranked', matching_failed_msg: 'timeout' });
    return;
  }
  emit('matchmaking_complete', { match_id, match_type: 'ranked', matched_slots: 8 });
  const map_id = random.pick(maps);
  emit('match_start', { match_id, map_id });
  const knockouts = random.integer(0, 5);
  for (let knockout = 0; knockout < knockouts; knockout++) {
    emit('user_knockout', { match_id, map_id, spell_id: random.pick(spells), exp_gained: random.integer(5, 60) });
  }
  const won = random.chance(player.skill);
  const result = {
    match_result_type: won ? 'WIN' : 'LOSS',
    exp_gained: random.integer(50, 400),
    most_used_spell: random.pick(spells),
  };
  emit('match_end', { match_id, map_id, ...result });
  if (won && random.chance(0.2)) {
    player.rank += 1;
    emit('user_rank_up', { user_rank_reached: `rank_${player.rank}` });
  }
}

function buy(player: Player, emit: Emit, random: Random): void {
  emit('iap_transaction', {
    item_id: random.pick(items),
    item_version: '1',
    item_amount: random.integer(1, 3),
    currency_type: 'USD',
    country_id: player.country,
    currency_amount: Number(random.pick(prices)),
    transaction_id: random.uuid(),
  });
}
