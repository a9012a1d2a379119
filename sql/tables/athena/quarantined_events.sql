-- Events that are set aside, one row per event: by application and event_id, by its whole text where it has none. It is
-- the latest judgement that counts: a repaired event that is still wrong says what is wrong now. What was accepted by
-- another try (a replay, a client that repeated a corrected event) is in `events` and no longer here.
-- `stored` looks for it from $searched_days before the event was set aside: a condition on event_date leaves older days of
-- the lake unread.
WITH judgements AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY application_id, event_id, CASE WHEN event_id IS NULL THEN event END
      ORDER BY
        json_extract_scalar(metadata, '$.processed_at') DESC, received_at DESC, event_date, reason, error_path,
        error_detail, event, metadata
    ) AS judgement_number
  FROM raw_quarantined_events
)
SELECT
  latest.event_id, latest.event_type, latest.event_name, latest.event_version, latest.event_timestamp,
  latest.occurred_at, latest.received_at, latest.app_version, latest.player_id, latest.session_id, latest.platform,
  latest.country, latest.application_id, latest.application_name, latest.event_data, latest.metadata, latest.reason,
  latest.error_path, latest.error_detail, latest.event, latest.event_date
FROM judgements AS latest
LEFT JOIN (
  SELECT DISTINCT judged.event_date, judged.application_id, judged.event_id
  FROM events AS accepted
  JOIN (
    SELECT
      event_date, application_id, event_id,
      date_format(date_add('day', -$searched_days, CAST(event_date AS date)), '%Y-%m-%d') AS first_date
    FROM raw_quarantined_events
    WHERE event_id IS NOT NULL
  ) AS judged
    ON accepted.application_id = judged.application_id
    AND accepted.event_id = judged.event_id
    AND accepted.event_date >= judged.first_date
) AS stored
  ON latest.event_date = stored.event_date
  AND latest.application_id = stored.application_id
  AND latest.event_id = stored.event_id
WHERE latest.judgement_number = 1 AND stored.event_id IS NULL
