import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import { compileFilter } from './filter-pattern.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { sourceOf } from './stream-source.ts';

/** Whether a record goes to the function: it fits one of the mapping's filters, or there are none. */
export function passesFilters(settings: MappingSettings): (record: StreamRecord) => boolean {
  const filters = settings.filterPatterns.map(compileFilter);
  if (filters.length === 0) return () => true;
  const { filtered } = sourceOf(settings.streamArn);
  return (record) => {
    const event = filtered(record, settings);
    return filters.some((filter) => filter(event));
  };
}
