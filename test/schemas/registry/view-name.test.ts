import { expect, test } from 'vitest';
import { viewName } from '../../../schemas/registry/view-name.ts';

test.each([
  ['level_completed', 'level_completed'],
  ['CHAMPION_KILL', 'champion_kill'],
  ['LogPlayerKillV2', 'log_player_kill_v2'],
  ['gameStarted', 'game_started'],
  ['progression.start', 'progression_start'],
  ['iOS-Purchase', 'i_os_purchase'],
  ['HTTPError', 'http_error'],
  ['2048_move', 'event_2048_move'],
  ['_debug', 'event_debug'],
])('the view of %s is %s', (type, view) => {
  expect(viewName(type)).toBe(view);
});
