import { eventTypes } from '../../schemas/generated/event-types.ts';
import { failuresPrefix } from '../realtime/loaders/failures-prefix.ts';
import type { Config } from './config.ts';
import type { Refusal } from './refusal.ts';
import { tableNames } from './table-names.ts';

const prefixKeys = [
  'EVENTS_PREFIX',
  'COMPACTED_PREFIX',
  'ARCHIVE_PREFIX',
  'FAILED_PREFIX',
  'QUERY_RESULTS_PREFIX',
  'BACKUP_PREFIX',
] as const;

/** Names and folders that two things would have. */
export function refuseSameNames(config: Config): Refusal[] {
  return [...sameTables(config), ...sameFolders(config)];
}

/** Views of event types come first, as their names cannot be chosen here. */
function sameTables(config: Config): Refusal[] {
  const taken = new Map(eventTypes.map(({ name, view }) => [view, `the view of the event type ${name}`]));
  const found: Refusal[] = [];
  for (const { key, name } of tablesOf(config)) {
    const told = name === config[key] ? `${key} ${name}` : `${key} ${config[key]}, which has a table ${name},`;
    const other = taken.get(name);
    if (other !== undefined) found.push({ key, message: `${told} and ${other} would mix what they hold` });
    else taken.set(name, told);
  }
  return found;
}

type TableKey =
  | 'EVENTS_VIEW'
  | 'RAW_EVENTS_TABLE'
  | 'COMPACTED_EVENTS_TABLE'
  | 'QUARANTINED_EVENTS_TABLE'
  | 'FAILED_EVENTS_TABLE';

/** Every name in the database, and the key that it follows from; those that the config says itself before the others. */
function tablesOf(config: Config): { readonly key: TableKey; readonly name: string }[] {
  const names = tableNames(config);
  return [
    { key: 'EVENTS_VIEW', name: names.events },
    { key: 'RAW_EVENTS_TABLE', name: names.rawEvents },
    { key: 'COMPACTED_EVENTS_TABLE', name: names.compactedEvents },
    { key: 'QUARANTINED_EVENTS_TABLE', name: names.quarantinedEvents },
    { key: 'FAILED_EVENTS_TABLE', name: names.failedEvents },
    { key: 'EVENTS_VIEW', name: names.uncompactedEvents },
    { key: 'QUARANTINED_EVENTS_TABLE', name: names.rawQuarantinedEvents },
    { key: 'FAILED_EVENTS_TABLE', name: names.rawFailedEvents },
  ];
}

/** One folder inside another would make a table read the other's files. */
function sameFolders(config: Config): Refusal[] {
  return prefixKeys.flatMap((key, index) => {
    if (isInside(failuresPrefix, config[key])) {
      const message = `${key} ${config[key]} and ${failuresPrefix}, where Lambda sets failed records aside, would mix what they hold`;
      return [{ key, message }];
    }
    const other = prefixKeys.slice(0, index).find((earlier) => isInside(config[earlier], config[key]));
    if (other === undefined) return [];
    return [{ key, message: `${key} ${config[key]} and ${other} ${config[other]} would mix what they hold` }];
  });
}

function isInside(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
