import { viewName } from './view-name.ts';

/** Tables and views beside which each event type has a view of its own. */
const tables = new Set(['events', 'compacted_events', 'uncompacted_events', 'quarantined_events', 'failed_events']);

/** What is wrong with an event type's name in the registry; undefined: nothing. */
export function typeNameProblem(name: string): string | undefined {
  if (!/^[A-Za-z0-9_.-]{1,128}$/.test(name)) {
    return 'is not the name of an event type: 1 to 128 letters, digits, hyphens, underscores and dots';
  }
  const view = viewName(name);
  if (!/^[a-z][a-z0-9_]*[a-z0-9]/.test(view)) return 'needs a letter or a digit for the name of its view';
  if (tables.has(view) || view.startsWith('raw_')) {
    const has = view === name ? 'is' : `has a view ${view}, which is`;
    return `${has} the name of a table: the view of this event type would hide it, choose another name`;
  }
  return undefined;
}
