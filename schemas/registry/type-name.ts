/** Tables and views beside which each event type has a view of its own name. */
const tables = new Set(['events', 'compacted_events', 'uncompacted_events', 'quarantined_events', 'failed_events']);

/** What is wrong with an event type's name in the registry; undefined: nothing. */
export function typeNameProblem(name: string): string | undefined {
  if (!/^[a-z][a-z0-9_]{0,127}$/.test(name)) {
    return 'is not the name of an event type: lower-case letters, digits and _, beginning with a letter, at most 128';
  }
  if (tables.has(name) || name.startsWith('raw_')) {
    return 'is the name of a table: the view of this event type would hide it, choose another name';
  }
  return undefined;
}
