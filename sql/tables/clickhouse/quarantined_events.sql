-- Events that are set aside, one row per event, with the latest judgement. What was accepted by another try (a replay, a
-- client that repeated a corrected event) is in events and no longer here: it is looked for by the index on event_id.
CREATE OR REPLACE VIEW $database.quarantined_events $on_cluster AS
SELECT
  $column_names,
  toString(toDate(received_at)) AS event_date
FROM $database.raw_quarantined_events FINAL
WHERE event_id IS NULL OR (application_id, event_key) NOT IN (
  SELECT application_id, event_id
  FROM $database.raw_events
  WHERE event_id IN (SELECT event_key FROM $database.raw_quarantined_events WHERE event_id IS NOT NULL)
)
COMMENT 'Events that break a rule, with the latest reason; one row per event'
