-- Events that break a rule. Of the judgements of an event the latest stays, whatever day it was received on: the table
-- has no partitions, as copies in different ones would not merge.
CREATE TABLE IF NOT EXISTS $database.raw_quarantined_events $on_cluster (
  $columns,
  event_key String MATERIALIZED ifNull(event_id, lower(hex(MD5(event)))) COMMENT 'event_id; of an event without one what its text gives',
  judged_at DateTime64(3, 'UTC') MATERIALIZED parseDateTime64BestEffortOrZero(JSONExtractString(metadata, 'processed_at'), 3, 'UTC') COMMENT 'When it was judged',
  INDEX by_received_at received_at TYPE minmax GRANULARITY 1
)
ENGINE = $replacing(judged_at)
ORDER BY (application_id, event_key)
TTL toDateTime(received_at) + toIntervalDay($retention_days)
SETTINGS $deduplication_window = 10000
COMMENT 'Events that break a rule, as loaded; ask quarantined_events instead'
