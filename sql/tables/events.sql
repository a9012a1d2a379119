-- What analysts ask: accepted events, one row per event_id. Clients send an event again when they got no answer, and
-- delivery is at least once; the copy that came first is the one that counts.
SELECT
  event_id, event_type, event_name, event_version, event_timestamp, occurred_at, received_at, app_version, player_id,
  session_id, platform, country, application_id, application_name, event_data, metadata
FROM (
  SELECT *, row_number() OVER (PARTITION BY event_id ORDER BY received_at, event_timestamp, event_data) AS copy_number
  FROM raw_events
) AS copies
WHERE copy_number = 1
