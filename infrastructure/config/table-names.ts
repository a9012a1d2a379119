import type { TableNames } from '../platform/lake/table-names.ts';
import type { Config } from './config.ts';

/** The tables' and views' names: those of the config, and those that follow from them. */
export function tableNames(config: Config): TableNames {
  return {
    database: config.EVENTS_DATABASE,
    events: config.EVENTS_VIEW,
    rawEvents: config.RAW_EVENTS_TABLE,
    uncompactedEvents: `uncompacted_${config.EVENTS_VIEW}`,
    compactedEvents: config.COMPACTED_EVENTS_TABLE,
    quarantinedEvents: config.QUARANTINED_EVENTS_TABLE,
    rawQuarantinedEvents: `raw_${config.QUARANTINED_EVENTS_TABLE}`,
    failedEvents: config.FAILED_EVENTS_TABLE,
    rawFailedEvents: `raw_${config.FAILED_EVENTS_TABLE}`,
  };
}
