import { buyGold, visitShop, watchAd } from './economy.ts';
import { EventRecorder, type SimulatedEvent } from './event.ts';
import type { Player } from './player.ts';
import type { Random } from './random.ts';
import { playLevel, playMatch } from './rounds.ts';

/** All events of one session that begins at `start` (seconds since the epoch), in the order of their times. */
export function playSession(player: Player, start: number, random: Random): SimulatedEvent[] {
  const recorder = new EventRecorder(player, start, random);
  const first = player.sessions === 0;
  player.sessions += 1;
  const start_reason = first ? 'launch' : random.pick(['launch', 'resume', 'push_notification']);
  const device = { device_model: player.device, os_version: `${player.platform} 18`, language: player.language };
  recorder.emit('session_start', { session_number: player.sessions, start_reason, ...device }, 1);
  if (first) register(recorder);
  const before = player.lastLogin === undefined ? {} : { last_login_time: player.lastLogin };
  player.lastLogin = recorder.now;
  recorder.emit('login', { platform: player.platform, ...before });
  const crashed = playRounds(recorder);
  if (!crashed) recorder.emit('logout', { last_screen_seen: random.pick(['lobby', 'shop', 'results']) }, 1);
  const end_reason = crashed ? 'crash' : random.pick(['quit', 'background']);
  recorder.emit('session_end', { duration_seconds: recorder.now - start, end_reason });
  player.freeAt = recorder.now;
  return recorder.events;
}

function register(recorder: EventRecorder): void {
  const { player, random } = recorder;
  recorder.emit('user_registration', { country_id: player.country, platform: player.platform });
  const control = random.chance(0.5);
  const variant = { variant_id: control ? 'as_it_was' : 'short', is_control: control };
  recorder.emit('experiment_assigned', { experiment_id: 'tutorial_length', ...variant }, 1);
  for (let screen = 1; screen <= (control ? 4 : 3); screen++) {
    recorder.emit('tutorial_progression', { tutorial_screen_id: `screen_${screen}`, tutorial_screen_version: '1' });
  }
}

/** Whether the game crashed. */
function playRounds(recorder: EventRecorder): boolean {
  const { player, random } = recorder;
  const rounds = random.integer(1, 6);
  for (let round = 0; round < rounds; round++) {
    if (random.chance(0.5)) playLevel(recorder);
    else playMatch(recorder);
    if (random.chance(0.3)) visitShop(recorder);
    if (player.payer && random.chance(0.15)) buyGold(recorder);
    if (!player.payer && random.chance(0.15)) watchAd(recorder);
    if (random.chance(0.05)) {
      const latency = random.integer(15, 220);
      recorder.emit('client_latency', { latency, connected_server_id: 'srv-1', region: 'eu-west' });
    }
    if (random.chance(0.02) && meetsError(recorder)) return true;
  }
  return false;
}

/** Whether it was fatal. */
function meetsError(recorder: EventRecorder): boolean {
  const { random } = recorder;
  const fatal = random.chance(0.25);
  recorder.emit('error', {
    error_code: fatal ? 'OUT_OF_MEMORY' : random.pick(['ASSET_MISSING', 'REQUEST_TIMEOUT']),
    message: 'the request was given up after 10 s',
    severity: fatal ? 'fatal' : 'error',
    screen: random.pick(['lobby', 'shop', 'results']),
    context: { memory_mb: random.integer(200, 4000), network: random.pick(['wifi', 'cellular']) },
  });
  return fatal;
}
