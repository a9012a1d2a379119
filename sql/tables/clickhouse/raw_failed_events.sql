-- Records that hold no event which could be judged; of the copies of a record the one that came last stays.
CREATE TABLE IF NOT EXISTS $database.raw_failed_events $on_cluster (
  arrived_at DateTime64(3, 'UTC') COMMENT 'When the stream took it',
  reason LowCardinality(String) COMMENT 'Why it could not be judged',
  rawdata String COMMENT 'The record, byte for byte, in base64',
  application_id Nullable(String) COMMENT 'Application that sent it, if the record can be read',
  event_id Nullable(String) COMMENT 'UUID of the event, if the record can be read',
  sequence_number String COMMENT 'Its place in the stream',
  shard_id String COMMENT 'The shard of the stream',
  record_key String MATERIALIZED if(
    application_id IS NULL OR event_id IS NULL,
    lower(hex(MD5(rawdata))),
    concat(assumeNotNull(application_id), '/', assumeNotNull(event_id))
  ) COMMENT 'Application and event_id; of a record without them what its bytes give',
  INDEX by_arrived_at arrived_at TYPE minmax GRANULARITY 1
)
ENGINE = $replacing(arrived_at)
ORDER BY record_key
TTL toDateTime(arrived_at) + toIntervalDay($retention_days)
SETTINGS $deduplication_window = 10000
COMMENT 'Records that could not be read, as loaded; ask failed_events instead'
