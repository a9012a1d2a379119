import { earn } from './economy.ts';
import type { EventRecorder } from './event.ts';

const maps = ['canyon', 'harbour', 'citadel'] as const;
const spells = ['fireball', 'frost_nova', 'shadow_step', 'heal'] as const;

export function playLevel(recorder: EventRecorder): void {
  const { player, random } = recorder;
  const level = { level_id: `level_${player.level}`, level_version: '1' };
  recorder.emit('level_started', level, random.integer(30, 240));
  if (!random.chance(player.skill)) {
    recorder.emit('level_failed', level);
    return;
  }
  recorder.emit('level_completed', level);
  earn(recorder, random.integer(10, 30), 'level', level.level_id);
  player.level += 1;
}

export function playMatch(recorder: EventRecorder): void {
  const { player, random } = recorder;
  const match_id = random.uuid();
  recorder.emit('matchmaking_start', { match_id, match_type: 'ranked' }, random.integer(5, 40));
  if (random.chance(0.06)) {
    recorder.emit('matchmaking_failed', { match_id, match_type: 'ranked', matching_failed_msg: 'timeout' });
    return;
  }
  recorder.emit('matchmaking_complete', { match_id, match_type: 'ranked', matched_slots: 8 });
  const map_id = random.pick(maps);
  recorder.emit('match_start', { match_id, map_id });
  const knockouts = random.integer(0, 5);
  for (let knockout = 0; knockout < knockouts; knockout++) {
    const exp_gained = random.integer(5, 60);
    recorder.emit('user_knockout', { match_id, map_id, spell_id: random.pick(spells), exp_gained });
  }
  const won = random.chance(player.skill);
  const result = {
    match_result_type: won ? 'WIN' : 'LOSS',
    exp_gained: random.integer(50, 400),
    most_used_spell: random.pick(spells),
  };
  recorder.emit('match_end', { match_id, map_id, ...result });
  if (!won) return;
  earn(recorder, random.integer(20, 60), 'match', match_id);
  if (!random.chance(0.2)) return;
  player.rank += 1;
  recorder.emit('user_rank_up', { user_rank_reached: `rank_${player.rank}` });
}
