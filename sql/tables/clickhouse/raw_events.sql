-- Accepted events as the loader inserted them. Of the copies of an event the one that was received first stays: merges
-- keep the row with the greatest copy_order.
-- Copies merge within a partition only, so that a partition must follow from what all copies share: the day of the
-- client's own time, unless that is more than a day away from the corrected one (a clock that was never set). As
-- occurred_at is part of the expression, every part knows its first and last time, and a condition on occurred_at (or on
-- event_date) leaves the other parts unread.
CREATE TABLE IF NOT EXISTS $database.raw_events $on_cluster (
  $columns,
  copy_order UInt64 MATERIALIZED 9223372036854775807 - toUnixTimestamp64Milli(received_at) COMMENT 'Greater: received earlier',
  INDEX by_event_id event_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = $replacing(copy_order)
PARTITION BY if(
  abs(event_timestamp - toUnixTimestamp64Milli(occurred_at) / 1000) < 100000,
  toDate(toDateTime64(event_timestamp, 3, 'UTC')),
  toDate(0)
)
ORDER BY (application_id, event_type, event_timestamp, event_id)
TTL toDateTime(occurred_at) + toIntervalDay($retention_days)
SETTINGS $deduplication_window = 10000
COMMENT 'Accepted events as loaded; ask events instead'
