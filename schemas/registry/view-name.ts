/**
 * The name of an event type's view in SQL, in snake_case: `CHAMPION_KILL` → `champion_kill`, `gameStarted` → `game_started`,
 * `progression.start` → `progression_start`. A type that does not begin with a letter has `event_` before it.
 */
export function viewName(type: string): string {
  const words = type
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[.-]/g, '_')
    .toLowerCase();
  return /^[a-z]/.test(words) ? words : `event_${words.replace(/^_+/, '')}`;
}
