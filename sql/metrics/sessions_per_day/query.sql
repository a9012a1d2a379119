WITH started AS (
  SELECT application_id, coalesce(session_id, event_id) AS session, min(player_id) AS player_id, min(event_date) AS event_date
  FROM session_start
  GROUP BY application_id, coalesce(session_id, event_id)
),
ended AS (
  SELECT application_id, session_id AS session, max(duration_seconds) AS duration_seconds
  FROM session_end
  WHERE session_id IS NOT NULL
  GROUP BY application_id, session_id
)
SELECT
  CAST(started.event_date AS date) AS day,
  count(*) AS sessions,
  count(DISTINCT started.player_id) AS players,
  count(ended.session) AS ended_sessions,
  avg(ended.duration_seconds) AS average_seconds,
  max(ended.duration_seconds) AS longest_seconds
FROM started
LEFT JOIN ended ON started.application_id = ended.application_id AND started.session = ended.session
GROUP BY started.event_date
ORDER BY day
