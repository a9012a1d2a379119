-- Records that could not be read, one row per record. What reached events or the quarantine by another try is there and
-- no longer here.
CREATE OR REPLACE VIEW $database.failed_events $on_cluster AS
SELECT
  arrived_at, reason, rawdata, application_id, event_id, sequence_number, shard_id,
  toString(toDate(arrived_at)) AS failed_date
FROM $database.raw_failed_events FINAL
WHERE application_id IS NULL OR event_id IS NULL OR (
  (assumeNotNull(application_id), assumeNotNull(event_id)) NOT IN (
    SELECT application_id, event_id
    FROM $database.raw_events
    WHERE event_id IN (SELECT event_id FROM $database.raw_failed_events WHERE application_id IS NOT NULL)
  )
  AND (assumeNotNull(application_id), assumeNotNull(event_id)) NOT IN (
    SELECT application_id, event_key
    FROM $database.raw_quarantined_events
    WHERE event_key IN (SELECT event_id FROM $database.raw_failed_events WHERE application_id IS NOT NULL)
  )
)
COMMENT 'Records that could not be read; one row per record'
