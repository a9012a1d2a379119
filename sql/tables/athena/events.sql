-- What analysts ask: accepted events, one row per application, day and event_id. Clients send an event again when they
-- got no answer, and delivery is at least once; the copy that came first is the one that counts.
-- Most rows are compacted: they are read as they are. Only the copies that were delivered since then are compared, with
-- each other and with the compacted rows of their own days and applications: `stored` joins those to `fresh`, the small
-- side, so that a dynamic filter leaves the other partitions unread. A condition on event_date or application_id
-- reaches every table below, as every window and join has both in its key; with the application no game can hide an event
-- of another. Copies on different days are removed by the compaction alone.
WITH fresh AS (
  SELECT
    event_id, event_type, event_name, event_version, event_timestamp, occurred_at, received_at, app_version, player_id,
    session_id, platform, country, application_id, application_name, event_data, metadata, event_date
  FROM (
    SELECT
      *,
      row_number() OVER (
        PARTITION BY event_date, application_id, event_id
        ORDER BY received_at, event_timestamp, event_data, metadata
      ) AS copy_number
    FROM uncompacted_events
  ) AS copies
  WHERE copy_number = 1
)
SELECT
  event_id, event_type, event_name, event_version, event_timestamp, occurred_at, received_at, app_version, player_id,
  session_id, platform, country, application_id, application_name, event_data, metadata, event_date
FROM compacted_events
UNION ALL
SELECT
  fresh.event_id, fresh.event_type, fresh.event_name, fresh.event_version, fresh.event_timestamp, fresh.occurred_at,
  fresh.received_at, fresh.app_version, fresh.player_id, fresh.session_id, fresh.platform, fresh.country,
  fresh.application_id, fresh.application_name, fresh.event_data, fresh.metadata, fresh.event_date
FROM fresh
LEFT JOIN (
  SELECT compacted.event_date, compacted.application_id, compacted.event_id
  FROM compacted_events AS compacted
  JOIN fresh AS newer
    ON compacted.event_date = newer.event_date
    AND compacted.application_id = newer.application_id
    AND compacted.event_id = newer.event_id
) AS stored
  ON fresh.event_date = stored.event_date
  AND fresh.application_id = stored.application_id
  AND fresh.event_id = stored.event_id
WHERE stored.event_id IS NULL
