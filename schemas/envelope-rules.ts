/** The patterns of envelope.json in words: what a member must have or be. */
export const envelopeRules: ReadonlyMap<string, string> = new Map([
  ['event_id', 'must be a UUID'],
  ['event_type', 'must have 1 to 128 letters, digits, hyphens, underscores and dots'],
  ['event_name', 'must have 1 to 128 letters, digits, hyphens, underscores and dots'],
  ['event_version', 'must have 1 to 32 letters, digits, hyphens, underscores and dots'],
  ['app_version', 'must have 1 to 64 printable characters'],
  ['player_id', 'must have 1 to 128 characters, none of them a control character'],
  ['session_id', 'must have 1 to 128 characters, none of them a control character'],
]);
