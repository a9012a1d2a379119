/** Names of temporary tables begin like this; the function's permissions end where these names do. */
export function temporaryTablePrefix(compactedTable: string): string {
  return `${compactedTable}_compaction_`;
}
